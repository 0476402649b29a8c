"""Facts that are refused, and with which words."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulebook.diagnostics.catalogue import entries
from tests.answers.given import ALL, VOCABULARY, read, refused

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
    ("retired", "1", "RB8115"),
    ("retired", "对", "RB8115"),
    ("retired", 1.0, "RB8115"),
    ("scheme", "居民", "RB8116"),
    ("scheme", 390, "RB8116"),
    ("measures", ["约谈", "罚款"], "RB8116"),
    ("day", "2025-02-30", "RB8118"),
    ("day", "2025/2/30", "RB8118"),
    ("day", "2025901", "RB8118"),
    ("day", "1/9/2025", "RB8118"),
    ("day", "2025年9月", "RB8118"),
    ("day", "2025-09-01T08:00:00", "RB8118"),
    ("day", "2025-09-01T00:00:00+08:00", "RB8118"),
    ("day", datetime.datetime(2025, 9, 1, tzinfo=datetime.UTC), "RB8119"),
    ("measures", ["约谈", "talk"], "RB8121"),
    ("events", [{}] * 1001, "RB8124"),
    ("cost", "12,30.00", "RB8125"),
    ("cost", "1234,567元", "RB8125"),
    ("cost", "1、234", "RB8125"),
    ("cost", "￥￥5", "RB8109"),
    ("age", "￥5", "RB8109"),
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
        ("level", "1级", "是不是 `一级`？"),
        ("level", "四级", "是不是 `一级`、`二级`、`三级`？"),
        ("scheme", "职工", "是不是 `职工医保`？"),
        ("scheme", 310, "可以写：`居民医保`、`职工医保`"),
        ("retired", "对", "写 true 或 false，不加引号"),
    ],
)
def test_the_hint_says_what_to_write(key: str, raw: object, hint: str) -> None:
    assert refused({key: raw}).hint == hint


def test_the_domain_is_named_in_units_that_people_count_in() -> None:
    assert refused({"cost": 123456789}).message.endswith("：0元 至 1亿元")
    assert refused({"age": 200}).sentence("en").endswith(": 0 to 130 years old")


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
