"""Terms → stages: which are columns of their own, and in which subquery each stands.

A term that several others read is worked out once, as a column, in the first subquery in which all
that it reads is there. The rest is written where it is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rulebook.batch.terms import Term

CHEAP = 1
"""How many operations a term may have that is written again wherever it is read."""

DEEPEST = 40
"""How many operations may stand in each other: engines read expressions by recursion."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A subquery: the columns that it adds, and those that it passes on."""

    adds: tuple[tuple[str, Term], ...]
    passes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stages:
    """The subqueries from the innermost outward; ``names`` gives the terms that are columns."""

    stages: tuple[Stage, ...]
    names: Mapping[int, str]


@dataclass(slots=True)
class _Measures:
    """Of every term: how often it is read, its operations, and how deep they stand."""

    uses: dict[int, int] = field(default_factory=dict)
    order: list[Term] = field(default_factory=list)

    def read(self, wanted: Iterable[Term], *, of_record: bool) -> None:
        """Walk all terms below those wanted; parts come before what reads them.

        Of a record's terms the walk ends where the row begins: its terms have their own stages.
        """
        done: set[int] = set()
        waiting = [(each, False) for each in wanted]
        for each, _ in waiting:
            self.uses[id(each)] = self.uses.get(id(each), 0) + 1
        while waiting:
            term, left = waiting.pop()
            if left:
                self.order.append(term)
                continue
            if id(term) in done:
                continue
            done.add(id(term))
            waiting.append((term, True))
            for part in () if of_record and not term.of_record else term.parts:
                self.uses[id(part)] = self.uses.get(id(part), 0) + 1
                waiting.append((part, False))


def shared(wanted: Sequence[Term], *, of_record: bool) -> tuple[list[Term], dict[int, int]]:
    """The terms to be columns, parts first, and the number of the stage of each.

    ``of_record`` asks for those of the record in hand, fields of a record rather than columns.
    """
    measures = _Measures()
    measures.read(wanted, of_record=of_record)
    weight: dict[int, int] = {}
    depth: dict[int, int] = {}
    stage: dict[int, int] = {}
    columns: list[Term] = []
    asked = {id(each) for each in wanted}
    read_by_records = _read_by_records(measures.order)
    for term in measures.order:
        key = id(term)
        own = 0 if term.is_leaf else 1
        parts = [id(part) for part in term.parts if id(part) in weight]
        weight[key] = own + sum(weight[each] for each in parts)
        depth[key] = own + max((depth[each] for each in parts), default=0)
        level = max((stage[each] for each in parts), default=0)
        several = measures.uses[key] > 1 or key in read_by_records or key in asked
        heavy = several and weight[key] > CHEAP
        mine = term.of_record == of_record and not term.is_leaf
        if mine and (heavy or depth[key] >= DEEPEST):
            level += 1
            columns.append(term)
            weight[key], depth[key] = 0, 0
        stage[key] = level
    return columns, stage


def _read_by_records(terms: Iterable[Term]) -> set[int]:
    """The terms of a row that a record reads: to be worked out once, not for each record."""
    return {
        id(part)
        for term in terms
        if term.of_record or term.op == "map"
        for part in term.parts
        if not part.of_record
    }


def arrange(wanted: Mapping[str, Term], inputs: Sequence[str]) -> Stages:
    """The subqueries in which the wanted terms are worked out; they are columns of the last."""
    columns, stage = shared(list(wanted.values()), of_record=False)
    names: dict[int, str] = {}
    levels: dict[int, list[tuple[str, Term]]] = {}
    for number, term in enumerate(columns):
        levels.setdefault(stage[id(term)], []).append((f"t{number}", term))
    ordered = [levels[each] for each in sorted(levels)]
    needed = _needed(ordered, wanted, {id(term): name for each in ordered for name, term in each})
    stages: list[Stage] = []
    there = list(inputs)
    for number, adds in enumerate(ordered):
        for name, term in adds:
            names[id(term)] = name
        keep = needed[number + 1]
        passes = tuple(each for each in there if each in keep)
        stages.append(Stage(tuple(adds), passes))
        there = [*passes, *(name for name, _ in adds)]
    return Stages(tuple(stages), names)


def _needed(
    levels: Sequence[Sequence[tuple[str, Term]]],
    wanted: Mapping[str, Term],
    names: Mapping[int, str],
) -> list[set[str]]:
    """The columns that each stage and those after it read; the last entry is the final select."""
    reads: set[str] = set()
    for term in wanted.values():
        reads |= columns_of(term, names)
    found = [set(reads)]
    for adds in reversed(levels):
        for _, term in adds:
            for part in term.parts:
                reads |= columns_of(part, names)
        found.append(set(reads))
    return found[::-1]


def columns_of(term: Term, names: Mapping[int, str]) -> set[str]:
    """The columns that a term reads where it is written."""
    found: set[str] = set()
    waiting = [term]
    done: set[int] = set()
    while waiting:
        each = waiting.pop()
        if id(each) in done:
            continue
        done.add(id(each))
        if id(each) in names:
            found.add(names[id(each)])
        elif each.op == "column":
            found.add(each.names[0])
        else:
            waiting.extend(each.parts)
    return found
