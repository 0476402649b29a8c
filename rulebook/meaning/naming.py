"""Ids and labels of names that a rule gives itself."""

from __future__ import annotations

from collections.abc import Iterable

from rulebook.diagnostics import Bilingual
from rulebook.language.words import words


def own_name(word: str, other: str | None) -> tuple[str, Bilingual]:
    """The id and the label of a name with its twin in the other language.

    The ASCII one of the two is the id and the English label; a name without a twin is both.
    """
    latin = next((each for each in (word, other) if each and each.isascii()), None)
    chinese = next((each for each in (word, other) if each and not each.isascii()), None)
    return latin or word, Bilingual(chinese or word, latin or word)


def in_both(keyword: str) -> Bilingual:
    """A keyword as it is written on either surface."""
    return Bilingual(words().keyword(keyword, "zh"), words().keyword(keyword, "en"))


def named(labels: Iterable[Bilingual]) -> Bilingual:
    """Several names as a list, for sentences."""
    known = list(labels)
    return Bilingual("、".join(each.zh for each in known), ", ".join(each.en for each in known))
