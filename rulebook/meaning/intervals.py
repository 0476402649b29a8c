"""Interval arithmetic on shapes: between which integers the values of a node lie."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from rulebook.language.tree import LimitKind
from rulebook.meaning.program import Shape
from rulebook.meaning.shapes import LARGEST


def too_large(shape: Shape) -> bool:
    """Whether some value of the node would not fit a 64-bit integer."""
    return max(abs(shape.low), abs(shape.high)) > LARGEST


def sum_range(shapes: Sequence[Shape]) -> Shape:
    """The range of a sum of numbers of one scale."""
    low, high = sum(each.low for each in shapes), sum(each.high for each in shapes)
    return Shape("number", shapes[0].scale, low, high)


def product_range(left: Shape, right: Shape) -> Shape:
    """The range of a product; scales add."""
    corners = [a * b for a in (left.low, left.high) for b in (right.low, right.high)]
    return Shape("number", left.scale + right.scale, min(corners), max(corners))


def bound_range(kind: LimitKind, value: Shape, bound: Shape) -> Shape:
    """The range of the greater (floor) or the lesser (ceiling) of two.

    A limit that may be 无上限 may leave the value as it is; a value that may be 无上限 may become
    its limit.
    """
    choose = max if kind == "floor" else min
    low, high = choose(value.low, bound.low), choose(value.high, bound.high)
    if bound.unlimited:
        high = max(high, value.high)
    if value.unlimited:
        high = max(high, bound.high)
    return Shape(value.kind, value.scale, low, high, value.units, value.enumeration)


FIRST_DAY, LAST_DAY = datetime.date(1, 1, 1).toordinal(), datetime.date(9999, 12, 31).toordinal()


def calendar_range(function: str, operands: Sequence[Shape]) -> Shape:
    """The range of a function of days: wide, and surely holding."""
    match function:
        case "year" | "medical_year":
            first = datetime.date.fromordinal(operands[0].low).year
            last = datetime.date.fromordinal(operands[0].high).year
            return Shape("number", 0, first - 1, last)
        case "add_months":
            day, months = operands
            low = max(FIRST_DAY, day.low + min(months.low, 0) * 31)
            high = min(LAST_DAY, day.high + max(months.high, 0) * 31)
            return Shape("day", 0, low, high)
        case _:
            earlier, later = operands
            years = max(0, later.high - earlier.low) // 365 + 1
            return Shape("number", 0, 0, years if function == "age" else years * 12)


def divide_range(
    numerator: Shape, denominator: Shape | None, divisor: int, step: int, scale: int
) -> Shape:
    """The range of ``step × round(numerator / (denominator × divisor))`` in whatever mode.

    The intermediate ``2 × numerator + denominator`` of rounding half up counts as well.
    """
    least = divisor * (denominator.low if denominator else 1)
    most = divisor * (denominator.high if denominator else 1)
    reach = max(abs(numerator.low), abs(numerator.high))
    if reach * 2 + most > LARGEST:
        return Shape("number", scale, -reach * 2 - most, reach * 2 + most)
    quotients = [
        bound // each for bound in (numerator.low, numerator.high) for each in (least, most)
    ]
    return Shape("number", scale, min(quotients) * step, (max(quotients) + 1) * step)


def hull(shapes: Sequence[Shape]) -> Shape:
    """The range that holds all of some ranges of one kind and scale."""
    first = shapes[0]
    low, high = min(each.low for each in shapes), max(each.high for each in shapes)
    return Shape(first.kind, first.scale, low, high, first.units, first.enumeration)
