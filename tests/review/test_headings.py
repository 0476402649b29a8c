"""Sections are found by the documents' own headings, in copies that have lost characters."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from rulebook.review.documents import Section, named, sections_of
from rulebook.review.headings import heading_of, label, numeral
from tests.review.conftest import TEXTS


def names(text: str) -> list[str]:
    return [each.name for each in sections_of(text)]


def found(citation: str, text: str) -> list[str]:
    return [each.name for each in named(citation, sections_of(text))]


@pytest.mark.parametrize(
    ("line", "level", "number", "title"),
    [
        ("一、发展基础", 1, 1, "发展基础"),
        ("　十二、保障 措施", 1, 12, "保障措施"),
        ("（二十）附则。以下略", 2, 20, "附则"),
        ("( 三 ) 强化监管", 2, 3, "强化监管"),
        ("4 . 促进大健康产业", 3, 4, "促进大健康产业"),
        ("１０．做好服务", 3, 10, "做好服务"),
        ("1.2025年，建立机制", 3, 1, "2025年,建立机制"),
        ("（1）依托平台", 4, 1, "依托平台"),
        ("专栏 5    “ 采购中心  建设工程", 0, 5, "采购中心建设工程"),
        ("专栏    因病致贫预警工程", 0, 0, "因病致贫预警工程"),
        ("[bookmark: bookmark10]（二）面临的形势", 2, 2, "面临的形势"),
    ],
)
def test_headings_are_read_in_every_shape(line: str, level: int, number: int, title: str) -> None:
    heading = heading_of(line)
    assert heading is not None
    assert (heading.level, heading.number, heading.title) == (level, number, title)


@pytest.mark.parametrize(
    "line", ["8.45%", "100%", "55", "到2035年，更加完善", "专栏", "一是加强管理"]
)
def test_other_lines_are_no_headings(line: str) -> None:
    assert heading_of(line) is None


def test_numerals_up_to_ninety_nine() -> None:
    assert [numeral(n) for n in (1, 9, 10, 11, 20, 23, 99)] == [
        "一", "九", "十", "十一", "二十", "二十三", "九十九",
    ]  # fmt: skip
    for number in range(1, 100):
        heading = heading_of(f"{label(1, number)}、题")
        assert heading is not None
        assert heading.number == number


def test_a_small_document() -> None:
    text = (TEXTS / "city.txt").read_text(encoding="utf-8")
    assert names(text) == [
        "开头", "一", "一(一)", "一(二)", "专栏1", "二", "二1", "二2", "专栏2", "专栏2-1",
        "专栏2-2", "二3",
    ]  # fmt: skip
    sections = {each.name: each for each in sections_of(text)}
    assert not sections["专栏1"].holds("2035年")
    assert sections["一(二)"].holds("2035年"), "what follows a box belongs to the section around it"
    assert sections["一(二)"].holds("75%"), "a box is a part of the section in which it stands"
    assert sections["二1"].holds("减免起付标准")
    assert not sections["二1"].holds("每年检查")


@pytest.mark.parametrize(
    ("citation", "expected"),
    [
        ("一(二)", ["一(二)"]),
        ("（二）", ["一(二)"]),
        ("(二)待遇", ["一(二)"]),
        ("(二)筹资", []),
        ("二2", ["二2"]),
        ("2", ["二2", "专栏2-2"]),
        ("二、2.", ["二2"]),
        ("专栏2-2", ["专栏2-2"]),
        ("二2、专栏 2", ["二2", "专栏2"]),
        ("一(一), 专栏1", ["一(一)", "专栏1"]),
        ("二1：", ["二1"]),
        ("开头", ["开头"]),
        ("三(一)", []),
        ("附表", []),
        ("", []),
    ],
)
def test_citations_name_sections(citation: str, expected: list[str]) -> None:
    assert found(citation, (TEXTS / "city.txt").read_text(encoding="utf-8")) == expected


def test_the_numbering_of_a_box_stops_where_the_documents_goes_on() -> None:
    lines = "一、总 5.救助 专栏预警 1.系统 2.联动 6.商保 专栏评价 (一)标准 (二)试点 二、分"
    text = lines.replace(" ", "\n")
    assert names(text) == [
        "一", "一5", "专栏1", "专栏1-1", "专栏1-2", "一6", "专栏2", "专栏2(一)", "专栏2(二)", "二",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "there"),
    [
        ("85%", True),
        ("5%", False),
        ("85", True),
        ("8", False),
        ("85 % 左右", True),
        ("稳定在８５％", True),
        ("100%", True),
        ("1.5 个百分点", True),
        ("5个百分点", False),
        ("超 640 万", True),
        ("40 万", False),
    ],
)
def test_numbers_are_held_whole(words: str, there: bool) -> None:
    section = Section((), "", 1, "稳定在 85% 左右\n55\n100%\n下调 1.5 个百分点,超 640 万人")
    assert section.holds(words) is there


# ---- the five documents

DOCUMENTS = {
    "shanghai": (64, ["一(五)", "三(一)7", "三(四)4", "专栏9", "四(三)"]),
    "zibo": (56, ["一(二)", "二(三)", "专栏1-3(3)", "专栏4-7", "六(七)"]),
    "lishui": (14, ["开头", "专栏2(四)", "(四)", "专栏4(二)"]),
    "tibet": (32, ["开头", "二(一)5", "二(六)22", "三"]),
    "quanzhou": (36, ["一(一)13", "一(二)7", "二(六)", "三(四)"]),
}


@pytest.mark.needs("sources")
@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_sections_of_the_planning_documents(
    document: str, require: Callable[[str], str]
) -> None:
    text = (Path(require("sources")) / f"{document}.txt").read_text(encoding="utf-8")
    sections = sections_of(text)
    count, expected = DOCUMENTS[document]
    every = [each.name for each in sections]
    assert len(every) == len(set(every)) == count
    assert set(expected) <= set(every)
    assert all(each in named(each.name, sections) for each in sections)


@pytest.mark.needs("sources")
@pytest.mark.parametrize(
    ("document", "citation", "words"),
    [
        ("shanghai", "一(五)", "55 万元"),
        ("shanghai", "专栏1", "稳定在 80% 以上"),
        ("shanghai", "专栏6", "每年"),
        ("shanghai", "二(三)", "2035"),
        ("zibo", "专栏4", "7项"),
        ("zibo", "二(三)", "8.45%"),
        ("lishui", "专栏3(一)", "预算"),
        ("tibet", "二(一)5", "5%"),
        ("quanzhou", "(一)3", "70%左右"),
    ],
)
def test_figures_stand_where_they_are_cited(
    document: str, citation: str, words: str, require: Callable[[str], str]
) -> None:
    text = (Path(require("sources")) / f"{document}.txt").read_text(encoding="utf-8")
    sections = named(citation, sections_of(text))
    assert [each.holds(words) for each in sections] == [True]
