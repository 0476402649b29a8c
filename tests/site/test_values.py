from __future__ import annotations

import datetime
from fractions import Fraction

import pytest

from rulebook.book.types import DAY, MONEY, NUMBER, RATE, TRUTH, Measure, Type
from rulebook.meaning.typed import Value
from rulebook.site.page import amounts, initials
from rulebook.site.values import Values

YUAN, PERCENT, A_DAY = ("yuan",), ("percent",), ("yuan", "day")
DAILY = Measure((("day", -1), ("yuan", 1)))
SHOWN: list[tuple[Value, Type, tuple[str, ...], str, str]] = [
    (Fraction(300), MONEY, YUAN, "300元", "300 yuan"),
    (Fraction(720001, 100), MONEY, YUAN, "7200.01元", "7200.01 yuan"),
    (Fraction(182000), MONEY, YUAN, "18.2万元", "182,000 yuan"),
    (Fraction(12300), MONEY, YUAN, "12300元", "12,300 yuan"),
    (Fraction(100_000_000), MONEY, YUAN, "1亿元", "100,000,000 yuan"),
    (Fraction(12000), MONEY, ("wan_yuan",), "1.2万元", "12,000 yuan"),
    (Fraction(17, 20), RATE, PERCENT, "85%", "85%"),
    (Fraction(25), DAILY, A_DAY, "25元/天", "25 yuan/day"),
    (Fraction(2025), NUMBER, (), "2025", "2025"),
    (True, TRUTH, (), "是", "yes"),
    ("no", TRUTH, (), "否", "no"),
    (datetime.date(2025, 9, 1), DAY, (), "2025-09-01", "2025-09-01"),
]


@pytest.mark.parametrize(("value", "kind", "units", "zh", "en"), SHOWN, ids=str)
def test_a_value_as_a_reader_sees_it(
    value: Value, kind: Type, units: tuple[str, ...], zh: str, en: str
) -> None:
    told = Values({}).show(value, kind, units)
    assert (told.zh, told.en) == (zh, en)


def test_sums_that_are_compared_stay_in_yuan() -> None:
    assert Values({}, plain=True).show(Fraction(182000), MONEY, YUAN).zh == "182000元"


def test_amounts_are_keywords() -> None:
    body = "<td>300元</td><td>18.2万元</td><p>支付 82%，每周 3小时/周，第 4 条，2023-01-01</p>"
    assert amounts(body) == ["300元", "18.2万元", "82%", "3小时/周"]


def test_initials_are_keywords() -> None:
    assert initials("居民住院") == ("jmzy",)
    assert initials("RB1025") == ()
