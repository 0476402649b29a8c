"""Names: each is one word, none is a keyword, and nobody shares one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rulebook.book.fields import entries, first_span, text, text_node
from rulebook.book.nodes import Entries
from rulebook.book.parts import Parts, declared_in
from rulebook.diagnostics import Bilingual, Diagnostic, Related, Span, finding
from rulebook.language.words import WORD, words

CASE_DAY = "case_day"


@dataclass(frozen=True, slots=True)
class Named:
    """Something with a name: the name, its place, what it is a name of, and what that replaces."""

    name: str
    span: Span
    owner: str
    figure: str | None = None
    replaces: str | None = None


def check_names(parts: Parts) -> Iterator[Diagnostic]:
    """Every finding about names."""
    check = _Names(parts)
    vocabulary = parts.nodes.get("vocabulary.yaml")
    if vocabulary is not None:
        yield from check.vocabulary(vocabulary)
    yield from check.facts_and_figures()
    yield from check.within(_names_in_files(parts, "sources.yaml", "sources"))
    yield from check.within(_names_in_files(parts, "treatment-list.yaml", "items"), dotted=True)
    yield from check.within(_place_names(parts))


@dataclass(frozen=True, slots=True)
class _Names:
    parts: Parts

    def vocabulary(self, node: Entries) -> Iterator[Diagnostic]:
        yield from self.within(_names(node, "enumerations"))
        yield from self.within(_names(node, "records"))
        for _, record in entries(node, "records"):
            yield from self.within(_names(record, "fields"))
        for _, enumeration in entries(node, "enumerations"):
            yield from self.shared(_names(enumeration, "values"))

    def facts_and_figures(self) -> Iterator[Diagnostic]:
        """Facts and figures are looked up under one roof: along each line of places upward."""
        vocabulary = self.parts.nodes.get("vocabulary.yaml")
        facts = [] if vocabulary is None else _names(vocabulary, "facts")
        yield from self.within(facts)
        for place in self.parts.places:
            figures = _figure_names(self.parts, place)
            yield from _formed(figures)
            above: list[Named] = list(facts)
            for upper in places_above(self.parts, place):
                above += _figure_names(self.parts, upper)
            yield from self.shared([*above, *figures], count_from=len(above))

    def within(self, named: list[Named], *, dotted: bool = False) -> Iterator[Diagnostic]:
        yield from _formed(named, dotted=dotted)
        yield from self.shared(named)

    def shared(self, named: list[Named], *, count_from: int = 0) -> Iterator[Diagnostic]:
        """Names that two things bear; those before ``count_from`` have been told of elsewhere.

        The nearest place above comes first there, so that a figure meets that one's name first.
        """
        first: dict[str, Named] = {}
        for place, each in enumerate(named):
            earlier = first.setdefault(each.name, each)
            if earlier.owner == each.owner or place < count_from:
                continue
            if each.replaces is not None and self._may_replace(each.replaces, earlier):
                continue
            # Told where the upper layer can mend it: nobody edits the book it stands on
            below = self._depth(each) > self._depth(earlier)
            told, other = (earlier, each) if below else (each, earlier)
            note = Bilingual("已用在这里", "used here already")
            or_else = _or_else(each, earlier)
            yield finding(
                "RB2316", told.span, Related(other.span, note), name=each.name, or_else=or_else
            )

    def _may_replace(self, replaces: str, earlier: Named) -> bool:
        """Whether that is the figure replaced; where there is none such, another check tells it."""
        place, _, figure = replaces.partition("/")
        node = self.parts.nodes.get(f"{place}/figures.yaml")
        known = node is not None and figure in declared_in(node, "figures")
        return earlier.figure is not None and (replaces == earlier.figure or not known)

    def _depth(self, named: Named) -> int:
        """The number of the layer where a name is written, 0 for the book's own."""
        prefixes = self.parts.layers
        inside = [each for each in prefixes if named.span.file.startswith(each)]
        return prefixes.index(max(inside, key=len))


def _or_else(figure: Named, earlier: Named) -> Bilingual:
    """What else there is to do about a figure with the name of one above."""
    if figure.figure is None or earlier.figure is None:
        return Bilingual("", "")
    if figure.figure.partition("/")[0] == earlier.figure.partition("/")[0]:
        return Bilingual("", "")
    line = f"`replaces: {earlier.figure}`"
    return Bilingual(f"；若是替换上级的指标，请写 {line}", f", or write {line} to replace that one")


def _figure_names(parts: Parts, place: str) -> list[Named]:
    node = parts.nodes.get(f"{place}/figures.yaml")
    return [] if node is None else _names(node, "figures", place)


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


def _names(node: Entries, key: str, place: str | None = None) -> list[Named]:
    """The ids and Chinese names of the entries under ``key``; of figures with their ``place``."""
    found: list[Named] = []
    for name, entry in entries(node, key):
        owner = f"{name.span.file}#{name.value}"
        figure = None if place is None else f"{place}/{name.value}"
        replaces = None if place is None else text(entry, "replaces")
        found.append(Named(name.value, name.span, owner, figure, replaces))
        chinese = text_node(entry, "zh")
        if chinese is not None and chinese.value != name.value:
            found.append(Named(chinese.value, chinese.span, owner, figure, replaces))
    return found


def _place_names(parts: Parts) -> list[Named]:
    found: list[Named] = []
    for place in parts.places.values():
        node = parts.nodes[f"{place.id}/place.yaml"]
        found.append(Named(place.label.zh, first_span(node, "zh"), place.id))
    return found


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
