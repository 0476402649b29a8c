"""Places side by side under the national column, a page a family, differences first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from rulebook.book.model import BookContents, ListItem
from rulebook.conformity import Finding
from rulebook.diagnostics import Bilingual
from rulebook.meaning.scope import lineage
from rulebook.meaning.typed import TypedDefinition, TypedRule
from rulebook.review.across import SharedCase, shared_rules
from rulebook.site import paths
from rulebook.site.definitions import described
from rulebook.site.html import (
    NOTHING,
    Row,
    beside,
    both_paragraphs,
    bullets,
    code,
    fill,
    fold,
    late,
    of,
    paragraph,
    plain,
    row,
    table,
    tag,
    two,
)
from rulebook.site.labels import FAMILIES, STRENGTH, named, verdict_badge
from rulebook.site.names import AmountNames, Links, RuleNames
from rulebook.site.outcomes import given_value, outcome_of
from rulebook.site.page import Section, SitePage
from rulebook.site.side_by_side import (
    FigureLine,
    Held,
    Likeness,
    by_rank,
    columns,
    compared_families,
    families_of_figure,
    families_of_item,
    figure_line,
    likeness_of,
    telling,
    tops,
)
from rulebook.site.standing import today
from rulebook.site.view import View, version_on

_LINKS = re.compile(r"<a [^>]*>(.*?)</a>", re.DOTALL)
_IDS = re.compile(r' id="[^"]*"')

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
            beside(of(_title(rules))) + tag("div", code(stem)),
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
        return tag("span", "–", class_="rb-absent")
    return beside(links.to(paths.rule_page(rule.id), two("有", "yes")))


def _title(rules: Sequence[TypedRule]) -> Bilingual:
    """What rules of one name are called: the name in rules, where the places share it."""
    labels = {each.label.zh for each in rules}
    first = rules[0]
    return first.title if len(rules) == 1 or len(labels) > 1 else first.label


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
        *_stems(view, family, places, links),
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
    equal = [_figure_row(each, places, links) for each in lines if each.likeness == "same"]
    caption = beside(two("并排", "side by side"))
    whole = table(caption, heads, [*above, *shown], quiet=True, class_="rb-pinned rb-compare")
    return late(whole + _folded(heads, equal))


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
        cells.append(listed or tag("span", "–", class_="rb-absent"))
    return [row(beside(two("各自另有的数字", "figures that one place alone has")), *cells)]


def _folded(heads: Sequence[str], equal: Sequence[Row]) -> Markup:
    if not equal:
        return NOTHING
    count = two(f"相同的 {len(equal)} 项", f"{len(equal)} that are equal")
    grid = table(beside(count), heads, equal, quiet=True, class_="rb-pinned rb-compare")
    return fold(beside(count), grid, class_="rb-more")


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
            cells.append(tag("span", "–", class_="rb-absent"))
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
    name = beside(of(first.label)) + Markup(" ") + _mark(line.likeness)
    return row(name, *(_cell(line.cells.get(each), each, links) for each in places))


def _mark(likeness: Likeness) -> Markup:
    if likeness == "differs":
        return tag("span", "≠", class_="rb-differs", title="各地不同 · places differ")
    return NOTHING


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


# ---- rules of one name


def _stems(view: View, family: str, places: list[str], links: Links) -> Iterator[Section]:
    """The rules that more than one place has under the same file name."""
    for (home, stem), rules in shared_rules(view.rules).items():
        if home != family:
            continue
        known = {each.place: each for each in rules}
        if len(known) < 2:
            continue
        body = _stem(known, _shown_places(view.contents, places, known), links)
        cases = view.shared.get((family, stem), ())
        title = _title(rules)
        name = Bilingual(f"规则：{title.zh}", f"Rule: {title.en}")
        yield Section(paths.anchor("rule", stem), name, body + _cases(cases, links))


def _shown_places(
    contents: BookContents, places: list[str], known: Mapping[str, TypedRule]
) -> list[str]:
    """The columns that have the rule, and a place above where none below it has taken it over."""
    shown = [each for each in places if each in known]
    covered = {above for each in shown for above in lineage(contents, each)}
    wanted = {*shown, *(each for each in known if each not in covered)}
    return [each for each in by_rank(contents) if each in wanted]


@dataclass(frozen=True, slots=True)
class _Said:
    """A definition as a place's rule words it, in both languages."""

    shown: Markup
    text: str


def _stem(rules: Mapping[str, TypedRule], places: list[str], links: Links) -> Markup:
    """What the rules say, definition by definition."""
    said: dict[str, dict[str, _Said]] = {}
    labels: dict[str, Bilingual] = {}
    for place in places:
        version = version_on(rules[place], links.view.day)
        labels_here = {e.id: e.label for e in version.definitions.values()}
        names = AmountNames(links, labels_here)
        for each in telling(version):
            labels.setdefault(each.id, each.label)
            said.setdefault(each.id, {})[place] = _said(each, rules[place], names, links)
    heads = [
        beside(two("结果和数额", "results and amounts")),
        *(
            beside(links.to(paths.rule_page(rules[e].id), of(links.view.contents.places[e].label)))
            for e in places
        ),
    ]
    rows: dict[Likeness, list[Row]] = {"differs": [], "one": [], "same": []}
    for id_, cells in said.items():
        likeness = likeness_of(cells[e].text if e in cells else None for e in places)
        shown = [
            cells[e].shown if e in cells else tag("span", "–", class_="rb-absent") for e in places
        ]
        name = beside(of(labels[id_])) + Markup(" ") + _mark(likeness)
        rows[likeness].append(row(name, *shown))
    caption = beside(two("规则并排", "rules side by side"))
    first = [*rows["differs"], *rows["one"]]
    whole = table(caption, heads, first, quiet=True, class_="rb-pinned rb-compare rb-words")
    return late(whole + _folded(heads, rows["same"]))


def _said(definition: TypedDefinition, rule: TypedRule, names: RuleNames, links: Links) -> _Said:
    zh = described((definition,), names, "zh", NOTHING)
    address = paths.href(links.origin, paths.rule_page(rule.id), paths.anchor("def", definition.id))
    more = Markup('<a class="rb-how" href="{}">›</a>').format(address)
    return _Said(_unlinked(zh) + more, " ".join(plain(zh).split()))


def _unlinked(html: Markup) -> Markup:
    """A definition without its anchors and links, which belong to the page of its rule."""
    return Markup(_IDS.sub("", _LINKS.sub(r"\1", html)))


def _cases(cases: Sequence[SharedCase], links: Links) -> Markup:
    """The same facts asked of every place."""
    if not cases:
        return NOTHING
    lead = two(
        "同样的事实问各地的规则（生成网页时算出）：",
        "The same facts asked of each place's rule, worked out when these pages were made:",
    )
    ordered = sorted(cases, key=lambda each: not each.differs)
    return paragraph(beside(lead)) + Markup("").join(_case(each, links) for each in ordered)


def _case(case: SharedCase, links: Links) -> Markup:
    view = links.view
    places = list(case.answers)
    outputs = dict.fromkeys(o for answer in case.answers.values() for o in answer.outcomes)
    facts = view.contents.vocabulary.facts
    rows = [
        row(
            beside(of(facts[each].label)),
            *(outcome_of(case.answers[place], each, links) for place in places),
        )
        for each in outputs
    ] or [
        row(
            beside(two("答案", "answer")),
            *(outcome_of(case.answers[place], "", links) for place in places),
        )
    ]
    heads = [
        beside(two("结果", "result")),
        *(beside(of(view.contents.places[each].label)) for each in places),
    ]
    grid = table(case.example.name, heads, rows, quiet=True, class_="rb-pinned")
    mark = _mark("differs" if case.differs else "same")
    home = of(view.contents.places[case.place].label)
    head = Markup("{} <small>{}</small> {}").format(
        case.example.name, beside(fill("{}的例子", "example of {}", home)), mark
    )
    return fold(head, late(_facts(case, links) + grid), open_=False, class_="rb-example")


def _facts(case: SharedCase, links: Links) -> Markup:
    known = links.view.contents.vocabulary.facts
    parts = []
    for id_, value in case.example.facts.items():
        spec = known[id_]
        if isinstance(value, tuple):
            shown = given_value(two(f"{len(value)} 条记录", f"{len(value)} records"))
        else:
            shown = given_value(links.view.answers.show(value, spec.type, spec.units))
        parts.append(Markup("{} {}").format(beside(links.fact(id_)), shown))
    day = beside(two(f"基准日 {case.example.day}", f"as of {case.example.day}"))
    return paragraph(Markup(" · ").join([day, *parts]))
