"""The names nearest to one that nobody knows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from rulebook.diagnostics.texts import Bilingual


def nearest(word: str, known: Iterable[str], count: int = 3) -> list[str]:
    """Up to ``count`` known names that look like ``word``, the likest first."""
    return get_close_matches(word, sorted(set(known)), n=count, cutoff=0.5)


def did_you_mean(word: str, known: Iterable[str]) -> Bilingual:
    """A hint that offers the nearest names, or an empty one."""
    return did_you_mean_one_of(nearest(word, known))


def did_you_mean_one_of(names: Sequence[str]) -> Bilingual:
    """The same for names that are chosen already."""
    if not names:
        return Bilingual("", "")
    return Bilingual(
        "是不是 " + "、".join(f"`{name}`" for name in names) + "？",
        "did you mean " + ", ".join(f"`{name}`" for name in names) + "?",
    )


def nearest_or_new(word: str, known: Iterable[str]) -> Bilingual:
    """The nearest names, or where a drafter makes a new one."""
    guess = did_you_mean(word, known)
    return guess if guess.zh else _NEW


_NEW = Bilingual(
    "新的事实写进 `rules/vocabulary.yaml`，新的数写进本地的 `figures.yaml`",
    "a new fact goes into `rules/vocabulary.yaml`, a new figure into the place's `figures.yaml`",
)
