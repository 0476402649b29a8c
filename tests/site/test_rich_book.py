"""A small book with every construct: older versions, records, brackets, exceptions, calls."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rulebook.diagnostics.mistakes import mistakes
from rulebook.site.contents import generated_pages
from rulebook.site.linkcheck import check_site
from rulebook.site.page import SitePage
from rulebook.site.pages.calculator import CALCULATOR, EVALUATOR
from rulebook.site.pages.vocabulary import FILTER
from rulebook.site.paths import html_of
from rulebook.site.view import View
from tests.site.texts import text_of

STAY, SETTLEMENT = "rules/city/benefit-list/stay.md", "rules/city/benefit-list/settlement.md"
_HEADING = re.compile(r"^#+ .*\{#(.+)\}$", re.MULTILINE)


@pytest.fixture(scope="module")
def pages(rich: View) -> dict[str, SitePage]:
    return {each.path: each for each in generated_pages(rich, {})}


def linked(view: View, folder: Path) -> list[str]:
    """What is wrong with the links of a book's generated pages, without building the site."""
    for page in generated_pages(view, mistakes()):
        path = folder / html_of(page.path)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_HEADING.sub(r'<h2 id="\1">', page.markdown()), encoding="utf-8")
    for name in ("reader-guide.html", EVALUATOR, CALCULATOR, FILTER):
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("", encoding="utf-8")
    _, found = check_site(folder)
    return [f"{each.file}: {each.message}" for each in found]


def test_links_of_the_rich_book(rich: View, tmp_path: Path) -> None:
    assert linked(rich, tmp_path) == []


def test_every_version_is_told_the_newest_first(pages: dict[str, SitePage]) -> None:
    text = text_of(pages[STAY].markdown())
    assert text.index("用白话说（2025-01-01 起）") < text.index("用白话说（2020-01-01 起）")
    assert "2020-01-01 至 2024-12-31" in text
    assert 'id="from-2020-01-01-def-old_ratio"' in pages[STAY].markdown()


def test_brackets_records_and_exceptions_in_plain_words(pages: dict[str, SitePage]) -> None:
    text = text_of(pages[STAY].markdown())
    assert "分段额：把费用分段，每一段按自己的比例计算再相加：" in text
    assert "1000元 | 1万元 | 60% |" in text
    assert "1万元 | 不限 | 75% |" in text
    assert "次数＝住院记录（只看计入的）的条数。" in text
    assert "例外“低保倾斜”：低保时，为费用" in text


def test_records_of_an_example_are_a_table(pages: dict[str, SitePage]) -> None:
    text = text_of(pages[STAY].markdown())
    assert "2 条记录 2 records" in text
    assert "2025-02-01" in text


def test_a_call_links_to_the_other_rule(pages: dict[str, SitePage]) -> None:
    text = text_of(pages[SETTLEMENT].markdown())
    assert "住院支付＝住院的支付（费用取费用减100元，最少为0元）。" in text
    assert "它调用的规则 rules it calls住院 Stay" in text.replace("\n", "")
    assert "调用它的规则 rules that call it结算" in text_of(pages[STAY].markdown()).replace(
        "\n", ""
    )


def test_the_weakest_evidence_stands_at_the_top(pages: dict[str, SitePage]) -> None:
    opening = text_of(pages[STAY].opening)
    assert "官方 official · 用到的最弱证据 weakest it uses 存疑 weak 待确认" in opening
