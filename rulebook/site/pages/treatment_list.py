"""The national treatment list: what may exist, who decides it, within which bounds."""

from __future__ import annotations

from markupsafe import Markup

from rulebook.book.model import ListBound, ListItem
from rulebook.diagnostics import Bilingual
from rulebook.site import paths
from rulebook.site.html import (
    Row,
    beside,
    both_paragraphs,
    bullets,
    code,
    of,
    paragraph,
    row,
    table,
    tag,
    two,
)
from rulebook.site.labels import BLOCKS, DECIDES, STRENGTH, badge, named
from rulebook.site.names import Links
from rulebook.site.page import Section, SitePage
from rulebook.site.view import View


def treatment_list_page(view: View) -> SitePage:
    """All items, by block; each has a page of its own."""
    links = Links(view, paths.TREATMENT_LIST)
    items = view.contents.items.values()
    blocks = dict.fromkeys(each.block for each in items)
    sections = [
        Section(
            paths.anchor("block", block),
            named(BLOCKS, block),
            _block(block, [each for each in items if each.block == block], links),
        )
        for block in blocks
    ]
    opening = two(
        "国家医保待遇清单：哪些待遇可以有、由哪一级决定、界限在哪里。地方规则和数字都挂在条目下，"
        "点开条目看依据、可检验的条件和各地的结论。",
        "The national list: which benefits may exist, who decides each and within which bounds. "
        "Local rules and figures stand under its items; the page of an item has its sources, the "
        "conditions that are tested, and the verdict on every place.",
    )
    return SitePage(
        path=paths.TREATMENT_LIST,
        title=Bilingual("国家待遇清单", "National treatment list"),
        opening=both_paragraphs(opening) + _matrix(view, links),
        sections=sections,
        keywords=tuple(each.id for each in items),
        description="国家待遇清单的条目、决定权限和界限",
    )


def _matrix(view: View, links: Links) -> Markup:
    if view.conformity is None or not view.conformity.findings:
        return Markup("")
    text = two("各地与清单对照", "how the places stand to the list")
    return paragraph(beside(links.to(paths.CONFORMITY, text)))


def _block(block: str, items: list[ListItem], links: Links) -> Markup:
    heads = (
        two("条目", "item"),
        two("由谁决定", "who decides"),
        two("界限", "bounds"),
        two("规则", "rules"),
    )
    caption = beside(of(named(BLOCKS, block)))
    made = [_item(each, links) for each in items]
    return table(caption, [beside(each) for each in heads], made, quiet=True)


def _item(item: ListItem, links: Links) -> Row:
    name = beside(links.to(paths.item_page(item.id), of(item.title)))
    return row(
        name + tag("div", code(item.label.zh)),
        beside(of(DECIDES[item.decides])) + tag("div", badge(item.evidence)),
        bullets(_bound(each) for each in item.bounds)
        or tag("span", beside(two("没有设界限", "no bound")), class_="rb-absent"),
        links.rules(links.view.uses.items.get(item.id, ())),
        anchor=paths.anchor("item", item.id),
    )


def _bound(bound: ListBound) -> Markup:
    strength = tag("span", beside(of(STRENGTH[bound.strength])), class_="rb-strength")
    return Markup("{} {} {}").format(beside(of(bound.text)), strength, badge(bound.evidence))
