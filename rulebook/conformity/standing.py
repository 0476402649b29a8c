"""How a place stands to an item of the list: the rules it has for it, and those above."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from rulebook.answers.evaluate import Machine
from rulebook.book.model import BookContents, ListBound, ListItem, Place
from rulebook.conformity.cases import RuleOnDay, rule_on
from rulebook.conformity.conditions import Comparison
from rulebook.conformity.model import Judged
from rulebook.meaning import typed as t
from rulebook.meaning.program import Program
from rulebook.meaning.scope import lineage
from rulebook.meaning.walking import everything


@dataclass(frozen=True, slots=True)
class Ground:
    """All that is looked at, on a day; ``conditions`` are of the bounds that can be tested."""

    contents: BookContents
    typed: t.TypedBook
    program: Program
    day: datetime.date
    conditions: Mapping[ListBound, tuple[Comparison, ...]]
    machine: Machine

    def version(self, rule: str) -> t.TypedVersion | None:
        """The version of a rule that is in force on the day."""
        for version in self.typed.rules[rule].versions:
            if version.since <= self.day and (version.until is None or self.day <= version.until):
                return version
        return None

    def rules_of(self, place: str) -> Iterator[t.TypedRule]:
        """The sound rules of a place, in alphabetical order."""
        for id_, rule in sorted(self.typed.rules.items()):
            if rule.place == place and id_ in self.program.rules:
                yield rule

    def under(self, place: str, item: str) -> list[t.TypedRule]:
        """The rules of a place that stand under an item, at any time."""
        return [
            rule
            for rule in self.rules_of(place)
            if any(item in version.items for version in rule.versions)
        ]


@dataclass(frozen=True, slots=True)
class Standing:
    """A place under an item: the rules that stand under it on the day, and at another time."""

    ground: Ground
    place: Place
    item: ListItem
    rules: tuple[t.TypedRule, ...]
    at_other_times: tuple[t.TypedRule, ...] = ()
    ready: dict[str, RuleOnDay] = field(default_factory=dict, compare=False)
    judged: list[Judged] = field(default_factory=list, compare=False)

    def version(self, rule: t.TypedRule) -> t.TypedVersion:
        """The version in force; only of the rules that stand under the item on the day."""
        version = self.ground.version(rule.id)
        assert version is not None
        return version

    def on_day(self, rule: t.TypedRule) -> RuleOnDay | None:
        """The rule with the figures of the day filled in, made once."""
        if rule.id not in self.ready:
            made = rule_on(self.ground.program, self.ground.machine, rule.id, self.ground.day)
            if made is None:
                return None
            self.ready[rule.id] = made
        return self.ready[rule.id]

    def above(self) -> tuple[str, ...]:
        """The places that this one stands under."""
        return tuple(lineage(self.ground.contents, self.place.id)[1:])


def standing(ground: Ground, place: Place, item: ListItem) -> Standing:
    """How a place stands to an item on the day."""
    now: list[t.TypedRule] = []
    then: list[t.TypedRule] = []
    for rule in ground.under(place.id, item.id):
        version = ground.version(rule.id)
        (now if version is not None and item.id in version.items else then).append(rule)
    return Standing(ground, place, item, tuple(now), tuple(then))


def sets_amounts(version: t.TypedVersion, place: str) -> bool:
    """Whether a version sets an amount of its own, or reads a figure of its own place."""
    for definition in version.definitions.values():
        for node in everything(definition.value):
            match node:
                case t.Literal(clause=t.Clause()):
                    return True
                case t.FigureRead(place=owner) if owner == place:
                    return True
                case t.Brackets():
                    return True
                case t.Lookup(rows=rows) if any(_is_amount(row.result) for row in rows):
                    return True
                case _:
                    continue
    return False


def _is_amount(node: t.Typed) -> bool:
    return (
        isinstance(node, t.Literal) and not isinstance(node.value, bool | str) and bool(node.value)
    )
