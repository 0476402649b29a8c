"""Say what is wrong with a file that isn't YAML, in the words of someone who writes one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from rulebook.diagnostics import Bilingual, Diagnostic, Span, finding
from rulebook.language.characters import BLANKS, DECEIVING, is_plain, visible

_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u2028\u2029"
    + "".join(sorted(DECEIVING))
    + "]"
)
_BLANKS = str.maketrans(dict.fromkeys(BLANKS, " "))
_INDENT = re.compile(r"[ \t\u3000]*(?:-[ \u3000]+)*")
_WIDE_COLON = re.compile(r"^\s*(?:- +)*[^\s'\"#：:，。“”《》]+(：)")
_TIGHT_COLON = re.compile(r"^\s*(?:- +)*[^\s'\"#：:{\[/]+(:)(?=[^\s/])")


@dataclass(frozen=True, slots=True)
class Readable:
    """A file's text with what was pasted from Word made ordinary.

    ``moved`` tells, for lines that lost invisible characters, the column each character had.
    """

    text: str
    moved: Mapping[int, Sequence[int]]

    def column(self, line: int, column: int) -> int:
        """The column in the user's file, both counted from 0."""
        places = self.moved.get(line)
        return column if places is None else places[min(column, len(places) - 1)]


def look_over(file: str, text: str) -> tuple[Readable, tuple[Diagnostic, ...]]:
    """The text made ready for the YAML library, and what must be mended first."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    early = tuple(_early(file, lines))
    moved: dict[int, Sequence[int]] = {}
    for number, line in enumerate(lines):
        if not is_plain(line):
            line, moved[number] = visible(line)
        lines[number] = _plain_blanks(line)
    return Readable("\n".join(lines), moved), early


def _plain_blanks(line: str) -> str:
    """Wide blanks where they only lay out; inside a text they belong to the text."""
    line = line.translate(_BLANKS).rstrip("\u3000")
    if "\u3000" not in line:
        return line
    indent = _INDENT.match(line)
    assert indent is not None
    rest = line[indent.end() :].replace(":\u3000", ": ")
    return indent.group().replace("\u3000", " ") + rest


def _early(file: str, lines: Sequence[str]) -> Iterator[Diagnostic]:
    for number, line in enumerate(lines, 1):
        if (bad := _CONTROL.search(line)) is not None:
            code = f"U+{ord(bad.group()):04X}"
            yield finding("RB2016", _mark(file, number, bad.start()), char=code)
        indent = line[: len(line) - len(line.lstrip(" \t"))]
        if "\t" in indent and line.strip() and not line.lstrip().startswith("#"):
            yield finding("RB2004", _mark(file, number, indent.index("\t")))


def _mark(file: str, line: int, column: int, length: int = 1) -> Span:
    return Span(file, line, column + 1, line, column + 1 + length)


def syntax_problem(file: str, readable: Readable, problem: yaml.YAMLError) -> Diagnostic:
    """The finding for an error of the YAML library, at the line that caused it."""
    mark = getattr(problem, "problem_mark", None)
    if mark is None:
        return finding("RB2003", Span.point(file), what=_OTHER)
    lines = readable.text.split("\n")
    line = min(mark.line, len(lines) - 1)
    known = _colon(file, lines, line) or _opened(file, problem)
    known = known or _behind_quote(file, readable, lines[line], mark)
    if known is not None:
        return known
    column = readable.column(line, min(mark.column, len(lines[line])))
    span = _mark(file, line + 1, column)
    said = str(getattr(problem, "problem", "") or "")
    return finding("RB2003", span, what=_SAID.get(said, _OTHER))


def _colon(file: str, lines: list[str], line: int) -> Diagnostic | None:
    """A colon that YAML does not see as one, on the line of the error or just above it."""
    for number in (line, line - 1, line - 2):
        if not 0 <= number < len(lines):
            continue
        if (wide := _WIDE_COLON.match(lines[number])) is not None:
            return finding("RB2005", _mark(file, number + 1, wide.start(1)))
        if (tight := _TIGHT_COLON.match(lines[number])) is not None:
            return finding("RB2006", _mark(file, number + 1, tight.start(1)))
    return None


def _opened(file: str, problem: yaml.YAMLError) -> Diagnostic | None:
    """A quote or bracket that nothing closes: the place that matters is where it opens."""
    context = str(getattr(problem, "context", "") or "")
    mark = getattr(problem, "context_mark", None)
    what = _OPENED.get(context)
    if what is None or mark is None:
        return None
    return finding("RB2017", _mark(file, mark.line + 1, mark.column), what=what)


def _behind_quote(file: str, readable: Readable, line: str, mark: Any) -> Diagnostic | None:
    """Words behind a closing quote or bracket."""
    before = line[: mark.column].rstrip()
    if not before.endswith(("'", '"', "]", "}")) or not line[mark.column :].strip():
        return None
    column = readable.column(mark.line, mark.column)
    return finding("RB2018", _mark(file, mark.line + 1, column), mark=before[-1])


_OPENED = {
    "while scanning a quoted scalar": Bilingual("引号", "quote"),
    "while parsing a flow sequence": Bilingual("方括号 `[`", "bracket `[`"),
    "while parsing a flow mapping": Bilingual("花括号 `{`", "brace `{`"),
}
_UNEVEN = Bilingual("缩进与上面各行对不齐", "the indentation does not line up with the lines above")
_OTHER = Bilingual("这里读不懂", "this can't be read")
_SAID = {
    "mapping values are not allowed in this context": Bilingual(
        "这里不能再有冒号，可能是缩进不对，或文字里的冒号没加引号",
        "no colon can stand here: the indentation may be off, or a text with a colon needs quotes",
    ),
    "found character that cannot start any token": Bilingual(
        "值不能以这个字符开头，请给整个值加引号",
        "a value can't begin with this character, put the whole value in quotes",
    ),
    "could not find expected ':'": Bilingual("这一行缺少冒号", "this line lacks a colon"),
    "did not find expected key": _UNEVEN,
    "did not find expected '-' indicator": _UNEVEN,
    "did not find expected <document start>": _UNEVEN,
    "block sequence entries are not allowed in this context": Bilingual(
        "列表要另起一行", "a list begins on a line of its own"
    ),
}
