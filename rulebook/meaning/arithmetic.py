"""What each arithmetic operator gives for each pair of types.

One function an operator; the answer is a type, or the code of the diagnostic that says why not.
"""

from __future__ import annotations

from rulebook.book.types import DAY, NUMBER, PERCENTAGE_POINTS, RATE, Measure, Type, combine
from rulebook.meaning.measures import meet, sayable

UNITS_DIFFER = "RB4001"
RATE_PLUS_RATE = "RB4007"
POINTS_TIMES = "RB4006"
NO_SUCH_UNIT = "RB4008"
NOT_A_NUMBER = "RB4020"
NOT_WITH_DAYS = "RB4022"

DAYS = Measure((("day", 1),))
PERIODS = (DAYS, Measure((("month", 1),)), Measure((("year", 1),)))
"""What may be added to a day: whole days, months and years."""


def sum_or_difference(op: str, left: Type, right: Type) -> Type | str:
    """``+`` and ``-``: like meets like; rates meet percentage points, days meet periods."""
    if DAY in (left, right):
        return _with_days(op, left, right)
    if not isinstance(left, Measure) or not isinstance(right, Measure):
        return NOT_A_NUMBER
    if left == RATE and right == RATE:
        return PERCENTAGE_POINTS if op == "-" else RATE_PLUS_RATE
    if left == RATE and right == PERCENTAGE_POINTS:
        return RATE
    if left == PERCENTAGE_POINTS and right == RATE and op == "+":
        return RATE
    return meet(left, right) or UNITS_DIFFER


def sum_(left: Type, right: Type) -> Type | str:
    """``+``."""
    return sum_or_difference("+", left, right)


def difference(left: Type, right: Type) -> Type | str:
    """``-``."""
    return sum_or_difference("-", left, right)


def _with_days(op: str, left: Type, right: Type) -> Type | str:
    if left == DAY and right in PERIODS:
        return DAY
    if left == DAY and right == DAY and op == "-":
        return DAYS
    return NOT_WITH_DAYS


def product(left: Type, right: Type) -> Type | str:
    """``×``: a rate takes a share of anything, a bare number multiplies, units multiply out."""
    if not isinstance(left, Measure) or not isinstance(right, Measure):
        return NOT_A_NUMBER
    if PERCENTAGE_POINTS in (left, right):
        return PERCENTAGE_POINTS if NUMBER in (left, right) else POINTS_TIMES
    if left == RATE:
        return right if right != NUMBER else RATE
    if right == RATE:
        return left if left != NUMBER else RATE
    dimension = combine(left.dimension, right.dimension, 1)
    return Measure(dimension) if sayable(dimension) else NO_SUCH_UNIT


def quotient(left: Type, right: Type) -> Type | str:
    """``/``: like by like is a rate, except bare numbers; other units divide out."""
    if not isinstance(left, Measure) or not isinstance(right, Measure):
        return NOT_A_NUMBER
    if PERCENTAGE_POINTS in (left, right) and right != NUMBER:
        return POINTS_TIMES
    if right in (RATE, NUMBER):
        return left
    if left == right:
        return RATE
    dimension = combine(left.dimension, right.dimension, -1)
    return Measure(dimension) if sayable(dimension) else NO_SUCH_UNIT
