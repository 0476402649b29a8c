"""Places side by side under the national column, a page a family, differences first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from rulebook.book.model import ListItem
from rulebook.conformity import Finding
from rulebook.diagnostics import Bilingual
from rulebook.meaning.typed import TypedRule
from rulebook.review.across import shared_rules
from rulebook.site import paths
from rulebook.site.comparing import ABSENT, folded, mark, title_of
from rulebook.site.html import (
    NOTHING,
    Row,
    beside,
    both_paragraphs,
    bullets,
    code,
    fill,
    late,
    of,
    row,
    table,
    tag,
    two,
)
from rulebook.site.labels import FAMILIES, STRENGTH, named, verdict_badge
from rulebook.site.names import Links
from rulebook.site.page import Section, SitePage
from rulebook.site.pages.compare_rules import rules_side_by_side
from rulebook.site.side_by_side import (
    FigureLine,
    Held,
    by_rank,
    columns,
    compared_families,
    families_of_figure,
    families_of_item,
    figure_line,
    tops,
)
from rulebook.site.standing import today
from rulebook.site.view import View

TITLE = Bilingual("各地对比", "Places compared")
NO_RULES_HERE = two("这一类没有规则", "no rules of this kind")


def compare_pages(view: View) -> Iterator[SitePage]:
    """The way in, then a page for each family that has anything to compare."""
    families = compared_families(view)
    if families:
        yield _index(view, families)
    for family in families:
        yield _family(view, family)


# ---- the way in: which place has which rules


def _index(view: View, families: Sequence[str]) -> SitePage:
    links = Links(view, paths.COMPARE)
    lead = two(
        "同一类政策，各地并排：先列不同的，再列只有一地有的，相同的收起。下面是各地各有哪些规则。",
        "The places side by side, a page for each family: differences first, then what one place "
        "alone has; what is equal is folded away. Below: which place has which rules.",
    )
    ways = bullets(
        beside(links.to(paths.compare_page(each), of(named(FAMILIES, each)))) for each in families
    )
    sections = [
        Section(
            paths.anchor("family", each),
            named(FAMILIES, each),
            rules_grid(view, each, links),
        )
        for each in families
    ]
    return SitePage(
        path=paths.COMPARE,
        title=TITLE,
        opening=both_paragraphs(lead) + ways,
        sections=sections,
        description="各地政策并排对比，先列不同的",
    )


def rules_grid(view: View, family: str, links: Links) -> Markup:
    """A row for each file name of a rule in a family, a column for each place."""
    places = by_rank(view.contents)
    names = {
        stem: rules for (home, stem), rules in shared_rules(view.rules).items() if home == family
    }
    rows = [
        row(
            beside(of(title_of(rules))) + tag("div", code(stem)),
            *(_has(rules, each, links) for each in places),
        )
        for stem, rules in sorted(names.items(), key=lambda each: -len(each[1]))
    ]
    heads = [beside(two("规则", "rule")), *(_head(each, links) for each in places)]
    caption = beside(two("各地的规则", "rules of the places"))
    counted = [_count(view, family, each) for each in places]
    rows.insert(0, row(beside(two("有几条", "how many")), *counted))
    return late(table(caption, heads, rows, quiet=True, class_="rb-pinned"))


def _count(view: View, family: str, place: str) -> Markup:
    number = sum(each.place == place and each.family == family for each in view.rules.values())
    if not number:
        return tag("span", beside(NO_RULES_HERE), class_="rb-absent")
    return beside(two(f"{number} 条", str(number)))


def _has(rules: Sequence[TypedRule], place: str, links: Links) -> Markup:
    rule = next((each for each in rules if each.place == place), None)
    if rule is None:
        return ABSENT
    return beside(links.to(paths.rule_page(rule.id), two("有", "yes")))


def _head(place: str, links: Links) -> Markup:
    return beside(links.place(place))


# ---- a family


def _family(view: View, family: str) -> SitePage:
    links = Links(view, paths.compare_page(family))
    places = columns(view.contents)
    label = named(FAMILIES, family)
    lead = two(
        f"各地的{label.zh}并排，按 {view.day} 的数字。“–”是这个地方没有写；“未公布”是"
        "有这一项而没有人公布过数值；标“存疑”的只有弱来源。下级沿用上级的，写明是哪里的。",
        f"The places side by side, by the figures of {view.day}. “–” means that the place says "
        "nothing; “unset” that there is such a figure and nobody has published its value; “weak” "
        "that one weak source is all there is. What a place takes from the one above names it.",
    )
    sections = [
        Section("rules", Bilingual("哪些规则", "Which rules"), rules_grid(view, family, links)),
        *_items(view, family, places, links),
        *_without_item(view, family, places, links),
        *rules_side_by_side(view, family, places, links),
    ]
    return SitePage(
        path=links.origin,
        title=Bilingual(f"{TITLE.zh}：{label.zh}", f"{TITLE.en}: {label.en.lower()}"),
        opening=both_paragraphs(lead),
        sections=sections,
        keywords=(family,),
        description=f"各地的{label.zh}并排对比，先列不同的",
        wide=True,
    )


def _items(view: View, family: str, places: list[str], links: Links) -> Iterator[Section]:
    """A grid for each item of the list that any of the places has something under."""
    lines = _lines(view, family, places)
    for item in view.contents.items.values():
        if family not in families_of_item(view, item.id):
            continue
        mine = [each for each in lines if _item_of(each) == item.id]
        grid = _grid(mine, places, links, [_list_row(item, places, links)])
        heading = Bilingual(item.title.zh, item.title.en)
        yield Section(paths.anchor("item", item.id), heading, grid)


def _without_item(view: View, family: str, places: list[str], links: Links) -> Iterator[Section]:
    lines = [e for e in _lines(view, family, places) if _item_of(e) not in view.contents.items]
    title = Bilingual("没有清单条目的数字", "Figures without a list item")
    yield Section("no-item", title, _grid(lines, places, links, []))


def _lines(view: View, family: str, places: list[str]) -> list[FigureLine]:
    ids = dict.fromkeys(
        figure.id
        for figure in view.contents.figures.values()
        if family in families_of_figure(view, figure)
    )
    return [figure_line(view, each, places) for each in ids]


def _item_of(line: FigureLine) -> str | None:
    return next((each.figure.item for each in line.cells.values() if each.figure.item), None)


def _grid(
    lines: Sequence[FigureLine], places: list[str], links: Links, above: Sequence[Row]
) -> Markup:
    """What differs, then what only one place has; what is equal is folded."""
    if not lines and not above:
        return NOTHING
    heads = [NOTHING, *(_head(each, links) for each in places)]
    shown = [_figure_row(each, places, links) for each in lines if each.likeness == "differs"]
    shown += _alone([each for each in lines if each.likeness == "one"], places, links)
    alike = [each for each in lines if each.likeness == "same"]
    known = [each for each in alike if any(held.same is not None for held in each.cells.values())]
    unset = [each for each in alike if each not in known]
    caption = beside(two("并排", "side by side"))
    whole = table(caption, heads, [*above, *shown], quiet=True, class_="rb-pinned rb-compare")
    return late(
        whole
        + folded(heads, [_figure_row(each, places, links) for each in known])
        + folded(heads, [_figure_row(each, places, links) for each in unset], known=False)
    )


def _alone(lines: Sequence[FigureLine], places: list[str], links: Links) -> list[Row]:
    """What one place alone has, or the nation: on one line, each in its own column."""
    if not lines:
        return []
    cells = []
    for place in places:
        mine = [each.cells[place] for each in lines if place in each.cells]
        listed = bullets(
            Markup("{}：{}").format(beside(of(each.figure.label)), _cell(each, place, links))
            for each in mine
        )
        cells.append(listed or ABSENT)
    return [row(beside(two("各自另有的数字", "figures that one place alone has")), *cells)]


def _list_row(item: ListItem, places: list[str], links: Links) -> Row:
    """The bounds in the nation's column, the verdict in the others."""
    view = links.view
    top = tops(view.contents)
    found = (
        {}
        if view.conformity is None
        else {each.place: each for each in view.conformity.findings if each.item == item.id}
    )
    cells = []
    for place in places:
        if place in top:
            cells.append(_bounds(item))
        elif place in found:
            cells.append(_stands(found[place], item, links))
        else:
            cells.append(ABSENT)
    name = beside(links.to(paths.item_page(item.id), two("清单的界限和结论", "bounds and verdict")))
    return row(name, *cells)


def _stands(finding: Finding, item: ListItem, links: Links) -> Markup:
    """The verdict, to open on the item's page; without a rule, whether there is any of the kind."""
    address = paths.href(
        links.origin, paths.item_page(item.id), paths.anchor("place", finding.place)
    )
    badge = Markup('<a class="rb-cell" href="{}">{}</a>').format(
        address, verdict_badge(finding.verdict)
    )
    families = families_of_item(links.view, item.id)
    rules = links.view.rules.values()
    if any(each.place == finding.place and each.family in families for each in rules):
        return badge
    none = tag("span", beside(NO_RULES_HERE), class_="rb-absent")
    return Markup("{}<br>{}").format(badge, none)


def _bounds(item: ListItem) -> Markup:
    if not item.bounds:
        return tag("span", beside(two("没有设界限", "no bound")), class_="rb-absent")
    return bullets(
        Markup("{} {}").format(
            beside(of(each.text)),
            tag("span", beside(of(STRENGTH[each.strength])), class_="rb-strength"),
        )
        for each in item.bounds
    )


def _figure_row(line: FigureLine, places: list[str], links: Links) -> Row:
    first = next(iter(line.cells.values())).figure
    name = beside(of(first.label)) + Markup(" ") + mark(line.likeness)
    return row(name, *(_named(line.cells.get(each), each, first.label, links) for each in places))


def _named(cell: Held | None, place: str, common: Bilingual, links: Links) -> Markup:
    """What a place has, under the name that it has there where that is another one."""
    shown = _cell(cell, place, links)
    if cell is None or cell.figure.label.zh == common.zh:
        return shown
    own = beside(fill("这里叫“{}”", "here “{}”", of(cell.figure.label)))
    return shown + Markup("<br>") + tag("small", own, class_="rb-reason")


def _cell(cell: Held | None, place: str, links: Links) -> Markup:
    if cell is None:
        return tag("span", "–", class_="rb-absent", title="没有写 · says nothing")
    figure = cell.figure
    shown = today(figure, links)
    address = paths.href(
        links.origin, paths.figures_page(figure.place), paths.anchor("figure", figure.id)
    )
    more = Markup(' <a class="rb-how" href="{}" title="{}">›</a>').format(
        address, "沿革和出处 · history and sources"
    )
    if figure.place == place:
        return shown + more
    home = of(links.view.contents.places[figure.place].label)
    taken = tag("small", beside(fill("{}的", "of {}", home)), class_="rb-reason")
    return shown + more + Markup("<br>") + taken
