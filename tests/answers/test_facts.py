"""The facts of a case: what is read, what is refused and with which words, and writing back."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulebook.answers.fact_text import unit_of, write_fact, write_value
from rulebook.answers.facts import read_facts
from rulebook.book.model import Fact, Vocabulary
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
from rulebook.book.vocabulary import read_vocabulary
from rulebook.book.yamlfile import read_yaml
from rulebook.diagnostics import NOWHERE, Diagnostic, Span
from rulebook.diagnostics.catalogue import entries
from rulebook.meaning.show import show_value
from rulebook.meaning.typed import FactValue

VOCABULARY_TEXT = """
format: rulebook/vocabulary/1
enumerations:
  scheme: {zh: 险种, values: {resident: {zh: 居民医保}, employee: {zh: 职工医保}}}
  measure: {zh: 措施, values: {talk: {zh: 约谈}, training: {zh: 培训}, a_plus: {zh: A+}}}
facts:
  cost: {zh: 费用, type: money}
  budget: {zh: 预算, type: money, unit: 万元, max: 100亿元, step: 1万元}
  ratio: {zh: 比例, type: rate}
  age: {zh: 年龄, type: quantity, unit: 岁, max: 130岁}
  hours: {zh: 小时数, type: quantity, unit: 小时, max: 744小时, step: 0.5小时}
  price: {zh: 单价, type: quantity, unit: 元/小时, max: 1000元/小时, step: 0.01元/小时}
  change: {zh: 变化, type: quantity, unit: 个百分点, min: -100个百分点, max: 100个百分点}
  stays: {zh: 次数, type: quantity, unit: 次, min: 1次, max: 365次}
  year: {zh: 年份值, type: number, min: "1900", max: "2199"}
  retired: {zh: 已退休, type: yes_no}
  scheme: {zh: 险种, type: enum, enum: scheme}
  measures: {zh: 处理措施, type: set, enum: measure}
  day: {zh: 入院日期, type: date, min: 2000-01-01, max: 2099-12-31}
  events: {zh: 事件, type: records, records: event}
records:
  event:
    zh: 记分事件
    fields:
      day: {zh: 日期, type: date}
      points: {zh: 分值, type: quantity, unit: 分, max: 12分}
      scheme: {zh: 险种, type: enum, enum: scheme}
"""


def vocabulary() -> Vocabulary:
    node, findings = read_yaml("vocabulary.yaml", VOCABULARY_TEXT)
    assert findings == ()
    built, more = read_vocabulary(node)
    assert more == ()
    return built


VOCABULARY = vocabulary()
ALL = set(VOCABULARY.facts)


def read(raw: Any, **options: Any) -> tuple[dict[str, FactValue], tuple[Diagnostic, ...]]:
    return read_facts(raw, VOCABULARY, options.pop("wanted", ALL), **options)


def value(key: str, raw: Any) -> FactValue:
    values, findings = read({key: raw})
    assert findings == ()
    (only,) = values.values()
    return only


def refused(raw: Any, **options: Any) -> Diagnostic:
    values, findings = read(raw, **options)
    (finding,) = findings
    assert values == {}
    for lang in ("zh", "en"):
        assert finding.sentence(lang)
        finding.advice(lang)
    return finding


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
    expected = ({"day": datetime.date(2025, 1, 1), "points": Fraction(3)}, {}, {})
    assert value("events", raw) == expected


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


# ---- what is refused -------------------------------------------------------------------------

REFUSED: list[tuple[str, object, str]] = [
    ("cost", 12300.5, "RB8105"),
    ("ratio", 0.85, "RB8105"),
    ("age", 65.0, "RB8105"),
    ("cost", float("nan"), "RB8105"),
    ("cost", True, "RB8106"),
    ("cost", ["1"], "RB8107"),
    ("cost", {"value": 1}, "RB8107"),
    ("cost", b"12300", "RB8107"),
    ("cost", object(), "RB8107"),
    ("retired", [True], "RB8107"),
    ("scheme", ["resident"], "RB8107"),
    ("scheme", True, "RB8107"),
    ("measures", "约谈、培训", "RB8107"),
    ("measures", {"talk": True}, "RB8107"),
    ("day", 20250901, "RB8107"),
    ("events", {"day": "2025-01-01"}, "RB8107"),
    ("events", "2025-01-01", "RB8107"),
    ("events", ["2025-01-01"], "RB8107"),
    ("cost", "", "RB8108"),
    ("scheme", " \u3000", "RB8108"),
    ("day", "", "RB8108"),
    ("cost", "很多", "RB8109"),
    ("cost", "1e5", "RB8109"),
    ("cost", "1e999999", "RB8109"),
    ("cost", "NaN", "RB8109"),
    ("cost", "Infinity", "RB8109"),
    ("cost", "1.", "RB8109"),
    ("cost", ".5", "RB8109"),
    ("cost", "1/3", "RB8109"),
    ("cost", "0x10", "RB8109"),
    ("cost", "1_000", "RB8109"),
    ("cost", Decimal("NaN"), "RB8109"),
    ("cost", Decimal("sNaN"), "RB8109"),
    ("cost", Decimal("-Infinity"), "RB8109"),
    ("cost", Decimal("1e999999"), "RB8110"),
    ("cost", Decimal("1e-999999"), "RB8110"),
    ("cost", 10**5000, "RB8110"),
    ("cost", "1" * 5000, "RB8110"),
    ("cost", "1" * 41, "RB8110"),
    ("cost", "5小时", "RB8111"),
    ("cost", "5%", "RB8111"),
    ("ratio", "5元", "RB8111"),
    ("year", "2025年", "RB8111"),
    ("price", "65元", "RB8111"),
    ("cost", "5块", "RB8112"),
    ("cost", "50元以上", "RB8112"),
    ("cost", "0.005", "RB8113"),
    ("cost", Fraction(1, 3), "RB8113"),
    ("hours", "0.25", "RB8113"),
    ("age", "65.5", "RB8113"),
    ("ratio", "0.00001", "RB8113"),
    ("cost", -1, "RB8114"),
    ("cost", "100000000.01", "RB8114"),
    ("age", 131, "RB8114"),
    ("stays", 0, "RB8114"),
    ("ratio", "85", "RB8114"),
    ("day", "1999-12-31", "RB8114"),
    ("day", datetime.date(2100, 1, 1), "RB8114"),
    ("retired", 1, "RB8115"),
    ("retired", 0, "RB8115"),
    ("retired", 10**5000, "RB8115"),
    ("scheme", 10**5000, "RB8116"),
    ("retired", "true", "RB8115"),
    ("retired", 1.0, "RB8115"),
    ("scheme", "居民", "RB8116"),
    ("scheme", 390, "RB8116"),
    ("measures", ["约谈", "罚款"], "RB8116"),
    ("day", "2025-02-30", "RB8118"),
    ("day", "2025-9-1", "RB8118"),
    ("day", "20250901", "RB8118"),
    ("day", "2025-09-01T00:00:00", "RB8118"),
    ("day", datetime.datetime(2025, 9, 1, tzinfo=datetime.UTC), "RB8119"),
    ("measures", ["约谈", "talk"], "RB8121"),
    ("events", [{}] * 1001, "RB8124"),
    ("cost", "12,300.00", "RB8125"),
    ("cost", "1,234,567元", "RB8125"),
]


IDS = [f"{code}-{key}-{number}" for number, (key, _, code) in enumerate(REFUSED)]


@pytest.mark.parametrize(("key", "raw", "code"), REFUSED, ids=IDS)
def test_a_value_is_refused(key: str, raw: object, code: str) -> None:
    finding = (
        read({key: raw})[1][0] if key == "events" and isinstance(raw, list) else refused({key: raw})
    )
    assert finding.code == code
    assert finding.arguments["key"] == key


def test_each_code_is_brought_about_by_a_case() -> None:
    codes = {code for code, entry in entries().items() if entry.stage == "facts"}
    here = Path(__file__)
    files = (
        here,
        *map(here.with_name, ("test_platform.py", "test_compile.py", "test_arguments.py")),
    )
    text = "".join(each.read_text("utf-8") for each in files)
    assert [code for code in codes if code not in text] == []


@pytest.mark.parametrize(
    ("key", "raw", "hint"),
    [
        ("cost", 12300.5, '请给文字 "12300.5" 或 Decimal'),
        ("ratio", 85, "是不是 `85%`？"),
        ("ratio", "85", "是不是 `85%`？"),
        ("ratio", Decimal("92.5"), "是不是 `92.5%`？"),
        ("ratio", 850, ""),
        ("cost", "20000万元", "是不是把元写成了万元：`20000元`？"),
        ("cost", 123456789, "不带单位的金额以元计"),
        ("scheme", "职工", "是不是 `职工医保`？"),
        ("scheme", 310, "可以写：`居民医保`、`职工医保`"),
        ("retired", "true", "写 true 或 false，不加引号"),
    ],
)
def test_the_hint_says_what_to_write(key: str, raw: object, hint: str) -> None:
    assert refused({key: raw}).hint == hint


def test_the_domain_is_named_in_units_that_people_count_in() -> None:
    assert refused({"cost": 123456789}).message.endswith("：0元 至 1亿元")
    assert refused({"age": 200}).sentence("en").endswith("0 years old to 130 years old")


def test_a_value_in_a_record_is_named_by_its_way() -> None:
    _, (first, second) = read({"事件": [{}, {"分值": "13分", "points ": 1}]})
    assert first.code == "RB8114"
    assert first.arguments["name"] == "事件[2].分值"
    assert first.arguments["key"] == "事件"
    assert second.code == "RB8102"


def test_an_unknown_field_of_a_record_is_never_ignored() -> None:
    _, (finding,) = read({"events": [{"pionts": 3}]}, ignore_extra=True)
    assert finding.code == "RB8101"
    assert "points" in finding.hint


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.decimals()
    | st.floats()
    | st.text()
    | st.dates()
    | st.datetimes()
    | st.sampled_from(["12", "5元", "5%", "是", "resident", "2025-01-01", "talk"]),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.sampled_from(["day"]), inner),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(sorted(ALL)) | st.text(), JSON))
def test_whatever_is_given_there_is_a_value_or_a_finding(raw: Mapping[str, object]) -> None:
    values, findings = read(raw)
    for finding in findings:
        assert finding.sentence("zh")
        assert finding.sentence("en")
    for key, fact in VOCABULARY.facts.items():
        if raw.get(key) is not None and key not in values and fact.label.zh not in raw:
            assert any(finding.arguments["key"] == key for finding in findings)


# ---- writing ---------------------------------------------------------------------------------


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
