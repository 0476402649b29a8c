"""What a word means: definitions, then the place's figures and its parents', then facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from rulebook.book.model import (
    BookContents,
    Enumeration,
    EnumerationValue,
    Fact,
    Figure,
    ListItem,
    SourceDocument,
)
from rulebook.meaning.known_rules import NO_RULES, KnownRule, KnownRules

CASE_DAY = frozenset({"基准日", "case_day"})
"""The day of the case, a fact that every case has."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The names that a place's rules may use, by every form in which they may be written."""

    contents: BookContents
    place: str
    facts: Mapping[str, Fact]
    figures: Mapping[str, Figure]
    sources: Mapping[str, SourceDocument]
    items: Mapping[str, ListItem]
    rules: KnownRules = NO_RULES

    def rule_named(self, word: str) -> KnownRule | None:
        """The rule that ``word`` names for this place."""
        return self.rules.named(word, lineage(self.contents, self.place))

    def rule_words(self) -> list[str]:
        """The names of all rules that this place may call."""
        return self.rules.words(lineage(self.contents, self.place))

    def enumeration(self, id_: str) -> Enumeration:
        """The enumeration of that id."""
        return self.contents.vocabulary.enumerations[id_]

    def value_of(self, enumeration: str, word: str) -> EnumerationValue | None:
        """The value of an enumeration that ``word`` names in either language."""
        for value in self.enumeration(enumeration).values:
            if word in (value.id, value.label.zh):
                return value
        return None

    def enumerations_with(self, word: str) -> list[Enumeration]:
        """The enumerations that have a value of this name."""
        return [
            each
            for each in self.contents.vocabulary.enumerations.values()
            if self.value_of(each.id, word)
        ]

    def known_words(self) -> Iterator[str]:
        """Every name of the scope, in both languages, for hints."""
        yield from self.facts
        yield from self.figures
        yield from CASE_DAY


def lineage(contents: BookContents, place: str) -> list[str]:
    """The place and those it stands under, the lowest first; an unknown parent ends the list."""
    line: list[str] = []
    current: str | None = place
    while current is not None and current in contents.places and current not in line:
        line.append(current)
        current = contents.places[current].parent
    return line


def scope_of(contents: BookContents, place: str, rules: KnownRules = NO_RULES) -> Scope:
    """The names that rules of ``place`` may use; a lower place's figure hides its parents'."""
    return Scopes(contents, rules).of(place)


class Scopes:
    """The scopes of a book's places; what they share is gone over once."""

    def __init__(self, contents: BookContents, rules: KnownRules = NO_RULES) -> None:
        self._contents = contents
        self._rules = rules
        self._ready: dict[str, Scope] = {}
        self._facts = _by_both_names(contents.vocabulary.facts.values())
        self._items = _by_both_names(contents.items.values())
        self._figures: dict[str, list[Figure]] = {}
        for figure in contents.figures.values():
            self._figures.setdefault(figure.place, []).append(figure)
        # By place, each with its turn: of two places' sources of one name the later one counts.
        self._sources: dict[str, list[tuple[int, SourceDocument]]] = {}
        for turn, source in enumerate(contents.sources.values()):
            self._sources.setdefault(source.place, []).append((turn, source))

    def of(self, place: str) -> Scope:
        """The names that rules of ``place`` may use; a lower place's figure hides its parents'."""
        if place not in self._ready:
            self._ready[place] = self._made(place)
        return self._ready[place]

    def _made(self, place: str) -> Scope:
        line = lineage(self._contents, place)
        figures = [each for level in reversed(line) for each in self._figures.get(level, ())]
        cited = sorted(
            (each for level in line for each in self._sources.get(level, ())),
            key=lambda each: each[0],
        )
        return Scope(
            self._contents,
            place,
            self._facts,
            _by_both_names(figures),
            _by_both_names(source for _, source in cited),
            self._items,
            self._rules,
        )


Named = TypeVar("Named", Fact, Figure, SourceDocument, ListItem)


def _by_both_names(things: Iterable[Named]) -> dict[str, Named]:
    """The things by id and by Chinese name; of two under one name the later."""
    found: dict[str, Named] = {}
    for each in things:
        found[each.id] = found[each.label.zh] = each
    return found
