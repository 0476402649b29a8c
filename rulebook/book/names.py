"""Names: each is one word, none is a keyword, and nobody shares one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rulebook.book.fields import entries, first_span, text_node
from rulebook.book.nodes import Entries
from rulebook.book.parts import Parts
from rulebook.diagnostics import Bilingual, Diagnostic, Related, Span, finding
from rulebook.language.words import WORD, words

CASE_DAY = "case_day"


@dataclass(frozen=True, slots=True)
class Named:
    """Something with a name: the name, its place, and what it is a name of."""

    name: str
    span: Span
    owner: str


def check_names(parts: Parts) -> Iterator[Diagnostic]:
    """Every finding about names."""
    vocabulary = parts.nodes.get("vocabulary.yaml")
    if vocabulary is not None:
        yield from _vocabulary(vocabulary)
    yield from _facts_and_figures(parts)
    yield from _within(_names_in_files(parts, "sources.yaml", "sources"))
    yield from _within(_names_in_files(parts, "treatment-list.yaml", "items"), dotted=True)
    yield from _within(_place_names(parts))


def _vocabulary(node: Entries) -> Iterator[Diagnostic]:
    yield from _within(_names(node, "enumerations"))
    yield from _within(_names(node, "records"))
    for _, record in entries(node, "records"):
        yield from _within(_names(record, "fields"))
    for _, enumeration in entries(node, "enumerations"):
        yield from _shared(_names(enumeration, "values"))


def _facts_and_figures(parts: Parts) -> Iterator[Diagnostic]:
    """Facts and figures are looked up under one roof: along each line of places upward."""
    vocabulary = parts.nodes.get("vocabulary.yaml")
    facts = [] if vocabulary is None else _names(vocabulary, "facts")
    yield from _within(facts)
    for place in parts.places:
        figures = _figure_names(parts, place)
        yield from _formed(figures)
        above: list[Named] = list(facts)
        for upper in places_above(parts, place):
            above += _figure_names(parts, upper)
        yield from _shared([*above, *figures], count_from=len(above))


def _figure_names(parts: Parts, place: str) -> list[Named]:
    node = parts.nodes.get(f"{place}/figures.yaml")
    return [] if node is None else _names(node, "figures")


def places_above(parts: Parts, place: str) -> list[str]:
    """The places that ``place`` stands under, nearest first."""
    line: list[str] = []
    parent = parts.places[place].parent
    while parent is not None and parent in parts.places and parent not in (*line, place):
        line.append(parent)
        parent = parts.places[parent].parent
    return line


def _names_in_files(parts: Parts, file: str, key: str) -> list[Named]:
    return [
        named
        for path, node in sorted(parts.nodes.items())
        if path.rpartition("/")[2] == file
        for named in _names(node, key)
    ]


def _names(node: Entries, key: str) -> list[Named]:
    """The ids and Chinese names of the entries under ``key``."""
    found: list[Named] = []
    for name, entry in entries(node, key):
        owner = f"{name.span.file}#{name.value}"
        found.append(Named(name.value, name.span, owner))
        chinese = text_node(entry, "zh")
        if chinese is not None and chinese.value != name.value:
            found.append(Named(chinese.value, chinese.span, owner))
    return found


def _place_names(parts: Parts) -> list[Named]:
    found: list[Named] = []
    for place in parts.places.values():
        node = parts.nodes[f"{place.id}/place.yaml"]
        found.append(Named(place.label.zh, first_span(node, "zh"), place.id))
    return found


def _within(named: list[Named], *, dotted: bool = False) -> Iterator[Diagnostic]:
    yield from _formed(named, dotted=dotted)
    yield from _shared(named)


def _formed(named: list[Named], *, dotted: bool = False) -> Iterator[Diagnostic]:
    for each in named:
        for word in each.name.split(".") if dotted else (each.name,):
            yield from _word(word, each)


def _word(word: str, named: Named) -> Iterator[Diagnostic]:
    table = words()
    if WORD.fullmatch(word) is None:
        yield finding("RB2318", named.span, name=named.name)
    elif table.terminal(word) is not None or word in (CASE_DAY, table.built_in[CASE_DAY]):
        yield finding("RB2317", named.span, name=word)


def _shared(named: list[Named], *, count_from: int = 0) -> Iterator[Diagnostic]:
    """Names that two things bear; those before ``count_from`` have been told of elsewhere."""
    first: dict[str, Named] = {}
    for place, each in enumerate(named):
        earlier = first.setdefault(each.name, each)
        if earlier.owner != each.owner and place >= count_from:
            note = Bilingual("已用在这里", "used here already")
            yield finding("RB2316", each.span, Related(earlier.span, note), name=each.name)
