"""Functions of days as terms: the integer formulas of ``rulebook.answers.calendar``.

Days lie between 1900 and 2199, so no part of a formula is ever below zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, assert_never

from rulebook.answers.calendar import DAYS_OF_400_YEARS, SHIFT
from rulebook.batch.terms import Term, Terms

Function = Literal["year", "age", "months", "medical_year", "add_months"]
Parts = tuple[Term, Term, Term]
"""Year, month and day of the month."""

YEARS = (1890, 2300)


def function(t: Terms, name: Function, operands: Sequence[Term]) -> Term:
    """A function of days; NULL where an operand is."""
    match name:
        case "year":
            return split(t, operands[0])[0]
        case "age":
            return age(t, *operands)
        case "months":
            return months(t, *operands)
        case "medical_year":
            return medical_year(t, *operands)
        case "add_months":
            return add_months(t, *operands)
        case _:
            assert_never(name)


def _times(t: Terms, number: int, term: Term) -> Term:
    return t.multiply(t.literal(number), term)


def _over(t: Terms, term: Term, number: int) -> Term:
    return t.quotient(term, t.literal(number))


def _plus(t: Terms, term: Term, number: int) -> Term:
    return t.add([term, t.literal(number)])


def _when(t: Terms, condition: Term, then: Term, otherwise: Term) -> Term:
    """A choice that is NULL where its condition is."""
    if not condition.nullable:
        return t.case([(condition, then)], otherwise)
    return t.case([(condition, then), (t.not_(condition), otherwise)], t.null("number"))


def split(t: Terms, day: Term) -> Parts:
    """Year, month and day of the month of a day number."""
    days = _plus(t, day, SHIFT - 1)
    era = _over(t, days, DAYS_OF_400_YEARS)
    in_era = t.remainder(days, t.literal(DAYS_OF_400_YEARS))
    leaps = t.add(
        [
            in_era,
            t.negate(_over(t, in_era, 1_460)),
            _over(t, in_era, 36_524),
            t.negate(_over(t, in_era, 146_096)),
        ]
    )
    year = t.bounded(_over(t, leaps, 365), 0, 399)
    before = t.add([_times(t, 365, year), _over(t, year, 4), t.negate(_over(t, year, 100))])
    in_year = t.bounded(t.subtract(in_era, before), 0, 365)
    month = t.bounded(_over(t, _plus(t, _times(t, 5, in_year), 2), 153), 0, 11)
    begun = _over(t, _plus(t, _times(t, 153, month), 2), 5)
    of_month = t.bounded(_plus(t, t.subtract(in_year, begun), 1), 1, 31)
    january = t.less_equal(t.literal(10), month)
    whole = t.add([_times(t, 400, era), year])
    return (
        t.bounded(_when(t, january, _plus(t, whole, 1), whole), *YEARS),
        t.bounded(_when(t, january, _plus(t, month, -9), _plus(t, month, 3)), 1, 12),
        of_month,
    )


def number(t: Terms, year: Term, month: Term, day: Term) -> Term:
    """The day number of a day of the calendar."""
    early = t.less_equal(month, t.literal(2))
    shifted = t.bounded(_when(t, early, _plus(t, year, -1), year), *YEARS)
    era, in_era = _over(t, shifted, 400), t.remainder(shifted, t.literal(400))
    from_march = t.bounded(_when(t, early, _plus(t, month, 9), _plus(t, month, -3)), 0, 11)
    begun = _over(t, _plus(t, _times(t, 153, from_march), 2), 5)
    return t.add(
        [
            _times(t, DAYS_OF_400_YEARS, era),
            _times(t, 365, in_era),
            _over(t, in_era, 4),
            t.negate(_over(t, in_era, 100)),
            begun,
            day,
            t.literal(-SHIFT),
        ]
    )


def month_length(t: Terms, year: Term, month: Term) -> Term:
    """How many days a month has."""
    zero = t.literal(0)

    def divides(by: int) -> Term:
        return t.equal(t.remainder(year, t.literal(by)), zero)

    leap = t.or_([t.and_([divides(4), t.not_(divides(100))]), divides(400)])
    february = _when(t, leap, t.literal(29), t.literal(28))
    short = t.or_([t.equal(month, t.literal(each)) for each in (4, 6, 9, 11)])
    length = _when(t, short, t.literal(30), t.literal(31))
    return t.bounded(_when(t, t.equal(month, t.literal(2)), february, length), 28, 31)


def add_months(t: Terms, day: Term, many: Term) -> Term:
    """The day so many months on, clamped to the month's end."""
    year, month, of_month = split(t, day)
    return _moved(t, year, month, of_month, many)


def _moved(t: Terms, year: Term, month: Term, of_month: Term, many: Term) -> Term:
    whole = t.add([_times(t, 12, year), month, many, t.literal(-1)])
    on = t.bounded(_over(t, whole, 12), *YEARS)
    then = _plus(t, t.remainder(whole, t.literal(12)), 1)
    return number(t, on, then, t.extreme("min", of_month, month_length(t, on, then)))


def age(t: Terms, birth: Term, day: Term) -> Term:
    """Full years; 29 February is 1 March in common years; never below 0."""
    born, now = split(t, birth), split(t, day)
    years = t.subtract(now[0], born[0])
    reached = t.less_equal(number(t, now[0], born[1], born[2]), day)
    full = _when(t, reached, years, _plus(t, years, -1))
    return t.extreme("max", full, t.literal(0))


def months(t: Terms, first: Term, second: Term) -> Term:
    """The greatest n with ``first`` + n months ≤ ``second``; 0 where ``second`` is earlier."""
    a, b = split(t, first), split(t, second)
    count = t.add([_times(t, 12, t.subtract(b[0], a[0])), b[1], t.negate(a[1])])
    reached = t.less_equal(_moved(t, *a, count), second)
    full = _when(t, reached, count, _plus(t, count, -1))
    return _when(t, t.less(second, first), t.literal(0), full)


def medical_year(t: Terms, day: Term, first_month: Term) -> Term:
    """The calendar year in which the medical year began that holds the day."""
    year, month, _ = split(t, day)
    return _when(t, t.less_equal(first_month, month), year, _plus(t, year, -1))
