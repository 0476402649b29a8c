"""Facts given in JSON: what JavaScript reads and refuses is what Python does, in the same words."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from rulebook import Book
from rulebook.browser import FOLDER
from tests.answers.giving_back import FACTS, RULE, giving_back
from tests.answers.test_refused_facts import REFUSED
from tests.browser.conftest import Evaluator
from tests.browser.holding import Case, hold
from tests.conftest import require

READ: list[tuple[str, object]] = [
    *(("cost", each) for each in ("12300.00", 12300, "12300元", "1.23万元", "12300 yuan", "+5")),
    *(("cost", each) for each in ("１２３００．００", " 12300 ", "12\u200b300", "0.0001亿元", -0)),
    *(
        ("cost", each)
        for each in ("12,300.00", "１，２３４．５", "￥12,300", "¥ 5", "1,234,567.8元")
    ),
    *(("budget", each) for each in ("20000", "2万元", 20000, "2 wan yuan")),
    *(("ratio", each) for each in ("85%", "0.85", "850‰", "８５％", 1, "1", "100%", "8.5 %")),
    *(("hours", each) for each in ("3.5", "3.5小时", "3.5 hours", 3, "3  hours")),
    *(("price", each) for each in ("65元/小时", 65, "0.01", "65 yuan / hour", "0.0065万元/小时")),
    *(("change", each) for each in ("-2.0个百分点", -2, "－２", "−2 percentage points")),
    *(("year", each) for each in (2025, "2025")),
    *(("retired", each) for each in (True, False, "是", "否", "yes", " no ", "TRUE", "Ｎｏ")),
    *(("scheme", each) for each in ("resident", "居民医保", " 居民\u200b医保 ")),
    *(("measures", each) for each in ([], ["约谈", "a_plus"], ["A+", "talk"])),
    *(("day", each) for each in ("2025-09-01", "２０２５-０９-０１", "2024-02-29", "2099-12-31")),
    *(("day", each) for each in ("2025/9/1", "2025.09.1", "2025年9月1日", "20250901")),
    *(("day", each) for each in ("2025-09-01T00:00:00", "2025-9-1 0:00", "２０２５年 9月 1日")),
    ("events", []),
    ("events", [{"日期": "2025-01-01", "points": "3分"}, {"day": None}, {}]),
    ("events", [{"points": 13}, {"没有": 1}, 5, {"points": "3", "分值": 3}]),
]
"""Values with the fact that they are given for."""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """A book whose one rule gives each fact back."""
    return giving_back(tmp_path_factory.mktemp("book"))


def in_json(value: object) -> bool:
    """Whether JSON can say a value so that JavaScript sees what Python sees."""
    match value:
        case bool() | str() | None:
            return True
        case int():
            return abs(value) < 2**53
        case float():
            return value % 1 > 0
        case list() | tuple():
            return all(map(in_json, value))
        case dict():
            return all(map(in_json, value.values()))
        case _:
            return False


def one(fact: str, value: object, lang: str = "zh") -> Case:
    return Case(RULE, {fact: value}, "2025-09-01", lang=lang)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_read_is_read_alike(evaluator: Evaluator, book: Book, lang: str) -> None:
    answers = hold(evaluator, book, [one(*each, lang) for each in READ])
    known = [each for each, (fact, _) in zip(answers, READ, strict=True) if fact != "events"]
    assert all(
        sum(1 for x in each["decision"]["results"].values() if x["display"]) == 1 for each in known
    )


def test_what_is_refused_is_refused_alike(evaluator: Evaluator, book: Book) -> None:
    cases = [one(fact, value) for fact, value, _ in REFUSED if in_json(value)]
    answers = hold(evaluator, book, cases)
    assert all(each["problems"] for each in answers)
    codes = {problem["code"] for each in answers for problem in each["problems"]}
    python_alone = {"RB8119"}  # a time of day, which JSON has not
    assert codes == {code for _, _, code in REFUSED} - python_alone


def test_keys_are_told_apart_alike(evaluator: Evaluator, book: Book) -> None:
    given: list[Any] = [
        {"费用额": 1},
        {"费用": 1, "cost": 1},
        {"费用": None, "cost": 1},
        {" 费用\u200b": 1},
        {"cost": "x", "age": True, "retired": 1, "none": 1},
        {f"none{number}": 1 for number in range(300)},
        [],
        "facts",
        None,
        5,
        True,
    ]
    hold(evaluator, book, [Case(RULE, each, "2025-09-01") for each in given])
    cases = [Case(RULE, each, "2025-09-01", ignore_extra=True) for each in given]
    assert "decision" in hold(evaluator, book, cases)[0]


def test_what_is_asked_wrongly_is_refused_alike(evaluator: Evaluator, book: Book) -> None:
    cases = [
        *(Case(RULE, {}, day) for day in ("2025-02-30", "", "today", "2025/09/01", "0000-01-01")),
        Case(RULE, {}, "2025-09-01", "derived"),  # type: ignore[arg-type]  # wrong on purpose
    ]
    for answer in hold(evaluator, book, cases):
        assert answer["problems"]
    (answer,) = evaluator.ask([{"rule": "none", "facts": {}, "options": {"asOf": "2025-09-01"}}])
    assert [each["code"] for each in answer["problems"]] == ["RB9001"]


PIECES = (
    *"00123456789", *"..,,+-−％%‰/ \u3000", *"元万亿天日小时周岁分次个级年月",
    "万元", "亿元", "元/天", "元/小时", "小时", "百分点", " yuan", " hours", "wan ", "１", "。",
    "是", "否", "yes", "三级", "居民医保", "2025-", "-02-", "29", "\u200b", "\u00a0", "e5", "_",
)  # fmt: skip


def odd_texts(random: Random, count: int) -> Iterator[str]:
    """Texts that are nearly values."""
    for _ in range(count):
        yield "".join(random.choice(PIECES) for _ in range(random.randint(1, 6)))


def test_odd_texts_are_read_alike(evaluator: Evaluator, book: Book) -> None:
    random = Random(20251122)
    cases = [one(random.choice(sorted(FACTS)), text) for text in odd_texts(random, 5000)]
    answers = hold(evaluator, book, cases)
    assert sum("decision" in each for each in answers) > 100


def test_what_json_cannot_say_is_refused_or_read(book: Book, tmp_path: Path) -> None:
    """BigInts and undefined, Maps and Dates, unsafe numbers: values that only JavaScript has."""
    program = tmp_path / "program.json"
    program.write_text(json.dumps(book.export([RULE])), encoding="utf-8")
    values = {
        "12300n": "12300.00",
        "undefined": None,
        "new Map([['cost', 1]])": "RB8107",
        "new Date(0)": "RB8107",
        "2 ** 53": "RB8105",
        "NaN": "RB8105",
        "-(10n ** 41n)": "RB8110",
        "Symbol('x')": "RB8107",
    }
    code = f"""
        import {{ openProgram }} from {json.dumps((FOLDER / "src" / "index.js").as_uri())};
        import {{ readFileSync }} from "node:fs";
        const book = openProgram(readFileSync({json.dumps(str(program))}, "utf8"));
        const given = (facts) => {{
          try {{
            const {{ results }} = book.decide("{RULE}", facts, {{ asOf: "2025-09-01" }});
            return results.given_cost.value;
          }} catch (error) {{
            return error.problems[0].code;
          }}
        }};
        const values = [{", ".join(values)}];
        console.log(JSON.stringify([...values.map((cost) => given({{ cost }})), given(values[2])]));
        """
    done = subprocess.run(
        [require("node"), "--input-type=module", "--eval", code],
        capture_output=True, text=True, encoding="utf-8", check=True,
    )  # fmt: skip
    assert json.loads(done.stdout) == [*values.values(), "RB8104"]
