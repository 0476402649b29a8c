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
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


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
    match = _DAY.fullmatch(tidy(text))
    if match is None:
        return None
    year, month, day = (int(part) for part in match.groups())
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None
