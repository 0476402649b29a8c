"""A verdict against the answers themselves: what is claimed of all cases holds in each one."""

from __future__ import annotations

import operator
import tempfile
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from rulebook.api import Book, open_book
from tests.conformity.books import lay

LEVELS = ("level_1", "level_2", "level_3")
AGES = (0, 17, 18, 19, 59, 60, 61, 130)
RATIOS = st.integers(min_value=40, max_value=95)
BOUNDS = st.integers(min_value=40, max_value=95)
COMPARE: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "≥": operator.ge,
    "≤": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}


def _rule(ratios: list[int], age: int, cut: int) -> str:
    """A table by level, raised for those of an age, in a rule that leaves one level out."""
    first, second, third = ratios
    return (
        f"老年 elder = 年龄 ≥ {age}岁\n"
        "基本比例 base_ratio = 查表\n"
        "    | 医疗机构等级 | 基本比例 |\n"
        f"    | 一级         | {first}% |\n"
        f"    | 二级         | {second}% |\n"
        f"    | 三级         | {third}% |\n"
        "支付比例 =\n"
        "    100% 若 老年 且 已退休\n"
        f"    基本比例 - {cut}个百分点 若 老年\n"
        "    基本比例 否则\n"
        "输出 支付比例\n"
    )


def _answers(book: Book, said: str = "") -> list[Fraction]:
    """The ratio in every case that matters, of those that are as ``said``."""
    found: list[Fraction] = []
    for level in LEVELS:
        for age in AGES:
            for retired in (True, False):
                facts = {"hospital_level": level, "age": age, "retired": retired}
                shown = {
                    f"医疗机构等级 = {'一二三'[LEVELS.index(level)]}级",
                    f"年龄 = {age}岁",
                    f"已退休 = {'是' if retired else '否'}",
                }
                if said and not shown.issuperset(said.split("、")):
                    continue
                decision = book.decide("city/benefit-list/stay", facts, "2026-11-22")
                if decision.status == "determined":
                    found.append(Fraction(str(decision.results["payment_ratio"].value)))
    return found


@settings(max_examples=20)
@given(
    st.lists(RATIOS, min_size=3, max_size=3),
    st.sampled_from([18, 60]),
    st.integers(min_value=1, max_value=10),
    BOUNDS,
    st.sampled_from("≥≤><"),
)
def test_a_verdict_agrees_with_every_answer(
    ratios: list[int], age: int, cut: int, bound: int, op: str
) -> None:
    case: dict[str, Any] = {
        "bounds": [{"text": "界限", "condition": f"支付比例 {op} {bound}%", "strength": "must"}],
        "applies": "医疗机构等级 ≠ 三级",
        "inputs": "医疗机构等级、年龄、已退休",
        "rule": _rule(ratios, age, cut),
    }
    with tempfile.TemporaryDirectory() as folder:
        book = open_book(lay(Path(folder) / "book", case))
        assert not [each.message for each in book.check() if each.severity == "error"]
        (finding,) = book.conform(as_of="2026-11-22").findings
        answers = _answers(book)
        witness = _answers(book, finding.case.zh if finding.case else "")
    holds = all(COMPARE[op](each, Fraction(bound)) for each in answers)
    wrong = "under-guarantee" if op in "≥>" else "over-guarantee"
    assert finding.verdict == ("within" if holds else wrong)
    assert witness
    assert holds or not any(COMPARE[op](each, Fraction(bound)) for each in witness)
    assert finding.value is not None
    worst = min(answers) if op in "≥>" else max(answers)
    assert Fraction(finding.value.zh.removesuffix("%")) == worst
