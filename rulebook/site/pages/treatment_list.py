"""The national treatment list: what may exist, who decides it, within which bounds."""

from __future__ import annotations

from markupsafe import Markup

from rulebook.book.model import ListBound, ListItem
from rulebook.diagnostics import Bilingual
from rulebook.site import paths
from rulebook.site.html import (
    NOTHING,
    Row,
    beside,
    both_paragraphs,
    code,
    of,
    pairs,
    row,
    table,
    tag,
    two,
)
from rulebook.site.labels import BLOCKS, DECIDES, STRENGTH, badge, named
from rulebook.site.names import Links, rows
from rulebook.site.page import Section, SitePage
from rulebook.site.view import View


def treatment_list_page(view: View) -> SitePage:
    """All items, by block."""
    links = Links(view, paths.TREATMENT_LIST)
    items = view.contents.items.values()
    blocks = dict.fromkeys(each.block for each in items)
    sections = [
        Section(
            paths.anchor("block", block),
            named(BLOCKS, block),
            Markup("").join(_item(each, links) for each in items if each.block == block),
        )
        for block in blocks
    ]
    opening = two(
        "国家医保待遇清单：哪些待遇可以有、由哪一级决定、界限在哪里。地方规则和数字都挂在条目下。",
        "The national list: which benefits may exist, who decides each and within which bounds. "
        "Local rules and figures stand under its items.",
    )
    return SitePage(
        path=paths.TREATMENT_LIST,
        title=Bilingual("国家待遇清单", "National treatment list"),
        opening=both_paragraphs(opening),
        sections=sections,
        keywords=tuple(each.id for each in items),
        description="国家待遇清单的条目、决定权限和界限",
    )


def _item(item: ListItem, links: Links) -> Markup:
    head = tag("p", tag("span", beside(of(item.title)), class_="rb-name"))
    view = links.view
    figures = [
        beside(links.figure(*key))
        for key, each in view.contents.figures.items()
        if each.item == item.id
    ]
    about = pairs(
        (
            (beside(two("条目", "item")), code(item.label.zh) + Markup(" ") + code(item.id)),
            (beside(two("由谁决定", "who decides")), beside(of(DECIDES[item.decides]))),
            (beside(two("依据", "source")), _source(item, links)),
            (beside(two("规则", "rules")), links.rules(view.uses.items.get(item.id, ()))),
            (beside(two("数字", "figures")), Markup("<br>").join(figures)),
        )
    )
    return tag(
        "div", head, about, _bounds(item, links), class_="rb-def", id=paths.anchor("item", item.id)
    )


def _source(item: ListItem, links: Links) -> Markup:
    source = links.cited(item.source, None)
    return Markup("{} {} {}").format(source, badge(item.evidence), rows(item.facts))


def _bounds(item: ListItem, links: Links) -> Markup:
    heads = (
        two("界限", "bound"),
        two("强度", "strength"),
        two("证据", "evidence"),
        two("依据", "source"),
        two("资料行", "row"),
    )
    caption = beside(two(f"{item.label.zh}：界限", f"{item.id}: bounds"))
    return table(caption, [beside(each) for each in heads], [_bound(b, links) for b in item.bounds])


def _bound(bound: ListBound, links: Links) -> Row:
    condition = Markup("<br>") + code(bound.condition) if bound.condition else NOTHING
    return row(
        beside(of(bound.text)) + condition,
        beside(of(STRENGTH[bound.strength])),
        badge(bound.evidence),
        links.cited(bound.source, bound.section),
        rows(bound.facts),
    )
