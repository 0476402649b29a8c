"""The text of a facts file: exact numbers, and a sentence with its place for every slip."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulebook.cli.facts_file import LARGEST, read_facts
from rulebook.diagnostics.render import render

SLIPS = [
    ("", "RB8001", 1, 1),
    (" \n", "RB8001", 1, 1),
    ("[1]", "RB8004", 1, 1),
    ('\n "text"', "RB8004", 2, 2),
    ("12", "RB8004", 1, 1),
    ("null", "RB8004", 1, 1),
    ("true", "RB8004", 1, 1),
    ('{"年龄": 1,\n "年龄": 2}', "RB8005", 2, 2),
    ('{"记录": [{"a": 1, "a": 2}]}', "RB8005", 1, 18),
    ("{“年龄”: 1}", "RB8006", 1, 2),
    ("{'age': 1}", "RB8006", 1, 2),
    ('{"age"：1}', "RB8007", 1, 7),
    ('{"a": 1，"b": 2}', "RB8007", 1, 8),
    ('{"a": 1,}', "RB8008", 1, 8),
    ('{"a": [1,]}', "RB8008", 1, 9),
    ('{"a": 1 // 元\n}', "RB8009", 1, 9),
    ('{"a": 1 # 元\n}', "RB8009", 1, 9),
    ('{"a": True}', "RB8010", 1, 7),
    ('{"a": 50元}', "RB8010", 1, 7),
    ('{"a": 85%}', "RB8010", 1, 7),
    ('{"a": 2025-09-01}', "RB8010", 1, 7),
    ("{age: 1}", "RB8010", 1, 2),
    ('{"a": 1', "RB8011", 1, 8),
    ('{"a": "x', "RB8011", 1, 7),
    ('{"a"', "RB8011", 1, 5),
    ('{"a" 1}', "RB8012", 1, 6),
    ('{"a": 1\n "b": 2}', "RB8012", 2, 2),
    ('{"a": 1,, "b": 2}', "RB8013", 1, 9),
    ('{"a": 12,000}', "RB8014", 1, 9),
    ('{"a": NaN}', "RB8015", 1, 7),
    ('{"a": -Infinity}', "RB8015", 1, 7),
    ('{"a": 1e999999999}', "RB8015", 1, 7),
    ('{"a": ' + "9" * 5000 + "}", "RB8015", 1, 7),
    ("[" * 100_000, "RB8016", 1, 1),
    ('{"a": "x\ny"}', "RB8018", 1, 9),
    ('{"a": "C:\\q"}', "RB8019", 1, 10),
]


@pytest.mark.parametrize(("text", "code", "line", "column"), SLIPS)
def test_a_slip_gets_its_sentence_at_its_place(
    text: str, code: str, line: int, column: int
) -> None:
    facts, found = read_facts(text.encode(), "facts.json")
    assert facts is None
    assert [(each.code, each.line, each.column) for each in found] == [(code, line, column)]
    for lang in ("zh", "en"):
        assert "{" not in found[0].sentence(lang).replace("`{`", "")
        assert render(found[0], lang, lambda _: text).startswith(("错误", "error"))


@pytest.mark.parametrize(
    ("data", "code", "named"),
    [
        ('{"费用": 1}'.encode("gb18030"), "RB8002", "GB18030"),
        ('{"费用": 1}'.encode("utf-16"), "RB8002", "UTF-16"),
        (b"\xff\xff\xff", "RB8003", ""),
        (b"{" + b" " * LARGEST + b"}", "RB8017", str(LARGEST)),
    ],
)
def test_what_is_not_utf8_or_too_large_is_named(data: bytes, code: str, named: str) -> None:
    facts, found = read_facts(data, "facts.json")
    assert facts is None
    assert [each.code for each in found] == [code]
    assert named in found[0].sentence("zh")


def test_numbers_are_exact_and_a_byte_order_mark_is_passed_over() -> None:
    text = '\ufeff{"费用": 0.10, "次序": 2, "大": 123456789012345678901234567890, "有": true}'
    facts, found = read_facts(text.encode(), "facts.json")
    assert found == []
    assert facts is not None
    assert dict(facts.facts) == {
        "费用": Decimal("0.10"),
        "次序": 2,
        "大": 123456789012345678901234567890,
        "有": True,
    }
    assert isinstance(facts.facts["费用"], Decimal)
    assert (facts.places["次序"].line, facts.places["次序"].column) == (1, 14)


@given(st.binary(max_size=60))
def test_no_bytes_crash_the_reader(data: bytes) -> None:
    facts, found = read_facts(data, "facts.json")
    assert (facts is None) == bool(found)


@given(st.text(alphabet='{}[]":,，“ 1.eE-tn\\\n/#a元', max_size=30))
def test_no_text_like_json_crashes_the_reader(text: str) -> None:
    facts, found = read_facts(text.encode(), "facts.json")
    assert (facts is None) == bool(found)
    for each in found:
        render(each, "zh", lambda _: text)


values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=10,
)


@given(st.dictionaries(st.text(max_size=5), values, max_size=5))
def test_what_json_writes_is_read_back(value: dict[str, object]) -> None:
    facts, found = read_facts(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"), "f")
    if not found and "?" not in str(value):
        assert facts is not None
        assert set(facts.places) == set(ways(facts.facts))


def ways(value: Any, above: str | None = None) -> Iterator[str]:
    """The way to every key, and to everything that stands in a list."""
    if isinstance(value, Mapping):
        inside = [(key if above is None else f"{above}.{key}", each) for key, each in value.items()]
    elif isinstance(value, list):
        inside = [(f"{above}[{number}]", each) for number, each in enumerate(value, 1)]
    else:
        return
    for way, each in inside:
        yield way
        yield from ways(each, way)
