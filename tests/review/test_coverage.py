"""What the examples of a small book go through, and what they never do."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from rulebook import Book, open_book
from rulebook.review.coverage import coverage
from rulebook.review.marking import marks_of
from rulebook.review.report import CoverageReport, Point
from tests.review.conftest import change

INPATIENT, TOTAL = "city/benefit-list/inpatient", "city/benefit-list/total"
RULE = f"{INPATIENT}.rule"

NEVER = [
    (9, "otherwise", "50%"),
    (20, "applies", "年龄 ≥ 18岁：否"),
    (25, "row", "| 二级 | 100元 |"),
    (30, "row", "一级 × 否 → 80%"),
    (31, "row", "≥ 二级 × 是 → 80%"),
    (34, "line", "困难的人：是"),
    (44, "exception", "困难减免 若 困难群众"),
]


@pytest.fixture(scope="module")
def report(small: Book) -> CoverageReport:
    return coverage(small)


def points(report: CoverageReport, rule: str) -> list[Point]:
    found = next(each for each in report.rules if each.rule == rule)
    return [point for version in found.versions for point in version.points]


def never(report: CoverageReport, rule: str) -> list[tuple[int, str, str]]:
    return [(each.line, each.kind, each.text) for each in points(report, rule) if not each.hit]


def test_the_example_book_is_sound(small: Book) -> None:
    assert small.check() == []
    assert small.run_examples().failed == 0


def test_points_that_no_example_goes_through(report: CoverageReport) -> None:
    assert never(report, INPATIENT) == NEVER
    assert never(report, TOTAL) == [
        (5, "condition", "住院记录.花费 > 100元：否"),
        (5, "condition", "住院记录.由他院转入：是"),
        (6, "call", "住院.基金支付：不适用"),
    ]


def test_points_know_the_examples_that_go_through_them(report: CoverageReport) -> None:
    by_text = {(each.kind, each.text): each.examples for each in points(report, INPATIENT)}
    assert by_text["row", "| 一级 | 50元 |"] == ("退休，一级，一千五",)
    assert by_text["row", "否则 → 300元"] == ("在职，三级",)
    assert by_text["base", "起付标准：不属例外"] == ("退休，一级，一千五", "在职，三级")
    assert by_text["version", "自 2020-01-01 至 2022-12-31"] == ("旧版",)


def test_a_rule_that_is_called_is_gone_through_by_the_callers_example(
    report: CoverageReport,
) -> None:
    by_text = {(each.kind, each.text): each.examples for each in points(report, INPATIENT)}
    assert by_text["tier", "| * | 70% |"] == (f"{TOTAL}: 困难的成年人",)
    # Only the fund's payment is asked for there, so the rows of the ratio are not gone through.
    assert by_text["row", "≥ 二级 × 是 → 80%"] == ()


def test_an_unset_figure_leaves_only_the_undetermined_answer(report: CoverageReport) -> None:
    kinds = [(each.kind, each.hit) for each in points(report, INPATIENT) if "预警线" in each.text]
    assert kinds == [("undetermined", True)]


def test_what_the_domains_rule_out_is_no_point(report: CoverageReport) -> None:
    texts = [each.text for each in points(report, INPATIENT) if "120岁" in each.text]
    assert texts == ["年龄 ≤ 120岁：是"]


def test_one_more_example_hits_what_it_goes_through(folder: Path) -> None:
    example = """\
    示例 “未成年人”
        设 年龄 = 8岁、费用 = 900元、医疗机构等级 = 二级、已退休 = 否、困难群众 = 是
        得 不适用
    示例 “困难，一级”
        设 年龄 = 30岁、费用 = 900元、医疗机构等级 = 一级、已退休 = 否、困难群众 = 是
        得 起付标准 = 0元
"""
    path = folder / RULE
    path.write_text(path.read_text(encoding="utf-8") + example, encoding="utf-8")
    hit = {20, 34, 44}
    wanted = [each for each in NEVER if each[0] not in hit and each[2] != "一级 × 否 → 80%"]
    assert never(coverage(open_book(folder)), INPATIENT) == wanted


def test_the_base_of_an_exception_is_not_gone_through_where_it_applies(folder: Path) -> None:
    change(folder / RULE, "困难群众 = 否", "困难群众 = 是")
    change(folder / RULE, "起付标准 = 50元、", "")
    change(
        folder / RULE, "得 起付标准 = 300元、支付比例 = 70%、可享受待遇 = 否", "得 支付比例 = 70%"
    )
    left = {text for _, _, text in never(coverage(open_book(folder)), INPATIENT)}
    assert {"起付标准：不属例外", "| 一级 | 50元 |", "否则 → 300元", "困难的人：否"} <= left
    assert "困难减免 若 困难群众" not in left


LOOK_BACK = """\
规则 回看 look_back “就诊那天的比例”
    依据 示例规划 “一(二)｜70%”
    施行 自 2020-01-01
    输入 就诊日期
    支付比例 = 住院(基准日: 就诊日期).支付比例 不适用时 10%
    输出 支付比例
    示例 “旧版的一天”
        设 就诊日期 = 2021-05-01、费用 = 2000元
        得 支付比例 = 60%
"""
BEFORE = """\
    示例 “施行以前”
        设 就诊日期 = 2019-05-01、费用 = 2000元
        得 支付比例 = 10%
"""


@pytest.mark.parametrize(("example", "stood_in"), [("", False), (BEFORE, True)])
def test_a_call_as_of_another_day(folder: Path, example: str, stood_in: bool) -> None:
    change(
        folder / "vocabulary.yaml",
        "  retired:",
        "  visit: {zh: 就诊日期, en: day of the visit, type: date}\n  retired:",
    )
    path = folder / "city/benefit-list/look-back.rule"
    path.write_text(LOOK_BACK + example, encoding="utf-8")
    book = open_book(folder)
    assert [each.sentence("en") for each in book.check() if each.severity == "error"] == []
    assert book.run_examples().failed == 0
    found = points(coverage(book), "city/benefit-list/look-back")
    assert [each.hit for each in found if each.kind == "call"] == [True, stood_in]


def test_the_json_is_stable(report: CoverageReport) -> None:
    written = json.loads(json.dumps(report.to_json()))
    assert set(written) == {"rules", "hit", "points", "percent"}
    rule = written["rules"][0]
    assert set(rule) == {"rule", "versions", "hit", "points"}
    assert [(each["from"], each["until"]) for each in rule["versions"]] == [
        ("2020-01-01", "2022-12-31"),
        ("2023-01-01", None),
    ]
    point = rule["versions"][0]["points"][2]
    assert point == {
        "kind": "otherwise",
        "text": "50%",
        "file": RULE,
        "line": 9,
        "hit": False,
        "examples": [],
    }
    assert (written["hit"], written["points"]) == (21, 31)
    assert written["percent"] == 67.7
    assert sum(each["points"] for each in written["rules"]) == 31


def test_the_threshold_is_exact(report: CoverageReport) -> None:
    assert report.is_under(Decimal("67.75"))
    assert not report.is_under(Decimal("67.74"))
    assert CoverageReport(()).percent == 100


def test_one_rule_is_covered_by_the_examples_of_all(small: Book, report: CoverageReport) -> None:
    one = coverage(small, [INPATIENT])
    assert [each.rule for each in one.rules] == [INPATIENT]
    assert one.rules[0] == next(each for each in report.rules if each.rule == INPATIENT)


@pytest.mark.parametrize("book", ["tests/review/book", "docs/guide/book/rules", "rules"])
def test_marks_are_of_the_very_nodes_of_the_program(book: str, root: Path) -> None:
    opened = open_book(root / book)
    for rule, versions in opened.program.rules.items():
        for lowered in versions:
            version = next(
                each
                for each in opened.typed.rules[rule].versions
                if each.since.toordinal() <= lowered.since
                and (each.until is None or lowered.since <= each.until.toordinal())
            )
            marking = marks_of(opened.typed, opened.program, rule, version, lowered.since)
            assert tuple(marking.nodes) == lowered.nodes


def test_the_guides_book_has_every_construct_and_a_report(root: Path) -> None:
    opened = open_book(root / "docs/guide/book/rules")
    whole = coverage(opened)
    assert {each.rule for each in whole.rules} == set(opened.rules)
    kinds = {
        point.kind for rule in whole.rules for version in rule.versions for point in version.points
    }
    assert {"version", "case", "otherwise", "row", "tier", "exception", "call"} <= kinds
    assert 0 < whole.hit < whole.points
