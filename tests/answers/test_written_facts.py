"""Facts written back: what is written is read as the same."""

from __future__ import annotations

import datetime
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulebook.answers.fact_text import unit_of, write_fact, write_value
from rulebook.book.model import Fact
from rulebook.book.types import (
    MONEY,
    RATE,
    CalendarDay,
    Measure,
    OneOf,
    Records,
    SetOf,
    Truth,
)
from rulebook.meaning.show import show_value
from tests.answers.given import ALL, VOCABULARY, value


def values_of(fact: Fact) -> st.SearchStrategy[Any]:
    """Any value in a fact's domain."""
    match fact.type:
        case Measure():
            assert fact.low is not None
            assert fact.high is not None
            steps = st.integers(int(fact.low / fact.step), int(fact.high / fact.step))
            return steps.map(lambda count: count * fact.step)
        case Truth():
            return st.booleans()
        case CalendarDay():
            assert fact.first is not None and fact.last is not None
            return st.dates(fact.first, fact.last)
        case OneOf(name):
            return st.sampled_from([each.id for each in VOCABULARY.enumerations[name].values])
        case SetOf(name):
            ids = [each.id for each in VOCABULARY.enumerations[name].values]
            return st.frozensets(st.sampled_from(ids))
        case Records(name):
            fields = VOCABULARY.records[name].fields
            some = {field.id: values_of(field) for field in fields}
            return st.lists(st.fixed_dictionaries({}, optional=some), max_size=3).map(tuple)


@given(st.data(), st.sampled_from(sorted(ALL)))
def test_what_is_written_is_read_as_the_same(data: st.DataObject, key: str) -> None:
    fact = VOCABULARY.facts[key]
    original = data.draw(values_of(fact))
    assert value(key, write_fact(original, fact, VOCABULARY)) == original


@given(st.data(), st.sampled_from(sorted(ALL - {"events"})))
def test_what_an_answer_writes_is_read_with_its_unit(data: st.DataObject, key: str) -> None:
    fact = VOCABULARY.facts[key]
    original = data.draw(values_of(fact))
    written = write_value(original, fact.type, fact.units, fact.step)
    with_unit = f"{written}{unit_of(fact.type, fact.units, 'zh')}"
    assert value(key, with_unit if isinstance(fact.type, Measure) else written) == original


@pytest.mark.parametrize(
    ("key", "given_value", "written", "zh", "en"),
    [
        ("cost", Fraction(9840), "9840.00", "9840.00元", "9840.00 yuan"),
        ("cost", Fraction("0.05"), "0.05", "0.05元", "0.05 yuan"),
        ("cost", Fraction("9840.125"), "9840.125", "9840.125元", "9840.125 yuan"),
        ("cost", Fraction(100, 3), "100/3", "33.333333…元", "33.333333… yuan"),
        ("cost", Fraction(-1, 3), "-1/3", "-0.333333…元", "-0.333333… yuan"),
        ("budget", Fraction(182_000), "182000.00", "18.2万元", "18.2 wan yuan"),
        ("ratio", Fraction(17, 20), "85", "85%", "85%"),
        ("ratio", Fraction(1, 1000), "0.1", "0.1%", "0.1%"),
        ("age", Fraction(65), 65, "65岁", "65 years old"),
        ("hours", Fraction(7, 2), "3.5", "3.5小时", "3.5 hours"),
        ("hours", Fraction(3), "3", "3小时", "3 hours"),
        ("price", Fraction(65), "65", "65元/小时", "65 yuan/hour"),
        ("change", Fraction(-2, 100), -2, "-2个百分点", "-2 percentage points"),
        ("year", Fraction(2025), 2025, "2025", "2025"),
        ("retired", True, True, "是", "yes"),
        ("retired", False, False, "否", "no"),
        ("scheme", "resident", "resident", "居民医保", "resident"),
        ("measures", frozenset({"talk", "a_plus"}), ["a_plus", "talk"], "A+、约谈", "a_plus, talk"),
        ("measures", frozenset(), [], "（无）", "(none)"),
        ("day", datetime.date(2025, 9, 1), "2025-09-01", "2025-09-01", "2025-09-01"),
    ],
)
def test_how_a_value_is_written_and_shown(
    key: str, given_value: Any, written: object, zh: str, en: str
) -> None:
    fact = VOCABULARY.facts[key]
    found = write_value(given_value, fact.type, fact.units, fact.step)
    assert found == written
    assert type(found) is type(written)
    enumerations = VOCABULARY.enumerations
    assert show_value(given_value, fact.type, fact.units, "zh", enumerations) == zh
    assert show_value(given_value, fact.type, fact.units, "en", enumerations) == en


def test_records_are_shown_by_their_number() -> None:
    fact = VOCABULARY.facts["events"]
    for count, zh, en in ((0, "0 条记录", "0 records"), (1, "1 条记录", "1 record")):
        shown = [show_value(({},) * count, fact.type, (), lang, {}) for lang in ("zh", "en")]
        assert shown == [zh, en]


def test_values_without_a_fact_have_a_unit_by_their_type() -> None:
    assert show_value(Fraction(5), MONEY, (), "zh", {}) == "5.00元"
    assert show_value(Fraction(1, 2), RATE, (), "en", {}) == "50%"
    assert unit_of(MONEY, (), "zh") == "元"
    assert unit_of(Truth(), (), "zh") == ""
