"""Rules as a table, for the pages that lead to them."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from rulebook.meaning.typed import TypedRule
from rulebook.site import paths
from rulebook.site.html import Row, beside, of, row, table, two
from rulebook.site.labels import FAMILIES, badge, named, period_html
from rulebook.site.names import Links
from rulebook.site.view import how_sure, latest


def rule_table(
    rules: Sequence[TypedRule], links: Links, *, place: bool = True, family: bool = True
) -> Markup:
    """Rules with what a reviewer looks for first."""
    heads = [
        two("规则", "rule"),
        *([two("地方", "place")] if place else []),
        *([two("类别", "family")] if family else []),
        two("施行", "in force"),
        two("证据", "evidence"),
        two("例子", "examples"),
        two("未写入", "not encoded"),
    ]
    rows = [_rule(each, links, place, family) for each in rules]
    return table(beside(two("规则", "rules")), [beside(head) for head in heads], rows, quiet=True)


def _rule(rule: TypedRule, links: Links, place: bool, family: bool) -> Row:
    version = latest(rule)
    home = links.to(paths.family_page(rule.family), of(named(FAMILIES, rule.family)))
    return row(
        beside(links.rule(rule.id)),
        *([beside(links.place(rule.place))] if place else []),
        *([beside(home)] if family else []),
        period_html(rule.versions[0].since, version.until),
        badge(how_sure(rule, links.view)),
        str(len(links.view.worked.get(rule.id, ()))),
        str(len(version.left_out)),
    )
