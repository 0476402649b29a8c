"""A version's nodes with everything worked out that does not hang on the case.

``known`` are the nodes whose value is the same in every case: constants, figures filled in, and
what follows from them. ``same`` are the nodes that are another node: those that pass a value on,
and choices that are decided beforehand. ``unsure`` may be unknown though every fact is given.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import prod

from rulebook.answers.decision import MissingFigure
from rulebook.answers.fast.strict import strict
from rulebook.answers.gathering import junction
from rulebook.answers.plan import Plan
from rulebook.answers.specials import NO_LIMIT, NOT_APPLICABLE, Held
from rulebook.meaning import program as p

MOST_ENTRIES = 1_000
"""How many combinations of its columns a table may have to be looked up by them."""


@dataclass(frozen=True, slots=True)
class Way:
    """A case or row of a choice: its number, the conditions that all have to hold, its value."""

    number: int
    tests: tuple[p.Index, ...]
    value: p.Index


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice as far as it is open: ways in order, then ``last`` (its number and what it gives).

    ``last`` is a state (unknown, not applicable) where a condition known to be in that state ends
    the walk.
    """

    ways: tuple[Way, ...]
    last: tuple[int, p.Index | State]


@dataclass(frozen=True, slots=True)
class State:
    """Unknown (None) or 不适用, where a choice ends with it."""

    held: Held


@dataclass(frozen=True, slots=True)
class Lookup:
    """A table over a few codes and truths: what each combination of its columns gives.

    The first ``truths`` columns are truths, the others codes. ``entries`` are in the order of
    ``itertools.product`` over the columns' values; ``rows`` the numbers of the rows likewise.
    """

    columns: tuple[p.Index, ...]
    truths: int
    sizes: tuple[int, ...]
    entries: tuple[int, ...]
    rows: tuple[int, ...]


@dataclass(slots=True)
class Scope:
    """The nodes of a version, or of the body of a gathering within it (then ``outer`` is set)."""

    plan: Plan
    nodes: Sequence[p.Node]
    day: int | None
    outer: Scope | None = None
    known: dict[p.Index, Held] = field(default_factory=dict)
    same: dict[p.Index, p.Index] = field(default_factory=dict)
    unsure: set[p.Index] = field(default_factory=set)
    choices: dict[p.Index, Choice] = field(default_factory=dict)
    lookups: dict[p.Index, Lookup] = field(default_factory=dict)
    bodies: dict[p.Index, Scope] = field(default_factory=dict)

    @property
    def base(self) -> int:
        """The number of the first node."""
        return 0 if self.outer is None else p.BODY

    def home(self, index: p.Index) -> Scope:
        """The scope that a node belongs to."""
        return self.outer if self.outer is not None and index < p.BODY else self

    def node(self, index: p.Index) -> p.Node:
        """A node by its number."""
        home = self.home(index)
        return home.nodes[index - home.base]

    def real(self, index: p.Index) -> p.Index:
        """The node that gives another one its value."""
        while (found := self.home(index).same.get(index)) is not None:
            index = found
        return index

    def is_known(self, index: p.Index) -> bool:
        """Whether a node has the same value in every case."""
        real = self.real(index)
        return real in self.home(real).known

    def value(self, index: p.Index) -> Held:
        """The value of a node that is known."""
        real = self.real(index)
        return self.home(real).known[real]

    def may_be_unknown(self, index: p.Index) -> bool:
        """Whether a node may be unknown in some case."""
        real = self.real(index)
        return self.value(real) is None if self.is_known(real) else real in self.home(real).unsure

    def may_be_absent(self, index: p.Index) -> bool:
        """Whether a node may be 不适用 in some case."""
        real = self.real(index)
        if self.is_known(real):
            return self.value(real) is NOT_APPLICABLE
        return self.node(real).shape.absent

    def may_be_unlimited(self, index: p.Index) -> bool:
        """Whether a node may be 无上限 in some case."""
        real = self.real(index)
        if self.is_known(real):
            return self.value(real) is NO_LIMIT
        return self.node(real).shape.unlimited

    def is_open(self, index: p.Index) -> bool:
        """Whether a node may be unknown or 不适用."""
        return self.may_be_unknown(index) or self.may_be_absent(index)


def specialise(plan: Plan, day: int | None) -> Scope:
    """What a plan comes to on a day; ``day`` is None where it is given with each case."""
    scope = Scope(plan, plan.version.nodes, day)
    for index, node in enumerate(plan.version.nodes):
        _settle(scope, index, node)
    return scope


def _settle(scope: Scope, index: p.Index, node: p.Node) -> None:
    """Say of one node whether it is known, another node, or open."""
    if scope.plan.unset(index, node) is not None:
        scope.known[index] = None
        return
    match node:
        case p.Constant(value=value, shape=shape):
            scope.known[index] = bool(value) if shape.kind == "truth" else value
        case p.Special(kind=kind):
            scope.known[index] = NOT_APPLICABLE if kind == "absent" else NO_LIMIT
        case p.ReadFact() | p.ReadField():
            pass
        case p.ReadDay():
            if scope.day is not None:
                scope.known[index] = scope.day
        case p.ReadFigure():
            _settle_figure(scope, index, node)
        case p.Define(value=value) | p.Gathering(value=value) | p.Tiers(value=value):
            scope.same[index] = value
        case p.Choose(conditions=conditions, values=values, otherwise=otherwise):
            ways = [
                Way(number, (condition,), value)
                for number, (condition, value) in enumerate(zip(conditions, values, strict=True), 1)
            ]
            _settle_choice(scope, index, ways, otherwise)
        case p.Consult(applies=applies, value=value, otherwise=otherwise):
            _settle_choice(scope, index, [Way(1, (applies,), value)], otherwise)
        case p.Table():
            _settle_table(scope, index, node)
        case p.Join():
            _settle_join(scope, index, node)
        case p.Absent():
            _settle_absent(scope, index, node)
        case p.ForEach():
            _settle_gathering(scope, index, node)
        case _:
            _settle_strict(scope, index, node)


def _settle_figure(scope: Scope, index: p.Index, node: p.ReadFigure) -> None:
    truth = node.shape.kind == "truth"
    if node.day is None:
        state = scope.plan.figures[index].state
    elif not scope.is_known(node.day):
        scope.unsure.add(index)
        return
    else:
        day = scope.value(node.day)
        if not isinstance(day, int):
            scope.known[index] = day
            return
        state = scope.plan.figure_on(node.figure, day).state
    if isinstance(state, MissingFigure):
        scope.known[index] = None
    else:
        scope.known[index] = bool(state[0]) if truth else state[0]


def _settle_strict(scope: Scope, index: p.Index, node: p.Strict) -> None:
    parts = p.operands(node)
    held = [scope.value(each) for each in parts if scope.is_known(each)]
    if len(held) == len(parts):
        scope.known[index] = strict(node, held)
    elif any(each is NOT_APPLICABLE for each in held):
        scope.known[index] = NOT_APPLICABLE
    elif None in held and not any(scope.may_be_absent(each) for each in parts):
        scope.known[index] = None
    elif isinstance(node, p.Bound) and NO_LIMIT in held and scope.is_known(node.bound):
        scope.same[index] = node.value  # 无上限 limits nothing
    elif any(scope.may_be_unknown(each) for each in parts):
        scope.unsure.add(index)


def _settle_absent(scope: Scope, index: p.Index, node: p.Absent) -> None:
    if scope.is_known(node.value):
        held = scope.value(node.value)
        scope.known[index] = None if held is None else held is NOT_APPLICABLE
    elif scope.may_be_unknown(node.value):
        scope.unsure.add(index)
    elif not scope.may_be_absent(node.value):
        scope.known[index] = False


def _settle_join(scope: Scope, index: p.Index, node: p.Join) -> None:
    decisive = node.op == "or"
    held = [scope.value(each) for each in node.operands if scope.is_known(each)]
    if any(each is decisive for each in held):
        scope.known[index] = decisive
    elif len(held) == len(node.operands):
        scope.known[index] = junction(held, decisive=decisive)
    elif any(scope.may_be_unknown(each) for each in node.operands):
        scope.unsure.add(index)


def _settle_choice(
    scope: Scope, index: p.Index, ways: Sequence[Way], otherwise: p.Index | None
) -> None:
    """Leave out what can't be, and stop at what is sure."""
    left: list[Way] = []
    last: tuple[int, p.Index | State] | None = None if otherwise is None else (0, otherwise)
    for way in ways:
        tests = tuple(each for each in way.tests if not _is(scope, each, True))
        if any(_is(scope, each, False) for each in tests):
            continue
        if not tests:
            last = (way.number, way.value)
            break
        if len(tests) == 1 and scope.is_known(tests[0]):
            last = (way.number, State(scope.value(tests[0])))
            break
        left.append(Way(way.number, tests, way.value))
    if last is None and left:
        # A table is proved whole wherever it is read, so its last row holds where no other does.
        # Worked out where it isn't read, it may give anything.
        final = left.pop()
        last = (final.number, final.value)
    _keep_choice(scope, index, Choice(tuple(left), last or (0, State(None))))


def _keep_choice(scope: Scope, index: p.Index, choice: Choice) -> None:
    scope.choices[index] = choice
    last = choice.last[1]
    if not choice.ways:
        if isinstance(last, State):
            scope.known[index] = last.held
        else:
            scope.same[index] = last
        return
    parts = [each for way in choice.ways for each in (*way.tests, way.value)]
    ends_unknown = last.held is None if isinstance(last, State) else scope.may_be_unknown(last)
    if ends_unknown or any(scope.may_be_unknown(each) for each in parts):
        scope.unsure.add(index)


def _is(scope: Scope, index: p.Index, held: bool) -> bool:
    return scope.is_known(index) and scope.value(index) is held


def _settle_table(scope: Scope, index: p.Index, node: p.Table) -> None:
    cells = [cell.test for row in node.rows for cell in row.cells]
    if any(scope.is_open(each) for each in cells):
        # Which rows may match has to be told apart: the emitter looks at all of them.
        scope.unsure.add(index)
        return
    found = _lookup(scope, node)
    if found is not None:
        scope.lookups[index] = found
        return
    ways = [
        Way(row.number, tuple(cell.test for cell in row.cells), row.result) for row in node.rows
    ]
    # Rows don't overlap, so one that always holds is the only one.
    sure = [way for way in ways if all(_is(scope, each, True) for each in way.tests)]
    _settle_choice(scope, index, sure[:1] or ways, node.rest)


def _lookup(scope: Scope, node: p.Table) -> Lookup | None:
    """The table by its columns, where these are codes and truths and its results are known."""
    read = sorted({cell.column for row in node.rows for cell in row.cells})
    columns = tuple(dict.fromkeys(scope.real(node.columns[each]) for each in read))
    shapes = [scope.node(each).shape for each in columns]
    several = len(columns) > 0 and not any(scope.is_known(each) for each in columns)
    if not several or any(each.kind not in ("code", "truth") for each in shapes):
        return None
    # Truths are asked first, since each is asked once.
    columns = tuple(sorted(columns, key=lambda each: scope.node(each).shape.kind != "truth"))
    kinds = [scope.node(each).shape.kind == "truth" for each in columns]
    sizes = tuple(
        2 if truth else scope.node(each).shape.high + 1
        for each, truth in zip(columns, kinds, strict=True)
    )
    if prod(sizes) > MOST_ENTRIES or any(scope.is_open(each) for each in columns):
        return None
    entries: list[int] = []
    rows: list[int] = []
    for values in product(*(range(size) for size in sizes)):
        held = [bool(v) if truth else v for v, truth in zip(values, kinds, strict=True)]
        given: dict[p.Index, Held] = dict(zip(columns, held, strict=True))
        try:
            hit = next((row for row in node.rows if _matches(scope, row, given)), None)
        except _ElsewhereError:
            return None
        result = node.rest if hit is None else hit.result
        if result is None:
            # Never read there: a table is proved whole wherever it is.
            result = node.rows[0].result
        if not scope.is_known(result):
            return None
        value = scope.value(result)
        if not isinstance(value, int):
            return None
        entries.append(value)
        rows.append(0 if hit is None else hit.number)
    return Lookup(columns, sum(kinds), sizes, tuple(entries), tuple(rows))


class _ElsewhereError(Exception):
    """A cell reads something else than its column."""


def _matches(scope: Scope, row: p.TableRow, given: dict[p.Index, Held]) -> bool:
    return all(probe(scope, cell.test, given) is True for cell in row.cells)


def probe(scope: Scope, index: p.Index, given: dict[p.Index, Held]) -> Held:
    """What a cell's condition comes to where some nodes have the values ``given``."""
    real = scope.real(index)
    if real in given:
        return given[real]
    if scope.is_known(real):
        return scope.value(real)
    node = scope.node(real)
    if not isinstance(node, p.Join | p.Test | p.OneOf | p.Invert | p.Contains):
        raise _ElsewhereError
    held = [probe(scope, each, given) for each in p.operands(node)]
    if isinstance(node, p.Join):
        return junction(held, decisive=node.op == "or")
    return strict(node, held)


def _settle_gathering(scope: Scope, index: p.Index, node: p.ForEach) -> None:
    body = Scope(scope.plan, node.body, scope.day, scope)
    for place, each in enumerate(node.body):
        _settle(body, p.BODY + place, each)
    scope.bodies[index] = body
    parts = [each for each in (node.where, node.item) if each is not None]
    empty = node.op in ("max", "min") and (
        node.otherwise is None or scope.may_be_unknown(node.otherwise)
    )
    if empty or any(body.may_be_unknown(each) for each in parts):
        scope.unsure.add(index)


def read_by(scope: Scope, index: p.Index) -> Iterator[tuple[p.Index, int | None]]:
    """What an open node of a version reads, each with the number of the way it is read in, if any.

    Nodes are named as they are written; ``Scope.real`` tells which they are.
    """
    node = scope.node(index)
    if index in scope.lookups:
        yield from ((each, None) for each in scope.lookups[index].columns)
    elif index in scope.choices:
        choice = scope.choices[index]
        for place, way in enumerate(choice.ways):
            yield from ((test, None) for test in way.tests)
            yield way.value, place
        if not isinstance(choice.last[1], State):
            yield choice.last[1], len(choice.ways)
    elif isinstance(node, p.Table):
        yield from ((cell.test, None) for row in node.rows for cell in row.cells)
        yield from ((row.result, None) for row in node.rows)
        yield from () if node.rest is None else ((node.rest, None),)
    elif isinstance(node, p.ForEach):
        yield from ((each, None) for each in p.operands(node))
        yield from ((each, None) for each in outer_reads(scope.bodies[index], node))
    else:
        yield from ((each, None) for each in p.operands(node))


def outer_reads(body: Scope, node: p.ForEach) -> Iterator[p.Index]:
    """What the body of a gathering reads of its version."""
    for each in (node.where, node.item):
        if each is not None and body.real(each) < p.BODY:
            yield body.real(each)
    for place in range(len(node.body)):
        index = p.BODY + place
        if index in body.same or index in body.known:
            continue
        yield from (body.real(each) for each, _ in read_by(body, index) if body.real(each) < p.BODY)
