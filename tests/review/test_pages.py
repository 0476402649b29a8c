"""The site shows what examples go through, and what became of each row of the facts."""

from __future__ import annotations

import pytest

from rulebook import Book
from rulebook.site.html import plain
from rulebook.site.names import Links
from rulebook.site.opening import open_view
from rulebook.site.pages.coverage import coverage_section
from rulebook.site.pages.fidelity import fidelity_page
from rulebook.site.view import View

INPATIENT = "city/benefit-list/inpatient"


@pytest.fixture(scope="module")
def view(small: Book) -> View:
    return open_view(small)


def test_a_rules_page_names_the_points_that_no_example_goes_through(view: View) -> None:
    links = Links(view, f"rules/{INPATIENT}.md")
    section = coverage_section(view.rules[INPATIENT], links)
    body = str(section.body)
    said = plain(body)
    assert "24 处分支、表行、条件和版本，例子走过 17 处" in said
    assert "17 of 24" in said
    above = body.partition("<details")[0]
    assert above.count("✗") == 7
    assert '<a href="#L25">| 二级 | 100元 |</a>' in above
    assert "✓" not in above
    assert body.count("✓") == 17


def test_a_rule_without_a_report_has_no_such_section(view: View, small: Book) -> None:
    from rulebook.site.view import view_of

    bare = view_of(small.contents, view.rules, view.surfaces, view.worked)
    assert not coverage_section(view.rules[INPATIENT], Links(bare, "rules/x.md")).body


def test_the_page_of_facts(view: View) -> None:
    assert view.fidelity is not None
    page = fidelity_page(view, view.fidelity)
    counts, national, city, sections = page.sections
    anchors = [each.anchor for each in page.sections]
    assert anchors == ["counts", "rows-national", "rows-city", "sections"]
    assert 'href="#rows-city"' in counts.body
    assert national.body
    numbers = "".join(f"<td>{each}</td>" for each in (3, 1, 1, 3, 8))
    assert numbers in counts.body  # encoded, unset, in conflict, left out, all
    assert plain(str(city.body)).count("已编码") == 3
    assert 'id="row-CT-R-03"' in city.body
    assert "没有公布" in plain(str(city.body))
    assert 'href="rules/city/benefit-list/inpatient.html#L27"' in city.body
    assert "专栏1" in plain(str(sections.body))
