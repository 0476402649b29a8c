"""What a word means: definitions, then the place's figures and its parents', then facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

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
    line = lineage(contents, place)
    figures: dict[str, Figure] = {}
    sources: dict[str, SourceDocument] = {}
    for level in reversed(line):
        for (owner, _), figure in contents.figures.items():
            if owner == level:
                figures[figure.id] = figures[figure.label.zh] = figure
    for source in contents.sources.values():
        if source.place in line:
            sources[source.id] = sources[source.label.zh] = source
    facts: dict[str, Fact] = {}
    for fact in contents.vocabulary.facts.values():
        facts[fact.id] = facts[fact.label.zh] = fact
    items: dict[str, ListItem] = {}
    for item in contents.items.values():
        items[item.id] = items[item.label.zh] = item
    return Scope(contents, place, facts, figures, sources, items, rules)
