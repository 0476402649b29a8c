"""On which surface a text is written, told by its keywords."""

from __future__ import annotations

from collections.abc import Iterable

from rulebook.diagnostics import Language
from rulebook.language.tokens import Line
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
