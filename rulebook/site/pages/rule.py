"""The page of a rule: plain words, facts, figures, worked examples, the source, who uses what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from rulebook.book.model import FigureValue
from rulebook.diagnostics import Bilingual, Language
from rulebook.meaning.typed import Clause, TypedRule, TypedVersion
from rulebook.review.across import stem_of
from rulebook.site import paths
from rulebook.site.definitions import described, groups
from rulebook.site.html import (
    NOTHING,
    Row,
    beside,
    bullets,
    code,
    fill,
    fold,
    in_both,
    join,
    late,
    of,
    pairs,
    paragraph,
    row,
    table,
    tag,
    two,
)
from rulebook.site.labels import FAMILIES, badge, named, period_html
from rulebook.site.names import Links, RuleNames, rows
from rulebook.site.page import Section, SitePage
from rulebook.site.pages.calculator import calculator_section, has_calculator
from rulebook.site.pages.coverage import coverage_section
from rulebook.site.pages.dates import TITLE, changes_of
from rulebook.site.pages.examples import examples
from rulebook.site.pages.figures import shown
from rulebook.site.pages.vocabulary import kind_and_unit, values_of
from rulebook.site.prose import phrase
from rulebook.site.side_by_side import compared_families
from rulebook.site.source import line_anchor, source_tabs
from rulebook.site.view import (
    View,
    calls_of,
    clauses_of,
    figures_of,
    how_sure,
    inputs_of,
    latest,
    outputs_of,
)


def rule_page(view: View, rule: TypedRule) -> SitePage:
    """The page of one rule; its newest version comes first."""
    links = Links(view, paths.rule_page(rule.id))
    return SitePage(
        path=links.origin,
        title=rule.title,
        of=view.contents.places[rule.place].label,
        opening=_ways(rule, links) + _opening(rule, links),
        sections=[
            *_clauses(rule, links),
            calculator_section(rule, links),
            *_rest(rule, links),
        ],
        keywords=_keywords(rule),
        description=f"{rule.title.zh}：用白话说的规则、数字、依据和算好的例子",
        boost=5,
    )


def _ways(rule: TypedRule, links: Links) -> Markup:
    """Links down the page, and to the other places' rules of the name.

    By the keyboard the calculator is far from the page's top.
    """
    view = links.view
    ways = (
        ("words", two("用白话说", "in plain words"), True),
        ("calculator", two("算一算", "try a case"), has_calculator(rule, view)),
        ("examples", two("算好的例子", "worked examples"), bool(view.worked.get(rule.id))),
        ("source", two("规则原文", "the rule itself"), rule.id in view.surfaces),
    )
    here = [links.to(links.origin, text, anchor) for anchor, text, there in ways if there]
    stem = stem_of(rule.id)
    if (rule.family, stem) in view.shared and rule.family in compared_families(view):
        beside_others = two("与各地对比", "other places")
        here.append(links.to(paths.compare_rule_page(rule.family, stem), beside_others))
    return tag("p", beside(join(here, " · ", " · ")), class_="rb-ways")


def _keywords(rule: TypedRule) -> tuple[str, ...]:
    stem = rule.id.rpartition("/")[2]
    facts = [fact for clause in clauses_of(rule) for fact in clause.facts]
    # Search weighs a word by its share of the keywords, and a rule has many: its name counts more.
    name = " ".join([rule.label.zh] * 4)
    return tuple(dict.fromkeys((name, rule.id, stem, stem.replace("-", "_"), *facts)))


def _opening(rule: TypedRule, links: Links) -> Markup:
    version = latest(rule)
    family = links.to(paths.family_page(rule.family), of(named(FAMILIES, rule.family)))
    periods = Markup("<br>").join(period_html(each.since, each.until) for each in rule.versions)
    sources = Markup("<br>").join(links.citation(each) for each in version.clause.citations)
    items = Markup("<br>").join(beside(links.item(each)) for each in version.items)
    return pairs(
        (
            (beside(two("施行", "in force")), periods),
            (beside(two("证据", "evidence")), _evidence(rule, links)),
            (beside(two("依据", "cites")), sources),
            (beside(two("清单条目", "list items")), items),
            (beside(two("地方与类别", "place and family")), _home(rule, links, beside(family))),
            (beside(two("规则编号", "rule id")), code(rule.id)),
            (beside(two("资料行", "rows of facts")), rows(version.clause.facts)),
            (beside(two("文件", "file")), _file(rule, links)),
        )
    )


def _evidence(rule: TypedRule, links: Links) -> Markup:
    """How sure the rule itself is, and the weakest of all it uses where that is weaker."""
    own = latest(rule).clause.evidence
    weakest = how_sure(rule, links.view)
    if weakest == own:
        return badge(own)
    said = beside(two("用到的最弱证据", "weakest it uses"))
    return Markup("{} · {} {}").format(badge(own), said, badge(weakest))


def _home(rule: TypedRule, links: Links, family: Markup) -> Markup:
    return beside(links.place(rule.place)) + Markup(" · ") + family


def _file(rule: TypedRule, links: Links) -> Markup:
    surfaces = links.view.surfaces.get(rule.id)
    if surfaces is None:
        return NOTHING
    span = latest(rule).span
    line = span.line if span.file == surfaces.path else 1
    address = f"#{line_anchor(line)}"
    return Markup('<a href="{}"><code>{}:{}</code></a>').format(address, surfaces.path, line)


# ---- plain words


def _clauses(rule: TypedRule, links: Links) -> list[Section]:
    newest = latest(rule)
    sections = []
    for version in reversed(rule.versions):
        before = paths.version_mark(version, newest)
        title = Bilingual("用白话说", "In plain words")
        if len(rule.versions) > 1:
            when = (f"{version.since}", f"{version.since}")
            title = Bilingual(f"{title.zh}（{when[0]} 起）", f"{title.en} (from {when[1]})")
        body = _version(version, links, before)
        if version is not newest:
            older = two("旧版，点开看", "an older version, to open")
            body = fold(beside(older), body, class_="rb-found")
        sections.append(Section(f"{before}words", title, body))
    return sections


def _version(version: TypedVersion, links: Links, before: str) -> Markup:
    labels = {each.id: each.label for each in version.definitions.values()}
    names = RuleNames(links, labels, before)
    zh, en = NOTHING, NOTHING
    if version.applies is not None:
        said = phrase(version.applies, names)
        lead = fill(
            "只在这种情形适用：{}。其他情形的答案是“不适用”。",
            "Applies only where {}; otherwise the answer is “not applicable”.",
            said,
        )
        zh, en = paragraph(lead.zh), paragraph(lead.en)
    for group in groups(version.definitions):
        own = group[0].clause if _has_own_grounds(group[0].clause, version.clause) else None
        zh += described(group, names, "zh", _grounds(own, links, "zh"))
        en += described(group, names, "en", _grounds(own, links, "en"))
    return in_both(f"{before}words", zh, en)


def _has_own_grounds(clause: Clause, whole: Clause) -> bool:
    """Whether a definition stands on something else than its rule."""
    mine = (clause.citations, clause.evidence, clause.facts)
    return mine != (whole.citations, whole.evidence, whole.facts)


def _grounds(clause: Clause | None, links: Links, lang: Language) -> Markup:
    stood = NOTHING if clause is None else links.grounds(clause, lang)
    return paragraph(stood, class_="rb-grounds") if stood else NOTHING


# ---- everything else


def _rest(rule: TypedRule, links: Links) -> list[Section]:
    surfaces = links.view.surfaces.get(rule.id)
    source = source_tabs(surfaces) if surfaces is not None else NOTHING
    return [
        Section("examples", Bilingual("算好的例子", "Worked examples"), examples(rule, links)),
        coverage_section(rule, links),
        Section(
            "inputs",
            Bilingual("读取的事实", "Facts it reads"),
            late(_facts(inputs_of(rule), links)),
        ),
        Section(
            "outputs",
            Bilingual("给出的结果", "What it gives"),
            late(_facts(outputs_of(rule), links)),
        ),
        Section("figures", Bilingual("用到的数字", "Figures it uses"), late(_figures(rule, links))),
        Section("dates", TITLE, late(changes_of(rule, links))),
        Section("checks", Bilingual("核对", "Checks"), _checks(rule, links)),
        Section("left-out", Bilingual("没有写进规则的", "Not encoded"), _left_out(rule)),
        Section("source", Bilingual("规则原文", "The rule itself"), source),
        Section("uses", Bilingual("前后关联", "Uses and used by"), late(_uses(rule, links))),
    ]


def _facts(facts: Sequence[str], links: Links) -> Markup:
    known = links.view.contents.vocabulary.facts
    heads = (
        two("名称", "name"),
        two("编号", "id"),
        two("类别与单位", "kind and unit"),
        two("可取的值", "values"),
    )
    rows_ = [
        row(
            beside(links.fact(each)),
            code(each),
            kind_and_unit(known[each]),
            values_of(known[each], links),
        )
        for each in facts
        if each in known
    ]
    return table(beside(two("事实", "facts")), [beside(head) for head in heads], rows_, quiet=True)


def _figures(rule: TypedRule, links: Links) -> Markup:
    heads = (
        two("数字", "figure"),
        two("数值", "value"),
        two("有效期", "in force"),
        two("证据", "evidence"),
        two("依据", "source"),
    )
    found: list[Row] = []
    for place, id_ in figures_of(rule):
        figure = links.view.figure(place, id_)
        if figure is None:
            continue
        found.extend(
            row(
                beside(links.figure(place, id_)),
                shown(figure, value, links.view),
                period_html(value.since, value.until),
                _sure(value),
                links.cited(value.source, value.section),
            )
            for value in figure.values
        )
    return table(
        beside(two("数字", "figures")), [beside(head) for head in heads], found, quiet=True
    )


def _sure(value: FigureValue) -> Markup:
    return NOTHING if value.unset is not None else badge(value.evidence)


def _checks(rule: TypedRule, links: Links) -> Markup:
    version = latest(rule)
    labels = {each.id: each.label for each in version.definitions.values()}
    names = RuleNames(links, labels)
    lines = []
    for each in version.checks:
        said = phrase(each.condition, names)
        lines.append(Markup("{}：{}").format(tag("strong", each.title), beside(said)))
    if not lines:
        return NOTHING
    lead = two(
        "在每一种情形都必须成立；每个例子都核对过。",
        "These must hold in every case; each example was checked against them.",
    )
    return paragraph(beside(lead)) + bullets(lines)


def _left_out(rule: TypedRule) -> Markup:
    lines = (
        Markup("{}：{}").format(tag("strong", each.clause), each.reason)
        for each in latest(rule).left_out
    )
    return bullets(lines)


def _uses(rule: TypedRule, links: Links) -> Markup:
    uses = links.view.uses
    before = _others(rule.id, (uses.givers.get(each, ()) for each in inputs_of(rule)))
    after = _others(rule.id, (uses.readers.get(each, ()) for each in outputs_of(rule)))
    same = _others(rule.id, (uses.items.get(each, ()) for each in latest(rule).items))
    related = (
        (two("它调用的规则", "rules it calls"), calls_of(rule)),
        (two("调用它的规则", "rules that call it"), uses.callers.get(rule.id, ())),
        (two("给出它所读事实的规则", "rules that give what it reads"), before),
        (two("读取它的结果的规则", "rules that read what it gives"), after),
        (two("同一清单条目下的规则", "rules under the same list item"), same),
    )
    nothing = beside(two("没有", "none"))
    return pairs((beside(name), links.rules(rules) or nothing) for name, rules in related)


def _others(rule: str, groups_: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    found = dict.fromkeys(each for group in groups_ for each in group)
    return tuple(each for each in found if each != rule)
