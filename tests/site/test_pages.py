"""What stands on the pages of the packaged book."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from rulebook import open_book
from rulebook.diagnostics import Bilingual
from rulebook.diagnostics.catalogue import entries
from rulebook.diagnostics.mistakes import mistakes
from rulebook.resources import packaged_rules
from rulebook.site.contents import generated_pages
from rulebook.site.page import SitePage
from rulebook.site.pages.reuse import case_json, command_line, python_lines
from rulebook.site.view import View, latest
from tests.site.texts import text_of

INPATIENT = "shanghai/benefit-list/resident-inpatient"
HOME_CARE = "shanghai/long-term-care/home-care"


@pytest.fixture(scope="module")
def pages(view: View) -> dict[str, SitePage]:
    return {each.path: each for each in generated_pages(view, mistakes())}


def section(page: SitePage, anchor: str) -> str:
    return next(text_of(each.body) for each in page.sections if each.anchor == anchor)


def test_every_rule_place_figure_source_item_and_code_has_its_page(
    view: View, pages: dict[str, SitePage]
) -> None:
    for rule in view.rules:
        assert f"rules/{rule}.md" in pages
    for place in view.contents.places:
        assert f"places/{place}/index.md" in pages
    for place, figure in view.contents.figures:
        assert f"figure-{figure}" in {
            s.anchor for s in pages[f"places/{place}/figures.md"].sections
        }
    for source in view.contents.sources:
        assert f'id="source-{source}"' in pages["sources.md"].markdown()
    for item in view.contents.items:
        assert f'id="item-{item}"' in pages["treatment-list.md"].markdown()
    for fact in view.contents.vocabulary.facts:
        assert f'id="fact-{fact}"' in pages["vocabulary.md"].markdown()
    for code in entries():
        assert f"errors/{code}.md" in pages


def test_a_rule_page_in_plain_words(pages: dict[str, SitePage]) -> None:
    words = section(pages[f"rules/{INPATIENT}.md"], "words")
    assert "只在这种情形适用：险种为居民医保。" in words
    assert "起付标准由医疗机构等级、本年住院次序查表得出：" in words
    assert "三级 | 任意 | 300元 |" in words
    assert "三级 | 70% | 60% |" in words
    assert "Applies only where insurance scheme is resident scheme" in words


def test_a_rule_page_has_all_its_parts(view: View, pages: dict[str, SitePage]) -> None:
    page = pages[f"rules/{INPATIENT}.md"]
    text = text_of(page.markdown())
    assert "自 2023-01-01 起" in text
    assert "报道 reported" in text
    assert "居民年度限额" in section(page, "figures")
    assert "存疑 weak 待确认 to be confirmed" in section(page, "figures")
    for each in latest(view.rules[INPATIENT]).left_out:
        assert each.clause in section(page, "left-out")
    for check in latest(view.rules[INPATIENT]).checks:
        assert check.title in section(page, "checks")
    for output in ("统筹支付", "政策范围内自付"):
        assert output in section(page, "outputs")
    assert "applies if scheme = resident" in section(page, "source")
    assert "适用 若 险种 = 居民医保" in section(page, "source")
    assert 'id="L8"' in page.markdown()


def test_examples_show_answer_reasons_and_what_is_missing(
    view: View, pages: dict[str, SitePage]
) -> None:
    for rule, runs in view.worked.items():
        shown = section(pages[f"rules/{rule}.md"], "examples")
        for number, run in enumerate(runs, 1):
            assert re.sub(r" #\d+$", "", run.example.name) in shown
            assert f'id="example-{number}"' in pages[f"rules/{rule}.md"].markdown()
    shown = section(pages[f"rules/{INPATIENT}.md"], "examples")
    assert "还缺： what is missing:\n- 居民年度限额" in shown
    assert "证据太弱，没有采用" in shown
    assert "为什么是这个答案" in shown
    assert "查表：三级，否" in shown
    failed = section(pages[f"rules/{HOME_CARE}.md"], "examples")
    assert "没有满足的条件： conditions that failed:\n- 满六十周岁" in failed


def test_every_example_can_be_repeated_from_its_page(view: View) -> None:
    book = open_book(packaged_rules())
    for rule, runs in view.worked.items():
        for run in runs:
            facts = json.loads(case_json(run))
            again = book.decide(rule, facts, run.example.day, run.example.evidence)
            assert again.answer == run.decision.answer
            compile(python_lines(rule, run), "page", "exec")
            assert command_line(rule, run).startswith(f"rulebook eval {rule} --facts case.json")


def test_the_python_of_a_page_runs(view: View, capsys: pytest.CaptureFixture[str]) -> None:
    run = view.worked[INPATIENT][0]
    exec(python_lines(INPATIENT, run), {})
    assert "起付标准" in capsys.readouterr().out


def test_an_unset_figure_says_why_and_conflicts_are_shown(pages: dict[str, SitePage]) -> None:
    page = pages["places/shanghai/figures.md"]
    assert "未公布 unset" in section(page, "figure-home_price_of_care_worker")
    assert "没有写明养老护理员用哪一档" in section(page, "figure-home_price_of_care_worker")
    assert "没有采用的值" in section(page, "figure-institution_day_rate_low")
    assert "至 2025-08-31 止" in section(page, "figure-institution_day_rate_low")


def test_home_counts(view: View, pages: dict[str, SitePage]) -> None:
    text = text_of(pages["index.md"].markdown())
    assert f"{len(view.rules)}条规则" in text
    left_out = sum(len(latest(each).left_out) for each in view.rules.values())
    assert f"{left_out}条没有写进规则的" in text
    assert "官方 official | 发文机关自己的原文" in text


def test_a_source_says_who_cites_it(pages: dict[str, SitePage]) -> None:
    page = pages["sources.md"].markdown()
    start = page.index('id="source-SH_ltc_measure"')
    assert "长期护理保险居家照护待遇" in page[start : start + 4000]


def test_a_page_of_a_code_shows_a_mistake(pages: dict[str, SitePage]) -> None:
    page = pages["errors/RB1025.md"]
    assert "86%左右" in section(page, "example")
    assert "没有说清差多少以内算数" in section(page, "example")
    assert "没有说清差多少以内算数" in section(page, "said")
    assert "does not say how near is near enough" in section(page, "said")


def test_what_a_book_says_is_escaped(rich: View) -> None:
    place = rich.contents.places["city"]
    bad = replace(place, label=Bilingual("<script>alert(1)</script>", "**x** [y](z) <b>"))
    changed = replace(rich.contents, places={**rich.contents.places, "city": bad})
    pages = {each.path: each for each in generated_pages(replace(rich, contents=changed), {})}
    for path in (
        "index.md",
        "places/index.md",
        "rules/city/benefit-list/stay.md",
        "places/city/index.md",
    ):
        assert "<script>" not in pages[path].markdown()
        assert re.search("&(lt|#60);script&(gt|#62);", pages[path].markdown())
    lines = pages["places/city/index.md"].markdown().splitlines()
    heading = next(line for line in lines if line.startswith("# "))
    assert "**" not in heading
    assert "](" not in heading


def test_tables_have_captions_and_headings(pages: dict[str, SitePage]) -> None:
    for page in pages.values():
        text = page.markdown()
        tables = text.count("<table")
        assert text.count("<caption") == tables
        assert text.count('scope="col"') >= tables
