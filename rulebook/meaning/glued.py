"""Conditions and formulas written in one word, held against the names that there are."""

from __future__ import annotations

from collections.abc import Collection

from rulebook.language.in_one_word import InOneWord, Known, in_one_word
from rulebook.meaning.scope import Scope


def glued(word: str, names: Collection[str], scope: Scope) -> InOneWord | None:
    """The comparisons or the formula that a word is made of; None where a part of it is none."""
    every = frozenset(names)
    return in_one_word(
        word, Known(every.__contains__, lambda each: bool(scope.enumerations_with(each)), "…")
    )
