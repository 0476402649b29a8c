"""Program nodes made: each once, with its scale, its bounds and where special values may occur."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass, field

from rulebook.book.types import Type
from rulebook.book.units import shown_in
from rulebook.diagnostics import NOWHERE, Diagnostic, Span, finding
from rulebook.meaning import program as p
from rulebook.meaning.intervals import hull, product_range, sum_range, too_large
from rulebook.meaning.refused import Refused
from rulebook.meaning.specials import with_specials


@dataclass(frozen=True, slots=True)
class Ratio:
    """A number as ``numerator / denominator``; no denominator is 1.

    ``written`` are the nodes of a quotient in the order of the rule, which cross-multiplication
    does not keep.
    """

    numerator: p.Index
    denominator: p.Index | None = None
    written: tuple[p.Index, ...] = ()

    def leaves(self) -> tuple[p.Index, ...]:
        """What the number is made of, in written order."""
        return self.written or (self.numerator,)


def written_order(left: Ratio, right: Ratio) -> tuple[p.Index, ...]:
    """The nodes of two numbers in written order, where one of them is a quotient."""
    whole = left.denominator is None and right.denominator is None
    return () if whole else (*left.leaves(), *right.leaves())


@dataclass(slots=True)
class Body:
    """The nodes of a gathering over records, while it is lowered.

    ``calls`` are the numbers of the calls that depend on the record.
    """

    records: str
    nodes: list[p.Node] = field(default_factory=list)
    made: dict[p.Node, p.Index] = field(default_factory=dict)
    defined: dict[tuple[str, str], p.Index] = field(default_factory=dict)
    calls: dict[object, int] = field(default_factory=dict)


@dataclass(slots=True)
class Maker:
    """The nodes of one version of a rule; ``nodes`` grows, equal nodes are made once.

    ``body`` takes the nodes that depend on a record, while a gathering over records is lowered.
    """

    nodes: list[p.Node] = field(default_factory=list)
    made: dict[p.Node, p.Index] = field(default_factory=dict)
    body: Body | None = None

    def add(self, node: p.Node) -> p.Index:
        """The index of ``node``, made new unless an equal one is there.

        In a gathering over records what depends on the record goes into the body.
        """
        node = with_specials(node, self._read_by(node))
        if too_large(node.shape):
            raise Refused(self._too_large(node))
        key = dataclasses.replace(node, span=NOWHERE)
        if self.body is not None and self._of_record(node):
            if key not in self.body.made:
                self.body.nodes.append(node)
                self.body.made[key] = p.BODY + len(self.body.nodes) - 1
            return self.body.made[key]
        if key not in self.made:
            self.nodes.append(node)
            self.made[key] = len(self.nodes) - 1
        return self.made[key]

    def _read_by(self, node: p.Node) -> list[p.Shape]:
        """The shapes of what a node reads; a case behind `Absent` is read where it isn't 不适用."""
        read = [self.shape(each) for each in p.operands(node)]
        if not isinstance(node, p.Choose) or not node.conditions:
            return read
        if isinstance(self.node(node.conditions[0]), p.Absent):
            read[-1] = dataclasses.replace(read[-1], absent=False)
        return read

    def _of_record(self, node: p.Node) -> bool:
        return isinstance(node, p.ReadField) or any(each >= p.BODY for each in p.operands(node))

    def node(self, index: p.Index) -> p.Node:
        """A node made before, of the version or of the body in hand."""
        if index < p.BODY:
            return self.nodes[index]
        assert self.body is not None
        return self.body.nodes[index - p.BODY]

    def _too_large(self, node: p.Node) -> Diagnostic:
        scale = node.shape.scale
        largest = max(abs(node.shape.low), abs(node.shape.high))
        return finding("RB7001", node.span, largest=str(largest // 10**scale), decimals=str(scale))

    def shape(self, index: p.Index) -> p.Shape:
        """The shape of a node made before."""
        return self.node(index).shape

    def hull(self, indices: Sequence[p.Index]) -> p.Shape:
        """The range of one of several nodes; 不适用 and 无上限 themselves add nothing to it."""
        plain = [self.shape(each) for each in indices if not self._special(each)]
        return hull(plain or [self.shape(each) for each in indices])

    def _special(self, index: p.Index) -> bool:
        match self.node(index):
            case p.Special():
                return True
            case p.Scale(value=value) | p.Define(value=value):
                return self._special(value)
            case _:
                return False

    def notable(self, node: p.Node, type_: Type) -> p.Index:
        """Add a node that the explanation shows, with the units in which it is shown."""
        shape = dataclasses.replace(node.shape, units=shown_in(type_))
        return self.add(dataclasses.replace(node, shape=shape))

    def scaled(self, index: p.Index, factor: int, decimals: int, span: Span) -> p.Index:
        """The node times ``factor``, which gives it ``decimals`` more decimals."""
        if factor == 1:
            return index
        old = self.shape(index)
        shape = p.Shape("number", old.scale + decimals, old.low * factor, old.high * factor)
        return self.add(p.Scale(index, factor, shape, span))

    def aligned(self, indices: list[p.Index], span: Span) -> list[p.Index]:
        """The nodes at the largest of their scales."""
        scale = max(self.shape(index).scale for index in indices)
        return [
            self.scaled(
                index,
                10 ** (scale - self.shape(index).scale),
                scale - self.shape(index).scale,
                span,
            )
            for index in indices
        ]

    def over_one(self, left: Ratio, right: Ratio, span: Span) -> tuple[p.Index, p.Index]:
        """Two ratios' numerators over one denominator."""
        first = self.times(left.numerator, right.denominator, span)
        second = self.times(right.numerator, left.denominator, span)
        return first, second

    def times(self, left: p.Index, right: p.Index | None, span: Span) -> p.Index:
        """The product, where there is something to multiply by."""
        return left if right is None else self.multiply(left, right, span)

    def product(self, left: p.Index | None, right: p.Index | None, span: Span) -> p.Index | None:
        """The product of two denominators, of which one or both may be missing."""
        if left is None or right is None:
            return right if left is None else left
        return self.multiply(left, right, span)

    def multiply(self, left: p.Index, right: p.Index, span: Span) -> p.Index:
        """The product of two nodes."""
        shape = product_range(self.shape(left), self.shape(right))
        return self.add(p.Multiply(left, right, shape, span))

    def sum(self, operands: list[p.Index], span: Span) -> p.Index:
        """The sum of nodes, aligned."""
        parts = self.aligned(operands, span)
        shape = sum_range([self.shape(part) for part in parts])
        return self.add(p.Add(tuple(parts), shape, span))

    def subtract(self, left: p.Index, right: p.Index, span: Span) -> p.Index:
        """The difference of two nodes, aligned."""
        first, second = self.aligned([left, right], span)
        a, b = self.shape(first), self.shape(second)
        shape = p.Shape("number", a.scale, a.low - b.high, a.high - b.low)
        return self.add(p.Subtract(first, second, shape, span))

    def negate(self, value: p.Index, span: Span) -> p.Index:
        """The node with the other sign."""
        old = self.shape(value)
        return self.add(p.Negate(value, p.Shape("number", old.scale, -old.high, -old.low), span))

    def common(self, left: Ratio, right: Ratio, span: Span) -> tuple[p.Index, p.Index]:
        """Two ratios' numerators over one denominator, aligned; denominators are above zero."""
        a, b = self.aligned(list(self.over_one(left, right, span)), span)
        return a, b
