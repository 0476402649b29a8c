"""The algebra of units: what units measure, and how they are written.

``units`` are ids of ``words.yaml``: the unit itself, and what it is divided by: ``("yuan", "day")``
is 元/天. An amount is held in base units; ``measure_of`` tells how many of them one unit is.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from rulebook.book.types import NUMBER, Dimension, Measure, Type, combine
from rulebook.diagnostics import Bilingual
from rulebook.language.words import words

Units = tuple[str, ...]

_SHOWN_IN = {"rate": "percent", "percentage_point": "percentage_point"}
"""Base units that are shown in a unit of another size than theirs."""


@cache
def measure_of(units: Units) -> tuple[Measure, Fraction]:
    """The type of an amount in ``units``, and how many base units one of it is."""
    if not units:
        return NUMBER, Fraction(1)
    known = words().units
    dimension: Dimension = ((known[units[0]].base, 1),)
    factor = known[units[0]].factor
    for unit in units[1:]:
        dimension = combine(dimension, ((known[unit].base, 1),), -1)
        factor /= known[unit].factor
    return Measure(dimension), factor


def factor(units: Units) -> Fraction:
    """How many base units one of ``units`` is."""
    return measure_of(units)[1]


def shown_in(type_: Type) -> Units:
    """The units in which a measure is shown where nothing else is said."""
    if not isinstance(type_, Measure):
        return ()
    above = [base for base, power in type_.dimension if power == 1]
    below = [base for base, power in type_.dimension if power == -1]
    if len(above) != 1 or len(below) > 1 or len(above) + len(below) != len(type_.dimension):
        return ()
    return tuple(unit_for(base) for base in (*above, *below))


@cache
def unit_for(base: str) -> str:
    """The unit in which a base unit is shown."""
    if base in _SHOWN_IN:
        return _SHOWN_IN[base]
    for id_, unit in words().units.items():
        if unit.base == base and unit.factor == 1:
            return id_
    raise KeyError(base)


def units_text(units: Units, *, one: bool = False) -> Bilingual:
    """The units as people write them, ``元/天`` and ``yuan/day``; empty for a bare number.

    ``one`` asks for the form that follows the number 1: ``1 day``.
    """
    known = words().units
    return Bilingual(
        "/".join(known[unit].written("zh", per=place > 0) for place, unit in enumerate(units)),
        "/".join(
            known[unit].written("en", one=one, per=place > 0) for place, unit in enumerate(units)
        ),
    )
