"""A diagnostic as people read it: sentence, place, the line with a caret, hint; and as JSON."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from rulebook.diagnostics.model import Diagnostic
from rulebook.diagnostics.span import Span
from rulebook.diagnostics.texts import Bilingual, Language

if TYPE_CHECKING:
    from rich.text import Text

ReadText = Callable[[str], str | None]
"""Gives the text of a file by the name that spans carry; None where there is none to show."""

_SEVERITY = {"error": Bilingual("错误", "error"), "warning": Bilingual("警告", "warning")}
_HINT = Bilingual("提示", "hint")
_STYLE = {"error": "bold red", "warning": "bold yellow"}
_LINE_END = re.compile(r"\r\n|\r|\n")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_WIDEST = 100
_TAB = "    "


def as_json(diagnostic: Diagnostic, lang: Language) -> dict[str, str | int]:
    """The diagnostic as ``check --format json`` gives it, its sentences in ``lang``."""
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity,
        "file": diagnostic.file,
        "line": diagnostic.line,
        "column": diagnostic.column,
        "message": diagnostic.sentence(lang),
        "hint": diagnostic.advice(lang).strip(),
    }


def render(diagnostic: Diagnostic, lang: Language, read: ReadText = lambda _: None) -> str:
    """The diagnostic as plain text over several lines, without a line end at its close."""
    return styled(diagnostic, lang, read).plain


def styled(diagnostic: Diagnostic, lang: Language, read: ReadText = lambda _: None) -> Text:
    """The diagnostic as text with colours for a terminal."""
    from rich.text import Text

    style = _STYLE[diagnostic.severity]
    places = [(diagnostic.span, style, "")]
    places += [(each.span, "cyan", each.note.text(lang)) for each in diagnostic.related]
    gutter = max((len(str(span.line)) for span, _, _ in places if span.line), default=1)

    text = Text()
    text.append(f"{_SEVERITY[diagnostic.severity].text(lang)}[{diagnostic.code}]", style)
    text.append(" " + _visible(diagnostic.sentence(lang)), "bold")
    for span, colour, note in places:
        _append_place(text, span, note, colour, gutter, read)
    advice = diagnostic.advice(lang).strip()
    if advice:
        text.append(f"\n{' ' * gutter} = ", "blue")
        text.append(f"{_HINT.text(lang)}{'：' if lang == 'zh' else ': '}", "bold green")
        text.append(_visible(advice))
    return text


def summary(diagnostics: Iterable[Diagnostic], lang: Language) -> str:
    """How many errors and warnings there are, in one line."""
    severities = [each.severity for each in diagnostics]
    errors, warnings = severities.count("error"), severities.count("warning")
    if lang == "zh":
        return f"{errors} 个错误，{warnings} 个警告"
    return f"{_count(errors, 'error')}, {_count(warnings, 'warning')}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _append_place(
    text: Text, span: Span, note: str, colour: str, gutter: int, read: ReadText
) -> None:
    if not span.file:
        if note:
            text.append(f"\n{' ' * gutter} = {_visible(note)}")
        return
    place = ":".join([_visible(span.file), *(str(n) for n in (span.line, span.column) if n)])
    text.append(f"\n{' ' * gutter}--> ", "blue")
    text.append(place + (f"  {_visible(note)}" if note else ""))
    line = _line(read(span.file), span.line)
    if line is None:
        return
    shown, caret = _marked(line, span)
    text.append(f"\n{' ' * gutter} |\n{span.line:>{gutter}} | ", "blue")
    text.append(shown)
    text.append(f"\n{' ' * gutter} | ", "blue")
    text.append(caret, colour)


def _line(text: str | None, number: int) -> str | None:
    if text is None or number < 1:
        return None
    lines = _LINE_END.split(text.removeprefix("\ufeff"))
    return lines[number - 1] if number <= len(lines) else None


def _marked(line: str, span: Span) -> tuple[str, str]:
    """The line as shown, and blanks with a caret under the span, by display width."""
    from rich.cells import cell_len

    start = min(max(span.column - 1, 0), len(line))
    one_line = span.end_line == span.line
    end = min(max(span.end_column - 1, start), len(line)) if one_line else len(line.rstrip())
    before, marked, after = (_visible(part) for part in (line[:start], line[start:end], line[end:]))
    if cell_len(before) + cell_len(marked) > _WIDEST:
        before = _cut_left(before, _WIDEST // 2)
    room = max(_WIDEST - cell_len(before), 1)
    marked = _cut_right(marked, room)
    after = _cut_right(after, max(room - cell_len(marked), 0))
    caret = " " * cell_len(before) + "^" * max(cell_len(marked), 1)
    return (before + marked + after).rstrip(), caret


def _visible(text: str) -> str:
    """Tabs as blanks, and control characters that could steer a terminal as a mark."""
    return _CONTROL.sub("\ufffd", text.replace("\t", _TAB).replace("\n", " "))


def _cut_left(text: str, width: int) -> str:
    return _cut_right(text[::-1], width)[::-1]


def _cut_right(text: str, width: int) -> str:
    from rich.cells import cell_len

    if cell_len(text) <= width:
        return text
    kept = text[:width]
    while kept and cell_len(kept) > width - 1:
        kept = kept[:-1]
    return kept + "…"
