"""Units as the type checker sees them: a dimension and a factor to base units."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import cache

from rulebook.book.types import (
    DAY,
    MONEY,
    NUMBER,
    PERCENTAGE_POINTS,
    RATE,
    Dimension,
    Measure,
    OneOf,
    Records,
    SetOf,
    Truth,
    Type,
    combine,
)
from rulebook.diagnostics import Bilingual, Language
from rulebook.language.words import words

SHOWN_IN = {"rate": "percent"}
"""Base units that are shown in another unit than the one of the same name."""


@cache
def measure_of(units: tuple[str, ...]) -> tuple[Measure, Fraction]:
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


def shown_in(type_: Type) -> tuple[str, ...]:
    """The unit ids in which a measure is shown where nothing else is said."""
    if not isinstance(type_, Measure):
        return ()
    above = [base for base, power in type_.dimension if power == 1]
    below = [base for base, power in type_.dimension if power == -1]
    if len(above) != 1 or len(below) > 1 or len(above) + len(below) != len(type_.dimension):
        return ()
    return tuple(_unit_of(base) for base in (*above, *below))


@cache
def _unit_of(base: str) -> str:
    if base in SHOWN_IN:
        return SHOWN_IN[base]
    for id_, unit in words().units.items():
        if unit.base == base and (unit.factor == 1 or base == "percentage_point"):
            return id_
    raise KeyError(base)


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


def describe(type_: Type) -> Bilingual:
    """A type in the user's words: ``金额（元）``, ``百分比``, ``条件（是/否）``."""
    match type_:
        case Measure():
            return _describe_measure(type_)
        case Truth():
            return Bilingual("是否（条件）", "a yes/no condition")
        case OneOf(enumeration):
            return Bilingual(f"枚举 {enumeration}", f"a value of {enumeration}")
        case SetOf(enumeration):
            return Bilingual(f"枚举集合 {enumeration}", f"a set of {enumeration}")
        case Records(record):
            return Bilingual(f"记录 {record}", f"records of {record}")
        case _ if type_ == DAY:
            return Bilingual("日期", "a date")
    raise AssertionError(type_)


def _describe_measure(measure: Measure) -> Bilingual:
    named = {
        NUMBER: Bilingual("不带单位的数", "a bare number"),
        MONEY: Bilingual("金额（元）", "money (yuan)"),
        RATE: Bilingual("百分比（%）", "a rate (%)"),
        PERCENTAGE_POINTS: Bilingual("百分点", "percentage points"),
    }
    if measure in named:
        return named[measure]
    units = shown_in(measure)
    if not units:
        return Bilingual(_raw(measure, "zh"), _raw(measure, "en"))
    return Bilingual(f"数量（{unit_text(units, 'zh')}）", f"a quantity ({unit_text(units, 'en')})")


def _raw(measure: Measure, lang: Language) -> str:
    known = words().units
    parts = []
    for base, power in measure.dimension:
        name = known[_unit_of(base)].written(lang)
        parts.append(name if power == 1 else f"{name}^{power}")
    return "·".join(parts)


def unit_text(units: Iterable[str], lang: Language) -> str:
    """``元/天`` or ``yuan/day`` from unit ids; empty for a bare number."""
    known = words().units
    return "/".join(known[unit].written(lang, per=place > 0) for place, unit in enumerate(units))
