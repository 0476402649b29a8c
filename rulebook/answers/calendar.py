"""Functions of days on day numbers, by integer formulas that every backend shares.

A day number is ``datetime.date.toordinal``: 1 is 0001-01-01. Years begin in March here, so that
the leap day is the last of a year and the formulas need no table.
"""

from __future__ import annotations

DAYS_OF_400_YEARS = 146_097
SHIFT = 306
"""Days from 0000-03-01 to 0001-01-01."""


def split(day: int) -> tuple[int, int, int]:
    """Year, month and day of the month of a day number."""
    days = day + SHIFT - 1
    era, in_era = divmod(days, DAYS_OF_400_YEARS)
    year = (in_era - in_era // 1_460 + in_era // 36_524 - in_era // 146_096) // 365
    in_year = in_era - (365 * year + year // 4 - year // 100)
    month = (5 * in_year + 2) // 153
    of_month = in_year - (153 * month + 2) // 5 + 1
    january = month >= 10
    return era * 400 + year + january, month - 9 if january else month + 3, of_month


def number(year: int, month: int, day: int) -> int:
    """The day number of a day of the calendar."""
    shifted = year - (month <= 2)
    era, in_era = divmod(shifted, 400)
    in_year = (153 * (month - 3 if month > 2 else month + 9) + 2) // 5 + day - 1
    return (
        era * DAYS_OF_400_YEARS + in_era * 365 + in_era // 4 - in_era // 100 + in_year - SHIFT + 1
    )


def month_length(year: int, month: int) -> int:
    """How many days a month has."""
    if month == 2:
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        return 29 if leap else 28
    return 30 if month in (4, 6, 9, 11) else 31


def add_months(day: int, months: int) -> int:
    """The day so many months on, clamped to the month's end."""
    year, month, of_month = split(day)
    whole = year * 12 + month - 1 + months
    year, month = whole // 12, whole % 12 + 1
    return number(year, month, min(of_month, month_length(year, month)))


def year(day: int) -> int:
    """The calendar year."""
    return split(day)[0]


def age(birth: int, day: int) -> int:
    """Full years; the birthday counts, 29 February being 1 March in common years; never below 0."""
    born, now = split(birth), split(day)
    years = now[0] - born[0]
    reached = number(now[0], born[1], born[2]) <= day
    return max(0, years if reached else years - 1)


def months(first: int, second: int) -> int:
    """The greatest n with ``first`` + n months ≤ ``second``; 0 where ``second`` is earlier."""
    if second < first:
        return 0
    a, b = split(first), split(second)
    count = (b[0] - a[0]) * 12 + b[1] - a[1]
    return count if add_months(first, count) <= second else count - 1


def medical_year(day: int, first_month: int) -> int:
    """The calendar year in which the medical year began that holds the day."""
    parts = split(day)
    return parts[0] if parts[1] >= first_month else parts[0] - 1
