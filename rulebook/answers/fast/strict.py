"""What a strict node comes to where all its operands are known: for working out beforehand."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from typing import assert_never

from rulebook.answers import calendar
from rulebook.answers.specials import NO_LIMIT, NOT_APPLICABLE, Held
from rulebook.meaning import program as p

COMPARE: dict[str, Callable[[int, int], bool]] = {
    "=": operator.eq,
    "≠": operator.ne,
    "<": operator.lt,
    "≤": operator.le,
    ">": operator.gt,
    "≥": operator.ge,
}
CALENDAR: dict[str, Callable[..., int]] = {
    "year": calendar.year,
    "age": calendar.age,
    "months": calendar.months,
    "medical_year": calendar.medical_year,
    "add_months": calendar.add_months,
}


def strict(node: p.Strict, given: Sequence[Held]) -> Held:
    """The value of a strict node; ``given`` are the values of ``program.operands(node)``."""
    if any(each is NOT_APPLICABLE for each in given):
        return NOT_APPLICABLE
    if any(each is None for each in given):
        return None
    if isinstance(node, p.Bound):
        return _bound(node, *given)
    if any(each is NO_LIMIT for each in given):
        return NO_LIMIT
    return _number(node, [each for each in given if isinstance(each, int)])


def _bound(node: p.Bound, value: Held, bound: Held) -> Held:
    floor = node.kind == "floor"
    if bound is NO_LIMIT:
        return value
    if value is NO_LIMIT:
        return NO_LIMIT if floor else bound
    assert isinstance(value, int) and isinstance(bound, int)
    return max(value, bound) if floor else min(value, bound)


def _number(node: p.Strict, given: Sequence[int]) -> int | bool:
    match node:
        case p.Scale(factor=factor):
            return given[0] * factor
        case p.Add():
            return sum(given)
        case p.Subtract():
            return given[0] - given[1]
        case p.Multiply():
            return given[0] * given[1]
        case p.Negate():
            return -given[0]
        case p.DivideRound():
            below = node.divisor if node.denominator is None else given[1] * node.divisor
            size = _rounded(abs(given[0]), below, node.mode) * node.step
            return -size if given[0] < 0 else size
        case p.Extreme(kind=kind):
            return max(given) if kind == "max" else min(given)
        case p.Calendar(function=function):
            return CALENDAR[function](*given)
        case p.Test(op=op):
            return COMPARE[op](given[0], given[1])
        case p.Contains():
            return given[1] >> given[0] & 1 == 1
        case p.OneOf():
            return given[0] in given[1:]
        case p.Invert():
            return not given[0]
        case p.CountTrue():
            return sum(given)
        case p.Bound():
            raise AssertionError("a limit, worked out by _bound()")
        case _:
            assert_never(node)


def _rounded(above: int, below: int, mode: str) -> int:
    if mode == "down":
        return above // below
    return (above + below - 1) // below if mode == "up" else (2 * above + below) // (2 * below)
