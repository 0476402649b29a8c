"""Which points of a rule its examples go through, for the rule's page."""

from __future__ import annotations

from markupsafe import Markup

from rulebook.diagnostics import Bilingual
from rulebook.meaning.typed import TypedRule
from rulebook.review.points import KINDS
from rulebook.review.report import Point, RuleCoverage
from rulebook.site import paths
from rulebook.site.html import (
    NOTHING,
    Row,
    beside,
    bullets,
    fill,
    fold,
    late,
    of,
    paragraph,
    row,
    table,
    tag,
    two,
)
from rulebook.site.names import Links
from rulebook.site.page import Section
from rulebook.site.source import line_anchor

MOST_EXAMPLES = 3
"""How many examples a point names; the rest are counted."""


def coverage_section(rule: TypedRule, links: Links) -> Section:
    """The points never gone through, then all of them to open."""
    found = links.view.coverage.get(rule.id)
    title = Bilingual("例子走过哪些分支", "What the examples go through")
    return Section("coverage", title, NOTHING if found is None else _body(found, links))


def _body(found: RuleCoverage, links: Links) -> Markup:
    points = [point for version in reversed(found.versions) for point in version.points]
    never = [point for point in points if not point.hit]
    hit, number = two(str(found.hit)), two(str(found.points))
    said = fill(
        "{1} 处分支、表行、条件和版本，例子走过 {0} 处。",
        "The examples go through {0} of {1} cases, rows, conditions and versions.",
        hit,
        number,
    )
    lines = [
        Markup("{} {} {}").format(_mark(each), _kind(each), _text(each, links)) for each in never
    ]
    shown = paragraph(beside(said)) + bullets(lines)
    heads = (
        two("走过", "hit"),
        two("种类", "kind"),
        two("内容", "what"),
        two("例子", "examples"),
    )
    rows = [_row(each, links) for each in points]
    whole = table(
        beside(two("全部各处", "all points")), [beside(each) for each in heads], rows, quiet=True
    )
    every = fold(beside(two("逐处查看", "each of them")), whole)
    # It says again what the page says: a search would find it in place of the rule's own words.
    return late(shown + every)


def _row(point: Point, links: Links) -> Row:
    return row(_mark(point), _kind(point), _text(point, links), _examples(point))


def _mark(point: Point) -> Markup:
    if point.hit:
        return tag("span", "✓", class_="rb-hit", title="有例子走过 · gone through")
    return tag("span", "✗", class_="rb-never", title="没有例子走过 · never gone through")


def _kind(point: Point) -> Markup:
    return beside(of(KINDS[point.kind]))


def _text(point: Point, links: Links) -> Markup:
    """The rule's text, linked to its line."""
    rule = links.view.rule_of(point.file)
    text = two(point.text)
    if rule is None or rule not in links.view.rules:
        return text.zh
    return links.to(paths.rule_page(rule), text, line_anchor(point.line)).zh


def _examples(point: Point) -> Markup:
    names = list(point.examples[:MOST_EXAMPLES])
    more = len(point.examples) - len(names)
    shown = Markup("<br>").join(tag("span", name) for name in names)
    if not more:
        return shown
    count = two(str(more))
    return shown + Markup("<br>") + beside(fill("另有 {} 个", "and {} more", count))
