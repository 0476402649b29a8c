"""On which surface a text and each of its lines are written, told by their keywords."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from rulebook.diagnostics import Diagnostic, Language
from rulebook.language.lexer import lex
from rulebook.language.tokens import Lexed, Line
from rulebook.language.words import words


def surface_of(lines: Iterable[Line], otherwise: Language = "zh") -> Language:
    """The language of most keywords of the lines; ``otherwise`` where neither has more."""
    known = words().keywords
    # A foreign mark, such as && for 且, is of no language.
    keywords = [
        token
        for line in lines
        for token in line.tokens
        if token.type in known and token.value[0].isalpha()
    ]
    english = sum(token.value.isascii() for token in keywords)
    if 2 * english == len(keywords):
        return otherwise
    return "en" if 2 * english > len(keywords) else "zh"


def on_their_lines(found: Iterable[Diagnostic], lexed: Lexed) -> list[Diagnostic]:
    """What was found in a file, each on the surface of its line, else on that of the file."""
    usual = surface_of(lexed.lines)
    surfaces = {line.number: surface_of([line], usual) for line in lexed.lines}
    return [replace(each, surface=surfaces.get(each.line, usual)) for each in found]


def on_their_surfaces(
    found: Iterable[Diagnostic], texts: Mapping[str, str]
) -> tuple[Diagnostic, ...]:
    """What was found in a book, where it lies in one of the rule files ``texts``, by path."""
    everything = list(found)
    waiting: dict[str, list[int]] = {}
    for at, each in enumerate(everything):
        if each.surface is None and each.file in texts:
            waiting.setdefault(each.file, []).append(at)
    for file, places in waiting.items():
        lexed, _ = lex(texts[file], file)
        placed = on_their_lines([everything[at] for at in places], lexed)
        for at, each in zip(places, placed, strict=True):
            everything[at] = each
    return tuple(everything)
