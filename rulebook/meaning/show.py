"""Values as people write them: ``60岁``, ``9840.00元``, ``85%``, ``是``, ``三级``."""

from __future__ import annotations

import datetime
from fractions import Fraction

from rulebook.book.model import Vocabulary
from rulebook.book.types import MONEY, OneOf, SetOf, Type
from rulebook.diagnostics import Language
from rulebook.language.words import words
from rulebook.meaning.measures import measure_of, shown_in, unit_text
from rulebook.meaning.typed import Value

FEN = 2
"""Money is shown with both decimals."""


def decimal_text(value: Fraction, least: int = 0) -> str:
    """A number with as many decimals as it needs, at least ``least``."""
    decimals = least
    while (value * 10**decimals).denominator != 1:
        decimals += 1
    number = abs(value * 10**decimals).numerator
    digits = str(number).rjust(decimals + 1, "0")
    sign = "-" if value < 0 else ""
    if not decimals:
        return sign + digits
    return f"{sign}{digits[:-decimals]}.{digits[-decimals:]}"


def value_text(
    value: Value,
    type_: Type,
    vocabulary: Vocabulary,
    lang: Language,
    units: tuple[str, ...] | None = None,
) -> str:
    """A value in ``lang``; ``units`` say in which units, the type's usual ones otherwise."""
    match value:
        case bool():
            return words().keyword("YES" if value else "NO", lang)
        case Fraction():
            return amount_text(value, type_, shown_in(type_) if units is None else units, lang)
        case datetime.date():
            return value.isoformat()
        case str() if isinstance(type_, OneOf):
            return _name(vocabulary, type_.enumeration, value, lang)
        case frozenset() if isinstance(type_, SetOf):
            names = [_name(vocabulary, type_.enumeration, each, lang) for each in sorted(value)]
            return ("、" if lang == "zh" else ", ").join(names)
    return str(value)


def amount_text(value: Fraction, type_: Type, units: tuple[str, ...], lang: Language) -> str:
    """A measure with its unit; money with two decimals."""
    _, factor = measure_of(units)
    number = decimal_text(value / factor, FEN if type_ == MONEY and factor == 1 else 0)
    unit = unit_text(units, lang)
    blank = " " if lang == "en" and unit and unit[0].isalpha() else ""
    return f"{number}{blank}{unit}"


def _name(vocabulary: Vocabulary, enumeration: str, value: str, lang: Language) -> str:
    for each in vocabulary.enumerations[enumeration].values:
        if each.id == value:
            return each.label.text(lang)
    return value
