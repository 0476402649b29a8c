"""Arithmetic, limits, roundings, functions of days and gatherings of lines lowered."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from rulebook.book.types import CalendarDay, Measure, Type
from rulebook.diagnostics import Bilingual, finding
from rulebook.language.marks import LimitKind
from rulebook.meaning import program as p
from rulebook.meaning import typed as t
from rulebook.meaning.intervals import bound_range, calendar_range, divide_range
from rulebook.meaning.lowerer import Lowerer
from rulebook.meaning.making import Ratio, written_order
from rulebook.meaning.refused import Refused
from rulebook.meaning.shapes import scale_of


def function(low: Lowerer, node: t.FunctionCall) -> p.Index:
    """A function of days."""
    operands = tuple(low.whole(each) for each in node.arguments)
    shape = calendar_range(node.function, [low.shape(each) for each in operands])
    return low.notable(p.Calendar(node.function, operands, shape, node.span), node.type)


def day_arithmetic(low: Lowerer, node: t.Arithmetic) -> p.Index:
    """A day plus or minus a period."""
    day, period = low.whole(node.left), low.whole(node.right)
    if low.shape(period).scale > 0:
        raise Refused(finding("RB7005", node.right.span))
    assert isinstance(node.right.type, Measure)
    unit = node.right.type.dimension[0][0]
    if unit == "year":
        period = low.scaled(period, 12, 0, node.span)
    if node.op == "-":
        period = low.negate(period, node.span)
    a, b = low.shape(day), low.shape(period)
    if unit == "day":
        shape = p.Shape("day", 0, a.low + b.low, a.high + b.high)
        return low.add(p.Add((day, period), shape, node.span))
    shape = calendar_range("add_months", [a, b])
    return low.add(p.Calendar("add_months", (day, period), shape, node.span))


def arithmetic(low: Lowerer, node: t.Arithmetic) -> Ratio:
    """``+ - × /`` on numerators and denominators; a day minus a day is a number of days."""
    if isinstance(node.left.type, CalendarDay):
        a, b = low.whole(node.left), low.whole(node.right)
        return Ratio(_shown(low, low.subtract(a, b, node.span), node.type))
    left, right = low.number(node.left), low.number(node.right)
    span = node.span
    below = low.product(left.denominator, right.denominator, span)
    match node.op:
        case "×":
            above = low.multiply(left.numerator, right.numerator, span)
        case "/":
            if low.shape(right.numerator).low <= 0:
                raise Refused(finding("RB7002", node.right.span))
            above = low.times(left.numerator, right.denominator, span)
            below = low.times(right.numerator, left.denominator, span)
        case "+":
            above = low.sum(list(low.over_one(left, right, span)), span)
        case "-":
            above = low.subtract(*low.over_one(left, right, span), span)
    if below is None:
        return Ratio(_shown(low, above, node.type))
    return Ratio(above, below, (*left.leaves(), *right.leaves()))


def _shown(low: Lowerer, index: p.Index, type_: Type) -> p.Index:
    """The node with the units in which the explanation shows it."""
    return low.notable(low.node(index), type_)


def limited(low: Lowerer, node: t.Limit) -> Ratio:
    """The greater or lesser of a value and its limit."""
    value, bound = low.number(node.value), low.number(node.bound)
    divided = value.denominator is not None or bound.denominator is not None
    either = (value.numerator, bound.numerator)
    if divided and any(low.shape(each).unlimited for each in either):
        raise Refused(finding("RB4038", node.span))
    a, b = low.common(value, bound, node.span)
    shape = bound_range(node.kind, low.shape(a), low.shape(b))
    index = low.notable(p.Bound(node.kind, a, b, shape, node.span), node.type)
    below = low.product(value.denominator, bound.denominator, node.span)
    return Ratio(index, below, written_order(value, bound))


def rounded(low: Lowerer, node: t.Round) -> p.Index:
    """Division and rounding as one node: see ``DivideRound``."""
    value = low.number(node.value)
    decimals = scale_of(node.step)
    step = int(node.step * 10**decimals)
    below = 0 if value.denominator is None else low.shape(value.denominator).scale
    factor = Fraction(10 ** (below + decimals), 10 ** low.shape(value.numerator).scale * step)
    numerator = low.scaled(value.numerator, factor.numerator, 0, node.span)
    shape = divide_range(
        low.shape(numerator),
        None if value.denominator is None else low.shape(value.denominator),
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
    return low.notable(rounded, node.type)


def gathered(low: Lowerer, node: t.Gather) -> p.Index:
    """合计, 全部 and so on."""
    span = node.span
    parts = low.wholes([item.value for item in node.items], span)
    lines = tuple(
        p.Line(item.id, item.label or Bilingual(item.id, item.id))
        for item in node.items
        if item.id is not None
    )
    match node.op:
        case "all" | "any":
            op: Literal["and", "or"] = "and" if node.op == "all" else "or"
            return low.add(p.Join(op, tuple(parts), lines, p.TRUTH_SHAPE, span))
        case "count":
            shape = p.Shape("number", 0, 0, len(parts))
            index = low.add(p.CountTrue(tuple(parts), shape, span))
        case "sum":
            index = low.sum(parts, span) if len(parts) > 1 else parts[0]
        case "max" | "min" if len(parts) == 1:
            index = parts[0]
        case "max" | "min":
            shape = low.shape(parts[0])
            kind: LimitKind = "floor" if node.op == "max" else "ceiling"
            for part in parts[1:]:
                shape = bound_range(kind, shape, low.shape(part))
            index = low.notable(p.Extreme(node.op, tuple(parts), shape, span), node.type)
    if not lines:
        return index
    gathering = p.Gathering(index, tuple(parts), lines, low.shape(index), span)
    return low.notable(gathering, node.type)
