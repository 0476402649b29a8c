"""Values as a reader sees them, with their units, in both languages."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

from markupsafe import escape

from rulebook.book.model import Enumeration, EnumerationValue
from rulebook.book.numerals import decimal_text, grouped, with_unit
from rulebook.book.types import CalendarDay, Measure, OneOf, Records, SetOf, Truth, Type
from rulebook.book.units import Units, factor, shown_in
from rulebook.diagnostics import Language
from rulebook.meaning.typed import Value
from rulebook.site.html import Two, join, of, two

_LARGE = ("yi_yuan", "wan_yuan")
YES, NO = two("是", "yes"), two("否", "no")


@dataclass(frozen=True, slots=True)
class Values:
    """Shows values; the enumerations give the names of theirs.

    Large round sums of yuan are shown in 万元 or 亿元, unless they are to be compared: ``plain``.
    """

    enumerations: Mapping[str, Enumeration]
    plain: bool = False

    def show(self, value: Value, kind: Type, units: Units = ()) -> Two:
        """A value of a type, in ``units`` (ids of ``words.yaml``) where it is a measure."""
        if isinstance(value, bool):
            return YES if value else NO
        if isinstance(value, Fraction):
            return amount(value, units or shown_in(kind), self.plain)
        if isinstance(value, datetime.date):
            return two(value.isoformat())
        if isinstance(kind, Truth):
            # Figures hold it as a word.
            return YES if value == "yes" else NO
        if isinstance(value, str):
            return self.choice(value, kind)
        if isinstance(value, frozenset):
            return join([self.choice(each, kind) for each in sorted(value)])
        assert_never(value)

    def number(self, value: Fraction, units: Units) -> Two:
        """A measure without its unit."""
        number = value / factor(units)
        return Two(*(escape(written(number, (), lang)) for lang in ("zh", "en")))

    def choice(self, value: str, kind: Type) -> Two:
        """A value of an enumeration by its id."""
        for each in self.choices(kind):
            if each.id == value:
                return of(each.label)
        return two(value)

    def choices(self, kind: Type) -> tuple[EnumerationValue, ...]:
        """All values of an enumerated type."""
        match kind:
            case OneOf(name) | SetOf(name):
                return self.enumerations[name].values if name in self.enumerations else ()
            case Measure() | Truth() | CalendarDay() | Records():
                return ()
            case _:
                assert_never(kind)


def amount(value: Fraction, units: Units, plain: bool = False) -> Two:
    """A measure given in base units, shown in ``units``."""
    # 万元 and 亿元 have no English: a reader wants the yuan.
    spoken = tuple("yuan" if each in _LARGE else each for each in units)
    english = written(value / factor(spoken), spoken, "en")
    if units == ("yuan",) and not plain:
        for unit in _LARGE:
            large = value / factor((unit,))
            if abs(large) >= 1 and (large * 10).denominator == 1:
                return two(written(large, (unit,), "zh"), english)
    return two(written(value / factor(units), units, "zh"), english)


def written(number: Fraction, units: Units, lang: Language) -> str:
    """A number with its units, as a rule writes it."""
    digits = decimal_text(number)
    if lang == "en":
        digits = grouped(digits)
    if lang == "en" and units == ("level",):
        return f"level {digits}"
    return with_unit(digits, units, lang)
