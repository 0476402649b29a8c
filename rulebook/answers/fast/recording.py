"""Rule-level reasons: the named steps of a rule and which case or row decided each.

A compiled rule that records them hands over its local values as they are; what they mean is read
off later, when somebody asks. ``of_trace`` gives the same for a case that the general evaluator
answered.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

from rulebook.answers.fast.placing import Placed
from rulebook.answers.fast.scope import Lookup, Scope, outer_reads
from rulebook.answers.specials import Held
from rulebook.answers.trace import Trace
from rulebook.diagnostics import Bilingual
from rulebook.meaning import program as p


@dataclass(frozen=True, slots=True)
class Taken:
    """Which way a choice took: a case, a row or the last tier reached, from 1; 0 for 否则.

    None is a choice that ended where a condition was unknown or 不适用. ``exception`` is the name
    of the exception that applied.
    """

    kind: Literal["case", "row", "tier", "rule"]
    number: int | None
    exception: Bilingual | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A named step that was read on the way: its definition, value as held, and ways taken.

    ``value`` is None where it is unknown, and ``SpecialValue`` where it is 不适用 or 无上限.
    """

    definition: str
    rule: str
    label: Bilingual
    value: Held
    taken: tuple[Taken, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """What is recorded: itself, whether the rule applied, ``kept`` values, ways of ``hits``."""

    scope: Scope
    kept: tuple[p.Index, ...]
    hits: tuple[p.Index, ...]

    @property
    def version(self) -> p.Version:
        """The version of the rule that answered."""
        return self.scope.plan.version


class Reasons(tuple[Any, ...]):
    """The reasons of one answer, read off when asked for.

    ``since`` and ``until`` are the days in force of the version that answered, the last one
    included; ``steps`` the named steps, those read first before those that read them.
    """

    __slots__ = ()

    @property
    def since(self) -> datetime.date:
        """The first day in force of the version that answered."""
        layout: Layout = self[0]
        return datetime.date.fromordinal(layout.version.since)

    @property
    def until(self) -> datetime.date | None:
        """Its last day in force; None where it has none."""
        layout: Layout = self[0]
        until = layout.version.until
        return None if until is None else datetime.date.fromordinal(until)

    @property
    def steps(self) -> tuple[Step, ...]:
        """The named steps on the way to the results, each with its value and the ways taken."""
        return tuple(_Walk(self[0], self).steps())

    def to_json(self) -> dict[str, Any]:
        """The reasons as plain values; amounts as the integers they are held as."""
        return {
            "since": self.since.isoformat(),
            "until": None if self.until is None else self.until.isoformat(),
            "steps": [
                {
                    "definition": each.definition,
                    "rule": each.rule,
                    "label": each.label.zh,
                    "value": each.value if isinstance(each.value, int | None) else each.value.value,
                    "taken": [{"kind": way.kind, "number": way.number} for way in each.taken],
                }
                for each in self.steps
            ],
        }


def layout(scope: Scope, placed: Placed) -> Layout:
    """What to record so that every named step and every way taken can be read off."""
    version = scope.plan.version
    defined = {each.node for each in version.definitions.values()} & placed.passed.keys()
    values = {scope.real(each) for each in defined}
    for index in placed.region:
        if index in scope.lookups:
            values.update(scope.lookups[index].columns)
        elif isinstance(scope.node(index), p.Table) and index not in scope.choices:
            values.update(_cells(scope, index))
    kept = tuple(sorted(each for each in values if each not in scope.known))
    busy = {above for each in kept for above in placed.around(placed.region[each])}
    idle = {each for each in shares_of(scope) if placed.inner.get((each, 0)) not in busy}
    hits = tuple(sorted((placed.region.keys() & scope.choices.keys()) - idle))
    placed.held.update(kept)
    return Layout(scope, kept, hits)


def _cells(scope: Scope, index: p.Index) -> Iterator[p.Index]:
    node = scope.node(index)
    assert isinstance(node, p.Table)
    yield from (scope.real(cell.test) for row in node.rows for cell in row.cells)


def shares_of(scope: Scope) -> set[p.Index]:
    """What tiers of brackets take: choices that no rule writes.

    They are recorded only where a definition is read in them alone.
    """
    tiers = [tier for node in scope.nodes if isinstance(node, p.Tiers) for tier in node.tiers]
    return {tier.share for tier in tiers}


def of_trace(found: Layout, trace: Trace) -> Reasons:
    """The reasons of a case that the general evaluator answered."""
    applies = found.version.applies
    applied = True if applies is None else trace.value(applies)
    values = [trace.value(each) for each in found.kept]
    return Reasons((found, applied, *values, *(_hit(trace, each) for each in found.hits)))


def _hit(trace: Trace, index: p.Index) -> int | None:
    """The number of the way that a choice took, below zero where it ended at a condition."""
    node = trace.node(index)
    if isinstance(node, p.Table):
        row = trace.row_hit(node)
        return 0 if row is None else row.number
    conditions: tuple[p.Index, ...] = (
        (node.applies,) if isinstance(node, p.Consult) else cast(p.Choose, node).conditions
    )
    for number, condition in enumerate(conditions, 1):
        if trace.value(condition) is True:
            return number
        if trace.value(condition) is not False:
            return -number
    return 0


class _Walk:
    """Goes from the outputs down the ways that were taken, and tells the definitions met."""

    def __init__(self, layout: Layout, record: tuple[Any, ...]) -> None:
        self.scope = layout.scope
        self.version = layout.version
        self.applied = record[1] is True
        values = record[2 : 2 + len(layout.kept)]
        self.values: Mapping[p.Index, Held] = dict(zip(layout.kept, values, strict=True))
        hits = record[2 + len(layout.kept) :]
        self.hits: Mapping[p.Index, int | None] = dict(zip(layout.hits, hits, strict=True))
        self.shares = shares_of(self.scope)
        self.named = {each.node: id_ for id_, each in self.version.definitions.items()}

    def steps(self) -> Iterator[Step]:
        """The definitions on the way, those read first before those that read them."""
        met = self.below([] if self.version.applies is None else [self.version.applies])
        if self.applied:
            outputs = [self.version.definitions[each].node for each in self.version.outputs]
            met |= self.below(outputs)
        for index in sorted(met):
            if index in self.named:
                yield self.step(index)

    def below(self, start: list[p.Index]) -> set[p.Index]:
        """The nodes met from some nodes on; untaken ways are left out."""
        met: set[p.Index] = set()
        waiting = list(start)
        while waiting:
            index = waiting.pop()
            if index not in met:
                met.add(index)
                waiting += self.read(index)
        return met

    def read(self, index: p.Index) -> list[p.Index]:
        """What a node read; of one known beforehand, what is known as well: nothing else was."""
        found = self.operands(index)
        known = self.scope.is_known(index)
        return [each for each in found if self.scope.is_known(each)] if known else found

    def operands(self, index: p.Index) -> list[p.Index]:
        """What a node reads on the way that was taken."""
        node = self.scope.node(index)
        match node:
            case p.Choose(conditions=conditions, values=values, otherwise=otherwise):
                return self.walked(index, conditions, values, otherwise)
            case p.Consult(applies=applies, value=value, otherwise=otherwise):
                return self.walked(index, (applies,), (value,), otherwise)
            case p.Table():
                return self.looked_up(index, node)
            case p.ForEach():
                return [*p.operands(node), *outer_reads(self.scope.bodies[index], node)]
            case _:
                return list(p.operands(node))

    def walked(
        self,
        index: p.Index,
        conditions: tuple[p.Index, ...],
        values: tuple[p.Index, ...],
        otherwise: p.Index,
    ) -> list[p.Index]:
        """The conditions walked and the value chosen."""
        number = self.hit(index)
        if index in self.shares and index not in self.hits:
            return [*conditions, *values, otherwise]
        if number is None:
            return []
        if number == 0:
            return [*conditions, otherwise]
        walked = [*conditions[: abs(number)]]
        return [*walked, values[number - 1]] if number > 0 else walked

    def looked_up(self, index: p.Index, node: p.Table) -> list[p.Index]:
        """The columns, and the result of the row that hit."""
        number = self.hit(index)
        row = next((each for each in node.rows if each.number == number), None)
        read = sorted({cell.column for each in node.rows for cell in each.cells})
        columns = [node.columns[each] for each in read]
        if row is not None:
            return [*columns, row.result]
        return columns if node.rest is None else [*columns, node.rest]

    def hit(self, index: p.Index) -> int | None:
        """The number of the way that a choice took; None where it was never asked."""
        if index in self.scope.lookups:
            return self.row(self.scope.lookups[index])
        if index in self.hits:
            return self.hits[index]
        choice = self.scope.choices.get(index)
        if choice is not None:
            return choice.last[0]
        node = self.scope.node(index)
        return self.open_row(node) if isinstance(node, p.Table) else None

    def row(self, lookup: Lookup) -> int | None:
        """The row that the values of the columns lead to."""
        place = 0
        for column, size in zip(lookup.columns, lookup.sizes, strict=True):
            value = self.values[column]
            if not isinstance(value, int):
                return None
            place = place * size + int(value)
        return lookup.rows[place]

    def open_row(self, node: p.Table) -> int | None:
        """The row whose conditions all hold, of a table with conditions that may be unknown."""
        for row in node.rows:
            if all(self.value(cell.test) is True for cell in row.cells):
                return row.number
        ruled_out = all(
            any(self.value(cell.test) is False for cell in row.cells) for row in node.rows
        )
        return 0 if ruled_out else None

    def value(self, index: p.Index) -> Held:
        """A node's value, where it is known beforehand or recorded."""
        if self.scope.is_known(index):
            return self.scope.value(index)
        return self.values.get(self.scope.real(index))

    def step(self, index: p.Index) -> Step:
        """A definition with its value and the ways its own choices took."""
        spec = self.version.definitions[self.named[index]]
        return Step(spec.id, spec.rule, spec.label, self.value(index), tuple(self.taken(index)))

    def taken(self, index: p.Index) -> Iterator[Taken]:
        """The choices that belong to a definition, not to another one that it reads."""
        waiting, met = [index], set[p.Index]()
        while waiting:
            each = waiting.pop(0)
            if each in met or (each in self.named and each != index):
                continue
            met.add(each)
            node = self.scope.node(each)
            if isinstance(node, p.Tiers):
                yield Taken("tier", self.tier(node.value))
                continue
            if isinstance(node, p.Choose | p.Consult | p.Table):
                yield self.way(node, self.hit(each))
            waiting += self.read(each)

    def tier(self, value: p.Index) -> int:
        """The last tier that the amount reaches: one more wherever the tiers before go on."""
        number, waiting = 1, [value]
        while waiting:
            each = waiting.pop()
            if each in self.shares:
                continue
            if isinstance(self.scope.node(each), p.Choose):
                number += self.hit(each) == 0
            if not isinstance(self.scope.node(each), p.Test):
                waiting += self.read(each)
        return number

    def way(self, node: p.Choose | p.Consult | p.Table, number: int | None) -> Taken:
        """What a choice took."""
        if number is not None and number < 0:
            number = None
        match node:
            case p.Choose(names=names):
                return Taken("case", number, names[number - 1] if number else None)
            case p.Consult():
                return Taken("rule", number)
            case p.Table():
                return Taken("row", number)
