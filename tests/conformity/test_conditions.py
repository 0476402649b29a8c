"""Conditions that can't be read are told at their place in the list."""

from __future__ import annotations

from pathlib import Path

import pytest

from rulebook.api import RulebookError, open_book
from tests.conformity.books import lay

RULE = "支付比例 = 80%\n输出 支付比例\n"


def _found(tmp_path: Path, condition: str) -> tuple[str, str]:
    """The code of the first diagnostic, and the text it points at."""
    bounds = [{"text": "界限", "condition": condition, "strength": "must"}]
    folder = lay(tmp_path / "book", {"bounds": bounds, "rule": RULE})
    first = open_book(folder).conform().diagnostics[0]
    lines = (folder / first.file).read_text(encoding="utf-8").splitlines()
    assert first.span.line == first.span.end_line
    return first.code, lines[first.line - 1][first.column - 1 : first.span.end_column - 1]


@pytest.mark.parametrize(
    ("condition", "code", "at"),
    [
        ("支付比列 ≥ 70%", "RB3001", "支付比列"),
        ("支付比例 ≥ 70元", "RB4002", "支付比例 ≥ 70元"),
        ("支付比例 ≥ 70", "RB4003", "70"),
        ("支付比例 ≥", "RB1", ""),
        ("已退休", "RB9201", "已退休"),
        ("支付比例 ≥ 70% 或 支付比例 ≥ 60%", "RB9201", "支付比例 ≥ 70% 或 支付比例 ≥ 60%"),
        ("支付比例 ≥ 最高(70%、60%)", "RB9202", "最高(70%、60%)"),
        ("70% ≥ 60%", "RB9203", "70% ≥ 60%"),
        ("救助比例(低保) ≥ 70%", "RB9204", "低保"),
        ("救助比例(身份: 低保) ≥ 70%", "RB9204", "身份: 低保"),
        ("救助比例(救助身份: 低宝) ≥ 70%", "RB3008", "低宝"),
    ],
)
def test_a_wrong_condition_is_told_at_its_place(
    condition: str, code: str, at: str, tmp_path: Path
) -> None:
    found, text = _found(tmp_path, condition)
    assert found.startswith(code)
    assert at in text or not at
    if code.startswith(("RB3", "RB9")):
        assert text == at


def test_a_wrong_condition_of_being_in_force_is_told_at_its_place(tmp_path: Path) -> None:
    case = {"bounds": [], "rule": RULE, "in_force_if": "支付比列 ≥ 70%"}
    folder = lay(tmp_path / "book", case)
    (found,) = open_book(folder).conform().diagnostics
    assert (found.code, found.file) == ("RB3001", "national/treatment-list.yaml")
    assert "in_force_if" in (folder / found.file).read_text("utf-8").splitlines()[found.line - 1]


def test_english_conditions_are_read(tmp_path: Path) -> None:
    condition = "payment_ratio ≥ 70% and payment_ratio(retired: yes) ≥ 70%"
    bounds = [{"text": "界限", "condition": condition, "strength": "must"}]
    report = open_book(lay(tmp_path / "book", {"bounds": bounds, "rule": RULE})).conform()
    assert not report.diagnostics
    assert [each.verdict for each in report.findings] == ["within"]


def test_places_that_have_no_list_above_them(tmp_path: Path) -> None:
    book = open_book(lay(tmp_path / "book", {"bounds": [], "rule": RULE}))
    for place, code in (("ctiy", "RB9205"), ("national", "RB9206")):
        with pytest.raises(RulebookError) as raised:
            book.conform([place])
        assert [each.code for each in raised.value.diagnostics] == [code]
    assert "city" in raised.value.diagnostics[0].advice("en") or place == "national"
