"""What users call a type."""

from __future__ import annotations

from rulebook.book.types import (
    DAY,
    MONEY,
    NUMBER,
    PERCENTAGE_POINTS,
    RATE,
    Measure,
    OneOf,
    Records,
    SetOf,
    Truth,
    Type,
)
from rulebook.book.units import shown_in, unit_for, units_text
from rulebook.diagnostics import Bilingual, Language
from rulebook.language.words import words


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
