"""Figures that replace one of a place above: like for like, where that level may decide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rulebook.book.fields import entries, first_span, text, text_node
from rulebook.book.hints import instead_of
from rulebook.book.model import Figure, Level, Place
from rulebook.book.names import places_above
from rulebook.book.nodes import Entries, Text
from rulebook.book.parts import Parts
from rulebook.book.typenames import describe
from rulebook.diagnostics import Bilingual, Diagnostic, Related, finding

LEVELS: Mapping[Level, Bilingual] = {
    "state": Bilingual("国家", "state"),
    "province": Bilingual("省级", "province"),
    "pooling_area": Bilingual("统筹地区", "pooling area"),
}
_ABOVE = Bilingual("上级的指标", "the figure above")


def replacements(parts: Parts) -> Iterator[Diagnostic]:
    """Each figure that replaces another finds one above, of its type, that its place may decide."""
    built = {(figure.place, figure.id): figure for figure in parts.figures}
    for place in parts.places.values():
        node = parts.nodes.get(f"{place.id}/figures.yaml")
        for name, entry in entries(node, "figures"):
            replaces = text_node(entry, "replaces")
            if replaces is not None:
                yield from _replacement(parts, built, place, (name, entry), replaces)


def _replacement(
    parts: Parts,
    built: Mapping[tuple[str, str], Figure],
    place: Place,
    own: tuple[Text, Entries],
    replaces: Text,
) -> Iterator[Diagnostic]:
    name, entry = own
    offered = _offered(parts, place.id)
    other = offered.get(replaces.value)
    if other is None:
        if any(f"{above}/figures.yaml" in parts.unread for above in places_above(parts, place.id)):
            return
        if f"{replaces.value.partition('/')[0]}/place.yaml" in parts.unread:
            return
        chinese = {path: text(entry, "zh") or "" for path, (_, entry) in offered.items()}
        guess = instead_of(replaces.value, chinese)
        yield finding("RB2334", replaces.span, figure=replaces.value, guess=guess)
        return
    there = Related(other[0].span, _ABOVE)
    zh, other_zh = text(entry, "zh"), text(other[1], "zh") or other[0].value
    if name.value != other[0].value or zh != other_zh:
        span = name.span if name.value != other[0].value else first_span(entry, "zh")
        names = {"zh": other_zh, "id": other[0].value}
        yield finding("RB2337", span, there, name=zh or name.value, figure=replaces.value, **names)
    figure = built.get((place.id, name.value))
    replaced = built.get((replaces.value.partition("/")[0], other[0].value))
    if figure is not None and replaced is not None and figure.type != replaced.type:
        yield finding(
            "RB2335",
            first_span(entry, "unit" if text(entry, "type") == text(other[1], "type") else "type"),
            there,
            name=figure.label,
            figure=replaces.value,
            found=describe(figure.type),
            wanted=describe(replaced.type),
        )
    yield from _levels(parts, place, replaces, [text(entry, "item"), text(other[1], "item")])


def _offered(parts: Parts, place: str) -> dict[str, tuple[Text, Entries]]:
    """The figures of the places above, by ``place/id``."""
    return {
        f"{above}/{name.value}": (name, entry)
        for above in places_above(parts, place)
        for name, entry in entries(parts.nodes.get(f"{above}/figures.yaml"), "figures")
    }


def _levels(
    parts: Parts, place: Place, replaces: Text, items: list[str | None]
) -> Iterator[Diagnostic]:
    """The list items concerned let one of the place's levels decide."""
    known = {item.id: item for item in parts.items}
    for id_ in dict.fromkeys(items):
        item = known.get(id_ or "")
        if item is not None and not place.may_decide(item.decides):
            yield finding(
                "RB2336",
                replaces.span,
                Related(item.span, Bilingual("清单项目", "the list item")),
                item=item.label,
                decides=LEVELS[item.decides],
                place=place.label,
                level=_joined(place.levels),
                figure=replaces.value,
            )


def _joined(levels: tuple[Level, ...]) -> Bilingual:
    shown = [LEVELS[level] for level in levels]
    return Bilingual("、".join(each.zh for each in shown), " and ".join(each.en for each in shown))
