"""Write exact values: as JSON for programs, and as people read them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from fractions import Fraction

from rulebook.book.amounts import factor
from rulebook.book.measured import FEN, decimal_text, units_text
from rulebook.book.model import Enumeration, Fact, Vocabulary
from rulebook.book.types import MONEY, RATE, Measure, OneOf, Records, SetOf, Type
from rulebook.diagnostics import Bilingual, Language
from rulebook.meaning.typed import FactValue, Value

Json = str | int | bool | list["Json"] | dict[str, "Json"]

_YES = Bilingual("是", "yes")
_NO = Bilingual("否", "no")
_SHOWN_PLACES = 6
_SHOWN_IN: Mapping[Type, tuple[str, ...]] = {MONEY: ("yuan",), RATE: ("percent",)}


def write_value(
    value: Value, type_: Type, units: tuple[str, ...] = (), step: Fraction | None = None
) -> Json:
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


def _write_measure(
    value: Fraction, type_: Type, units: tuple[str, ...], step: Fraction | None
) -> Json:
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


def money_text(value: Fraction) -> str:
    """An amount in yuan with two decimals, more only where it is finer than a fen."""
    text = decimal_text(value)
    if value % FEN or "/" in text:
        return text
    whole, _, rest = text.partition(".")
    return f"{whole}.{rest:0<2}"


def show_value(
    value: FactValue,
    type_: Type,
    units: tuple[str, ...],
    lang: Language,
    enumerations: Mapping[str, Enumeration],
) -> str:
    """The value as people read it, with its unit or label: ``9840.00元``, ``85%``, ``是``."""
    match value:
        case bool():
            return (_YES if value else _NO).text(lang)
        case Fraction():
            return _show_measure(value, type_, units, lang)
        case datetime.date():
            return value.isoformat()
        case frozenset():
            shown = [_label(type_, each, lang, enumerations) for each in sorted(value)]
            joined = ("、" if lang == "zh" else ", ").join(shown)
            return joined or Bilingual("（无）", "(none)").text(lang)
        case str():
            return _label(type_, value, lang, enumerations)
        case tuple():
            count = len(value)
            noun = "record" if count == 1 else "records"
            return f"{count} 条记录" if lang == "zh" else f"{count} {noun}"


def unit_of(type_: Type, units: tuple[str, ...], lang: Language) -> str:
    """The unit of the number that :func:`write_value` writes; empty where there is none."""
    if type_ == MONEY:
        return units_text(("yuan",)).text(lang)
    if type_ == RATE:
        return "%"
    return units_text(units).text(lang) if isinstance(type_, Measure) else ""


def _show_measure(value: Fraction, type_: Type, units: tuple[str, ...], lang: Language) -> str:
    shown_in = units or _SHOWN_IN.get(type_, ())
    number = value / factor(shown_in)
    text = money_text(number) if shown_in == ("yuan",) else decimal_text(number)
    if "/" in text:
        text = _cut(number)
    unit = units_text(shown_in).text(lang) if shown_in else ""
    blank = " " if lang == "en" and unit not in ("", "%", "‰") else ""
    return f"{text}{blank}{unit}"


def _cut(number: Fraction) -> str:
    """The first decimals of a number that has no last one."""
    scale = 10**_SHOWN_PLACES
    cut = Fraction(abs(number.numerator) * scale // number.denominator, scale)
    sign = "-" if number < 0 else ""
    whole, _, rest = decimal_text(cut).partition(".")
    return f"{sign}{whole}.{rest:0<{_SHOWN_PLACES}}…"


def _label(type_: Type, value: str, lang: Language, enumerations: Mapping[str, Enumeration]) -> str:
    match type_:
        case OneOf(name) | SetOf(name) if name in enumerations:
            labels = {each.id: each.label for each in enumerations[name].values}
            return labels[value].text(lang) if value in labels else value
        case _:
            return value
