"""The pages of places: what each has, what is open, and where its pages lead."""

from __future__ import annotations

from markupsafe import Markup

from rulebook.book.model import Figure, Place
from rulebook.conformity import VERDICTS
from rulebook.diagnostics import Bilingual
from rulebook.review.dates import value_on
from rulebook.site import paths
from rulebook.site.html import (
    NOTHING,
    Row,
    beside,
    bullets,
    fill,
    fold,
    join,
    late,
    of,
    pairs,
    paragraph,
    row,
    table,
    two,
)
from rulebook.site.labels import DECIDES, FAMILIES, badge, verdict_badge
from rulebook.site.names import Links, rows
from rulebook.site.page import Section, SitePage
from rulebook.site.pages.rule_table import rule_table
from rulebook.site.side_by_side import by_rank, compared_families
from rulebook.site.standing import today
from rulebook.site.view import View

TITLE = Bilingual("地方", "Places")


def places_page(view: View) -> SitePage:
    """All places, each followed by those that stand under it."""
    links = Links(view, paths.PLACES)
    return SitePage(
        path=paths.PLACES,
        title=TITLE,
        opening=places_table(links),
        description="各地的规则和数字",
    )


def places_table(links: Links) -> Markup:
    """What each place has, by family, and how much of it is open."""
    view = links.view
    heads = [
        two("地方", "place"),
        two("上级", "stands under"),
        *(of(each) for each in FAMILIES.values()),
        two("数字", "figures"),
        two("未公布", "unset"),
        two("变化的日子", "days of change"),
    ]
    made = [_place(view.contents.places[each], links) for each in by_rank(view.contents)]
    return table(beside(of(TITLE)), [beside(each) for each in heads], made, quiet=True)


def _place(place: Place, links: Links) -> Row:
    view = links.view
    figures = _figures_of(view, place.id)
    days = len(view.changes.get(place.id, ()))
    return row(
        beside(links.place(place.id)),
        beside(links.place(place.parent)) if place.parent else NOTHING,
        *(_count(place.id, family, links) for family in FAMILIES),
        _linked(links, paths.figures_page(place.id), len(figures)),
        str(len(_unset(view, place.id))),
        _linked(links, paths.dates_page(place.id), days),
    )


def _count(place: str, family: str, links: Links) -> Markup:
    rules = links.view.rules.values()
    number = sum(each.place == place and each.family == family for each in rules)
    target, anchor = paths.place_page(place), paths.anchor("family", family)
    return links.to(target, two(str(number)), anchor).zh if number else Markup("–")


def _linked(links: Links, target: str, number: int) -> Markup:
    return links.to(target, two(str(number))).zh if number else Markup("–")


def _figures_of(view: View, place: str) -> list[Figure]:
    return [each for (home, _), each in view.contents.figures.items() if home == place]


def _unset(view: View, place: str) -> list[Figure]:
    """The figures of a place that have no published value on the day of the edition."""
    found = []
    for each in _figures_of(view, place):
        value = value_on(each, view.day)
        if value is not None and value.unset is not None:
            found.append(each)
    return found


def place_page(view: View, place: Place) -> SitePage:
    """The rules and figures of a place, how it stands to the list, and what is left out."""
    links = Links(view, paths.place_page(place.id))
    return SitePage(
        path=links.origin,
        title=place.label,
        opening=_about(place, links),
        sections=[
            *_families(place, links),
            Section(
                "list", Bilingual("与国家清单", "Against the national list"), _list(place, links)
            ),
            Section("figures", Bilingual("数字", "Figures"), _figures(place, links)),
            Section("left-out", Bilingual("没有写进规则的资料行", "Rows left out"), _left(place)),
        ],
        keywords=tuple(each for each in (place.id, place.code) if each),
        description=f"{place.label.zh}的规则和数字",
    )


def _about(place: Place, links: Links) -> Markup:
    view = links.view
    below = [id_ for id_, each in view.contents.places.items() if each.parent == place.id]
    sources = sum(each.place == place.id for each in view.contents.sources.values())
    return pairs(
        (
            (beside(two("行政区划代码", "division code")), place.code or ""),
            (
                beside(two("上级", "stands under")),
                beside(links.place(place.parent)) if place.parent else NOTHING,
            ),
            (
                beside(two("下级", "above")),
                beside(join([links.place(each) for each in below])) if below else NOTHING,
            ),
            (beside(two("能决定到", "decides as")), _levels(place)),
            (beside(two("说明", "note")), beside(of(place.note)) if place.note else NOTHING),
            (beside(two("看什么", "see also")), _ways(place, sources, links)),
        )
    )


def _levels(place: Place) -> Markup:
    if place.parent is None:
        return NOTHING
    return beside(join([of(DECIDES[each]) for each in place.levels]))


def _ways(place: Place, sources: int, links: Links) -> Markup:
    view, ways = links.view, []
    figures = len(_figures_of(view, place.id))
    if figures:
        ways.append(
            links.to(
                paths.figures_page(place.id),
                two(f"{figures} 个数字的沿革和出处", f"{figures} figures with history and sources"),
            )
        )
    days = len(view.changes.get(place.id, ()))
    if days:
        ways.append(
            links.to(
                paths.dates_page(place.id),
                two(f"何时变：{days} 个日子", f"when things change: {days} days"),
            )
        )
    if sources:
        anchor = paths.anchor("place", place.id)
        ways.append(links.to(paths.SOURCES, two(f"{sources} 份来源", f"{sources} sources"), anchor))
    if compared_families(view):
        ways.append(links.to(paths.COMPARE, two("与各地对比", "compared with other places")))
    return Markup("<br>").join(beside(each) for each in ways)


def _families(place: Place, links: Links) -> list[Section]:
    rules = [each for each in links.view.rules.values() if each.place == place.id]
    sections = []
    for family, label in FAMILIES.items():
        mine = [each for each in rules if each.family == family]
        body = rule_table(mine, links, place=False, family=False)
        if not mine:
            body = paragraph(beside(two("没有规则。", "No rules.")))
        sections.append(Section(paths.anchor("family", family), label, body))
    return sections if rules else []


def _list(place: Place, links: Links) -> Markup:
    """How many items have which verdict; those that ask for attention by name."""
    report = links.view.conformity
    findings = [] if report is None else [e for e in report.findings if e.place == place.id]
    if not findings:
        return NOTHING
    lines = []
    for verdict in VERDICTS:
        mine = [each for each in findings if each.verdict == verdict]
        if not mine:
            continue
        names = join([links.item(each.item) for each in mine if each.item])
        lines.append(Markup("{} {}：{}").format(verdict_badge(verdict), len(mine), beside(names)))
    whole = links.to(
        paths.CONFORMITY, two("逐条理由", "the reasons one by one"), paths.anchor("place", place.id)
    )
    return bullets(lines) + paragraph(beside(whole))


def _figures(place: Place, links: Links) -> Markup:
    """The figures without a value today, for they leave answers open; the others are folded."""
    figures = _figures_of(links.view, place.id)
    if not figures:
        return NOTHING
    unset = _unset(links.view, place.id)
    count = fill(
        "{} 个数字，其中 {} 个今天没有公布的值。",
        "{} figures, of which {} have no published value today.",
        two(str(len(figures))),
        two(str(len(unset))),
    )
    known = [each for each in figures if each not in unset]
    more = two(f"有值的 {len(known)} 个", f"{len(known)} that have a value")
    folded = fold(beside(more), figures_table(known, links, apart=False), class_="rb-found")
    return (
        paragraph(beside(count))
        + (figures_table(unset, links) if unset else NOTHING)
        + (late(folded) if known else NOTHING)
    )


def figures_table(figures: list[Figure], links: Links, *, apart: bool = True) -> Markup:
    """Figures with their values on the day of the edition.

    ``apart``: it is put into the built page by itself, not with what it stands in.
    """
    heads = (
        two("数字", "figure"),
        two("今值", "value today"),
        two("证据", "evidence"),
        two("清单条目", "list item"),
    )
    made = [_figure(each, links) for each in figures]
    caption = beside(two("数字", "figures"))
    grid = table(caption, [beside(each) for each in heads], made, quiet=True)
    return late(grid) if apart else grid


def _figure(figure: Figure, links: Links) -> Row:
    value = value_on(figure, links.view.day)
    sure = NOTHING if value is None or value.unset is not None else badge(value.evidence)
    return row(
        beside(links.figure(figure.place, figure.id)),
        today(figure, links, marked=False),
        sure,
        beside(links.item(figure.item)) if figure.item else NOTHING,
    )


def _left(place: Place) -> Markup:
    return bullets(
        Markup("{} {}").format(rows(each.facts), beside(of(each.reason))) for each in place.left_out
    )
