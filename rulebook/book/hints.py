"""What to write instead of a name that nobody knows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rulebook.diagnostics import Bilingual
from rulebook.diagnostics.nearest import did_you_mean

_MOST = 12


def instead_of(word: str, known: Mapping[str, str]) -> Bilingual:
    """A hint for an unknown id; ``known`` are the ids with their Chinese names.

    The id of the thing whose Chinese name was written, else the nearest ids, else all of a few.
    """
    for id_, chinese in known.items():
        if word == chinese:
            return Bilingual(f"这里写英文名 `{id_}`", f"write its id here: `{id_}`")
    return nearest_or_all(word, known)


def nearest_or_all(word: str, known: Iterable[str]) -> Bilingual:
    """The nearest names; where none is near, all of them if they are few.

    Where ``known`` gives their Chinese names, those stand beside them.
    """
    names = dict(known) if isinstance(known, Mapping) else dict.fromkeys(known, "")
    guess = did_you_mean(word, names)
    if guess.zh or not names or len(names) > _MOST:
        return guess
    beside = [f"`{name}` {'' if zh == name else zh}".rstrip() for name, zh in names.items()]
    return Bilingual(
        "可以写：" + "、".join(beside),
        "what can stand here: " + ", ".join(f"`{name}`" for name in names),
    )
