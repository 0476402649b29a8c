"""Exact arithmetic on known values, and the order in which values compare."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from math import ceil, floor
from typing import assert_never

from rulebook.book.model import Vocabulary
from rulebook.book.types import OneOf, Type
from rulebook.language.tree import ArithmeticOp, CompareOp, LimitKind, RoundingMode
from rulebook.reference.results import NO_LIMIT, BrokenBookError, Held, Unlimited


def measure(value: Held) -> Fraction:
    """The value as the measure that its type says it is."""
    if not isinstance(value, Fraction):
        raise BrokenBookError(f"not a measure: {value!r}")
    return value


def total(values: Sequence[Held]) -> Held:
    """The sum; 无上限 plus an amount stays what it is."""
    if NO_LIMIT in values:
        return NO_LIMIT
    return sum(map(measure, values), Fraction(0))


def calculated(op: ArithmeticOp, one: Held, other: Held) -> Held:
    """``one op other``, exactly; units are already checked, and base units need no conversion.

    无上限 plus or minus an amount stays what it is.
    """
    if op == "+":
        return total((one, other))
    if op == "-" and one is NO_LIMIT:
        return NO_LIMIT
    left, right = measure(one), measure(other)
    match op:
        case "-":
            return left - right
        case "×":
            return left * right
        case "/":
            if right == 0:
                raise BrokenBookError("division by zero")
            return left / right
        case _:
            assert_never(op)


def rounded(mode: RoundingMode, value: Fraction, step: Fraction) -> Fraction:
    """The multiple of ``step`` that the mode chooses; a half goes away from zero."""
    steps = abs(value) / step
    match mode:
        case "half_up":
            whole = floor(steps + Fraction(1, 2))
        case "down":
            whole = floor(steps)
        case "up":
            whole = ceil(steps)
        case _:
            assert_never(mode)
    return whole * step if value >= 0 else -whole * step


def limited(kind: LimitKind, value: Held, bound: Held) -> Held:
    """不低于, the greater of both, or 不超过, the lesser; 无上限 lies above every amount."""
    if value is NO_LIMIT:
        return value if kind == "floor" else bound
    if bound is NO_LIMIT:
        if kind == "floor":
            raise BrokenBookError("no amount reaches 无上限")
        return value
    choose = max if kind == "floor" else min
    return choose(measure(value), measure(bound))


def rank(value: Held, of_type: Type, vocabulary: Vocabulary) -> Fraction:
    """Where a value stands in its order: the greater the rank, the greater the value.

    A measure is its own rank, a day its day number, an enumeration's value its place in the list.
    """
    match value:
        case bool():
            return Fraction(int(value))
        case Fraction():
            return value
        case date():
            return Fraction(value.toordinal())
        case str():
            assert isinstance(of_type, OneOf)
            values = vocabulary.enumerations[of_type.enumeration].values
            return Fraction([each.id for each in values].index(value))
        case frozenset() | Unlimited():
            raise BrokenBookError(f"not in any order: {value!r}")
        case _:
            assert_never(value)


def compared(op: CompareOp, left: Held, right: Held, of_type: Type, vocabulary: Vocabulary) -> bool:
    """Whether ``left op right`` holds of two values of one type."""
    if op == "=":
        return left == right
    if op == "≠":
        return left != right
    one, other = rank(left, of_type, vocabulary), rank(right, of_type, vocabulary)
    match op:
        case "<":
            return one < other
        case "≤":
            return one <= other
        case ">":
            return one > other
        case "≥":
            return one >= other
        case _:
            assert_never(op)
