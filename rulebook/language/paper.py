"""Printed lines with the comments put back between them, and the blank lines kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rulebook.language.tree import Comment


@dataclass(frozen=True, slots=True)
class Printed:
    """A line of output: its level of indentation, and where in the source it comes from.

    ``first`` and ``last`` are the lines of the source that it stands for (0 where there is none),
    ``column`` is where it began there. ``may_break`` lets a blank line stand before it.
    """

    level: int
    text: str
    first: int
    last: int
    column: int
    may_break: bool = False


def with_comments(lines: Sequence[Printed], comments: Sequence[Comment]) -> str:
    """The text of the lines, with each comment where it stood."""
    behind: dict[int, Comment] = {}
    above: list[list[Comment]] = [[] for _ in range(len(lines) + 1)]
    for comment in sorted(comments, key=lambda each: (each.line, each.column)):
        at = _line_of(lines, comment)
        if comment.alone or at is None:
            above[_next_line(lines, comment)].append(comment)
            continue
        if at in behind:
            above[at].append(behind[at])
        behind[at] = comment
    placed: list[Printed] = []
    for at, line in enumerate(lines):
        placed += [_alone(comment, lines, at) for comment in above[at]]
        text = f"{line.text}  {behind[at].text}" if at in behind else line.text
        placed.append(replace(line, text=text))
    placed += [_alone(comment, lines, len(lines)) for comment in above[-1]]
    return _text(placed)


def _line_of(lines: Sequence[Printed], comment: Comment) -> int | None:
    """The last printed line that holds the source line of a comment."""
    holding = (at for at, line in enumerate(lines) if line.first <= comment.line <= line.last)
    return max(holding, default=None)


def _next_line(lines: Sequence[Printed], comment: Comment) -> int:
    following = (at for at, line in enumerate(lines) if line.last >= comment.line)
    return min(following, default=len(lines))


def _alone(comment: Comment, lines: Sequence[Printed], at: int) -> Printed:
    """A comment on a line of its own before the line ``at``.

    It is indented as that line is, or, where it closes a deeper block, as deep as it stood.
    """
    level = lines[at].level if at < len(lines) else 0
    if at > 0:
        for deeper in range(lines[at - 1].level, level, -1):
            if comment.column >= _column_of(lines[:at], deeper):
                level = deeper
                break
    # One that stood inside the lines of a statement stands above it now, with no gap between.
    line = min(comment.line, lines[at].first or comment.line) if at < len(lines) else comment.line
    return Printed(level, comment.text, line, line, comment.column, may_break=True)


def _column_of(lines: Sequence[Printed], level: int) -> int:
    return next((line.column for line in reversed(lines) if line.level == level), 0)


def _text(placed: Sequence[Printed]) -> str:
    breaks = _breaks(placed)
    written = []
    for at, line in enumerate(placed):
        if at in breaks:
            written.append("")
        written.append("    " * line.level + line.text)
    return "".join(f"{line}\n" for line in written)


def _breaks(placed: Sequence[Printed]) -> set[int]:
    """Before which lines a blank line stands: where one stood, and between rules."""
    breaks = set()
    for at in range(1, len(placed)):
        line, before = placed[at], placed[at - 1]
        gap = line.first - before.last > 1
        if line.may_break and gap and line.level <= before.level:
            breaks.add(at)
        if line.level == 0 and not line.text.startswith("#"):
            breaks.add(_start_of_heading(placed, at))
    return breaks - {0}


def _start_of_heading(placed: Sequence[Printed], at: int) -> int:
    """The first of the comments that stand right above a rule."""
    while (
        at > 0
        and placed[at - 1].level == 0
        and placed[at - 1].text.startswith("#")
        and placed[at].first - placed[at - 1].last <= 1
    ):
        at -= 1
    return at
