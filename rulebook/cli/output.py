"""What a command says: results on stdout, everything about the work on stderr, all in UTF-8."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import IO, TYPE_CHECKING, Any

from rulebook.diagnostics import Diagnostic, Language
from rulebook.diagnostics.render import ReadText, styled

if TYPE_CHECKING:
    from rich.console import Console

# What is not a terminal has no width: lines are never broken there.
_UNBROKEN = 10_000


def speak_utf8() -> None:
    """Make stdout and stderr UTF-8 on every system; what no encoding holds is shown escaped."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def console(stream: IO[str] | None = None) -> Console:
    """A console on ``stream`` (stdout); colours and line breaks only in a terminal."""
    from rich.console import Console

    chosen = stream or sys.stdout
    return Console(
        file=chosen,
        width=None if is_terminal(chosen) else _UNBROKEN,
        highlight=False,
        markup=False,
        emoji=False,
        soft_wrap=True,
    )


def is_terminal(stream: IO[str]) -> bool:
    """Whether a person is looking."""
    try:
        return stream.isatty()
    except ValueError:
        return False


def say(text: str = "") -> None:
    """Write a line of the result."""
    sys.stdout.write(text + "\n")


def remark(text: str) -> None:
    """Write a line about the work."""
    sys.stderr.write(text + "\n")


def say_json(value: Any) -> None:
    """Write the result as JSON; Chinese stays readable."""
    say(json.dumps(value, ensure_ascii=False, indent=2))


def show_diagnostics(
    diagnostics: Iterable[Diagnostic],
    lang: Language,
    read: ReadText = lambda _: None,
    stream: IO[str] | None = None,
) -> None:
    """Write diagnostics with source and caret to ``stream`` (stderr), a blank line after each."""
    target = console(stream or sys.stderr)
    for each in diagnostics:
        target.print(styled(each, lang, read))
        target.print()


def say_table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a table with its columns aligned by display width, as it goes into a pipe too."""
    from rich.cells import cell_len

    lines = [list(heads), *(list(row) for row in rows)]
    widths = [max(cell_len(cell) for cell in column) for column in zip(*lines, strict=True)]
    for line in lines:
        cells = (c + " " * (w - cell_len(c)) for c, w in zip(line, widths, strict=True))
        say("  ".join(cells).rstrip())


@contextlib.contextmanager
def working(what: str) -> Iterator[Callable[[str], None]]:
    """Show that work goes on, in a terminal only; gives what changes the words."""
    if not is_terminal(sys.stderr) or os.environ.get("TERM") == "dumb":
        yield lambda _: None
        return
    with console(sys.stderr).status(what) as status:
        yield status.update
