"""What values a fact may have, in words."""

from __future__ import annotations

from typing import assert_never

from rulebook.book.model import Fact
from rulebook.book.numerals import LEVEL
from rulebook.book.types import CalendarDay, Measure, OneOf, Records, SetOf, Truth
from rulebook.book.units import units_text
from rulebook.site.html import Two, fill, join, of, two
from rulebook.site.values import NO, YES, Values


def kind(fact: Fact) -> Two:
    """What sort of thing a fact is."""
    match fact.type:
        case Measure(dimension):
            return _measure(dict(dimension))
        case Truth():
            return two("是否", "yes or no")
        case CalendarDay():
            return two("日期", "day")
        case OneOf():
            return two("选一", "one of")
        case SetOf():
            return two("可选多项", "any of")
        case Records():
            return two("记录", "records")
        case _:
            assert_never(fact.type)


def _measure(dimension: dict[str, int]) -> Two:
    if dimension == {"yuan": 1}:
        return two("金额", "money")
    if dimension == {"rate": 1}:
        return two("比例", "rate")
    if not dimension:
        return two("数", "number")
    return two("数量", "quantity")


def unit(fact: Fact) -> Two:
    """The unit in which a fact is given; nothing where it has none."""
    return of(units_text(fact.units))


def domain(fact: Fact, values: Values) -> Two:
    """The values that a fact may have."""
    match fact.type:
        case Measure():
            return _range(fact, values)
        case Truth():
            return join([YES, NO])
        case CalendarDay():
            return two(f"{fact.first} 至 {fact.last}", f"{fact.first} to {fact.last}")
        case OneOf() | SetOf():
            return join([of(each.label) for each in values.choices(fact.type)])
        case Records():
            return two("")
        case _:
            assert_never(fact.type)


def _range(fact: Fact, values: Values) -> Two:
    if fact.low is None or fact.high is None:
        return two("")
    low = values.show(fact.low, fact.type, fact.units)
    high = values.show(fact.high, fact.type, fact.units)
    step = values.show(fact.step, fact.type, fact.units)
    zh, en = "{} 至 {}，精确到 {}", "{} to {}, in steps of {}"
    if fact.units == LEVEL:
        # Levels are counted, not measured: there is nothing between one and the next.
        low, high = values.number(fact.low, fact.units), values.number(fact.high, fact.units)
        return fill("{0}级 至 {1}级", "levels {0} to {1}", low, high)
    if unit(fact).en[:1].isalpha():
        low = Two(low.zh, values.number(fact.low, fact.units).en)
    return fill(zh, en, low, high, step)
