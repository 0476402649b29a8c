"""The typed tree → the program: scales, bounds, and one node after the other.

A number that was divided is carried as numerator and denominator until it is rounded or compared,
so nothing is ever rounded that the rule doesn't round.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from fractions import Fraction
from typing import assert_never

from rulebook.book.types import Measure, OneOf, Type
from rulebook.book.units import shown_in
from rulebook.diagnostics import NOWHERE, Bilingual, Diagnostic, Span, finding
from rulebook.meaning import program as p
from rulebook.meaning import typed as t
from rulebook.meaning.intervals import (
    bound_range,
    divide_range,
    hull,
    product_range,
    sum_range,
    too_large,
)
from rulebook.meaning.shapes import held, scale_of, shape_of


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


class Refused(Exception):
    """A node that can't be held in 64-bit integers, or divides by what may be zero."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.code)
        self.diagnostic = diagnostic


@dataclass(slots=True)
class Lowering:
    """Lowers one version of a rule; ``nodes`` grows, equal nodes are made once."""

    book: t.TypedBook
    version: t.TypedVersion
    facts: dict[str, p.ProgramFact]
    figures: dict[str, p.ProgramFigure]
    nodes: list[p.Node] = field(default_factory=list)
    made: dict[p.Node, p.Index] = field(default_factory=dict)
    defined: dict[str, p.Index] = field(default_factory=dict)
    clauses: list[t.Clause] = field(default_factory=list)

    # ---- nodes -----------------------------------------------------------------------------

    def add(self, node: p.Node) -> p.Index:
        """The index of ``node``, made new unless an equal one is there."""
        if too_large(node.shape):
            raise Refused(self._too_large(node))
        key = dataclasses.replace(node, span=NOWHERE)
        if key not in self.made:
            self.nodes.append(node)
            self.made[key] = len(self.nodes) - 1
        return self.made[key]

    def _too_large(self, node: p.Node) -> Diagnostic:
        scale = node.shape.scale
        largest = max(abs(node.shape.low), abs(node.shape.high))
        return finding("RB7001", node.span, largest=str(largest // 10**scale), decimals=str(scale))

    def shape(self, index: p.Index) -> p.Shape:
        """The shape of a node made before."""
        return self.nodes[index].shape

    def notable(self, node: p.Node, type_: Type) -> p.Index:
        """Add a node that the explanation shows, with the units in which it is shown."""
        shape = dataclasses.replace(node.shape, units=shown_in(type_))
        return self.add(dataclasses.replace(node, shape=shape))

    def clause(self, clause: t.Clause) -> int:
        """The number of a clause in this version."""
        if clause not in self.clauses:
            self.clauses.append(clause)
        return self.clauses.index(clause)

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

    # ---- values ----------------------------------------------------------------------------

    def whole(self, node: t.Typed) -> p.Index:
        """The node of a value that is not a division left open."""
        if not isinstance(node.type, Measure):
            return self.plain(node)
        ratio = self.number(node)
        if ratio.denominator is not None:
            raise Refused(finding("RB4010", node.span))
        return ratio.numerator

    def wholes(self, nodes: tuple[t.Typed, ...] | list[t.Typed], span: Span) -> list[p.Index]:
        """Several values, numbers among them at one scale."""
        indices = [self.whole(node) for node in nodes]
        if nodes and isinstance(nodes[0].type, Measure):
            return self.aligned(indices, span)
        return indices

    def definition(self, id_: str) -> p.Index:
        """The node of a definition, lowered when first read."""
        if id_ not in self.defined:
            definition = self.version.definitions[id_]
            value = self.whole(definition.value)
            fact = self.facts.get(id_)
            if fact is not None and fact.shape.kind == "number":
                value = self._at_scale_of(fact, value, definition.span)
            node = p.Define(id_, value, self.shape(value), definition.span)
            self.defined[id_] = self.add(node)
        return self.defined[id_]

    def _at_scale_of(self, fact: p.ProgramFact, value: p.Index, span: Span) -> p.Index:
        """An output at its fact's scale; a finer one needs a rounding."""
        more = fact.shape.scale - self.shape(value).scale
        if more < 0:
            step = f"{Fraction(fact.step, 10**fact.shape.scale)}"
            decimals = str(fact.shape.scale)
            raise Refused(
                finding(
                    "RB7003",
                    span,
                    word=fact.label,
                    decimals=str(self.shape(value).scale),
                    allowed=decimals,
                    step=step,
                )
            )
        return self.scaled(value, 10**more, more, span)

    def plain(self, node: t.Typed) -> p.Index:
        """A condition, a day or a value of an enumeration."""
        match node:
            case t.Literal():
                return self.plain_literal(node)
            case t.FactRead() | t.FigureRead() | t.CaseDayRead() | t.DefinitionRead():
                return self.read(node)
            case t.Compare():
                return self.compare(node.op, node.left, node.right, node.span)
            case t.Member(operand, options, _, span):
                value, *choices = self.wholes([operand, *options], span)
                return self.add(p.OneOf(value, tuple(choices), p.TRUTH_SHAPE, span))
            case t.Not(operand, _, span):
                return self.add(p.Invert(self.whole(operand), p.TRUTH_SHAPE, span))
            case t.Junction(op, operands, _, span):
                parts = tuple(self.whole(operand) for operand in operands)
                return self.add(p.Join(op, parts, (), p.TRUTH_SHAPE, span))
            case t.Gather():
                return self.gather(node)
            case t.Cases():
                return self.cases(node)
            case t.Lookup():
                return self.table(node)
            case t.Negate() | t.Arithmetic() | t.Limit() | t.Round():
                raise AssertionError("a measure, lowered by number()")
            case _:
                assert_never(node)

    def plain_literal(self, node: t.Literal) -> p.Index:
        """A value written in the rule that is not a measure."""
        number = held(node.value, 0, self.book.contents.vocabulary.enumerations, node.type)
        shape = shape_of(node.type, self.book.contents)
        shape = dataclasses.replace(shape, low=number, high=number)
        return self.add(p.Constant(number, self._clause_of(node.clause), shape, node.span))

    def number_literal(self, node: t.Literal) -> p.Index:
        """An amount written in the rule, at the least scale that holds it."""
        assert isinstance(node.value, Fraction)
        scale = scale_of(node.value)
        number = int(node.value * 10**scale)
        shape = p.Shape("number", scale, number, number)
        return self.add(p.Constant(number, self._clause_of(node.clause), shape, node.span))

    def number(self, node: t.Typed) -> Ratio:
        """A measure."""
        match node:
            case t.Literal():
                return Ratio(self.number_literal(node))
            case t.FactRead() | t.FigureRead() | t.DefinitionRead() | t.CaseDayRead():
                return Ratio(self.read(node))
            case t.Negate(operand, _, span):
                inner = self.number(operand)
                negative = self.negate(inner.numerator, span)
                return Ratio(negative, inner.denominator, inner.written)
            case t.Arithmetic():
                return self.arithmetic(node)
            case t.Limit():
                return self.limit(node)
            case t.Round():
                return Ratio(self.round(node))
            case t.Gather():
                return Ratio(self.gather(node))
            case t.Cases():
                return Ratio(self.cases(node))
            case t.Lookup():
                return Ratio(self.table(node))
            case t.Compare() | t.Member() | t.Not() | t.Junction():
                raise AssertionError("a condition, lowered by plain()")
            case _:
                assert_never(node)

    def _clause_of(self, clause: t.Clause | None) -> int | None:
        return None if clause is None else self.clause(clause)

    def read(self, node: t.FactRead | t.FigureRead | t.DefinitionRead | t.CaseDayRead) -> p.Index:
        """A fact, a figure, the day, or another definition."""
        match node:
            case t.FactRead(fact, _, span):
                return self.add(p.ReadFact(fact, self.facts[fact].shape, span))
            case t.FigureRead(place, figure, _, span):
                key = f"{place}/{figure}"
                return self.add(p.ReadFigure(key, self.figures[key].shape, span))
            case t.DefinitionRead(definition):
                return self.definition(definition)
            case t.CaseDayRead(type_, span):
                return self.add(p.ReadDay(shape_of(type_, self.book.contents), span))

    # ---- arithmetic ------------------------------------------------------------------------

    def arithmetic(self, node: t.Arithmetic) -> Ratio:
        """``+ - × /`` on numerators and denominators."""
        left, right = self.number(node.left), self.number(node.right)
        span = node.span
        below = self._product(left.denominator, right.denominator, span)
        match node.op:
            case "×":
                above = self.multiply(left.numerator, right.numerator, span)
            case "/":
                if self.shape(right.numerator).low <= 0:
                    raise Refused(finding("RB7002", node.right.span))
                above = self._times(left.numerator, right.denominator, span)
                below = self._times(right.numerator, left.denominator, span)
            case "+":
                above = self.sum(list(self._over_one(left, right, span)), span)
            case "-":
                above = self.subtract(*self._over_one(left, right, span), span)
        if below is None:
            return Ratio(self._shown(above, node.type))
        return Ratio(above, below, (*left.leaves(), *right.leaves()))

    def _shown(self, index: p.Index, type_: Type) -> p.Index:
        """The node with the units in which the explanation shows it."""
        return self.notable(self.nodes[index], type_)

    def _over_one(self, left: Ratio, right: Ratio, span: Span) -> tuple[p.Index, p.Index]:
        """Two ratios' numerators over one denominator."""
        first = self._times(left.numerator, right.denominator, span)
        second = self._times(right.numerator, left.denominator, span)
        return first, second

    def _times(self, left: p.Index, right: p.Index | None, span: Span) -> p.Index:
        return left if right is None else self.multiply(left, right, span)

    def _product(self, left: p.Index | None, right: p.Index | None, span: Span) -> p.Index | None:
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
        a, b = self.aligned(list(self._over_one(left, right, span)), span)
        return a, b

    def limit(self, node: t.Limit) -> Ratio:
        """The greater or lesser of a value and its limit."""
        value, bound = self.number(node.value), self.number(node.bound)
        a, b = self.common(value, bound, node.span)
        shape = bound_range(node.kind, self.shape(a), self.shape(b))
        index = self.notable(p.Bound(node.kind, a, b, shape, node.span), node.type)
        below = self._product(value.denominator, bound.denominator, node.span)
        return Ratio(index, below, written_order(value, bound))

    def round(self, node: t.Round) -> p.Index:
        """Division and rounding as one node: see ``DivideRound``."""
        value = self.number(node.value)
        decimals = scale_of(node.step)
        step = int(node.step * 10**decimals)
        below = 0 if value.denominator is None else self.shape(value.denominator).scale
        factor = Fraction(10 ** (below + decimals), 10 ** self.shape(value.numerator).scale * step)
        numerator = self.scaled(value.numerator, factor.numerator, 0, node.span)
        shape = divide_range(
            self.shape(numerator),
            None if value.denominator is None else self.shape(value.denominator),
            factor.denominator,
            step,
            decimals,
        )
        rounded = p.DivideRound(
            numerator,
            value.denominator,
            factor.denominator,
            node.mode,
            step,
            node.value.span,
            shape,
            node.span,
            value.written,
        )
        return self.notable(rounded, node.type)

    # ---- conditions, cases, tables ---------------------------------------------------------

    def compare(self, op: str, left: t.Typed, right: t.Typed, span: Span) -> p.Index:
        """A comparison; divisions on either side are multiplied across."""
        written: tuple[p.Index, ...] = ()
        if isinstance(left.type, Measure):
            one, other = self.number(left), self.number(right)
            a, b = self.common(one, other, span)
            written = written_order(one, other)
        else:
            a, b = self.whole(left), self.whole(right)
        return self.add(p.Test(op, a, b, p.TRUTH_SHAPE, span, written))  # type: ignore[arg-type]

    def gather(self, node: t.Gather) -> p.Index:
        """合计, 全部 and so on."""
        span = node.span
        parts = self.wholes([item.value for item in node.items], span)
        lines = tuple(
            p.Line(item.id, item.label or Bilingual(item.id, item.id))
            for item in node.items
            if item.id is not None
        )
        match node.op:
            case "all" | "any":
                op = "and" if node.op == "all" else "or"
                return self.add(p.Join(op, tuple(parts), lines, p.TRUTH_SHAPE, span))  # type: ignore[arg-type]
            case "count":
                shape = p.Shape("number", 0, 0, len(parts))
                index = self.add(p.CountTrue(tuple(parts), shape, span))
            case "sum":
                index = self.sum(parts, span) if len(parts) > 1 else parts[0]
            case "max" | "min" if len(parts) == 1:
                index = parts[0]
            case "max" | "min":
                shape = self.shape(parts[0])
                for part in parts[1:]:
                    kind = "floor" if node.op == "max" else "ceiling"
                    shape = bound_range(kind, shape, self.shape(part))  # type: ignore[arg-type]
                index = self.notable(p.Extreme(node.op, tuple(parts), shape, span), node.type)
        if not lines:
            return index
        gathering = p.Gathering(index, tuple(parts), lines, self.shape(index), span)
        return self.notable(gathering, node.type)

    def cases(self, node: t.Cases) -> p.Index:
        """Cases, their values at one scale."""
        conditions = tuple(self.whole(case.condition) for case in node.cases)
        values = self.wholes([*(case.value for case in node.cases), node.otherwise], node.span)
        shape = hull([self.shape(value) for value in values])
        chosen = p.Choose(conditions, tuple(values[:-1]), values[-1], shape, node.span)
        return self.notable(chosen, node.type)

    def table(self, node: t.Lookup) -> p.Index:
        """A look-up; a cell with two bounds puts two conditions."""
        columns = tuple(self.whole(column) for column in node.inputs)
        given = [row.result for row in node.rows]
        values = self.wholes(given + ([node.rest] if node.rest else []), node.span)
        rows = tuple(
            p.TableRow(row.number, self.cells(row, node), value, row.span)
            for row, value in zip(node.rows, values, strict=False)
        )
        table = p.Table(
            columns=columns,
            rows=rows,
            rest=values[-1] if node.rest else None,
            clause=self.clause(node.clause),
            shape=hull([self.shape(value) for value in values]),
            span=node.span,
        )
        return self.notable(table, node.type)

    def cells(self, row: t.TypedRow, node: t.Lookup) -> tuple[p.Cell, ...]:
        """The conditions that a row's cells put."""
        cells: list[p.Cell] = []
        for place, (test, column) in enumerate(zip(row.cells, node.inputs, strict=True)):
            match test:
                case t.AnyValue():
                    pass
                case t.WithinBounds(bounds):
                    for op, bound in bounds:
                        cells.append(p.Cell(place, self.compare(op, column, bound, bound.span)))
                case t.AmongValues((value,)):
                    cells.append(p.Cell(place, self.compare("=", column, value, value.span)))
                case t.AmongValues(values):
                    first, *options = self.wholes([column, *values], row.span)
                    among = p.OneOf(first, tuple(options), p.TRUTH_SHAPE, values[0].span)
                    cells.append(p.Cell(place, self.add(among)))
        return tuple(cells)


def enumeration_of(type_: object) -> str | None:
    """The enumeration that a type takes its values from, if any."""
    return type_.enumeration if isinstance(type_, OneOf) else None
