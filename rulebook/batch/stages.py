"""Terms → stages: which are columns of their own, and in which subquery each stands.

A term that several others read is worked out once, as a column, in the first subquery in which all
that it reads is there. The rest is written where it is read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rulebook.batch.terms import Term

CHEAP = 1
"""How many operations a term may have that is written again wherever it is read."""

CHEAP_IN_CASES = 10
"""How many operations there may be, all told, where a term that is read in some cases only is
written again: as a column it is worked out for all rows."""

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
class Measures:
    """Of every term how often it is read, and all in an order in which parts come first."""

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


@dataclass(frozen=True, slots=True)
class _Shared:
    """The terms to be columns, parts first, the stage of each term, and its operations.

    ``weight`` are those with which a term is written out over the columns before it.
    """

    columns: list[Term]
    stage: dict[int, int]
    weight: dict[int, int]


def shared(wanted: Sequence[Term], *, of_record: bool) -> tuple[list[Term], dict[int, int]]:
    """The terms to be columns, parts first, and the number of the stage of each.

    ``of_record`` asks for those of the record in hand, fields of a record rather than columns.
    """
    measures = Measures()
    measures.read(wanted, of_record=of_record)
    asked = {id(each) for each in wanted}
    first = _shared(measures, asked, frozenset(), of_record=of_record)
    found = _shared(measures, asked, _only_in_cases(measures, asked, first), of_record=of_record)
    return found.columns, found.stage


def _shared(
    measures: Measures, asked: Collection[int], in_cases: Collection[int], *, of_record: bool
) -> _Shared:
    """What is shared; of the terms ``in_cases`` that which is better worked out for all rows."""
    found = _Shared([], {}, {})
    left: dict[int, int] = {}
    depth: dict[int, int] = {}
    read_by_records = _read_by_records(measures.order)
    for term in measures.order:
        key = id(term)
        own = 0 if term.is_leaf else 1
        parts = [id(part) for part in term.parts if id(part) in left]
        found.weight[key] = left[key] = own + sum(left[each] for each in parts)
        depth[key] = own + max((depth[each] for each in parts), default=0)
        level = max((found.stage[each] for each in parts), default=0)
        several = measures.uses[key] > 1 or key in read_by_records or key in asked
        light = CHEAP
        if key in in_cases:
            light = CHEAP_IN_CASES // measures.uses[key]
        heavy = several and left[key] > light
        mine = term.of_record == of_record and not term.is_leaf
        if mine and (heavy or depth[key] >= DEEPEST or term.op == "look_up"):
            level += 1
            found.columns.append(term)
            left[key], depth[key] = 0, 0
        found.stage[key] = level
    return found


def _only_in_cases(measures: Measures, asked: Collection[int], first: _Shared) -> set[int]:
    """The terms that nothing reads but cases which are not always met."""
    columns = {id(each) for each in first.columns}
    within = {id(each) for each in measures.order}.difference(asked)
    for term in reversed(measures.order):
        key = id(term)
        light = first.weight[key] * measures.uses[key] <= CHEAP_IN_CASES
        if key in within and (light or key not in columns):
            continue
        within.discard(key)
        for part in term.parts[:1] if term.op == "case" else term.parts:
            within.discard(id(part))
    return within


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
    _look_up_late(columns, stage)
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


def _look_up_late(columns: Sequence[Term], stage: dict[int, int]) -> None:
    """Put look-ups just before what reads them, so that few columns are passed on."""
    called = {id(term): str(number) for number, term in enumerate(columns)}
    latest = dict.fromkeys(called.values(), max(stage.values(), default=0))
    for term in columns:
        for part in term.parts:
            for name in columns_of(part, called) & latest.keys():
                latest[name] = min(latest[name], stage[id(term)] - 1)
    for term in columns:
        if term.op == "look_up":
            stage[id(term)] = latest[called[id(term)]]


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
