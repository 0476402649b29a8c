"""Python expressions for the nodes of a specialised version.

What may be unknown, 不适用 or 无上限 is looked at before it is worked with, as
``rulebook.answers.compiled`` does; most nodes can be none of these, and are plain arithmetic.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import assert_never

from rulebook.answers.decision import MissingFigure
from rulebook.answers.fast.placing import Placed
from rulebook.answers.fast.scope import Lookup, Scope
from rulebook.answers.specials import NO_LIMIT, NOT_APPLICABLE, Held
from rulebook.answers.syntax import (
    COMPARE,
    binary,
    call,
    compare,
    every,
    group,
    is_,
    item,
    literal,
    negative,
    opposite,
    read,
    scaled,
    when,
)
from rulebook.meaning import program as p


def state(held: Held) -> ast.expr:
    """A value that is known beforehand."""
    if held is NOT_APPLICABLE:
        return read("NA")
    return read("NO_LIMIT") if held is NO_LIMIT else literal(held)


class Expressions:
    """Gives the expressions of one scope's nodes; ``outer`` those of the version around a body.

    ``names`` are the nodes that have a name, ``inline`` those that are written where they are read,
    each with how deep its expression is.
    """

    def __init__(self, scope: Scope, placed: Placed, outer: Expressions | None = None) -> None:
        self.scope = scope
        self.placed = placed
        self.outer = outer
        self.names: dict[p.Index, str] = {}
        self.inline: dict[p.Index, tuple[ast.expr, int]] = {}

    # ---- operands --------------------------------------------------------------------------

    def value(self, index: p.Index) -> ast.expr:
        """The expression of a node that is read."""
        real = self.scope.real(index)
        if self.scope.is_known(real):
            return state(self.scope.value(real))
        if self.scope.home(real) is not self.scope:
            assert self.outer is not None
            return self.outer.value(real)
        return read(self.names[real]) if real in self.names else self.inline.pop(real)[0]

    def depth(self, index: p.Index) -> int:
        """How deep the expression of a node is."""
        real = self.scope.real(index)
        return self.inline[real][1] if real in self.inline else 0

    # ---- nodes -----------------------------------------------------------------------------

    def expression(self, index: p.Index, node: p.Node) -> ast.expr:
        """The expression of a node that is one."""
        if index in self.scope.lookups:
            return self.lookup(self.scope.lookups[index])
        match node:
            case p.ReadDay():
                return read("day")
            case p.ReadField(records, name):
                place = self.scope.plan.fields[records].index(name)
                return item(read("record"), literal(place))
            case p.ReadFigure(day=int(day)):
                return self.guarded((day,), self.dated(node, day))
            case p.Join():
                return self.join(node)
            case p.Absent(value=value):
                test = is_(self.value(value), read("NA"))
                if not self.scope.may_be_unknown(value):
                    return test
                return when(is_(self.value(value), literal(None)), literal(None), test)
            case _:
                assert isinstance(node, p.Strict), "an expression of another kind"
                return self.guarded(p.operands(node), self.operation(node))

    def guarded(self, operands: Sequence[p.Index], value: ast.expr) -> ast.expr:
        """A node that is not applicable, or unknown, where one of its operands is."""
        parts = list(dict.fromkeys(operands))
        unsure = [each for each in parts if self.scope.may_be_unknown(each)]
        if unsure:
            tests = [is_(self.value(each), literal(None)) for each in unsure]
            value = when(every(tests, ast.Or), literal(None), value)
        absent = [each for each in parts if self.scope.may_be_absent(each)]
        if absent:
            tests = [is_(self.value(each), read("NA")) for each in absent]
            value = when(every(tests, ast.Or), read("NA"), value)
        return value

    def dated(self, node: p.ReadFigure, day: p.Index) -> ast.expr:
        """A figure as of another day: the value of the period that holds it."""
        result: ast.expr = literal(None)
        truth = node.shape.kind == "truth"
        for period in reversed(self.scope.plan.dated[node.figure]):
            found = period.state
            value: ast.expr = literal(None)
            if not isinstance(found, MissingFigure):
                value = literal(bool(found[0]) if truth else found[0])
            tests: list[ast.expr] = []
            if period.since is not None:
                tests.append(compare(self.value(day), ast.GtE, literal(period.since)))
            if period.until is not None:
                tests.append(compare(self.value(day), ast.LtE, literal(period.until)))
            result = when(every(tests), value, result) if tests else value
        return result

    def operation(self, node: p.Strict) -> ast.expr:
        """The value of a strict node whose operands are known."""
        match node:
            case p.Scale(value=value, factor=factor):
                return self.unlimited((value,), scaled(self.value(value), factor))
            case p.Add(operands=many):
                total = self.value(many[0])
                for each in many[1:]:
                    total = binary(total, ast.Add, self.value(each))
                return self.unlimited(many, total)
            case p.Subtract(left=left, right=right):
                rest = binary(self.value(left), ast.Sub, self.value(right))
                return self.unlimited((left,), rest)
            case p.Multiply(left=left, right=right):
                return binary(self.value(left), ast.Mult, self.value(right))
            case p.Negate(value=value):
                return negative(self.value(value))
            case p.DivideRound():
                return self.divide(node)
            case p.Bound():
                return self.bound(node)
            case p.Extreme(kind=kind, operands=many):
                return self.extreme(kind, many)
            case p.Calendar(function=function, operands=many):
                return call(function, *(self.value(each) for each in many))
            case p.Test(op=op, left=left, right=right):
                return compare(self.value(left), COMPARE[op], self.value(right))
            case p.Contains(value=value, of=of):
                shifted = binary(self.value(of), ast.RShift, self.value(value))
                return compare(binary(shifted, ast.BitAnd, literal(1)), ast.Eq, literal(1))
            case p.OneOf(value=value, options=options):
                choices = group(*(self.value(each) for each in options))
                return compare(self.value(value), ast.In, choices)
            case p.Invert(value=value):
                return opposite(self.value(value))
            case p.CountTrue(operands=many):
                return call("sum", group(*(self.value(each) for each in many)))
            case _:
                assert_never(node)

    def unlimited(self, operands: Sequence[p.Index], value: ast.expr) -> ast.expr:
        """Plus or minus an amount, 无上限 stays what it is."""
        limitless = [each for each in operands if self.scope.may_be_unlimited(each)]
        if not limitless:
            return value
        tests = [is_(self.value(each), read("NO_LIMIT")) for each in limitless]
        return when(every(tests, ast.Or), read("NO_LIMIT"), value)

    def bound(self, node: p.Bound) -> ast.expr:
        """The greater or lesser of both; 无上限 limits nothing, and is above every floor."""
        op = ast.Gt if node.kind == "floor" else ast.Lt
        test = compare(self.value(node.value), op, self.value(node.bound))
        result = when(test, self.value(node.value), self.value(node.bound))
        if self.scope.may_be_unlimited(node.value):
            other = read("NO_LIMIT") if node.kind == "floor" else self.value(node.bound)
            result = when(is_(self.value(node.value), read("NO_LIMIT")), other, result)
        if self.scope.may_be_unlimited(node.bound):
            limitless = is_(self.value(node.bound), read("NO_LIMIT"))
            result = when(limitless, self.value(node.value), result)
        return result

    def extreme(self, kind: str, many: Sequence[p.Index]) -> ast.expr:
        """The greatest or least; of two, by one comparison."""
        if len(many) != 2:
            return call(kind, *(self.value(each) for each in many))
        op = ast.Gt if kind == "max" else ast.Lt
        test = compare(self.value(many[0]), op, self.value(many[1]))
        return when(test, self.value(many[0]), self.value(many[1]))

    def divide(self, node: p.DivideRound) -> ast.expr:
        """Rounded division; the sign is handled outside, so that floor division never sees one."""
        rounded = self.rounded(self.value(node.numerator), node)
        if self.scope.node(self.scope.real(node.numerator)).shape.low < 0:
            minus = negative(self.rounded(negative(self.value(node.numerator)), node))
            below = compare(self.value(node.numerator), ast.Lt, literal(0))
            rounded = when(below, minus, rounded)
        return rounded if node.step == 1 else binary(rounded, ast.Mult, literal(node.step))

    def rounded(self, numerator: ast.expr, node: p.DivideRound) -> ast.expr:
        """``numerator / divisor`` rounded to a whole number, both above or at zero."""
        if node.denominator is None:
            return self.rounded_by(numerator, node.divisor, node.mode)
        divisor = binary(self.value(node.denominator), ast.Mult, literal(node.divisor))
        again = binary(self.value(node.denominator), ast.Mult, literal(node.divisor))
        match node.mode:
            case "down":
                return binary(numerator, ast.FloorDiv, divisor)
            case "up":
                more = binary(binary(numerator, ast.Add, divisor), ast.Sub, literal(1))
                return binary(more, ast.FloorDiv, again)
            case "half_up":
                more = binary(binary(numerator, ast.Mult, literal(2)), ast.Add, divisor)
                return binary(more, ast.FloorDiv, binary(again, ast.Mult, literal(2)))

    def rounded_by(self, numerator: ast.expr, divisor: int, mode: str) -> ast.expr:
        """Rounding where the divisor is a number: half of it is worked out beforehand."""
        if divisor == 1:
            return numerator
        if mode == "half_up" and divisor % 2:
            numerator, divisor = binary(numerator, ast.Mult, literal(2)), divisor * 2
        more = {"down": 0, "up": divisor - 1, "half_up": divisor // 2}[mode]
        if more:
            numerator = binary(numerator, ast.Add, literal(more))
        return binary(numerator, ast.FloorDiv, literal(divisor))

    def join(self, node: p.Join) -> ast.expr:
        """且 and 或: decided, else unknown, else not applicable, else the opposite."""
        decisive = node.op == "or"
        many = [each for each in node.operands if not self.settled(each, not decisive)]
        if not any(self.scope.is_open(each) for each in many):
            return every([self.value(each) for each in many], ast.Or if decisive else ast.And)
        result: ast.expr = literal(not decisive)
        absent = [each for each in many if self.scope.may_be_absent(each)]
        if absent:
            tests = [is_(self.value(each), read("NA")) for each in absent]
            result = when(every(tests, ast.Or), read("NA"), result)
        unsure = [each for each in many if self.scope.may_be_unknown(each)]
        if unsure:
            tests = [is_(self.value(each), literal(None)) for each in unsure]
            result = when(every(tests, ast.Or), literal(None), result)
        decided = [is_(self.value(each), literal(decisive)) for each in many]
        return when(every(decided, ast.Or), literal(decisive), result)

    def settled(self, index: p.Index, held: bool) -> bool:
        """Whether a condition is known to be so."""
        return self.scope.is_known(index) and self.scope.value(index) is held

    # ---- look-ups --------------------------------------------------------------------------

    def lookup(self, found: Lookup) -> ast.expr:
        """An entry by the values of its columns: by case of a truth, by place of a code."""
        return self.entry(found, 0, found.entries)

    def entry(self, found: Lookup, place: int, entries: Sequence[int]) -> ast.expr:
        """The entries that are left, by the columns from ``place`` on."""
        if len(set(entries)) == 1:
            return literal(entries[0])
        if place < found.truths:
            half = len(entries) // 2
            no, yes = (
                self.entry(found, place + 1, each) for each in (entries[:half], entries[half:])
            )
            return when(self.value(found.columns[place]), yes, no)
        result = literal(_nested(found.sizes[place:], entries))
        for column in found.columns[place:]:
            result = item(result, self.value(column))
        return result


def _nested(sizes: Sequence[int], entries: Sequence[int]) -> object:
    """Entries as tuples within tuples, one level a column."""
    if not sizes:
        return entries[0]
    part = len(entries) // sizes[0]
    return tuple(
        _nested(sizes[1:], entries[each * part : (each + 1) * part]) for each in range(sizes[0])
    )
