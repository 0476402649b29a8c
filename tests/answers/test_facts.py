"""The facts of a case: what is read, what is missing, what is given twice."""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from rulebook.diagnostics import NOWHERE, Span
from tests.answers.given import ALL, read, refused, value

# ---- what is read ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "raw",
    ["12300.00", "12300", 12300, Decimal("12300.00"), Decimal("1.23E4"), "12300元", "1.23万元",
     "12300 yuan", "１２３００．００", " 12300 ", "12\u200b300", Fraction(12300)],
)  # fmt: skip
def test_money_is_in_yuan(raw: object) -> None:
    assert value("cost", raw) == 12300


def test_a_bare_amount_is_in_yuan_whatever_unit_it_is_shown_in() -> None:
    assert value("budget", "20000") == value("budget", "2万元") == 20000


@pytest.mark.parametrize(
    "raw", ["85%", "0.85", Decimal("0.85"), "850‰", "８５％", Fraction(17, 20)]
)
def test_a_rate_is_per_cent_or_a_ratio(raw: object) -> None:
    assert value("ratio", raw) == Fraction(17, 20)


@pytest.mark.parametrize("raw", [1, "1", "100%"])
def test_a_whole_number_as_a_rate_is_a_ratio_too(raw: object) -> None:
    assert value("ratio", raw) == 1


@pytest.mark.parametrize("raw", ["3.5", "3.5小时", "3.5 hours", Decimal("3.5")])
def test_a_quantity_with_or_without_its_unit(raw: object) -> None:
    assert value("hours", raw) == Fraction(7, 2)


def test_other_units() -> None:
    assert value("price", "65元/小时") == value("price", 65) == 65
    assert value("change", "-2.0个百分点") == value("change", -2) == Fraction(-2, 100)
    assert value("year", 2025) == value("year", "2025") == 2025


@pytest.mark.parametrize(
    ("raw", "expected"),
    [(True, True), (False, False), ("是", True), ("否", False), ("yes", True), (" no ", False)],
)
def test_yes_and_no(raw: object, expected: bool) -> None:
    assert value("retired", raw) is expected


@pytest.mark.parametrize("raw", ["resident", "居民医保", " 居民\u200b医保 "])
def test_a_value_of_an_enumeration_by_id_or_chinese_name(raw: str) -> None:
    assert value("scheme", raw) == "resident"


@pytest.mark.parametrize("raw", [["约谈", "a_plus"], ("A+", "talk"), {"talk", "a_plus"}])
def test_a_set(raw: object) -> None:
    assert value("measures", raw) == frozenset({"talk", "a_plus"})


def test_an_empty_set_is_known() -> None:
    assert value("measures", []) == frozenset()


@pytest.mark.parametrize("raw", ["2025-09-01", datetime.date(2025, 9, 1), "２０２５-０９-０１"])
def test_a_day(raw: object) -> None:
    assert value("day", raw) == datetime.date(2025, 9, 1)


def test_keys_are_ids_or_chinese_names() -> None:
    assert read({"费用": 1, "age": 2})[0] == {"cost": 1, "age": 2}


def test_records_with_a_field_missing() -> None:
    raw = [{"日期": "2025-01-01", "points": "3分"}, {"day": None}, {}]
    known = {"day": datetime.date(2025, 1, 1), "points": Fraction(3)}
    assert value("events", raw) == (known, {}, {})


def test_an_empty_list_of_records_is_known() -> None:
    assert value("events", []) == ()


# ---- missing, extra, twice -------------------------------------------------------------------


def test_null_is_missing() -> None:
    assert read(dict.fromkeys(ALL)) == ({}, ())


def test_a_fact_that_the_rule_does_not_read_is_checked_and_left_aside() -> None:
    assert read({"cost": 1, "age": 2}, wanted={"age"}) == ({"age": 2}, ())
    assert refused({"cost": "-1"}, wanted={"age"}).code == "RB8114"
    assert refused({"cost": "-1"}, wanted={"age"}, ignore_extra=True).code == "RB8114"


def test_a_key_that_nobody_knows_is_refused_with_the_nearest_names() -> None:
    finding = refused({"费用额": 1})
    assert finding.code == "RB8101"
    assert "`费用`" in finding.hint


def test_a_key_that_nobody_knows_may_be_ignored() -> None:
    assert read({"姓名": "张三", "cost": 1}, ignore_extra=True) == ({"cost": 1}, ())


def test_a_chinese_and_an_id_key_for_one_fact_are_refused() -> None:
    values, (finding,) = read({"费用": 1, "cost": 1})
    assert values == {"cost": 1}
    assert finding.code == "RB8102"
    assert (finding.arguments["name"], finding.arguments["other"]) == ("cost", "费用")


def test_one_of_two_keys_may_be_null_and_is_refused_all_the_same() -> None:
    assert read({"费用": None, "cost": 1})[1][0].code == "RB8102"


@pytest.mark.parametrize("raw", [[], "facts", None, 5])
def test_facts_are_an_object(raw: object) -> None:
    assert refused(raw).code == "RB8104"


def test_a_key_that_is_no_text() -> None:
    assert refused({1: 2}).code == "RB8103"


def test_all_errors_are_told_at_once() -> None:
    _, findings = read({"cost": "x", "age": True, "retired": 1, "none": 1})
    assert [each.code for each in findings] == ["RB8109", "RB8106", "RB8115", "RB8101"]


def test_a_finding_stands_at_its_key() -> None:
    place = Span("facts.json", 3, 5, 3, 11)
    assert refused({"cost": "x"}, where={"cost": place}).span == place
    assert refused({"cost": "x"}).span == NOWHERE
