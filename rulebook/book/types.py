"""The types of facts, figures and expressions, and the arithmetic of their units.

A measured value is held in base units: yuan, not 万元; 1 for 100 %; so ``85%`` is 17/20.
A dimension is a product of base units with powers, ``元/天`` being yuan¹ day⁻¹; the empty
dimension is a bare number. Money, rates, points, ages and counts are all measures.
"""

from __future__ import annotations

from dataclasses import dataclass

Dimension = tuple[tuple[str, int], ...]
"""Base units with their powers, sorted by name, no zero powers."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A number with a unit; ``dimension`` is empty for a bare number."""

    dimension: Dimension = ()


@dataclass(frozen=True, slots=True)
class Truth:
    """Yes or no: a fact such as 已退休, or a condition."""


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A calendar day."""


@dataclass(frozen=True, slots=True)
class OneOf:
    """One value of an enumeration of the vocabulary."""

    enumeration: str


@dataclass(frozen=True, slots=True)
class SetOf:
    """A set of values of an enumeration."""

    enumeration: str


@dataclass(frozen=True, slots=True)
class Records:
    """A list of records of a type of the vocabulary."""

    record: str


Type = Measure | Truth | CalendarDay | OneOf | SetOf | Records

NUMBER = Measure()
MONEY = Measure((("yuan", 1),))
RATE = Measure((("rate", 1),))
PERCENTAGE_POINTS = Measure((("percentage_point", 1),))
TRUTH = Truth()
DAY = CalendarDay()


def combine(left: Dimension, right: Dimension, sign: int) -> Dimension:
    """The dimension of a product (``sign`` 1) or quotient (``sign`` -1)."""
    powers = dict(left)
    for base, power in right:
        powers[base] = powers.get(base, 0) + sign * power
    return tuple(sorted((base, power) for base, power in powers.items() if power))
