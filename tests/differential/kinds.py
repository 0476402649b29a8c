"""The kinds of measures that generated programs work with, and how amounts of them are written."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from rulebook.book.numerals import decimal_text


@dataclass(frozen=True, slots=True)
class Quantity:
    """A fact: its Chinese name, its id, and its domain in base units."""

    name: str
    id: str
    low: Fraction
    high: Fraction
    step: Fraction


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of measure. ``units`` are written units with their size in base units."""

    name: str
    units: tuple[tuple[str, Fraction], ...]
    facts: tuple[Quantity, ...]
    amounts: tuple[Fraction, ...]
    """Amounts in base units, above zero, that rules of this kind like to name."""
    steps: tuple[Fraction, ...]
    """Steps to which values of this kind are rounded."""


def _amounts(*texts: str) -> tuple[Fraction, ...]:
    return tuple(Fraction(text) for text in texts)


def _quantity(name: str, id_: str, low: str, high: str, step: str) -> Quantity:
    return Quantity(name, id_, Fraction(low), Fraction(high), Fraction(step))


ONE = Fraction(1)
YUAN = (("元", ONE), ("万元", Fraction(10_000)), ("亿元", Fraction(10**8)))
PERCENT = (("%", Fraction(1, 100)), ("‰", Fraction(1, 1000)))

MONEY = Kind(
    "money",
    YUAN,
    (
        _quantity("甲额", "cost", "0", "100000", "0.01"),
        _quantity("乙额", "small_cost", "0", "100", "0.01"),
        _quantity("丙额", "whole_cost", "1", "10000", "1"),
    ),
    _amounts("100", "0.01", "0.03", "0.5", "1", "50", "99.99", "300", "1000", "12345.67", "20000"),
    _amounts("0.01", "1", "0.1", "50", "0.03", "100"),
)
RATE = Kind(
    "rate",
    PERCENT,
    (
        _quantity("甲率", "share", "0", "1", "0.0001"),
        _quantity("乙率", "coarse_share", "0", "2", "0.005"),
    ),
    _amounts("0.5", "1", "0.1", "0.9", "0.005", "0.333", "0.8225", "0.0001", "1.5"),
    _amounts("0.01", "0.0001", "0.05", "0.001"),
)
POINTS_OF_RATE = Kind(
    "percentage points",
    (("个百分点", Fraction(1, 100)),),
    (),
    _amounts("0.01", "0.03", "0.005", "0.1"),
    _amounts("0.01", "0.001"),
)
AGE = Kind(
    "age",
    (("岁", ONE),),
    (_quantity("年龄", "age", "0", "120", "1"),),
    _amounts("60", "18", "1", "80", "119", "0.5"),
    _amounts("1", "10"),
)
HOURS = Kind(
    "hours",
    (("小时", ONE),),
    (_quantity("小时数", "hours", "0", "100", "0.5"),),
    _amounts("1", "0.5", "3", "40", "99.5"),
    _amounts("0.5", "1", "5"),
)
PRICE = Kind(
    "price",
    (("元/小时", ONE),),
    (_quantity("单价", "price", "0", "500", "0.01"),),
    _amounts("40", "65.5", "0.01", "499.99"),
    _amounts("0.01", "1"),
)
DAYS = Kind(
    "days",
    (("天", ONE),),
    (_quantity("天数", "days", "1", "31", "1"),),
    _amounts("1", "15", "30"),
    _amounts("1", "7"),
)
MARKS = Kind(
    "marks",
    (("分", ONE),),
    (_quantity("记分", "marks", "0", "100", "1"),),
    _amounts("1", "12", "60", "0.5"),
    _amounts("1", "5"),
)
VISITS = Kind(
    "visits",
    (("次", ONE),),
    (_quantity("次数", "visits", "0", "20", "1"),),
    _amounts("1", "2", "3", "10"),
    _amounts("1", "2"),
)
MONTHS = Kind(
    "months",
    (("个月", ONE),),
    (_quantity("期间", "span", "0", "240", "1"),),
    _amounts("1", "6", "12", "120"),
    _amounts("1", "6"),
)
NUMBER = Kind(
    "number",
    (("", ONE),),
    (_quantity("系数", "factor", "0", "10", "0.1"),),
    _amounts("2", "1", "3", "0.5", "7", "1.25"),
    _amounts("1", "0.1", "2"),
)

KINDS = (MONEY, RATE, AGE, HOURS, PRICE, DAYS, MARKS, VISITS, MONTHS, NUMBER, POINTS_OF_RATE)


@dataclass(frozen=True, slots=True)
class Listed:
    """A fact that is a list of records: its fields that are measures, and the others."""

    name: str
    id: str
    measures: tuple[tuple[Kind, Quantity], ...]
    others: tuple[tuple[str, str], ...]


LISTS = (
    Listed(
        "甲录",
        "entries",
        (
            (MONEY, _quantity("费", "fee", "0", "10000", "0.01")),
            (RATE, _quantity("比", "part", "0", "1", "0.0001")),
        ),
        (("日", "day"), ("度", "grade"), ("类", "group"), ("转", "truth")),
    ),
    Listed(
        "乙录",
        "lines",
        (
            (MARKS, _quantity("分值", "points", "0", "12", "1")),
            (DAYS, _quantity("住日", "stay", "1", "31", "1")),
        ),
        (("办日", "day"), ("急", "truth")),
    ),
)


def written(value: Fraction, unit: tuple[str, Fraction]) -> str:
    """An amount in a unit, as a rule writes it."""
    return f"{decimal_text(value / unit[1])}{unit[0]}"


def decimals(value: Fraction) -> int:
    """The fewest decimals that hold a value exactly."""
    count = 0
    while (value * 10**count).denominator != 1:
        count += 1
    return count


def kind_of(fact: str) -> Kind:
    """The kind of a fact or of a record's field, by its id."""
    fields = [(each.id, kind) for listed in LISTS for kind, each in listed.measures]
    facts = [(each.id, kind) for kind in KINDS for each in kind.facts]
    return dict([*fields, *facts])[fact]
