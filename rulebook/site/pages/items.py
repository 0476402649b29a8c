"""A page for each item of the national list: its bounds, and how every place stands under it."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from rulebook.book.model import Figure, ListBound, ListItem
from rulebook.conformity import Finding, Judged
from rulebook.diagnostics import Bilingual
from rulebook.meaning.typed import TypedRule
from rulebook.review.dates import value_on
from rulebook.site import paths
from rulebook.site.html import (
    NOTHING,
    Row,
    beside,
    both_paragraphs,
    bullets,
    code,
    crumbs,
    fill,
    join,
    of,
    pairs,
    paragraph,
    row,
    table,
    tag,
    two,
)
from rulebook.site.labels import (
    BLOCKS,
    DECIDES,
    STRENGTH,
    badge,
    named,
    period_html,
    verdict_badge,
)
from rulebook.site.names import Links, rows
from rulebook.site.page import Section, SitePage
from rulebook.site.pages.conformity import marked, where_of
from rulebook.site.side_by_side import by_rank
from rulebook.site.standing import figures_under, rules_under, today
from rulebook.site.view import View, how_sure, latest, outputs_of

LIST = two("国家待遇清单", "National treatment list")


def item_pages(view: View) -> Iterator[SitePage]:
    """A page an item, in the order of the list."""
    for item in view.contents.items.values():
        yield item_page(view, item)


def item_page(view: View, item: ListItem) -> SitePage:
    """One item: what it says, who decides it, its bounds, then the places one by one."""
    links = Links(view, paths.item_page(item.id))
    findings = _findings(view, item)
    sections = [
        Section("bounds", Bilingual("界限", "Bounds"), bounds(item, links)),
        Section("verdicts", Bilingual("各地的结论", "Verdicts"), _verdicts(item, findings, links)),
        *(
            Section(paths.anchor("place", place), view.contents.places[place].label, body)
            for place in by_rank(view.contents)
            if (body := _place(item, place, findings.get(place), links))
        ),
    ]
    return SitePage(
        path=links.origin,
        title=item.title,
        of=Bilingual("国家清单", "national list"),
        above=crumbs([links.to(paths.TREATMENT_LIST, LIST)]),
        opening=_about(item, links),
        sections=sections,
        keywords=(item.id, item.label.zh, *item.facts),
        description=f"国家待遇清单条目“{item.title.zh}”：界限、由谁决定、各地的数字和结论",
        boost=2,
    )


def _findings(view: View, item: ListItem) -> dict[str, Finding]:
    if view.conformity is None:
        return {}
    found = {each.place: each for each in view.conformity.findings if each.item == item.id}
    return {place: found[place] for place in by_rank(view.contents) if place in found}


def _about(item: ListItem, links: Links) -> Markup:
    whole = links.to(
        paths.TREATMENT_LIST, of(named(BLOCKS, item.block)), paths.anchor("item", item.id)
    )
    note = both_paragraphs(of(item.note)) if item.note else NOTHING
    about = pairs(
        (
            (beside(two("条目", "item")), code(item.label.zh) + Markup(" ") + code(item.id)),
            (beside(two("部分", "part of the list")), beside(whole)),
            (beside(two("由谁决定", "who decides")), beside(of(DECIDES[item.decides]))),
            (beside(two("依据", "source")), _source(item, links)),
            (beside(two("怎样算施行", "in force if")), _exists(item, links)),
            (beside(two("资料行", "rows of facts")), rows(item.facts)),
        )
    )
    return about + note


def _exists(item: ListItem, links: Links) -> Markup:
    """What shows that a place has the item in force, where rules can show it."""
    if item.exists is None:
        return NOTHING
    none = two(
        "一地的规则没有一种情形满足它的，结论是“未实施”",
        "a place whose rules meet it in no case has not implemented the item",
    )
    return Markup("{}<br>{}").format(
        _condition(item.exists, links), tag("small", beside(none), class_="rb-reason")
    )


def _source(item: ListItem, links: Links) -> Markup:
    return Markup("{} {}").format(links.cited(item.source, item.section), badge(item.evidence))


# ---- bounds


def bounds(item: ListItem, links: Links) -> Markup:
    """The bounds of an item, with what each is tested by."""
    if not item.bounds:
        none = two("清单没有给这一条目设界限。", "The list sets no bound here.")
        return paragraph(beside(none))
    heads = (
        two("界限", "bound"),
        two("强度", "strength"),
        two("可检验的条件", "condition that is tested"),
        two("证据", "evidence"),
        two("依据", "source"),
        two("资料行", "row"),
    )
    caption = beside(two(f"{item.label.zh}：界限", f"{item.id}: bounds"))
    made = [_bound(number, each, links) for number, each in enumerate(item.bounds, 1)]
    return table(caption, [beside(each) for each in heads], made, quiet=True)


def _bound(number: int, bound: ListBound, links: Links) -> Row:
    return row(
        beside(of(bound.text)),
        beside(of(STRENGTH[bound.strength])),
        _condition(bound, links),
        badge(bound.evidence),
        links.cited(bound.source, bound.section),
        rows(bound.facts),
        anchor=f"bound-{number}",
    )


def _condition(bound: ListBound, links: Links) -> Markup:
    """The condition as written, the results that it looks at, and the figures it holds them to."""
    if bound.condition is None:
        none = two("没有：不能只凭规则检验", "none: rules alone can't show it")
        return tag("span", beside(none), class_="rb-absent")
    report = links.view.conformity
    comparisons = report.conditions.get(bound, ()) if report else ()
    facts = dict.fromkeys(fact.fact for each in comparisons for fact, _ in each.subjects())
    figures = dict.fromkeys((f.place, f.figure) for each in comparisons for f in each.figures())
    lines = [tag("code", bound.condition, class_="rb-wrap")]
    if facts:
        named_facts = join([links.fact(each) for each in facts])
        lines.append(beside(fill("看规则给出的{}", "looks at {}", named_facts)))
    if figures:
        against = join([links.figure(*each) for each in figures])
        lines.append(beside(fill("对照数字{}", "against {}", against)))
    if bound.burden:
        lines.append(beside(two("越大对参保人越不利", "the more, the worse for the person")))
    return Markup("<br>").join(lines)


# ---- places


def _verdicts(item: ListItem, findings: dict[str, Finding], links: Links) -> Markup:
    """A row a place: the verdict, then what became of each bound."""
    if not findings:
        return NOTHING
    heads = [
        beside(two("地方", "place")),
        beside(two("结论", "verdict")),
        beside(two("理由", "reason")),
        *(_numbered(number, each) for number, each in enumerate(item.bounds, 1)),
    ]
    made = [_verdict(place, item, each, links) for place, each in findings.items()]
    caption = beside(two("各地的结论", "verdicts"))
    report = links.view.conformity
    day = "" if report is None else report.as_of.isoformat()
    lead = two(
        f"按 {day} 的规则和数字；怎样得出见“与清单对照”。",
        f"By the rules and figures of {day}.",
    )
    grid = table(caption, heads, made, quiet=True, class_="rb-pinned")
    return paragraph(beside(lead)) + grid


def _numbered(number: int, bound: ListBound) -> Markup:
    text = beside(two(f"界限 {number}", f"bound {number}"))
    return Markup('<a href="#bound-{}" title="{}">{}</a>').format(number, bound.text.zh, text)


def _verdict(place: str, item: ListItem, finding: Finding, links: Links) -> Row:
    label = links.view.contents.places[place].label
    judged = {each.bound: each for each in _judged(place, item, links)}
    name = Markup('<a href="#{}">{}</a>').format(paths.anchor("place", place), beside(of(label)))
    return row(
        name,
        verdict_badge(finding.verdict),
        marked(finding.why),
        *(_outcome(judged.get(each)) for each in item.bounds),
    )


def _judged(place: str, item: ListItem, links: Links) -> list[Judged]:
    report = links.view.conformity
    if report is None:
        return []
    return [e for e in report.judged if e.finding.place == place and e.finding.item == item.id]


def _outcome(judged: Judged | None) -> Markup:
    if judged is None:
        return tag("span", "–", class_="rb-absent")
    if judged.reason == "no-condition":
        return tag("span", beside(two("不检验", "not tested")), class_="rb-absent")
    return verdict_badge(judged.finding.verdict)


def _place(item: ListItem, place: str, finding: Finding | None, links: Links) -> Markup:
    """What a place has under the item; nothing where it has neither a verdict nor anything."""
    figures = figures_under(links.view, place, item)
    rules = rules_under(links.view, place, item.id)
    if finding is None and not figures and not rules:
        return NOTHING
    said = NOTHING if finding is None else _said(finding, links)
    return (
        said
        + _tested(_judged(place, item, links), links)
        + _rules(rules, links)
        + _figures(figures, links)
    )


def _said(finding: Finding, links: Links) -> Markup:
    where = where_of(finding, links)
    return paragraph(
        Markup("{} {} {}").format(verdict_badge(finding.verdict), marked(finding.why), where)
    )


def _tested(judged: list[Judged], links: Links) -> Markup:
    lines = [
        Markup("{}：{} {} {}").format(
            beside(of(each.bound.text)),
            verdict_badge(each.finding.verdict),
            marked(each.finding.why),
            where_of(each.finding, links) if each.reason == "tested" else NOTHING,
        )
        for each in judged
        if each.reason != "no-condition"
    ]
    if len(lines) < 2:
        return NOTHING
    return paragraph(beside(two("逐条界限：", "bound by bound:"))) + bullets(lines)


def _rules(rules: list[TypedRule], links: Links) -> Markup:
    heads = (
        two("规则", "rule"),
        two("施行", "in force"),
        two("给出", "gives"),
        two("证据", "evidence"),
    )
    made = [
        row(
            beside(links.rule(each.id)),
            period_html(each.versions[0].since, latest(each).until),
            beside(join([links.fact(output) for output in outputs_of(each)])),
            badge(how_sure(each, links.view)),
        )
        for each in rules
    ]
    return table(beside(two("规则", "rules")), [beside(each) for each in heads], made)


def _figures(figures: list[Figure], links: Links) -> Markup:
    heads = (
        two("数字", "figure"),
        two("今值", "value today"),
        two("证据", "evidence"),
        two("用到它的规则", "used by"),
    )
    made = [_figure(each, links) for each in figures]
    return table(beside(two("数字", "figures")), [beside(each) for each in heads], made)


def _figure(figure: Figure, links: Links) -> Row:
    value = value_on(figure, links.view.day)
    sure = NOTHING if value is None or value.unset is not None else badge(value.evidence)
    return row(
        beside(links.figure(figure.place, figure.id)),
        today(figure, links, marked=False),
        sure,
        links.rules(links.view.uses.figures.get((figure.place, figure.id), ())),
    )
