"""Drafters' mistakes about marks: colons out of habit, blanks where a list has its marks."""

from __future__ import annotations

from collections.abc import Sequence

from rulebook.diagnostics import Bilingual, Diagnostic, finding
from rulebook.language.place import GATHERING, LIST_MARK, VALUES, Place, brief, text
from rulebook.language.tokens import Token
from rulebook.language.words import words

_LISTS = frozenset({"ITEM", "CITE", "FACTS", "INPUT", "OUTPUT", "GIVEN", "GIVES"})
"""Lines that are a list: between two of their values nothing but a list mark can stand."""

_QUOTED = frozenset({"EXAMPLE", "CHECK", "NOTENC"})
"""Keywords with a text in quotes behind them."""

_GIVING = frozenset({"GIVEN", "GIVES"})
"""Lines of an example that give values, name by name."""

_FOLLOWS = frozenset({"FROM", "IF", "BECAUSE"})


def colon_behind_keyword(place: Place) -> Diagnostic | None:
    """``依据：公报``: a colon behind the word that a line begins with."""
    tokens = place.tokens
    if len(tokens) < 2 or tokens[1].type != "COLON" or tokens[0].type not in words().keywords:
        return None
    if place.at > 1 or tokens[0].type in GATHERING:
        return None
    wanted = place.expected & _FOLLOWS
    following = tokens[2].type if len(tokens) > 2 else ""
    if wanted and following not in wanted:
        return None  # the word that is missing is told with the colon taken away
    rest = _with_equals(tokens[2:]) if tokens[0].type in _GIVING else text(tokens[2:])
    if tokens[0].type in _QUOTED and following not in ("", "STRING"):
        rest = f"“{rest}”"
    proper = brief(f"{tokens[0].text} {rest}".strip())
    return _colon(tokens[1], tokens[0].text, Bilingual(proper, proper))


def colon_for_equals(place: Place) -> Diagnostic | None:
    """``险种：居民医保`` where a value is given or compared."""
    if place.type != "COLON" or place.token is None or place.before is None:
        return None
    if "EQ" not in place.expected or place.type_before not in ("NAME", "RPAR"):
        return None
    start, end = place.at - 1, place.at + 2
    if place.tokens[0].type in _GIVING:
        start, end = 0, len(place.tokens)
    proper = brief(_with_equals(place.tokens[start:end]), 80)
    return _colon(place.token, place.before.text, Bilingual(proper, proper))


def _with_equals(tokens: Sequence[Token]) -> str:
    """The user's words with ``=`` for each colon."""
    parts: list[list[Token]] = [[]]
    for token in tokens:
        if token.type == "COLON":
            parts.append([])
        else:
            parts[-1].append(token)
    return " = ".join(text(part) for part in parts)


def _colon(token: Token, before: str, proper: Bilingual) -> Diagnostic:
    return finding("RB1082", token.span, mark=token.text, before=brief(before, 24), proper=proper)


def list_mark_missing(place: Place) -> Diagnostic | None:
    """``输入 年龄 次数``: a blank where only a list mark can stand."""
    token, before = place.token, place.before
    if place.tokens[0].type not in _LISTS or token is None or before is None or place.at < 2:
        return None
    if token.type not in VALUES or before.type not in VALUES:
        return None
    zh, en = (_with_marks(place.tokens, mark) for mark in ("、", ", "))
    proper = Bilingual(brief(zh, 80), brief(en, 80))
    left, right = brief(before.text, 24), brief(token.text, 24)
    return finding("RB1083", token.span, left=left, right=right, mark=LIST_MARK, proper=proper)


def _with_marks(tokens: Sequence[Token], mark: str) -> str:
    """The line with a list mark between values that stand side by side."""
    parts: list[list[Token]] = [[]]
    for at, token in enumerate(tokens):
        if at > 1 and token.type in VALUES and tokens[at - 1].type in VALUES:
            parts.append([])
        parts[-1].append(token)
    return mark.join(text(part) for part in parts)
