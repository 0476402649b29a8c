"""The figures of a place: value, validity, source, how sure, conflicts, and what is unset."""

from __future__ import annotations

from markupsafe import Markup

from rulebook.book.model import Conflict, Figure, FigureValue
from rulebook.diagnostics import Bilingual
from rulebook.site import paths
from rulebook.site.html import (
    NOTHING,
    Row,
    beside,
    both_paragraphs,
    code,
    late,
    of,
    pairs,
    row,
    table,
    tag,
    two,
)
from rulebook.site.labels import badge, period_html, unset_badge
from rulebook.site.names import Links, rows
from rulebook.site.page import Section, SitePage
from rulebook.site.pages.places import figures_table
from rulebook.site.view import View

HEADS = (
    beside(two("数值", "value")),
    beside(two("有效期", "in force")),
    beside(two("证据", "evidence")),
    beside(two("依据", "source")),
    beside(two("资料行", "row")),
)


def figures_page(view: View, place: str) -> SitePage:
    """All figures of a place, each with its history."""
    path = paths.figures_page(place)
    links = Links(view, path)
    figures = [each for (home, _), each in view.contents.figures.items() if home == place]
    label = view.contents.places[place].label
    opening = two(
        f"{label.zh}的数字，每个只写一处；文件没有公布的写明“未公布”和理由，不作猜测。",
        "Each figure is written once. What nobody has published is unset, with the reason, "
        "and never guessed.",
    )
    return SitePage(
        path=path,
        title=Bilingual(f"{label.zh}：数字", f"{label.en}: figures"),
        opening=both_paragraphs(opening) + figures_table(figures, links),
        sections=[_section(each, links) for each in figures],
        keywords=tuple(each.id for each in figures),
        description=f"{label.zh}的数字、有效期、依据和证据等级",
    )


def _section(figure: Figure, links: Links) -> Section:
    anchor = paths.anchor("figure", figure.id)
    note = both_paragraphs(of(figure.note)) if figure.note else NOTHING
    about = late(_about(figure, links))
    body = note + history(figure, links) + _conflicts(figure, links) + about
    return Section(anchor, figure.label, body)


def history(figure: Figure, links: Links) -> Markup:
    """A figure's values over time."""
    caption = beside(two("数值", "values")) + Markup(" ") + code(figure.id)
    return table(caption, HEADS, [_value(figure, each, links) for each in figure.values])


def _value(figure: Figure, value: FigureValue, links: Links) -> Row:
    return row(
        shown(figure, value, links.view),
        period_html(value.since, value.until),
        badge(value.evidence) if value.unset is None else unset_badge(),
        links.cited(value.source, value.section),
        rows(value.facts),
    )


def shown(figure: Figure, value: FigureValue, view: View) -> Markup:
    """A value as a reader sees it, or why there is none."""
    if value.unset is not None:
        return unset_badge() + Markup(" ") + beside(of(value.unset))
    assert value.value is not None
    said = view.values.show(value.value, figure.type, figure.units)
    return tag("span", beside(said), class_="rb-value")


def _conflicts(figure: Figure, links: Links) -> Markup:
    heads = (
        beside(two("没有采用的值", "value not used")),
        beside(two("为什么", "why")),
        beside(two("证据", "evidence")),
        beside(two("依据", "source")),
        beside(two("资料行", "row")),
    )
    caption = beside(two("说法不一", "sources that disagree"))
    return table(caption, heads, [_conflict(each, links) for each in figure.conflicts])


def _conflict(conflict: Conflict, links: Links) -> Row:
    return row(
        conflict.value,
        beside(of(conflict.note)),
        badge(conflict.evidence),
        links.cited(conflict.source, None),
        rows(conflict.facts),
    )


def _about(figure: Figure, links: Links) -> Markup:
    used = links.view.uses.figures.get((figure.place, figure.id), ())
    item = beside(links.item(figure.item)) if figure.item else NOTHING
    return pairs(
        (
            (beside(two("清单条目", "list item")), item),
            (beside(two("用到它的规则", "used by")), links.rules(used) or _unused()),
        )
    )


def _unused() -> Markup:
    return beside(two("还没有规则用到", "no rule yet"))
