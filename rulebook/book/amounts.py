"""Amounts in YAML and in facts: the language's own notation, read to exact base units."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from fractions import Fraction

from rulebook.book.types import Dimension
from rulebook.book.units import measure_of
from rulebook.language.characters import half_width, is_plain, visible
from rulebook.language.words import words

MAX_DIGITS = 40
"""More digits than any amount has; a longer number is refused before it is worked out."""

_NUMBER = re.compile(r"([+-]?)([0-9]+(?:\.[0-9]+)?)\s*(.*)", re.DOTALL)
_MIDNIGHT = "(?:[ T]0{1,2}:00(?::00(?:[.]0+)?)?)?"
DAY_FORMS = (
    f"^([0-9]{{4}})(?:[-/.]|年 *)([0-9]{{1,2}})(?:[-/.]|月 *)([0-9]{{1,2}})日?{_MIDNIGHT}$",
    "^([0-9]{4})([0-9]{2})([0-9]{2})$",
)
"""How people and tables write days: year first, always; Excel writes ``2026/3/1``."""
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_DAYS = tuple(re.compile(form, re.ASCII) for form in DAY_FORMS)


@dataclass(frozen=True, slots=True)
class Amount:
    """A measured value: ``number`` times ``units``; ``value`` is the same in base units."""

    number: Fraction
    units: tuple[str, ...]
    value: Fraction
    dimension: Dimension


def tidy(text: str) -> str:
    """Full-width digits, points, signs and blanks as the language reads them."""
    return half_width(text if is_plain(text) else visible(text)[0]).strip()


def read_amount(text: str) -> Amount | None:
    """``1.8万元``, ``85%``, ``3小时/周`` or a bare number; None where it is none of these."""
    match = _NUMBER.fullmatch(tidy(text))
    if match is None or len(match.group(2)) > MAX_DIGITS:
        return None
    sign, digits, unit = match.groups()
    units = read_units(unit) if unit else ()
    if units is None:
        return None
    number = -Fraction(digits) if sign == "-" else Fraction(digits)
    measure, factor = measure_of(units)
    return Amount(number, units, number * factor, measure.dimension)


def read_units(text: str) -> tuple[str, ...] | None:
    """The ids of a unit as written, ``元`` or ``元/天``; None where it is not known."""
    parts = [" ".join(part.split()) for part in tidy(text).split("/")]
    known = words().unit_ids
    if len(parts) > 2 or any(part not in known for part in parts):
        return None
    return tuple(known[part] for part in parts)


def unit_forms() -> list[str]:
    """Every unit as it may be written, for the nearest names."""
    return list(words().unit_ids)


def read_day(text: str) -> datetime.date | None:
    """``2025-09-01``; None where the calendar has no such day."""
    return _day(_DAY.fullmatch(tidy(text)))


def read_given_day(text: str) -> datetime.date | None:
    """A day as people give it, ``2025/9/1`` or ``2025年9月1日`` too; None where there is none."""
    tidied = tidy(text)
    return _day(next((found for form in _DAYS if (found := form.fullmatch(tidied))), None))


def _day(match: re.Match[str] | None) -> datetime.date | None:
    if match is None:
        return None
    year, month, day = (int(part) for part in match.groups()[:3])
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None
