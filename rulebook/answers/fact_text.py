"""Write exact values as JSON: what answers give, and what facts are given as."""

from __future__ import annotations

import datetime
from fractions import Fraction

from rulebook.book.model import Fact, Vocabulary
from rulebook.book.numerals import decimal_text, money_text
from rulebook.book.types import MONEY, RATE, Measure, Records, Type
from rulebook.book.units import Units, factor, units_text
from rulebook.diagnostics import Language
from rulebook.meaning.values import FactValue, Value

Json = str | int | bool | list["Json"] | dict[str, "Json"]


def write_value(value: Value, type_: Type, units: Units = (), step: Fraction | None = None) -> Json:
    """The value as answers give it in JSON.

    Money is a text in yuan with two decimals, a rate a decimal text of per cent, a quantity a
    number in its unit: an integer, or a decimal text where its step is finer than one. A value
    without an exact decimal, such as a third, is written as a fraction: ``"1/3"``.
    """
    match value:
        case bool():
            return value
        case Fraction():
            return _write_measure(value, type_, units, step)
        case datetime.date():
            return value.isoformat()
        case frozenset():
            return list[Json](sorted(value))
        case str():
            return value


def _write_measure(value: Fraction, type_: Type, units: Units, step: Fraction | None) -> Json:
    if type_ == MONEY:
        return money_text(value)
    if type_ == RATE:
        return decimal_text(value * 100)
    number = value / factor(units)
    finer = step is not None and (step / factor(units)).denominator != 1
    if number.denominator == 1 and not finer:
        return int(number)
    return decimal_text(number)


def write_fact(value: FactValue, fact: Fact, vocabulary: Vocabulary) -> Json:
    """The value in the form that facts are given in: read back, it is the same."""
    if isinstance(value, tuple):
        assert isinstance(fact.type, Records)
        fields = {each.id: each for each in vocabulary.records[fact.type.record].fields}
        return [
            {name: write_fact(each, fields[name], vocabulary) for name, each in record.items()}
            for record in value
        ]
    written = write_value(value, fact.type, fact.units, fact.step)
    return f"{written}%" if fact.type == RATE else written


def unit_of(type_: Type, units: Units, lang: Language) -> str:
    """The unit of the number that :func:`write_value` writes; empty where there is none."""
    if type_ == MONEY:
        return units_text(("yuan",)).text(lang)
    if type_ == RATE:
        return "%"
    return units_text(units).text(lang) if isinstance(type_, Measure) else ""
