"""``rulebook check`` tells violated 必须 bounds at the row that violates them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from rulebook import open_book
from tests.cli.conftest import Rulebook
from tests.cli.conftest import _rulebook as _rulebook
from tests.conformity.books import cases, lay

CODES = {"under-guarantee": "RB9207", "over-guarantee": "RB9208", "beyond-authority": "RB9209"}
RULE = "支付比例 = 查表\n    | 医疗机构等级 | 支付比例 |\n"
RULE += "    | 一级 | 90% |\n    | 二级 | 75% |\n    | 三级 | 60% |\n输出 支付比例\n"
FLOOR = {"text": "不低于70%", "condition": "支付比例 ≥ 70%", "strength": "must"}
CASE = {"bounds": [FLOOR], "inputs": "医疗机构等级", "rule": RULE}


@pytest.mark.parametrize(
    ("file", "case"), cases(), ids=[f"{file}-{case['name']}" for file, case in cases()]
)
def test_it_is_told_where_a_must_bound_is_violated(
    file: str, case: dict[str, Any], tmp_path: Path
) -> None:
    book = open_book(lay(tmp_path / "book", case))
    found = book.violations(str(case.get("as_of", "2026-11-22")))
    code = CODES.get(case["verdict"])
    if code is None or not any(each["strength"] == "must" for each in case["bounds"]):
        assert [each.code for each in found] == []
        return
    assert {each.code for each in found} == {code}
    assert all(each.severity == "warning" for each in found)
    if "line" in case:
        (first, *_) = found
        lines = (tmp_path / "book" / first.file).read_text("utf-8").splitlines()
        assert lines[first.line - 1].strip() == case["line"]


def test_check_tells_it_at_the_row_and_passes(rulebook: Rulebook, tmp_path: Path) -> None:
    ran = rulebook("check", "--book", lay(tmp_path / "book", CASE))
    assert ran.code == 0
    assert "警告[RB9207]" in ran.err and "city/benefit-list/stay.rule:" in ran.err
    assert "60%" in ran.err and "rulebook conform city" in ran.err
    assert "1 个警告" in ran.out
    said = rulebook("check", "--book", tmp_path / "book", "--format", "json", lang="en").json
    assert (said["errors"], said["warnings"]) == (0, 1)


def test_a_book_with_errors_tells_those_first(rulebook: Rulebook, tmp_path: Path) -> None:
    folder = lay(tmp_path / "book", CASE)
    (folder / "city/benefit-list/other.rule").write_text("规则\n", "utf-8")
    ran = rulebook("check", "--book", folder)
    assert ran.code == 1 and "RB92" not in ran.err


def test_what_begins_later_is_told_and_what_is_past_is_not(tmp_path: Path) -> None:
    book = open_book(lay(tmp_path / "book", CASE))
    assert [each.code for each in book.violations("2019-01-01")] == ["RB9207"]
    rule = tmp_path / "book/city/benefit-list/stay.rule"
    rule.write_text(
        rule.read_text("utf-8").replace("自 2020-01-01", "自 2020-01-01 至 2020-12-31"), "utf-8"
    )
    book = open_book(tmp_path / "book")
    assert [each.code for each in book.violations("2020-12-31")] == ["RB9207"]
    assert book.violations("2021-01-01") == []


def test_two_bounds_that_say_the_same_are_told_once_by_the_surer(tmp_path: Path) -> None:
    weaker = FLOOR | {"text": "转述的不低于70%", "evidence": "reported"}
    book = open_book(lay(tmp_path / "book", CASE | {"bounds": [weaker, FLOOR]}))
    (found,) = book.violations("2026-11-22")
    assert "（必须、官方）" in found.hint


def test_check_and_conform_name_the_same_of_two_sure_bounds(tmp_path: Path) -> None:
    """The first of the list: another text of the same figure is its copy, however sure."""
    nation = FLOOR | {"text": "从70%起步", "evidence": "reprinted"}
    copied = FLOOR | {"text": "不低于70%（某地文本）", "evidence": "official"}
    book = open_book(lay(tmp_path / "book", CASE | {"bounds": [nation, copied]}))
    (told,) = book.violations("2026-11-22")
    (found,) = book.conform(as_of="2026-11-22").findings
    assert found.grounds("zh") == "从70%起步（必须、转载）"
    assert found.grounds("zh") in told.hint


def test_a_book_below_is_its_own_to_mend(tmp_path: Path) -> None:
    lay(tmp_path / "book", CASE)
    upper = tmp_path / "upper"
    upper.mkdir()
    (upper / "book.yaml").write_text(
        'format: rulebook/book/1\nedition: "2"\ndate: 2026-01-01\nextends: ../book\n', "utf-8"
    )
    assert open_book(upper).violations("2026-11-22") == []
    (upper / "city" / "benefit-list").mkdir(parents=True)
    rule = "city/benefit-list/stay.rule"
    shutil.copy(tmp_path / "book" / rule, upper / rule)
    (found,) = open_book(upper).violations("2026-11-22")
    assert found.file == rule


def test_the_packaged_book_keeps_to_the_must_bounds(root: Path) -> None:
    """What a place sets beyond its authority is told; no rule of ours gives too little or much."""
    codes = {each.code for each in open_book(root / "rules").violations("2026-11-22")}
    assert codes <= {"RB9209"}
