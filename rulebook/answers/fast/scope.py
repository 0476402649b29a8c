"""A version's nodes with everything worked out that does not hang on the case.

``known`` are the nodes whose value is the same in every case: constants, figures filled in, and
what follows from them. ``same`` are the nodes that are another node: those that pass a value on,
and choices that are decided beforehand. ``unsure`` may be unknown though every fact is given.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rulebook.answers.plan import Plan
from rulebook.answers.specials import NO_LIMIT, NOT_APPLICABLE, Held
from rulebook.meaning import program as p


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
