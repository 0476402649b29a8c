"""Values as people read them: ``60岁``, ``9840.00元``, ``85%``, ``是``, ``三级``."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from fractions import Fraction

from rulebook.book.model import Enumeration
from rulebook.book.numerals import LEVEL, decimal_text, money_text, with_unit
from rulebook.book.types import OneOf, SetOf, Type
from rulebook.book.units import Units, factor, shown_in
from rulebook.diagnostics import Bilingual, Language
from rulebook.language.words import words
from rulebook.meaning.values import FactValue

_PLACES = 6
"""Decimals shown of a number that has no last one."""


def show_value(
    value: FactValue,
    type_: Type,
    units: Units,
    lang: Language,
    enumerations: Mapping[str, Enumeration],
) -> str:
    """The value with its unit or label; without ``units`` in those that are usual for its type."""
    match value:
        case bool():
            return words().keyword("YES" if value else "NO", lang)
        case Fraction():
            return _measure(value, units or shown_in(type_), lang)
        case datetime.date():
            return value.isoformat()
        case frozenset():
            labels = [_label(type_, each, lang, enumerations) for each in sorted(value)]
            joined = ("、" if lang == "zh" else ", ").join(labels)
            return joined or Bilingual("（无）", "(none)").text(lang)
        case str():
            return _label(type_, value, lang, enumerations)
        case tuple():
            count = len(value)
            noun = "record" if count == 1 else "records"
            return f"{count} 条记录" if lang == "zh" else f"{count} {noun}"


def show_both(
    value: FactValue, type_: Type, units: Units, enumerations: Mapping[str, Enumeration]
) -> Bilingual:
    """The value as :func:`show_value` shows it, in both languages."""
    zh, en = (show_value(value, type_, units, lang, enumerations) for lang in ("zh", "en"))
    return Bilingual(zh, en)


def _measure(value: Fraction, units: Units, lang: Language) -> str:
    number = value / factor(units)
    text = money_text(number) if units == ("yuan",) else decimal_text(number)
    digits = _cut(number) if "/" in text else text
    return f"level {digits}" if lang == "en" and units == LEVEL else with_unit(digits, units, lang)


def _cut(number: Fraction) -> str:
    """The first decimals of a number that has no last one."""
    scale = 10**_PLACES
    cut = Fraction(abs(number.numerator) * scale // number.denominator, scale)
    sign = "-" if number < 0 else ""
    return f"{sign}{decimal_text(cut, _PLACES)}…"


def _label(type_: Type, value: str, lang: Language, enumerations: Mapping[str, Enumeration]) -> str:
    match type_:
        case OneOf(name) | SetOf(name) if name in enumerations:
            labels = {each.id: each.label for each in enumerations[name].values}
            return labels[value].text(lang) if value in labels else value
        case _:
            return value
