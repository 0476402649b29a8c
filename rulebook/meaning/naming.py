"""Ids and labels of names that a rule gives itself."""

from __future__ import annotations

from rulebook.diagnostics import Bilingual


def own_name(word: str, other: str | None) -> tuple[str, Bilingual]:
    """The id and the label of a name with its twin in the other language.

    The ASCII one of the two is the id and the English label; a name without a twin is both.
    """
    latin = next((each for each in (word, other) if each and each.isascii()), None)
    chinese = next((each for each in (word, other) if each and not each.isascii()), None)
    return latin or word, Bilingual(chinese or word, latin or word)
