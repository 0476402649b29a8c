"""The typed tree → the program: scales, bounds, and one node after the other.

A number that was divided is carried as numerator and denominator until it is rounded or compared,
so nothing is ever rounded that the rule doesn't round.
"""

from __future__ import annotations

import dataclasses
import datetime
from dataclasses import dataclass, field
from fractions import Fraction
from typing import assert_never

from rulebook.book.types import CalendarDay, Measure, OneOf, SetOf, Type
from rulebook.book.units import shown_in
from rulebook.diagnostics import Bilingual, Span, finding
from rulebook.meaning import program as p
from rulebook.meaning import typed as t
from rulebook.meaning.consulting import consult
from rulebook.meaning.foreach import for_each
from rulebook.meaning.frames import Frame
from rulebook.meaning.intervals import (
    bound_range,
    calendar_range,
    divide_range,
)
from rulebook.meaning.making import Maker, Ratio, written_order
from rulebook.meaning.refused import Refused
from rulebook.meaning.shapes import held, scale_of, shape_of
from rulebook.meaning.tabulating import brackets, cases, table
from rulebook.meaning.walking import innermost_first


@dataclass(slots=True, kw_only=True)
class Lowering(Maker):
    """Lowers one version of a rule.

    ``start`` is a day of the period for which it is lowered: every rule that is called has one
    version throughout that period.
    """

    book: t.TypedBook
    frame: Frame
    start: datetime.date
    facts: dict[str, p.ProgramFact]
    figures: dict[str, p.ProgramFigure]
    defined: dict[tuple[str, str], p.Index] = field(default_factory=dict)
    definitions: dict[str, p.ProgramDefinition] = field(default_factory=dict)
    clauses: list[t.Clause] = field(default_factory=list)
    frames: dict[object, Frame] = field(default_factory=dict)

    def clause(self, clause: t.Clause) -> int:
        """The number of a clause in this version."""
        if clause not in self.clauses:
            self.clauses.append(clause)
        return self.clauses.index(clause)

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
        """The node of a definition of the rule in hand, lowered when first read.

        What it rests on is lowered before it, so that long chains need no deep stack.
        """
        definitions = self.frame.version.definitions
        definition = definitions[id_]
        key = (self.frame.name, id_)
        if key not in self._kept(definition):
            for each in innermost_first(id_, definitions, self._is_lowered):
                if definitions[each].records is None:
                    self._lower(definitions[each])
            if definition.records is not None:
                for each in innermost_first(id_, definitions, self._is_whole_or_lowered):
                    self._lower(definitions[each])
        return self._kept(definition)[key]

    def _lower(self, definition: t.TypedDefinition) -> None:
        kept = self._kept(definition)
        body, self.body = self.body, None if kept is self.defined else self.body
        kept[self.frame.name, definition.id] = self._define(definition)
        self.body = body

    def _kept(self, definition: t.TypedDefinition) -> dict[tuple[str, str], p.Index]:
        """Where the node of a definition is kept: with the record in hand, or for all records."""
        if definition.records is None and not self.frame.of_record:
            return self.defined
        assert self.body is not None
        return self.body.defined

    def _is_lowered(self, id_: str) -> bool:
        definition = self.frame.version.definitions[id_]
        if definition.records is not None and self.body is None:
            return False
        return (self.frame.name, id_) in self._kept(definition)

    def _is_whole_or_lowered(self, id_: str) -> bool:
        return self.frame.version.definitions[id_].records is None or self._is_lowered(id_)

    def _define(self, definition: t.TypedDefinition) -> p.Index:
        value = self.whole(definition.value)
        fact = self.facts.get(definition.id)
        if fact is not None and fact.shape.kind == "number":
            value = self.at_scale_of(fact, value, definition.clause.span)
        name = self.frame.name + definition.id
        shape = dataclasses.replace(self.shape(value), units=definition.units)
        node = self.add(p.Define(name, value, shape, definition.span))
        self.definitions[name] = p.ProgramDefinition(
            id=definition.id,
            rule=self.frame.rule,
            label=definition.label,
            node=node,
            units=definition.units,
            enumeration=enumeration_of(definition.type),
            clause=self.clause(definition.clause),
        )
        return node

    def at_scale_of(self, fact: p.ProgramFact, value: p.Index, span: Span) -> p.Index:
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
            case (
                t.FactRead()
                | t.FigureRead()
                | t.CaseDayRead()
                | t.DefinitionRead()
                | t.FieldRead()
                | t.NoLimitValue()
                | t.NotApplicableValue()
            ):
                return self.read(node)
            case t.RuleRead():
                return consult(self, node)
            case t.FunctionCall():
                return self.function(node)
            case t.RecordGather():
                return for_each(self, node)
            case t.Contains(operand, of, _, span):
                return self.add(
                    p.Contains(self.whole(operand), self.whole(of), p.TRUTH_SHAPE, span)
                )
            case t.Arithmetic():
                return self.day_arithmetic(node)
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
                return cases(self, node)
            case t.Lookup():
                return table(self, node)
            case t.Negate() | t.Limit() | t.Round() | t.Brackets():
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
            case (
                t.FactRead()
                | t.FigureRead()
                | t.DefinitionRead()
                | t.CaseDayRead()
                | t.FieldRead()
                | t.NoLimitValue()
                | t.NotApplicableValue()
            ):
                return Ratio(self.read(node))
            case t.RuleRead():
                return Ratio(consult(self, node))
            case t.FunctionCall():
                return Ratio(self.function(node))
            case t.RecordGather():
                return Ratio(for_each(self, node))
            case t.Brackets():
                return Ratio(brackets(self, node))
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
                return Ratio(cases(self, node))
            case t.Lookup():
                return Ratio(table(self, node))
            case t.Compare() | t.Member() | t.Not() | t.Junction() | t.Contains():
                raise AssertionError("a condition, lowered by plain()")
            case _:
                assert_never(node)

    def _clause_of(self, clause: t.Clause | None) -> int | None:
        return None if clause is None else self.clause(clause)

    def read(self, node: Leaf) -> p.Index:
        """A fact, a figure, the day, another definition, a field, or a special value."""
        match node:
            case t.FactRead(fact, _, span):
                replaced = self.frame.replaced(fact)
                if replaced is not None:
                    return replaced
                return self.add(p.ReadFact(fact, self.facts[fact].shape, span))
            case t.FigureRead(place, figure, _, span, day):
                key = f"{place}/{figure}"
                on = self.whole(day) if day is not None else self.frame.day
                return self.add(p.ReadFigure(key, on, self.figures[key].shape, span))
            case t.DefinitionRead(definition):
                return self.definition(definition)
            case t.CaseDayRead(type_, span):
                if self.frame.day is not None:
                    return self.frame.day
                return self.add(p.ReadDay(shape_of(type_, self.book.contents), span))
            case t.FieldRead(records, name, _, span):
                fields = self.facts[records].fields
                shape = next(each.shape for each in fields if each.id == name)
                return self.add(p.ReadField(records, name, shape, span))
            case t.NoLimitValue(type_, span):
                shape = p.Shape("number", units=shown_in(type_), unlimited=True)
                return self.add(p.Special("unlimited", shape, span))
            case t.NotApplicableValue(type_, span):
                return self.absent(type_, span)

    def absent(self, type_: Type, span: Span) -> p.Index:
        """不适用, of whatever type it stands for."""
        number = isinstance(type_, Measure)
        shape = p.Shape("number") if number else shape_of(type_, self.book.contents)
        shape = dataclasses.replace(shape, units=shown_in(type_), absent=True)
        return self.add(p.Special("absent", shape, span))

    def function(self, node: t.FunctionCall) -> p.Index:
        """A function of days."""
        operands = tuple(self.whole(each) for each in node.arguments)
        shape = calendar_range(node.function, [self.shape(each) for each in operands])
        return self.notable(p.Calendar(node.function, operands, shape, node.span), node.type)

    def day_arithmetic(self, node: t.Arithmetic) -> p.Index:
        """A day plus or minus a period."""
        day, period = self.whole(node.left), self.whole(node.right)
        if self.shape(period).scale > 0:
            raise Refused(finding("RB7005", node.right.span))
        assert isinstance(node.right.type, Measure)
        unit = node.right.type.dimension[0][0]
        if unit == "year":
            period = self.scaled(period, 12, 0, node.span)
        if node.op == "-":
            period = self.negate(period, node.span)
        a, b = self.shape(day), self.shape(period)
        if unit == "day":
            shape = p.Shape("day", 0, a.low + b.low, a.high + b.high)
            return self.add(p.Add((day, period), shape, node.span))
        shape = calendar_range("add_months", [a, b])
        return self.add(p.Calendar("add_months", (day, period), shape, node.span))

    # ---- arithmetic ------------------------------------------------------------------------

    def arithmetic(self, node: t.Arithmetic) -> Ratio:
        """``+ - × /`` on numerators and denominators; a day minus a day is a number of days."""
        if isinstance(node.left.type, CalendarDay):
            a, b = self.whole(node.left), self.whole(node.right)
            return Ratio(self._shown(self.subtract(a, b, node.span), node.type))
        left, right = self.number(node.left), self.number(node.right)
        span = node.span
        below = self.product(left.denominator, right.denominator, span)
        match node.op:
            case "×":
                above = self.multiply(left.numerator, right.numerator, span)
            case "/":
                if self.shape(right.numerator).low <= 0:
                    raise Refused(finding("RB7002", node.right.span))
                above = self.times(left.numerator, right.denominator, span)
                below = self.times(right.numerator, left.denominator, span)
            case "+":
                above = self.sum(list(self.over_one(left, right, span)), span)
            case "-":
                above = self.subtract(*self.over_one(left, right, span), span)
        if below is None:
            return Ratio(self._shown(above, node.type))
        return Ratio(above, below, (*left.leaves(), *right.leaves()))

    def _shown(self, index: p.Index, type_: Type) -> p.Index:
        """The node with the units in which the explanation shows it."""
        return self.notable(self.node(index), type_)

    def limit(self, node: t.Limit) -> Ratio:
        """The greater or lesser of a value and its limit."""
        value, bound = self.number(node.value), self.number(node.bound)
        divided = value.denominator is not None or bound.denominator is not None
        either = (value.numerator, bound.numerator)
        if divided and any(self.shape(each).unlimited for each in either):
            raise Refused(finding("RB4038", node.span))
        a, b = self.common(value, bound, node.span)
        shape = bound_range(node.kind, self.shape(a), self.shape(b))
        index = self.notable(p.Bound(node.kind, a, b, shape, node.span), node.type)
        below = self.product(value.denominator, bound.denominator, node.span)
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


Leaf = (
    t.FactRead
    | t.FigureRead
    | t.DefinitionRead
    | t.CaseDayRead
    | t.FieldRead
    | t.NoLimitValue
    | t.NotApplicableValue
)
"""What is read as it stands."""


def enumeration_of(type_: object) -> str | None:
    """The enumeration that a type takes its values from, if any."""
    return type_.enumeration if isinstance(type_, OneOf | SetOf) else None
