"""Rules near the limits: large tables, and definitions that build on each other by the hundred."""

from __future__ import annotations

from pathlib import Path

import pytest

from rulebook import Book, open_book

FILES = {
    "book.yaml": """
format: rulebook/book/1
edition: "1"
date: 2026-01-01
note: {zh: 大, en: large}
""",
    "vocabulary.yaml": """
format: rulebook/vocabulary/1
facts:
  first: {zh: 数一, en: first, type: number, min: "0", max: "100000"}
  second: {zh: 数二, en: second, type: number, min: "0", max: "9"}
  chosen: {zh: 选中, en: chosen, type: yes_no}
  cost: {zh: 费用, en: cost, type: money}
  pay: {zh: 支付, en: pay, type: money}
""",
    "national/place.yaml": """
format: rulebook/place/1
zh: 国家
en: nation
""",
    "national/sources.yaml": """
format: rulebook/sources/1
sources:
  S: {zh: 办法, en: rules, title: 办法, issuer: 局, date: "2020", evidence: official}
""",
}

HEAD = "规则 试 trial “试”\n    依据 办法\n    施行 自 2020-01-01\n"


def book_of(folder: Path, rule: str) -> Book:
    for name, text in {**FILES, "national/benefit-list/trial.rule": HEAD + rule}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.lstrip("\n"), encoding="utf-8")
    return open_book(folder)


def table(steps: int) -> str:
    """A table of ``steps × 10 × 2`` rows over three columns."""
    rows = []
    for first in range(steps):
        bound = f"≥ {first} < {first + 1}" if first < steps - 1 else f"≥ {first}"
        rows += [
            f"        | {bound} | {second} | {yes} | {first * 100 + second}元 |"
            for second in range(10)
            for yes in ("是", "否")
        ]
    heading = "        | 数一 | 数二 | 选中 | 支付 |"
    lines = ["    输入 数一、数二、选中", "    支付 = 查表", heading, *rows, "    输出 支付", ""]
    return "\n".join(lines)


def chain(many: int) -> str:
    """As many definitions, each built on the one before."""
    steps = [f"    步{i} = 步{i - 1} + 1元" for i in range(1, many)]
    first, last = ["    输入 费用", "    步0 = 费用"], [f"    支付 = 步{many - 1}", "    输出 支付"]
    return "\n".join([*first, *steps, *last, ""])


def test_a_table_of_two_thousand_rows_is_proved_whole_and_answered(tmp_path: Path) -> None:
    book = book_of(tmp_path, table(100))
    assert book.check() == []
    decision = book.decide("national/benefit-list/trial", {"数一": 57, "数二": 3, "选中": True})
    assert str(decision.results["pay"].value) == "5703.00"
    open_column = book.decide("national/benefit-list/trial", {"数一": 57, "选中": True})
    assert open_column.missing.facts == ("second",)


def test_a_gap_in_a_large_table_is_told_with_its_case(tmp_path: Path) -> None:
    rows = table(100).replace("        | ≥ 40 < 41 | 7 | 否 | 4007元 |\n", "")
    (finding,) = book_of(tmp_path, rows).check()
    assert finding.code == "RB6006"
    assert "数一 = 40、数二 = 7、选中 = 否" in finding.message


@pytest.mark.parametrize("many", [150, 1500])
def test_a_chain_of_definitions_is_answered_and_explained(tmp_path: Path, many: int) -> None:
    book = book_of(tmp_path, chain(many))
    assert book.check() == []
    decision = book.decide("national/benefit-list/trial", {"费用": "0.50"})
    assert str(decision.results["pay"].value) == f"{many - 1}.50"
    assert decision.explain("en").count(" = ") > many
    assert decision.to_json()["explanation"]["children"]


def test_definitions_that_run_backwards_too_far_are_refused(tmp_path: Path) -> None:
    steps = [f"    步{i} = 步{i - 1} + 1元" for i in range(300, 0, -1)]
    lines = ["    输入 费用", "    支付 = 步300", *steps, "    步0 = 费用", "    输出 支付", ""]
    findings = book_of(tmp_path, "\n".join(lines)).check()
    assert {each.code for each in findings} == {"RB3022"}
