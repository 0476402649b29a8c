"""Functions of days and arithmetic with them, as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.differential.choices import pick
from tests.differential.kinds import AGE, DAYS, MONTHS, Kind
from tests.differential.pieces import ATOM, SUM, Number, Other, Size

if TYPE_CHECKING:
    from tests.differential.values import Values

PERIODS = ("1个月", "6个月", "13个月", "18个月", "1年", "4年", "1天", "30天", "0个月")
FIRST_MONTHS = (1, 7, 3, 12)


def measured(writer: Values, kind: Kind, depth: int) -> Number:
    """What a function of days gives: years of age, months, a number of days, a calendar year."""
    one = writer.day(depth - 1)
    if kind is AGE or kind is MONTHS:
        word = "周岁" if kind is AGE else "满月数"
        other = writer.day(depth - 1)
        size = Size(2.7 if kind is AGE else 3.8, 0)
        return Number(f"{word}({one.text}、{other.text})", ATOM, one.reads | other.reads, size)
    if kind is DAYS:
        other = writer.day(depth - 1)
        return Number(f"{one.text} - {other.text}", SUM, one.reads | other.reads, Size(5.3, 0))
    if writer.choices.below(2):
        month = pick(writer.choices, FIRST_MONTHS)
        return Number(f"医保年度({one.text}、{month})", ATOM, one.reads, Size(3.4, 0))
    return Number(f"年份({one.text})", ATOM, one.reads, Size(3.4, 0))


def moved(writer: Values, depth: int) -> Other:
    """A day so many days, months or years earlier or later."""
    day = writer.day(min(depth, 1))
    op = pick(writer.choices, ("+", "-"))
    way = writer.choices.below(4)
    if way == 0:
        return Other(f"({day.text} {op} 天数)", day.reads | {"days"})
    if way == 1:
        return Other(f"({day.text} {op} 期间)", day.reads | {"span"})
    return Other(f"({day.text} {op} {pick(writer.choices, PERIODS)})", day.reads)
