"""Functions of days, counted out on real dates."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal, assert_never

from rulebook.book.types import Measure, Type
from rulebook.language.tree import ArithmeticOp
from rulebook.reference.measures import measure
from rulebook.reference.results import BrokenBookError, Held

Function = Literal["year", "age", "months", "medical_year"]


def called(function: Function, arguments: tuple[Held, ...]) -> Fraction:
    """The value of a built-in function."""
    match function:
        case "year":
            return Fraction(day(arguments[0]).year)
        case "age":
            return Fraction(age(day(arguments[0]), day(arguments[1])))
        case "months":
            return Fraction(full_months(day(arguments[0]), day(arguments[1])))
        case "medical_year":
            return Fraction(medical_year(day(arguments[0]), whole(arguments[1])))
        case _:
            assert_never(function)


def moved(op: ArithmeticOp, start: Held, by: Held, unit: Type) -> date:
    """A day plus or minus years, months or days."""
    assert isinstance(unit, Measure)
    steps = whole(by) if op == "+" else -whole(by)
    match unit.dimension:
        case (("day", 1),):
            return day(start) + timedelta(days=steps)
        case (("month", 1),):
            return months_on(day(start), steps)
        case (("year", 1),):
            return months_on(day(start), 12 * steps)
        case _:
            raise BrokenBookError(f"not a length of time: {unit.dimension}")


def days_between(later: Held, earlier: Held) -> Fraction:
    """A day minus a day; negative where the first is the earlier one."""
    return Fraction((day(later) - day(earlier)).days)


def months_on(start: date, months: int) -> date:
    """The same day of the month so many months on, or that month's last where it is shorter."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last))


def full_months(first: date, second: date) -> int:
    """The greatest n with ``first`` + n months ≤ ``second``; 0 where ``second`` is earlier."""
    count = 0
    while months_on(first, count + 1) <= second:
        count += 1
    return count


def age(birth: date, on: date) -> int:
    """Full years of age: birthdays after the birth that are reached; none before it."""
    return sum(birthday(birth, year) <= on for year in range(birth.year + 1, on.year + 1))


def birthday(birth: date, year: int) -> date:
    """The birthday in a year; of those born on 29 February 1 March in common years."""
    if (birth.month, birth.day) == (2, 29) and monthrange(year, 2)[1] == 28:
        return date(year, 3, 1)
    return birth.replace(year=year)


def medical_year(on: date, first_month: int) -> int:
    """The calendar year in which the medical year that holds the day began."""
    return on.year if on >= date(on.year, first_month, 1) else on.year - 1


def day(value: Held) -> date:
    """The value as the day that its type says it is."""
    if not isinstance(value, date):
        raise BrokenBookError(f"not a day: {value!r}")
    return value


def whole(value: Held) -> int:
    """The value as a whole number."""
    number = measure(value)
    if number.denominator != 1:
        raise BrokenBookError(f"not a whole number: {number}")
    return number.numerator
