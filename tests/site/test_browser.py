"""The site in a real browser, from file://, at a desk and on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.conftest import require

RULE = "rules/shanghai/benefit-list/resident-inpatient.html"
PAGES = (
    "index.html",
    RULE,
    "rules/shanghai/long-term-care/home-care.html",
    "places/shanghai/figures.html",
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


def search(page: Page, words: str) -> list[str]:
    """The addresses that a search finds, in order."""
    page.click("input.md-search__input")
    page.wait_for_function(
        "document.querySelector('.md-search-result__meta').innerText.startsWith('键入')"
    )
    page.keyboard.insert_text(words)
    page.keyboard.press("Shift")  # the search listens for keys
    page.wait_for_selector(".md-search-result__link")
    found = page.eval_on_selector_all(".md-search-result__link", "all => all.map(a => a.href)")
    return [str(each) for each in found]


def test_from_home_to_a_rule(site: Path, page: Page) -> None:
    page.goto(address(site, "index.html"))
    assert "医疗保障规则书" in page.inner_text("h1")
    page.click("article >> text=城乡居民医保住院待遇")
    assert page.url == address(site, RULE)
    assert page.inner_text("h1").startswith("城乡居民医保住院待遇")
    why = page.locator("details.rb-example[open] > details.rb-because").first
    why.locator("summary").first.click()
    assert why.locator("text=适用条件").first.is_visible()


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("统筹支付", RULE),
        ("shanghai/benefit-list/resident-inpatient", RULE),
        ("resident_inpatient", RULE),
        ("SH-R-05", RULE),
        ("300元", RULE),
        ("90%", RULE),
        ("cxjmybzydy", RULE),
        ("沪府规〔2020〕30号", "sources.html"),
        ("RB1025", "errors/RB1025.html"),
    ],
)
def test_search_finds(site: Path, page: Page, words: str, wanted: str) -> None:
    page.goto(address(site, "index.html"))
    found = search(page, words)
    assert any(each.partition("?")[0].partition("#")[0] == address(site, wanted) for each in found)


def test_a_rule_is_among_the_first_found_by_its_name(site: Path, page: Page) -> None:
    page.goto(address(site, "index.html"))
    first = [each.partition("?")[0].partition("#")[0] for each in search(page, "居民住院")]
    assert address(site, RULE) in list(dict.fromkeys(first))[:8]


@pytest.mark.parametrize("name", PAGES)
def test_a_phone_does_not_scroll_sideways(site: Path, page: Page, name: str) -> None:
    page.set_viewport_size({"width": PHONE, "height": 844})
    page.goto(address(site, name))
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE


def test_without_scripts_a_rule_reads(site: Path, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address(site, RULE))
    assert page.locator("text=只在这种情形适用").first.is_visible()
    page.click("label:has-text('English') >> nth=0")
    assert page.locator("text=Applies only where").first.is_visible()
    context.close()


def test_printing_opens_everything(site: Path, page: Page) -> None:
    page.goto(address(site, RULE))
    page.emulate_media(media="print")
    hidden = page.locator("details:not([open]) >> text=为什么是这个答案").first
    assert hidden.is_visible()
    assert page.locator(".tabbed-block[lang=en]").first.is_visible()
