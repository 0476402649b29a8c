"""The sections of an official document, found by its own headings."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from rulebook.review.headings import (
    BOX,
    NUMERALS,
    Heading,
    evened,
    heading_of,
    label,
    pieces,
    squeezed,
)

OPENING = "开头"
"""What stands before the first heading."""

Path = tuple[tuple[int, int], ...]
"""Levels and numbers from the outermost section inward; a box begins a path of its own."""


@dataclass(frozen=True, slots=True)
class Section:
    """A section with all that stands inside it; ``text`` is evened, line by line."""

    path: Path
    title: str
    line: int
    text: str

    @property
    def name(self) -> str:
        """The section as citations name it: 三(三)3, 专栏2, 专栏4(一), 专栏1-3, 开头."""
        labels = [label(*each) for each in self.path]
        if len(labels) > 1 and labels[0].startswith("专栏") and labels[1].isdecimal():
            labels[1] = f"-{labels[1]}"
        return "".join(labels) or OPENING

    def holds(self, words: str) -> bool:
        """Whether the words stand in the section, whatever blanks and line ends come between.

        A number is held whole: ``5%`` does not stand in ``85%``.
        """
        letters = squeezed(words)
        before = r"(?<!\d)(?<!\d\.)" if letters[:1].isdecimal() else ""
        after = r"(?!\d)(?!\.\d)" if letters[-1:].isdecimal() else ""
        pattern = before + r"\s?".join(map(re.escape, letters)) + after
        return re.search(pattern, self.text) is not None

    def is_inside(self, other: Section) -> bool:
        """Whether this is the other section or a part of it by name."""
        return self.path[: len(other.path)] == other.path


@dataclass(slots=True)
class _Open:
    """A section whose end has not come yet."""

    path: Path
    title: str
    line: int
    lines: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Reader:
    """Walks down a document; ``outer`` and ``inner`` are the open sections outside a box and in it.

    A box has its own numbering, which stops where the document's goes on.
    """

    opened: list[_Open] = field(default_factory=list)
    outer: list[_Open] = field(default_factory=list)
    inner: list[_Open] = field(default_factory=list)
    boxes: int = 0
    blanks: int = 0
    filled: bool = False

    def read(self, number: int, line: str) -> None:
        """One line of the document."""
        first, *more = pieces(line)
        self._piece(number, first)
        for piece in more:
            self._piece(number, piece, run_on=True)

    def _piece(self, number: int, line: str, *, run_on: bool = False) -> None:
        if not squeezed(line):
            self._blank(line)
            return
        heading = heading_of(line)
        if run_on and (heading is None or heading.number != _last(self.outer, heading.level) + 1):
            heading = None
        if heading is not None:
            self._open(heading, number)
        self.filled = bool(self.inner) and not (heading and heading.level == BOX)
        self.blanks = 0
        for each in (*self.outer, *self.inner):
            each.lines.append(line)

    def _blank(self, line: str) -> None:
        """Two blank lines, or one with a no-break space, end a box that has something in it."""
        self.blanks += 1
        if self.filled and (self.blanks > 1 or "\u00a0" in line):
            self.inner = []
            self.filled = False

    def _open(self, heading: Heading, line: int) -> None:
        level, number = heading.level, heading.number
        if level == BOX:
            self.boxes = number or self.boxes + 1
            self.inner = [self._new(((BOX, self.boxes),), heading, line)]
            return
        if self.inner and self._goes_on_inside(level, number):
            self.inner = _above(self.inner, level)
            self.inner.append(self._new((*self.inner[-1].path, (level, number)), heading, line))
            return
        self.inner = []
        self.outer = _above(self.outer, level)
        path = self.outer[-1].path if self.outer else ()
        self.outer.append(self._new((*path, (level, number)), heading, line))

    def _goes_on_inside(self, level: int, number: int) -> bool:
        """Whether a heading belongs to the open box: its numbering goes on there and not outside.

        Where both would go on (both begin), it is the box's; where neither does, it is not.
        """
        if level == 1:
            return False
        last_inside = _last(self.inner, level)
        last_outside = _last(self.outer, level)
        return number == last_inside + 1 and (number != last_outside + 1 or last_outside == 0)

    def _new(self, path: Path, heading: Heading, line: int) -> _Open:
        section = _Open(path, heading.title, line)
        self.opened.append(section)
        return section


def _above(sections: list[_Open], level: int) -> list[_Open]:
    """The open sections that a heading of ``level`` leaves open; a box itself stays."""
    return [each for each in sections if each.path[-1][0] < level]


def _last(sections: list[_Open], level: int) -> int:
    """The number of the open section of a level, 0 where there is none."""
    return next((each.path[-1][1] for each in sections if each.path[-1][0] == level), 0)


def sections_of(text: str) -> tuple[Section, ...]:
    """The sections of a document in its order; what stands before the first is 开头."""
    lines = text.splitlines()
    reader = _Reader()
    opening: list[str] = []
    for number, line in enumerate(lines, start=1):
        reader.read(number, line)
        if not reader.opened:
            opening.append(line)
    found = [
        Section(each.path, each.title, each.line, "\n".join(map(evened, each.lines)))
        for each in reader.opened
    ]
    if squeezed("".join(opening)):
        found.insert(0, Section((), "", 1, "\n".join(map(evened, opening))))
    return tuple(found)


_LABEL = re.compile(rf"专栏\d+(?:-\d+)?|\(\d+\)|\([{NUMERALS}]+\)|\d+[.、]?|[{NUMERALS}]+、?")
_BETWEEN = re.compile(r"[,;]|、(?=专栏)|(?<=[)\d])、")


def named(text: str, sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """The sections that a citation names, in the order of the document.

    A name may leave out outer levels: ``(三)3`` is found in ``三(三)3``. Several names stand apart
    by a list mark: ``三(一)5、专栏2``. Words after the numbers are the beginning of the title.
    """
    names = [_split(name) for name in _BETWEEN.split(squeezed(text))]
    return tuple(each for each in sections if any(_fits(*name, each) for name in names))


def _fits(number: tuple[str, ...], title: str, section: Section) -> bool:
    if not number:
        return title == OPENING and not section.path
    labels = tuple(label(*each) for each in section.path)
    return labels[-len(number) :] == number and section.title.startswith(title)


def _split(name: str) -> tuple[tuple[str, ...], str]:
    """The levels that a name gives, each as ``label`` writes it, and the words behind them."""
    numbers: list[str] = []
    position = 0
    while (match := _LABEL.match(name, position)) is not None:
        box, mark, item = match[0].partition("-")
        numbers += [box.rstrip("、."), *([item] if mark else [])]
        position = match.end()
    return tuple(numbers), name[position:].strip(":")
