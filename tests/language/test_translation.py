"""Whole books in the other language: there and back, and with the same answers."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from rulebook import open_book
from rulebook.book.loading import load
from rulebook.language.format import format_text
from rulebook.language.naming import Lexicon
from rulebook.language.parser import parse
from rulebook.language.translate import translate
from rulebook.lexicon import lexicon_of
from rulebook.pipeline import parse_all
from rulebook.resources import packaged_rules

from .texts import HERE

BOOKS = {"packaged": packaged_rules(), "names": HERE / "books" / "names"}


@pytest.mark.parametrize("name", BOOKS)
def test_a_book_in_english_gives_the_same_answers(name: str, tmp_path: Path) -> None:
    contents, _ = load(BOOKS[name])
    assert contents is not None
    trees, _ = parse_all(contents.rules)
    lexicon = lexicon_of(contents, trees.values())
    copy = tmp_path / "rules"
    shutil.copytree(BOOKS[name], copy)
    examples = 0
    for text in contents.rules:
        english, found = format_text(text.text, text.path, "en", lexicon)
        assert english is not None, found
        back, _ = format_text(english, text.path, "zh", lexicon)
        assert back == format_text(text.text, text.path)[0]
        (copy / text.path).write_text(english, encoding="utf-8")
        examples += english.count("\n    example ")
    book = open_book(copy)
    assert [each for each in book.check() if each.severity == "error"] == []
    runs = book.run_examples().runs
    assert len(runs) >= examples > 0
    assert [each.example.name for each in runs if not each.passed] == []


@pytest.fixture(name="lexicon", scope="module")
def _lexicon() -> Lexicon:
    contents, _ = load(BOOKS["names"])
    assert contents is not None
    return lexicon_of(contents, parse_all(contents.rules)[0].values())


HEAD = "规则 甲 a\n    施行 自 2025-01-01\n"
ENGLISH = "rule a 甲\n    in force from 2025-01-01\n"


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        # built-in names, a function only before its bracket
        ("年度 = 年份(基准日)", "year = year(case_day)"),
        ("年龄 = 周岁(出生日期、基准日)", "age = age(born, case_day)"),
        ("支付 = 限额(基准日: 基准日 - 1年)", "paid = limit(case_day: case_day - 1 year)"),
        ("支付 = 满月数", "paid = 满月数"),
        # list items, sources, levels of evidence only where they belong
        ("清单 居民.住院", "list item resident.inpatient"),
        ("支付 = 居民", "paid = 居民"),
        ("依据 二级 “二级” 证据 weak", 'cite care_grade "二级" evidence weak'),
        # values of what they are compared with
        ("适用 若 医院等级 = 二级", "applies if hospital_level = level_2"),
        ("适用 若 照护等级 = 二级", "applies if care_grade = grade_2"),
        ("适用 若 二级 = 照护等级", "applies if grade_2 = care_grade"),
        ("适用 若 历次住院.等级 ≠ 一级", "applies if admissions.grade ≠ grade_1"),
        ("适用 若 照护等级 属于 (一级、现金)", "applies if care_grade in (grade_1, cash)"),
        ("适用 若 医院等级 = “住院（甲等）”", "applies if hospital_level = inpatient"),
        ("支付 = 二级", "paid = 二级"),
        ("支付 = 现金", "paid = cash"),
        # what stands after a dot
        ("支付 = 合计(历次住院.费用)", "paid = sum(admissions.cost)"),
        ("支付 = 费用 + 总费用", "paid = fee + cost"),
        ("支付 = 住院(照护等级: 一级).支付", "paid = stay(care_grade: grade_1).paid"),
        # before a dot a rule goes before a fact or figure of the same name
        ("支付 = 住院.支付", "paid = stay.paid"),
        ("适用 若 住院", "applies if resident"),
    ],
)
def test_each_name_is_looked_up_where_it_stands(
    chinese: str, english: str, lexicon: Lexicon
) -> None:
    written, found = format_text(f"{HEAD}    {chinese}\n", "x.rule", "en", lexicon)
    assert found == ()
    assert written == f"{ENGLISH}    {english}\n"
    assert format_text(written, "x.rule", "zh", lexicon)[0] == f"{HEAD}    {chinese}\n"


def test_a_rules_own_name_is_never_a_value_or_a_name_of_the_book(lexicon: Lexicon) -> None:
    text = f"{HEAD}    现金 = 1元\n    二级 second = 现金\n    支付 = 二级 + 现金\n"
    english, _ = format_text(text, "x.rule", "en", lexicon)
    assert (
        english == f"{ENGLISH}    现金 = 1 yuan\n    second 二级 = 现金\n    paid = second + 现金\n"
    )
    assert format_text(english, "x.rule", "zh", lexicon)[0] == text


def test_what_would_not_come_back_stays(lexicon: Lexicon) -> None:
    text = f"{HEAD}    甲项 paid = 1元\n    支付 = 甲项\n"
    english, _ = format_text(text, "x.rule", "en", lexicon)
    assert english == f"{ENGLISH}    paid 甲项 = 1 yuan\n    支付 = paid\n"
    assert format_text(english, "x.rule", "zh", lexicon)[0] == text


def test_names_of_records_and_of_exceptions_are_their_own(lexicon: Lexicon) -> None:
    text = (
        f"{HEAD}    历次住院.费用额 cost_share = 历次住院.费用 × 50%\n"
        "    费用额 = 合计(历次住院.费用额)\n"
        "    例外 住院 stay 若 住院\n"
        "        支付 = 费用额\n"
        "    例外 再次 若 住院 后于 住院\n"
        "        支付 = 费用额\n"
    )
    english, _ = format_text(text, "x.rule", "en", lexicon)
    assert english == (
        f"{ENGLISH}    admissions.cost_share 费用额 = admissions.cost × 50%\n"
        "    费用额 = sum(admissions.cost_share)\n"
        "    exception stay 住院 if resident\n"
        "        paid = 费用额\n"
        "    exception 再次 if resident after stay\n"
        "        paid = 费用额\n"
    )
    assert format_text(english, "x.rule", "zh", lexicon)[0] == text


def test_broken_rules_are_translated_as_far_as_they_were_read(lexicon: Lexicon) -> None:
    tree, _ = parse(f"{HEAD}    支付 = 5元以上\n    输出 支付\n", "x.rule")
    assert tree is not None
    (broken,) = translate(tree, lexicon, "en").broken
    assert broken.name.word == "a"
