"""Where each node of a specialised version is worked out: as late and as seldom as can be.

A *region* is a stretch of code that runs as a whole: the function itself, or what belongs to one
way of a choice. A node is worked out in the innermost region that holds all who read it, so that
what only an untaken way needs is never worked out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from rulebook.answers.fast.scope import Scope, read_by
from rulebook.meaning import program as p

Region = int

DEEPEST = 12
"""Regions nest no deeper: Python's own compiler has its limits."""


@dataclass(slots=True)
class Placed:
    """The open nodes that are needed, each with its region.

    ``inner`` is the region of a choice's way; ``held`` are the nodes that must have a name, since
    they are read more than once or by something that looks at them twice; ``reader`` is who reads
    a node that is read once; ``passed`` are the nodes passed over on the way (definitions).
    """

    scope: Scope
    parents: list[Region] = field(default_factory=lambda: [0])
    depths: list[int] = field(default_factory=lambda: [0])
    region: dict[p.Index, Region] = field(default_factory=dict)
    members: dict[Region, list[p.Index]] = field(default_factory=dict)
    inner: dict[tuple[p.Index, int], Region] = field(default_factory=dict)
    held: set[p.Index] = field(default_factory=set)
    reader: dict[p.Index, p.Index] = field(default_factory=dict)
    passed: dict[p.Index, Region] = field(default_factory=dict)

    def add(self, parent: Region) -> Region:
        """A new region within another one, or that one itself where it is deep enough."""
        if self.depths[parent] >= DEEPEST:
            return parent
        self.parents.append(parent)
        self.depths.append(self.depths[parent] + 1)
        return len(self.parents) - 1

    def around(self, region: Region) -> Iterator[Region]:
        """A region and those it is in."""
        yield region
        while region:
            region = self.parents[region]
            yield region

    def common(self, regions: Iterable[Region]) -> Region:
        """The innermost region that holds all of some."""
        first, *rest = set(regions)
        for each in rest:
            other = each
            while first != other:
                if self.depths[first] >= self.depths[other]:
                    first = self.parents[first]
                else:
                    other = self.parents[other]
        return first


def place(scope: Scope, groups: Sequence[Sequence[p.Index]]) -> Placed:
    """Place what some groups of nodes need; each group is in a region within the one before."""
    placed = Placed(scope)
    sites: dict[p.Index, list[tuple[Region, p.Index | None]]] = {}
    region = 0
    for number, group in enumerate(groups):
        if number:
            region = placed.add(region)
        for index in group:
            _visit(placed, sites, index, region, None)
    for index in range(scope.base + len(scope.nodes) - 1, scope.base - 1, -1):
        if index in sites:
            _place_one(placed, sites, index)
    for index in sorted(placed.region):
        placed.members.setdefault(placed.region[index], []).append(index)
    return placed


def _visit(
    placed: Placed,
    sites: dict[p.Index, list[tuple[Region, p.Index | None]]],
    index: p.Index,
    region: Region,
    reader: p.Index | None,
) -> None:
    """Note who reads a node and where; nodes that pass a value on are seen through."""
    scope = placed.scope
    if scope.home(index) is not scope:
        return
    while True:
        before = placed.passed.get(index)
        placed.passed[index] = region if before is None else placed.common((before, region))
        if index not in scope.same:
            break
        index = scope.same[index]
        if scope.home(index) is not scope:
            return
    if index not in scope.known:
        sites.setdefault(index, []).append((region, reader))


def _place_one(
    placed: Placed, sites: dict[p.Index, list[tuple[Region, p.Index | None]]], index: p.Index
) -> None:
    scope = placed.scope
    found = sites[index]
    region = placed.common(each for each, _ in found)
    placed.region[index] = region
    reader = found[0][1]
    if len(found) > 1:
        placed.held.add(index)
    elif reader is not None:
        placed.reader[index] = reader
    for operand, way in read_by(scope, index):
        where = region
        if way is not None:
            if (index, way) not in placed.inner:
                placed.inner[index, way] = placed.add(region)
            where = placed.inner[index, way]
        _visit(placed, sites, operand, where, index)
    placed.held.update(scope.real(each) for each in _looked_at_twice(scope, index))


def _looked_at_twice(scope: Scope, index: p.Index) -> Iterator[p.Index]:
    """The operands that a node's code names more than once."""
    node = scope.node(index)
    if index in scope.lookups:
        yield from scope.lookups[index].columns
        return
    if index in scope.choices:
        tests = (each for way in scope.choices[index].ways for each in way.tests)
        yield from (each for each in tests if scope.is_open(each))
        return
    match node:
        case p.Bound(bound=bound):
            yield bound
        case p.DivideRound(numerator=numerator, denominator=denominator):
            if scope.node(scope.real(numerator)).shape.low < 0:
                yield numerator
            yield from () if denominator is None else (denominator,)
        case p.ForEach() | p.Table():
            yield from (each for each, _ in read_by(scope, index))
        case p.Extreme(operands=many) if len(many) == 2:
            yield from many
        case p.ReadFigure(day=int(day)):
            yield day
        case _:
            pass
    if guarded(scope, node):
        yield from p.operands(node)


def guarded(scope: Scope, node: p.Node) -> bool:
    """Whether an operand's state has to be looked at before the node can be worked out."""
    parts = p.operands(node)
    return any(scope.is_open(each) or scope.may_be_unlimited(each) for each in parts)
