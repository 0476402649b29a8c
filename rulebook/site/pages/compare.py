"""Places side by side under the national column, a page a family, differences first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from markupsafe import Markup

from rulebook.book.model import ListItem
from rulebook.conformity import Finding
from rulebook.diagnostics import Bilingual
from rulebook.meaning.typed import TypedRule
from rulebook.review.across import shared_rules
from rulebook.site import paths
from rulebook.site.comparing import ABSENT, TITLE, title_of
from rulebook.site.html import (
    Row,
    beside,
    both_paragraphs,
    bullets,
    fill,
    join,
    late,
    of,
    row,
    table,
    tag,
    two,
)
from rulebook.site.labels import FAMILIES, STRENGTH, named, verdict_badge
from rulebook.site.names import Links
from rulebook.site.page import Section, SitePage, ways_down
from rulebook.site.pages.compare_figures import FigureGrid, alone, differences, figure_grid
from rulebook.site.pages.compare_rules import Compared, compared_rule_page, compared_rules
from rulebook.site.side_by_side import (
    by_rank,
    columns,
    compared_families,
    families_of_item,
    tops,
)
from rulebook.site.view import View

NO_RULES_HERE = two("这一类没有规则", "no rules of this kind")
MOST_NAMED = 4
"""How many of the results that differ a line names."""


def compare_pages(view: View) -> Iterator[SitePage]:
    """The way in, then a page for each family, and one for each name of rules that places share."""
    families = compared_families(view)
    rules = {each: compared_rules(view, each) for each in families}
    figures = {each: figure_grid(view, each, columns(view.contents)) for each in families}
    if families:
        yield _index(view, figures, rules)
    for family in families:
        yield _family(view, family, figures[family], rules[family])
        for compared in rules[family]:
            yield compared_rule_page(view, compared)


# ---- the way in: how much differs, and which place has how many rules


def _index(
    view: View, figures: Mapping[str, FigureGrid], rules: Mapping[str, Sequence[Compared]]
) -> SitePage:
    links = Links(view, paths.COMPARE)
    lead = two(
        "同一类政策，各地并排：先列不同的数字和规则，再列只有一地有的，相同的收起。",
        "The places side by side, a page for each family: figures and rules that differ come "
        "first, then what one place alone has; what is equal is folded away.",
    )
    places = by_rank(view.contents)
    rows = [
        row(
            beside(links.to(paths.compare_page(each), of(named(FAMILIES, each)))),
            str(len(figures[each].differing)),
            str(sum(bool(one.alike("differs")) for one in rules[each])),
            *(_count(view, each, place) for place in places),
        )
        for each in figures
    ]
    heads = [
        beside(two("类别", "family")),
        beside(two("不同的数字", "figures that differ")),
        beside(two("不同的规则", "rules that differ")),
        *(beside(links.place(each)) for each in places),
    ]
    caption = beside(two("有多少不同，各地有几条规则", "how much differs, rules of each place"))
    return SitePage(
        path=paths.COMPARE,
        title=TITLE,
        opening=both_paragraphs(lead) + table(caption, heads, rows, class_="rb-pinned"),
        description="各地政策并排对比，先列不同的",
    )


def _count(view: View, family: str, place: str) -> Markup:
    number = sum(each.place == place and each.family == family for each in view.rules.values())
    return beside(two(f"{number} 条", str(number))) if number else ABSENT


# ---- a family


def _family(view: View, family: str, figures: FigureGrid, rules: Sequence[Compared]) -> SitePage:
    links = Links(view, paths.compare_page(family))
    label = named(FAMILIES, family)
    lead = two(
        f"按 {view.day} 的数字。“–”是这个地方没有写；“未公布”是有这一项而没有人公布过数值；"
        "标“存疑”的只有弱来源。下级沿用上级的，写明是哪里的。",
        f"By the figures of {view.day}. “–” means that the place says nothing; “unset” that there "
        "is such a figure and nobody has published its value; “weak” that one weak source is all "
        "there is. What a place takes from the one above names it.",
    )
    sections = [
        Section(
            "differences",
            Bilingual("不同的数字", "Figures that differ"),
            differences(figures, links),
        ),
        Section(
            "rules",
            Bilingual("规则：哪里不同", "Rules: where they differ"),
            rules_grid(view, family, rules, links),
        ),
        Section(
            "alone",
            Bilingual("只有一地有的数字", "Figures of one place alone"),
            alone(figures, links),
        ),
        Section(
            "items",
            Bilingual("清单的界限和各地的结论", "Bounds of the list, and verdicts"),
            _items(view, family, figures.places, links),
        ),
    ]
    return SitePage(
        path=links.origin,
        title=Bilingual(f"{TITLE.zh}：{label.zh}", f"{TITLE.en}: {label.en.lower()}"),
        opening=ways_down(sections) + both_paragraphs(lead),
        sections=sections,
        keywords=(family,),
        description=f"各地的{label.zh}并排对比，先列不同的",
        wide=True,
    )


# ---- the rules of a family


def rules_grid(view: View, family: str, compared: Sequence[Compared], links: Links) -> Markup:
    """A row for each file name of a rule in a family, a column for each place."""
    places = by_rank(view.contents)
    together = {each.stem: each for each in compared}
    names = {
        stem: rules for (home, stem), rules in shared_rules(view.rules).items() if home == family
    }

    def rank(name: tuple[str, Sequence[TypedRule]]) -> tuple[bool, int]:
        known = together.get(name[0])
        return not (known and known.alike("differs")), -len(name[1])

    rows = [
        row(
            _name(rules, together.get(stem), links),
            _differing(together.get(stem)),
            *(_has(rules, each, links) for each in places),
        )
        for stem, rules in sorted(names.items(), key=rank)
    ]
    heads = [
        beside(two("规则", "rule")),
        beside(two("不同的结果", "results that differ")),
        *(beside(links.place(each)) for each in places),
    ]
    caption = beside(two("各地的规则", "rules of the places"))
    return late(table(caption, heads, rows, quiet=True, class_="rb-pinned rb-rules"))


def _name(rules: Sequence[TypedRule], compared: Compared | None, links: Links) -> Markup:
    title = of(title_of(rules))
    return beside(title if compared is None else links.to(compared.page, title))


def _differing(compared: Compared | None) -> Markup:
    """What the rules give otherwise, the first few by name; nothing of a place's own rule."""
    if compared is None:
        return ABSENT
    labels = [of(each.label) for each in compared.alike("differs")]
    if not labels:
        return tag("span", beside(two("相同", "equal")), class_="rb-absent")
    shown = join(labels[:MOST_NAMED])
    if len(labels) > MOST_NAMED:
        more = two(str(len(labels)))
        shown = fill("{}等 {} 项", "{} and others, {} in all", shown, more)
    return beside(shown)


def _has(rules: Sequence[TypedRule], place: str, links: Links) -> Markup:
    rule = next((each for each in rules if each.place == place), None)
    if rule is None:
        return ABSENT
    return beside(links.to(paths.rule_page(rule.id), two("有", "yes")))


# ---- the national list


def _items(view: View, family: str, places: Sequence[str], links: Links) -> Markup:
    """The bounds of each item in the nation's column, the verdicts in the others."""
    rows = [
        _item(item, places, links)
        for item in view.contents.items.values()
        if family in families_of_item(view, item.id)
    ]
    heads = [
        beside(two("条目", "item")),
        *(beside(links.place(each)) for each in places),
    ]
    caption = beside(two("清单的界限和结论", "bounds and verdict"))
    return late(table(caption, heads, rows, quiet=True, class_="rb-pinned rb-compare"))


def _item(item: ListItem, places: Sequence[str], links: Links) -> Row:
    view = links.view
    top = tops(view.contents)
    findings = () if view.conformity is None else view.conformity.findings
    found = {each.place: each for each in findings if each.item == item.id}

    def cell(place: str) -> Markup:
        if place in top:
            return _bounds(item)
        return _stands(found[place], item, links) if place in found else ABSENT

    name = beside(links.to(paths.item_page(item.id), of(item.title)))
    return row(name, *(cell(each) for each in places), anchor=paths.anchor("item", item.id))


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
