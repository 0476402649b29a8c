"""Explanations quote the rule in the language of whom they are for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rulebook import Book, open_book
from rulebook.diagnostics import Span
from rulebook.resources import packaged_rules
from tests.answers.test_large import book_of

HAN = re.compile(r"[\u4e00-\u9fff]")
RULES = (
    "shanghai/benefit-list/resident-inpatient",
    "shanghai/long-term-care/home-care",
    "zibo/benefit-list/resident-critical-illness",
    "quanzhou/credit-scoring/personnel-points",
)


@pytest.fixture(scope="module")
def packaged() -> Book:
    return open_book(packaged_rules())


def quoted(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.lstrip().startswith(">")]


@pytest.mark.parametrize("rule", RULES)
def test_all_that_is_quoted_is_in_english(packaged: Book, rule: str) -> None:
    said = [
        (run.decision.explain("zh"), run.decision.explain("en"))
        for run in packaged.run_examples([rule]).runs
    ]
    assert sum(len(quoted(english)) for _, english in said) > 10
    for chinese, english in said:
        assert len(quoted(english)) == len(quoted(chinese))
        assert [each for each in quoted(english) if HAN.search(each)] == []


def test_formulas_limits_rows_and_conditions(packaged: Book) -> None:
    facts = {
        "scheme": "resident",
        "age": 67,
        "severely_disabled": False,
        "hospital_level": "level_3",
        "in_scope_cost": "12345.67",
        "pooled_paid_to_date": "6820.40",
    }
    rule = "shanghai/benefit-list/resident-inpatient"
    decision = packaged.decide(rule, facts, "2025-03-01", "weak")
    text = decision.explain("en")
    for each in (
        "> scheme = resident",
        "> | level_3 | * | 300 yuan |",
        "> deductible not above in_scope_cost",
        "[by table: level_3 × yes · ",
        "(in_scope_cost - deductible not below 0 yuan) × payment_ratio = 8431.969 yuan",
        "> rounded to 0.01 yuan",
        "> in_scope_cost - pooled_pay",
    ):
        assert each in text
    assert "> 政策范围内费用 - 统筹支付" in decision.explain("zh")


def test_the_explanation_itself_keeps_the_rules_own_text(packaged: Book) -> None:
    rule = "shanghai/benefit-list/resident-inpatient"
    (run, *_) = packaged.run_examples([rule]).runs
    first = run.decision.explanation.children[0]
    assert HAN.search(first.text)
    assert run.decision.to_json("en")["explanation"]["children"][0]["text"] == first.text
    assert packaged.text_of(first.span) == first.text


def test_an_english_rule_is_quoted_in_chinese(tmp_path: Path) -> None:
    text = (
        'rule trial 试 "trial"\n    cite S\n    in force from 2020-01-01\n    inputs second, cost\n'
        "    pay = cost × second not above 5 yuan\n    outputs pay\n"
    )
    book = book_of(tmp_path, "    输入 数二\n    支付 = 1元\n    输出 支付\n")
    (tmp_path / "national/benefit-list/trial.rule").write_text(text, encoding="utf-8")
    book = open_book(tmp_path)
    decision = book.decide("national/benefit-list/trial", {"second": 2, "cost": "1"}, "2025-01-01")
    assert "  > 费用 × 数二 不超过 5元" in decision.explain("zh")
    assert "  > cost × second not above 5 yuan" in decision.explain("en")
    assert book.text_in(Span("nowhere.rule", 1, 1, 1, 2), "en") is None


def test_a_condition_that_fails_is_told_in_the_readers_words(packaged: Book) -> None:
    rule = "shanghai/benefit-list/resident-inpatient"
    decision = packaged.decide(rule, {"scheme": "employee"}, "2025-03-01")
    (failed,) = decision.failed_conditions
    assert decision.text_in(failed.span, "en") == "scheme = resident"
    assert decision.text_in(failed.span, "zh") is None
