"""Types as the type checker holds them against each other."""

from __future__ import annotations

from functools import cache

from rulebook.book.types import NUMBER, Dimension, Measure, Type
from rulebook.book.units import shown_in
from rulebook.language.words import words


@cache
def count_bases() -> frozenset[str]:
    """The base units that count things: 次, 项, 人 …"""
    return frozenset(unit.base for unit in words().units.values() if unit.count)


def is_count(type_: Type) -> bool:
    """Whether a type counts things, so that a bare number may meet it."""
    if not isinstance(type_, Measure) or len(type_.dimension) != 1:
        return False
    ((base, power),) = type_.dimension
    return power == 1 and base in count_bases()


def sayable(dimension: Dimension) -> bool:
    """Whether a dimension has a name: at most one unit above the slash and one below."""
    return not dimension or bool(shown_in(Measure(dimension)))


def meet(left: Type, right: Type) -> Type | None:
    """The type that two operands have in common, or None where they can't be compared or added.

    A bare number meets every count; two different counts do not meet.
    """
    if left == right:
        return left
    if left == NUMBER and is_count(right):
        return right
    if right == NUMBER and is_count(left):
        return left
    return None
