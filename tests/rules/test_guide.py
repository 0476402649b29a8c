"""The first rule of the drafter's guide works as it stands, in both languages."""

from __future__ import annotations

import re
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from rulebook import open_book
from tests.conftest import ROOT

GUIDE = ROOT / "docs" / "guide" / "first-rule.md"


def written_rules() -> dict[str, str]:
    """The guide's rule texts, by the word they begin with."""
    blocks = re.findall(r"^```\n(.*?)^```$", GUIDE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    return {block.split()[0]: block for block in blocks if block.split()[0] in ("规则", "rule")}


def test_the_guide_has_the_rule_in_ten_lines_and_both_languages() -> None:
    assert {word: len(text.splitlines()) for word, text in written_rules().items()} == {
        "规则": 10,
        "rule": 10,
    }


@pytest.mark.parametrize("word", ["规则", "rule"])
def test_the_first_rule_checks_and_answers(word: str, tmp_path: Path) -> None:
    folder = shutil.copytree(ROOT / "rules", tmp_path / "rules")
    file = folder / "shanghai" / "long-term-care" / "home-cost.rule"
    file.write_text(written_rules()[word], "utf-8")
    book = open_book(folder)
    assert book.check() == []
    (run,) = book.examples("shanghai/long-term-care/home-cost")
    assert run.passed
    facts = {"年龄": 70, "服务小时数": 2, "小时单价": "40"}
    decision = book.decide("shanghai/long-term-care/home-cost", facts, as_of="2026-11-22")
    assert decision.results["fund_pay"].value == Decimal("72.00")
