"""The site in a real browser, from file://, at a desk and on a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, PdfMargins, sync_playwright

from rulebook.answers.decision import Outcome
from rulebook.meaning.show import show_both
from rulebook.site.labels import STATUS
from rulebook.site.view import View
from tests.conftest import require

RULE = "rules/shanghai/benefit-list/resident-inpatient.html"
PAGES = (
    "index.html",
    RULE,
    "rules/shanghai/long-term-care/home-care.html",
    "places/shanghai/figures.html",
    "places/shanghai/dates.html",
    "items/resident.inpatient.html",
    "compare/benefit-list.html",
    "compare/long-term-care.html",
    "compare/benefit-list/resident-inpatient.html",
    "conformity.html",
    "treatment-list.html",
    "vocabulary.html",
    "sources.html",
    "errors/index.html",
    "reader-guide.html",
)
PHONE = 390


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = require("browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found,
            args=["--no-sandbox", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that may load files, and nothing else."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    yield page
    page.close()
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []


def address(site: Path, name: str) -> str:
    return (site / name).as_uri()


def search(page: Page, words: str, *, by_key: bool = True) -> list[str]:
    """The addresses that a search finds, in order."""
    page.click("input.md-search__input")
    page.wait_for_function(
        "document.querySelector('.md-search-result__meta').innerText.startsWith('键入')"
    )
    page.keyboard.insert_text(words)
    if by_key:
        page.keyboard.press("Shift")
    page.wait_for_selector(".md-search-result__link")
    found = page.eval_on_selector_all(".md-search-result__link", "all => all.map(a => a.href)")
    return [str(each) for each in found]


def test_from_home_to_a_rule(site: Path, page: Page) -> None:
    page.goto(address(site, "index.html"))
    assert "医疗保障规则书" in page.inner_text("h1")
    page.click("article table a:has-text('上海')")
    assert page.url == address(site, "places/shanghai/index.html")
    page.click("article >> text=城乡居民医保住院待遇")
    assert page.url == address(site, RULE)
    assert page.inner_text("h1").startswith("城乡居民医保住院待遇")
    why = page.locator("details.rb-example[open] > details.rb-because").first
    why.locator("summary").first.click()
    assert why.locator("text=适用条件").first.is_visible()


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("shanghai/benefit-list/resident-inpatient", RULE),
        ("resident_inpatient", RULE),
        ("SH-R-05", RULE),
        ("300元", RULE),
        ("SH-R-06", RULE),
        ("cxjmybzydy", RULE),
        ("沪府规〔2020〕30号", "sources.html"),
        ("RB1025", "errors/RB1025.html"),
    ],
)
def test_search_finds(site: Path, page: Page, words: str, wanted: str) -> None:
    page.goto(address(site, "index.html"))
    found = search(page, words)
    assert any(each.partition("?")[0].partition("#")[0] == address(site, wanted) for each in found)


def test_a_rule_is_among_the_first_found_by_its_place_and_name(site: Path, page: Page) -> None:
    page.goto(address(site, "index.html"))
    first = [each.partition("?")[0].partition("#")[0] for each in search(page, "上海 居民住院")]
    assert first[0] == address(site, RULE)


def test_words_put_in_without_a_key_and_without_blanks_are_found(site: Path, page: Page) -> None:
    page.goto(address(site, "index.html"))
    found = search(page, "上海居民住院", by_key=False)
    assert found[0].partition("?")[0] == address(site, RULE)


@pytest.mark.parametrize("name", PAGES)
def test_a_phone_does_not_scroll_sideways(site: Path, page: Page, name: str) -> None:
    page.set_viewport_size({"width": PHONE, "height": 844})
    page.goto(address(site, name))
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE


def test_a_cell_of_the_matrix_opens_its_folded_reason(site: Path, page: Page) -> None:
    page.goto(address(site, "conformity.html"))
    assert page.is_visible(".md-sidebar--primary")
    cell = page.locator(".rb-matrix .rb-cell").first
    reason = page.locator(f'[id="{str(cell.get_attribute("href"))[1:]}"]')
    assert not reason.is_visible()
    cell.click()
    reason.wait_for(state="visible")


def test_the_vocabulary_is_searched_in_the_page(site: Path, page: Page) -> None:
    page.goto(f"{address(site, 'vocabulary.html')}#fact-deductible")
    page.wait_for_selector("#fact-deductible", state="visible")
    page.goto(address(site, "vocabulary.html"))
    page.fill(".rb-filter input", "hospital_level 选一")
    page.wait_for_function("document.querySelector('.rb-filter output').textContent")
    assert page.is_visible("#fact-hospital_level") and not page.is_visible("#fact-deductible")
    assert page.locator("details.rb-found:visible").count() == 1
    page.fill(".rb-filter input", "")
    page.wait_for_selector("#fact-hospital_level", state="hidden")


def test_without_scripts_a_rule_reads(site: Path, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address(site, RULE))
    assert page.locator("text=只在这种情形适用").first.is_visible()
    page.click("label:has-text('English') >> nth=0")
    assert page.locator("text=Applies only where").first.is_visible()
    context.close()


def test_printing_opens_what_is_folded_but_not_closed_examples(site: Path, page: Page) -> None:
    page.goto(address(site, RULE))
    page.wait_for_selector(".rb-answer table")
    page.emulate_media(media="print")
    assert page.locator(".rb-example[open] > .rb-because .rb-why").first.is_visible()
    assert page.locator(".tabbed-block[lang=en]").first.is_visible()
    closed = page.locator(".rb-example.rb-closed")
    assert closed.count() > 5
    assert not closed.first.locator(".rb-side").first.is_visible()
    assert not page.locator(".rb-reuse").first.is_visible()
    assert page.locator("#rb-calculator [data-fact=age]").is_visible()
    assert page_count(page) < 30


def test_a_page_at_hand_is_one_sheet(site: Path, page: Page) -> None:
    for name in ("guide/cheat-sheet.html", "guide/cheat-sheet.en.html"):
        page.goto(address(site, name))
        assert page_count(page) == 1, name


def page_count(page: Page) -> int:
    """On A4 with the margins that a browser proposes."""
    margins: PdfMargins = {"top": "10mm", "right": "10mm", "bottom": "10mm", "left": "10mm"}
    printed = page.pdf(format="A4", prefer_css_page_size=True, margin=margins)
    return len(re.findall(rb"/Type\s*/Page[^s]", printed))


CALCULATED = (
    "shanghai/benefit-list/resident-premium",
    "shanghai/benefit-list/resident-inpatient",
    "shanghai/long-term-care/home-care",
    "zibo/benefit-list/resident-settlement",
    "tibet/benefit-list/employee-inpatient",
    "quanzhou/plan-targets/mid-term-review",
    "lishui/benefit-list/resident-inpatient",
)


@pytest.mark.parametrize("rule", CALCULATED)
def test_the_calculator_answers_every_example_as_the_program_does(
    site: Path, page: Page, view: View, rule: str
) -> None:
    page.goto(address(site, f"rules/{rule}.html"))
    facts = view.contents.vocabulary.facts

    def told(output: str, outcome: Outcome) -> str:
        if outcome.value is None:
            label = STATUS[outcome.status]
            return f"{label.zh} {label.en}"
        spec = facts[output]
        words = view.contents.vocabulary.enumerations
        return show_both(outcome.value, spec.type, spec.units, words).zh

    examples = page.locator("#rb-calculator select").first
    assert examples.locator("option").count() == len(view.worked[rule]) + 1
    for number, run in enumerate(view.worked[rule]):
        examples.select_option(str(number))
        answer = page.locator("#rb-calculator .rb-answer")
        assert answer.get_attribute("data-status") == run.decision.status
        shown = answer.locator("tr[data-output]").evaluate_all(
            "all => all.map(row => [row.dataset.output, row.querySelector('td').innerText])"
        )
        expected = [[o, told(o, each)] for o, each in run.decision.answer.outcomes.items()]
        assert shown == expected, run.example.name
        lacking = answer.locator(".rb-missing li").all_inner_texts()
        missing = run.decision.missing
        assert len(lacking) == len(missing.facts) + len(missing.figures)
        for id_, said in zip(missing.facts, lacking, strict=False):
            assert said.startswith(facts[id_].label.zh)


def test_the_calculator_works_out_what_is_typed(site: Path, page: Page) -> None:
    page.goto(address(site, RULE))
    place = page.locator("#rb-calculator")
    place.locator("[data-fact=age]").fill("59")
    place.locator("[data-fact=hospital_level]").select_option("level_3")
    place.locator("[data-fact=in_scope_cost]").fill("10300.01")
    paid = place.locator("tr[data-output=pooled_pay_before_cap] td")
    assert paid.inner_text() == "6000.01元"
    place.locator("[data-fact=hospital_level]").select_option("")
    assert paid.inner_text() == "未定 undetermined"
    assert place.locator(".rb-missing li").first.inner_text().startswith("医疗机构等级")
    place.locator("[data-fact=in_scope_cost]").fill("很多")
    assert place.locator(".rb-answer").get_attribute("data-status") == "error"
    assert place.locator("[data-fact=in_scope_cost]").get_attribute("aria-invalid") == "true"
    assert "很多" in place.locator(".rb-answer .rb-wrong").inner_text()


def test_the_calculator_opens_with_today_and_the_usual_evidence(site: Path, page: Page) -> None:
    page.clock.set_fixed_time("2026-03-05T12:00:00")
    page.goto(address(site, "rules/zibo/benefit-list/resident-inpatient.html"))
    place = page.locator("#rb-calculator")
    assert place.locator("[data-fact=case_day]").input_value() == "2026-03-05"
    assert place.locator(".rb-answer").get_attribute("data-status") == "determined"
    evidence = place.locator("select").last
    assert evidence.input_value() == "code"
    example = place.locator("select").first
    assert example.input_value() == "0"
    place.locator("[data-fact=in_scope_cost]").fill("61")
    assert example.input_value() == ""


def test_what_the_calculator_cannot_read_is_said_at_the_field(site: Path, page: Page) -> None:
    page.set_viewport_size({"width": PHONE, "height": 844})
    page.goto(address(site, RULE))
    place = page.locator("#rb-calculator")
    cost = place.locator("[data-fact=in_scope_cost]")
    cost.fill("1.2万")
    said = place.locator(f"#{cost.get_attribute('aria-describedby')}")
    assert "政策范围内费用 的单位 `万` 不认得；写作 12000 或 1.2万元" in said.inner_text()
    assert "in_scope_cost" not in place.inner_text()
    cost.fill("12000")
    assert said.inner_text() == ""
    assert "统筹支付" in place.locator(".rb-now").inner_text()
    day = place.locator("[data-fact=case_day]")
    day.fill("2019-01-01")
    assert "未施行 not in force 自 2023-01-01 起施行" in place.locator(".rb-answer").inner_text()
    day.fill("")
    assert "请填基准日" in place.locator(".rb-answer").inner_text()


def test_a_two_way_table_is_told_by_its_headings(site: Path, page: Page) -> None:
    page.goto(address(site, RULE))
    steps = page.locator("#rb-calculator .rb-how").all_text_contents()
    assert any(re.fullmatch(r"（查表：[^×]+ × (是|否)）", each) for each in steps)


def test_a_calculator_only_where_a_form_can_hold_the_facts(site: Path) -> None:
    records = (site / "rules/national/credit-scoring/personnel-points.html").read_text("utf-8")
    assert "rb-calculator" not in records
    assert "assets/rulebook.js" not in records
    assert "rb-calculator" in (site / RULE).read_text("utf-8")
