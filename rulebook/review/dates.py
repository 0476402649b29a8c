"""What changes in a place from one day to the next: figures, versions of rules, and answers.

The days are those on which some value of a figure, or some version of a rule, begins or has ceased.
The examples of the rules that can give another answer from then on are asked again, as of the day
before and as of the day, with the facts and the evidence that they state.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rulebook.answers.decision import Answer
from rulebook.answers.evaluate import Machine, answer
from rulebook.answers.plan import horizon
from rulebook.book.model import Figure, FigureValue
from rulebook.meaning import program as p
from rulebook.meaning import typed as t
from rulebook.meaning.walking import everything
from rulebook.review.books import CompiledBook

_A_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure's value on the day before and on the day; None where it has none."""

    figure: Figure
    before: FigureValue | None
    after: FigureValue | None


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A rule whose version ``ended`` the day before, or ``begins`` on the day, or both."""

    rule: t.TypedRule
    ended: t.TypedVersion | None
    begins: t.TypedVersion | None


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """An example whose facts have another answer from the day on; ``outputs`` are those changed."""

    example: t.TypedExample
    before: Answer
    after: Answer
    outputs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DayOfChange:
    """All that is different from the day before; ``asked`` counts the examples asked on both."""

    day: datetime.date
    figures: tuple[FigureChange, ...]
    rules: tuple[RuleChange, ...]
    answers: tuple[AnswerChange, ...]
    asked: int


def value_on(figure: Figure, day: datetime.date) -> FigureValue | None:
    """The value that a figure has on a day; an unset one too."""
    for value in figure.values:
        begun = value.since is None or value.since <= day
        if begun and (value.until is None or day <= value.until):
            return value
    return None


def days_of_change(book: CompiledBook) -> Mapping[str, tuple[DayOfChange, ...]]:
    """The days on which something changes, of every place, the first day first."""
    machine = Machine(book.program)
    return {place: tuple(_of_place(book, machine, place)) for place in book.contents.places}


def _of_place(book: CompiledBook, machine: Machine, place: str) -> Iterator[DayOfChange]:
    rules = [
        rule
        for id_, rule in sorted(book.typed.rules.items())
        if rule.place == place and id_ in book.program.rules
    ]
    figures = _figures(book, place, rules)
    edges = {rule.id: _edges(book.program, rule.id) for rule in rules}
    days = {day for each in edges.values() for day in each}
    days |= {day for figure in figures for day in _begins_and_ends(figure)}
    for day in sorted(days):
        before = day - _A_DAY
        changed = [
            FigureChange(each, value_on(each, before), value_on(each, day)) for each in figures
        ]
        asked = [example for rule in rules if day in edges[rule.id] for example in _different(rule)]
        found = DayOfChange(
            day,
            tuple(each for each in changed if each.before != each.after),
            tuple(it for rule in rules if (it := _rule(rule, day)) is not None),
            tuple(each for example in asked if (each := _asked(machine, example, day)) is not None),
            len(asked),
        )
        if found.figures or found.rules or found.answers:
            yield found


def _figures(book: CompiledBook, place: str, rules: list[t.TypedRule]) -> list[Figure]:
    """The figures of the place, then those of other places that its rules read."""
    contents = book.contents
    own = [each for (home, _), each in contents.figures.items() if home == place]
    read = {
        (node.place, node.figure): None
        for rule in rules
        for version in rule.versions
        for definition in version.definitions.values()
        for node in everything(definition.value)
        if isinstance(node, t.FigureRead) and node.place != place
    }
    return own + [contents.figures[each] for each in read if each in contents.figures]


def _begins_and_ends(figure: Figure) -> Iterator[datetime.date]:
    for value in figure.values:
        if value.since is not None:
            yield value.since
        if value.until is not None:
            yield value.until + _A_DAY


def _edges(program: p.Program, rule: str) -> set[datetime.date]:
    """The days on which a rule may begin to answer otherwise, its called rules worked in."""
    numbers: set[int] = set()
    for version in program.rules[rule]:
        numbers |= {version.since, *horizon(program, version)}
        if version.until is not None:
            numbers.add(version.until + 1)
    return {datetime.date.fromordinal(each) for each in numbers}


def _rule(rule: t.TypedRule, day: datetime.date) -> RuleChange | None:
    begins = next((each for each in rule.versions if each.since == day), None)
    ended = next((each for each in rule.versions if each.until == day - _A_DAY), None)
    return RuleChange(rule, ended, begins) if begins or ended else None


def _different(rule: t.TypedRule) -> Iterator[t.TypedExample]:
    """The examples of a rule without those that differ from another only in their day."""
    seen: set[tuple[object, ...]] = set()
    for example in rule.examples:
        facts = frozenset((fact, _hashed(value)) for fact, value in example.facts.items())
        key = (facts, example.evidence)
        if key not in seen:
            seen.add(key)
            yield example


def _hashed(value: t.FactValue) -> object:
    if isinstance(value, tuple):
        return tuple(frozenset(record.items()) for record in value)
    return value


def _asked(machine: Machine, example: t.TypedExample, day: datetime.date) -> AnswerChange | None:
    before, after = (
        answer(machine, example.rule, example.facts, each, example.evidence)
        for each in (day - _A_DAY, day)
    )
    outputs = tuple(
        each
        for each in dict.fromkeys([*before.outcomes, *after.outcomes])
        if before.outcomes.get(each) != after.outcomes.get(each)
    )
    if not outputs and before.status == after.status:
        return None
    return AnswerChange(example, before, after, outputs)
