"""Types as the type checker holds them against each other, and as users call them."""

from __future__ import annotations

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
)
from rulebook.book.units import measure_of as measure_of
from rulebook.book.units import shown_in as shown_in
from rulebook.book.units import unit_for, units_text
from rulebook.diagnostics import Bilingual, Language
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
    unit = units_text(units)
    return Bilingual(f"数量（{unit.zh}）", f"a quantity ({unit.en})")


def _raw(measure: Measure, lang: Language) -> str:
    known = words().units
    parts = []
    for base, power in measure.dimension:
        name = known[unit_for(base)].written(lang)
        parts.append(name if power == 1 else f"{name}^{power}")
    return "·".join(parts)


def unit_text(units: tuple[str, ...], lang: Language) -> str:
    """The units in one language."""
    return units_text(units).text(lang)
