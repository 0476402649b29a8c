"""What people call a place: its id, its Chinese or its English name."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

from rulebook.book.model import BookContents, Place
from rulebook.diagnostics import NOWHERE, Bilingual, Diagnostic, finding
from rulebook.diagnostics.nearest import nearest


def place_called(given: str, places: Mapping[str, Place]) -> str | None:
    """The id of the place that is called so; ``上海市`` is ``上海`` too."""
    text = unicodedata.normalize("NFC", given.strip())
    lower = text.lower()
    for place in places.values():
        names = (place.label.zh, place.label.en.lower(), place.id)
        if (
            text in names
            or lower in names
            or text in (f"{place.label.zh}市", f"{place.label.zh}省")
        ):
            return place.id
    return None


def places_called(given: Sequence[str], contents: BookContents) -> list[str]:
    """The ids of places; a name that no place has stays, for others to refuse."""
    return [place_called(each, contents.places) or each for each in given]


def unknown_place(code: str, given: str, places: Sequence[Place]) -> Diagnostic:
    """That there is no such place, with the nearest names and then all that there are."""
    return finding(code, NOWHERE, place=given, near=which_places(given, places))


def which_places(given: str, places: Sequence[Place]) -> Bilingual:
    """The places whose names are like a given one, and all that there are."""
    names = {name: each for each in places for name in (each.label.zh, each.label.en, each.id)}
    near = list({names[name].id: names[name] for name in nearest(given.strip(), names)}.values())
    few, left = places[:_MOST], len(places) - _MOST
    zh, en = "、".join(map(_called, few)), ", ".join(map(_called, few))
    if left > 0:
        zh, en = f"{zh} 等 {len(places)} 个", f"{en} and {left} more"
    if not near:
        return Bilingual(f"有 {zh}", f"there are {en}")
    return Bilingual(
        f"是不是 {'、'.join(map(_called, near))}？全部地方：{zh}",
        f"did you mean {', '.join(map(_called, near))}? there are {en}",
    )


_MOST = 30


def _called(place: Place) -> str:
    return f"`{place.id}` {place.label.zh}"
