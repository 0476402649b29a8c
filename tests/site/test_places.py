"""A small book of several places: items of the list, places side by side, and days of change."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from pathlib import Path

import pytest

from rulebook import open_book
from rulebook.review.across import shared_cases
from rulebook.review.dates import days_of_change
from rulebook.site.contents import generated_pages
from rulebook.site.nav import navigation
from rulebook.site.opening import open_view
from rulebook.site.page import SitePage
from rulebook.site.side_by_side import by_rank, columns, figure_line
from rulebook.site.view import View
from tests.site.test_rich_book import linked
from tests.site.texts import text_of

BOOK = Path(__file__).parent / "places"
STAY = ("benefit-list", "stay")


@pytest.fixture(scope="module")
def several() -> View:
    view = open_view(open_book(BOOK))
    assert not view.findings, [f"{each.file}:{each.line} {each.message}" for each in view.findings]
    return view


@pytest.fixture(scope="module")
def pages(several: View) -> dict[str, SitePage]:
    return {each.path: each for each in generated_pages(several, {})}


def section(page: SitePage, anchor: str) -> str:
    return next(text_of(each.body) for each in page.sections if each.anchor == anchor)


def test_links(several: View, tmp_path: Path) -> None:
    assert linked(several, tmp_path) == []


# ---- items of the list


def test_an_item_tells_its_bounds_and_what_they_are_tested_by(pages: dict[str, SitePage]) -> None:
    bounds = section(pages["items/stay.pay.md"], "bounds")
    assert "比例不低于最低比例" in bounds
    assert "必须" in bounds
    assert "支付比例 ≥ 最低比例看规则给出的支付比例" in bounds.replace("\n", "")
    assert "对照数字最低比例" in bounds
    assert "没有：不能只凭规则检验" in bounds
    opening = text_of(pages["items/stay.pay.md"].opening)
    assert "由谁决定 who decides" in opening
    assert "统筹区 pooling area" in opening


def test_an_item_tells_the_verdict_on_every_place_and_bound(pages: dict[str, SitePage]) -> None:
    verdicts = section(pages["items/stay.pay.md"], "verdicts")
    hill = next(line for line in verdicts.splitlines() if line.startswith("山城"))
    assert "保障不足 under-guarantee" in hill
    assert "45%" in hill
    assert hill.endswith("保障不足 under-guarantee | 不检验 not tested |")
    sea = next(line for line in verdicts.splitlines() if line.startswith("海城"))
    assert "相符 within" in sea
    assert "未实施 not implemented" in section(pages["items/stay.pay.md"], "place-lake")


def test_an_item_lists_each_places_rules_and_figures(pages: dict[str, SitePage]) -> None:
    page = pages["items/stay.pay.md"]
    hill = section(page, "place-hill")
    assert "山城住院" in hill
    assert "山城津贴" in hill
    assert "200元" in hill
    assert "最低比例" in section(page, "place-national")
    care = pages["items/care.home.md"]
    assert "清单没有给这一条目设界限" in section(care, "bounds")
    assert "未公布 unset 没有公布" in section(care, "place-sea")


def test_an_item_says_what_shows_that_it_is_in_force(pages: dict[str, SitePage]) -> None:
    about = text_of(pages["items/care.home.md"].opening)
    assert "怎样算施行 in force if" in about
    assert "已施行 = 是" in about
    assert "怎样算施行" not in text_of(pages["items/stay.pay.md"].opening)


def test_items_are_linked_from_matrix_rules_and_figures(pages: dict[str, SitePage]) -> None:
    address = "items/stay.pay.html"
    assert address in pages["conformity.md"].markdown()
    assert address in pages["treatment-list.md"].markdown()
    assert address in pages["rules/hill/benefit-list/stay.md"].markdown()
    assert address in pages["places/hill/figures.md"].markdown()


# ---- places side by side


def test_columns_are_the_nation_and_the_lowest_places(several: View) -> None:
    assert columns(several.contents) == ["national", "lake", "sea", "hill"]
    assert by_rank(several.contents) == ["national", "lake", "sea", "upland", "hill"]


def test_a_figure_is_taken_from_above_where_a_place_has_none(several: View) -> None:
    line = figure_line(several, "care_price", columns(several.contents))
    assert {place: each.figure.place for place, each in line.cells.items()} == {
        "hill": "upland",
        "sea": "sea",
    }
    assert line.likeness == "differs"


def test_differences_come_first_and_equal_values_are_folded(pages: dict[str, SitePage]) -> None:
    page = pages["compare/benefit-list.md"]
    anchors = [each.anchor for each in page.sections if each.body]
    assert anchors == ["differences", "rules", "alone", "items"]
    text = section(page, "differences")
    assert text.index("起付额") < text.index("相同的 1 项") < text.index("封顶线")
    alone = section(page, "alone")
    assert "山城津贴" not in text and "山城津贴" in alone
    assert re.match(r"只有一地有的 \d+ 个数字", alone)
    assert "比例不低于最低比例" in section(page, "items")


def test_a_figure_that_differs_says_since_when_and_under_which_item(
    pages: dict[str, SitePage],
) -> None:
    text = section(pages["compare/benefit-list.md"], "differences")
    line = next(each for each in text.splitlines() if each.startswith("起付额"))
    assert "200元 200 yuan\xa0›自 from 2025-01-01" in line
    assert "first part住院支付" in line


def test_what_nobody_has_published_is_not_called_equal(pages: dict[str, SitePage]) -> None:
    text = section(pages["compare/benefit-list.md"], "differences")
    last = text[text.index("各地都没有数的 1 项 1 that no place has a value for") :]
    assert "封顶线" not in last and "离岛补贴" in last
    assert "这里叫“外出津贴” here “allowance away from home”" in last
    assert "这里叫“离岛补贴”" not in last


def test_weak_unset_and_absent_are_three_things(pages: dict[str, SitePage]) -> None:
    stay = section(pages["compare/benefit-list.md"], "differences").splitlines()
    first = next(line for line in stay if line.startswith("起付额"))
    assert "300元 300 yuan 存疑 weak 待确认 to be confirmed" in first
    care = section(pages["compare/long-term-care.md"], "differences")
    price = care[care.index("照护单价") :]
    assert "未公布 unset\xa0›" in price
    assert "高原的 of upland" in price
    alone = section(pages["compare/long-term-care.md"], "alone")
    assert "照护制度 scheme of care：否 no" in alone
    assert " – | " in alone
    items = section(pages["compare/long-term-care.md"], "items")
    assert "这一类没有规则 no rules of this kind" in items


def test_the_way_in_counts_what_differs(pages: dict[str, SitePage]) -> None:
    text = text_of(pages["compare/index.md"].opening)
    assert "待遇清单 Benefit list | 1 | 1 | – | " in text


def test_rules_of_one_name_stand_side_by_side(pages: dict[str, SitePage]) -> None:
    grid = section(pages["compare/benefit-list.md"], "rules")
    assert "住院 Stay | 起付标准、支付比例 deductible, payment ratio | – | " in grid
    assert 'href="benefit-list/stay.html"' in pages["compare/benefit-list.md"].markdown()
    text = section(pages["compare/benefit-list/stay.md"], "rules")
    assert "45%" in text
    assert "支付比例＝70%。" in text
    assert "起付标准＝300元（起付额，待确认）。" in text
    assert "起付标准＝200元（起付额）。" in text
    assert text.index("支付＝") > text.index("相同的 1 项") > text.index("支付比例＝70%。")
    assert "70%." in text[text.index("English") :]


def test_the_same_facts_are_asked_of_every_place(several: View, pages: dict[str, SitePage]) -> None:
    cases = several.shared[STAY]
    assert [each.place for each in cases] == ["hill", "hill", "sea"]
    _, hill, sea = cases
    assert hill.differs
    assert hill.answers["hill"].status == "determined"
    assert hill.answers["sea"].status == "undetermined"
    assert sea.answers["sea"].status == "determined"
    assert sea.answers["hill"].missing_facts == ("level",)
    text = section(pages["compare/benefit-list/stay.md"], "cases")
    assert "逐级 #1 山城的例子" in text


def test_a_place_alone_is_not_compared() -> None:
    book = open_book(BOOK)
    one = replace(
        open_view(book).contents,
        places={"national": book.contents.places["national"]},
    )
    assert columns(one) == ["national"]
    assert not [name for name, each in shared_cases(book).items() if name != STAY and each]


def test_families_are_in_the_navigation(several: View) -> None:
    items = {name: each for item in navigation(several, []) for name, each in item.items()}
    assert items["各地对比"] == [
        "compare/index.md",
        {"待遇清单": "compare/benefit-list.md"},
        {"长期护理保险": "compare/long-term-care.md"},
    ]


# ---- days of change


def test_every_change_of_a_place_has_its_day() -> None:
    days = days_of_change(open_book(BOOK))
    assert [each.day.isoformat() for each in days["hill"]] == [
        "2020-01-01",
        "2023-01-01",
        "2025-01-01",
    ]
    first, second, third = days["hill"]
    assert [each.figure.id for each in first.figures] == ["first_hundred"]
    assert first.figures[0].before is None
    assert [(each.rule.id, each.ended) for each in first.rules] == [
        ("hill/benefit-list/stay", None)
    ]
    assert second.figures == ()
    assert second.rules[0].ended is not None
    assert second.rules[0].begins is not None
    assert [each.figure.id for each in third.figures] == ["first_hundred"]
    assert third.rules == ()
    assert third.asked == 3
    assert {each.example.name for each in third.answers} == {"旧版", "逐级 #1", "逐级 #2"}
    by_level = next(each for each in third.answers if each.example.name == "逐级 #2")
    assert by_level.outputs == ("deductible", "pay")
    assert by_level.before.outcomes["pay"].value == 600
    assert by_level.after.outcomes["pay"].value == 540


def test_the_page_of_a_place_says_what_changes(pages: dict[str, SitePage]) -> None:
    page = pages["places/hill/dates.md"]
    grid = section(page, "figures").splitlines()
    assert "2020-01-01 | 2025-01-01 |" in grid[1] + grid[2]
    text = section(page, "from-2025-01-01")
    assert "100元 100 yuan | 200元 200 yuan" in text.replace("\n", "")
    assert "《公报》" in text
    assert "600元 600 yuan | 540元 540 yuan" in text
    begins = section(page, "from-2023-01-01")
    assert "换为新版" in begins
    assert "places/lake/dates.md" in pages
    assert "places/upland/dates.md" not in pages


def test_the_page_of_a_rule_says_when_it_changes(pages: dict[str, SitePage]) -> None:
    dates = section(pages["rules/hill/benefit-list/stay.md"], "dates")
    assert "2025-01-01：起付额 first part 100元 100 yuan → 200元 200 yuan" in dates
    assert "2020-01-01：开始施行 comes into force" in dates


def test_examples_that_differ_in_their_day_alone_are_asked_once() -> None:
    book = open_book(BOOK)
    rule = book.typed.rules["hill/benefit-list/stay"]
    again = replace(rule.examples[0], day=datetime.date(2022, 1, 1), name="again")
    rules = {**book.typed.rules, rule.id: replace(rule, examples=(*rule.examples, again))}
    book.typed = replace(book.typed, rules=rules)
    assert days_of_change(book)["hill"][-1].asked == 3
