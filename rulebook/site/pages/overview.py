"""The pages that lead to the rules: home, places, families."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from markupsafe import Markup

from rulebook.book.model import EVIDENCE_LEVELS, EvidenceLevel, Place
from rulebook.diagnostics import Bilingual
from rulebook.meaning.typed import TypedRule
from rulebook.site import paths
from rulebook.site.html import (
    NOTHING,
    Row,
    beside,
    both_paragraphs,
    bullets,
    code,
    of,
    pairs,
    paragraph,
    row,
    table,
    two,
)
from rulebook.site.labels import (
    EVIDENCE_NOTES,
    FAMILIES,
    FAMILY_NOTES,
    badge,
    named,
    period_html,
    unset_badge,
)
from rulebook.site.names import Links
from rulebook.site.page import Section, SitePage
from rulebook.site.view import View, clauses_of, how_sure, latest

BOOK_TITLE = Bilingual("医疗保障规则书", "Rulebook of medical security")


def home_page(view: View) -> SitePage:
    """What this book is, how much it holds, and how sure we are of it."""
    links = Links(view, paths.HOME)
    sections = (
        Section("rules", Bilingual("规则", "Rules"), rule_table(list(view.rules.values()), links)),
        Section("how-sure", Bilingual("有多可靠", "How sure we are"), _how_sure(view)),
        Section("ways", Bilingual("从哪里看起", "Where to start"), _ways(links)),
    )
    return SitePage(
        path=paths.HOME,
        title=BOOK_TITLE,
        opening=_about(view) + _counts(view, links),
        sections=sections,
        keywords=tuple(view.rules),
        description="医疗保障政策写成的规则：能算、能读、能查",
    )


def _about(view: View) -> Markup:
    edition = view.contents.edition
    what = two(
        "这本书把医疗保障政策写成规则：机器能算，每个数字有出处，每个例子都真的算过。"
        "没有公布的数字不猜，答案就是“未定”，并说明缺什么。",
        "This book holds medical-security policy as rules: a machine works them out, every figure "
        "has its source, and every example was really worked out. What nobody has published is "
        "never guessed: the answer is then “undetermined” and says what is missing.",
    )
    version = pairs(
        (
            (beside(two("版本", "edition")), f"{edition.id} · {edition.date}"),
            (beside(two("说明", "note")), beside(of(edition.note))),
            (beside(two("指纹", "digest")), code(view.contents.digest[:16])),
        )
    )
    return both_paragraphs(what) + version


def _counts(view: View, links: Links) -> Markup:
    contents = view.contents
    unset = sum(1 for f in contents.figures.values() for v in f.values if v.unset is not None)
    left_out = sum(len(latest(each).left_out) for each in view.rules.values())
    conflicts = sum(len(each.conflicts) for each in contents.figures.values())
    counted = (
        (len(view.rules), two("条规则", "rules")),
        (sum(map(len, view.worked.values())), two("个算过的例子", "worked examples")),
        (len(contents.figures), two("个数字", "figures")),
        (unset, two("个未公布的值", "values unset")),
        (conflicts, two("处说法不一", "conflicts")),
        (left_out, two("条没有写进规则的", "clauses not encoded")),
        (len(contents.items), two("个清单条目", "list items")),
        (len(contents.sources), two("份来源", "sources")),
    )
    items = [
        Markup("<strong>{}</strong>{}").format(number, beside(label)) for number, label in counted
    ]
    return bullets(items, class_="rb-counts")


def _how_sure(view: View) -> Markup:
    figures: Counter[EvidenceLevel] = Counter(
        value.evidence
        for figure in view.contents.figures.values()
        for value in figure.values
        if value.evidence is not None and value.unset is None
    )
    clauses: Counter[EvidenceLevel] = Counter(
        clause.evidence
        for rule in view.rules.values()
        for clause in clauses_of(rule)
        if clause.evidence is not None
    )
    heads = (
        two("证据等级", "evidence"),
        two("意思", "meaning"),
        two("数字的值", "values of figures"),
        two("规则的条款", "clauses of rules"),
    )
    rows = [
        row(badge(each), beside(of(EVIDENCE_NOTES[each])), str(figures[each]), str(clauses[each]))
        for each in EVIDENCE_LEVELS
    ]
    unset = sum(1 for f in view.contents.figures.values() for v in f.values if v.unset is not None)
    rows.append(
        row(unset_badge(), beside(two("没有来源公布", "no source has it")), str(unset), "–")
    )
    default = two(
        "答案默认只用“代码”及更强的证据；更弱的要明说才用，并处处标明“待确认”。",
        "Answers use “code” and stronger unless asked otherwise; weaker ones are marked wherever "
        "they are shown.",
    )
    caption = beside(two("按证据等级计数", "counted by evidence"))
    return table(caption, [beside(head) for head in heads], rows) + both_paragraphs(default)


def _ways(links: Links) -> Markup:
    ways = (
        (paths.READER_GUIDE, two("怎样读这本书", "How to read this book")),
        (paths.PLACES, two("按地方看", "By place")),
        (paths.FAMILIES, two("按类别看", "By family")),
        (paths.TREATMENT_LIST, two("国家待遇清单", "The national treatment list")),
        (paths.VOCABULARY, two("词汇", "Vocabulary")),
        (paths.SOURCES, two("来源", "Sources")),
        (paths.ERRORS, two("检查时的提示", "What a check may say")),
    )
    return bullets(beside(links.to(target, text)) for target, text in ways)


def rule_table(rules: Sequence[TypedRule], links: Links, place: bool = True) -> Markup:
    """Rules with what a reviewer looks for first."""
    heads = [
        two("规则", "rule"),
        *([two("地方", "place")] if place else []),
        two("类别", "family"),
        two("施行", "in force"),
        two("证据", "evidence"),
        two("例子", "examples"),
        two("未写入", "not encoded"),
    ]
    rows = [_rule(each, links, place) for each in rules]
    return table(beside(two("规则", "rules")), [beside(head) for head in heads], rows, quiet=True)


def _rule(rule: TypedRule, links: Links, place: bool) -> Row:
    version = latest(rule)
    family = links.to(paths.family_page(rule.family), of(named(FAMILIES, rule.family)))
    return row(
        beside(links.rule(rule.id)),
        *([beside(links.place(rule.place))] if place else []),
        beside(family),
        period_html(rule.versions[0].since, version.until),
        badge(how_sure(rule, links.view)),
        str(len(links.view.worked.get(rule.id, ()))),
        str(len(version.left_out)),
    )


def places_page(view: View) -> SitePage:
    """All places, each under its parent."""
    links = Links(view, paths.PLACES)
    heads = (
        two("地方", "place"),
        two("区划代码", "code"),
        two("上级", "stands under"),
        two("规则", "rules"),
        two("数字", "figures"),
    )
    rows = [_place(each, links) for each in view.contents.places.values()]
    return SitePage(
        path=paths.PLACES,
        title=Bilingual("地方", "Places"),
        opening=table(
            beside(two("地方", "places")), [beside(head) for head in heads], rows, quiet=True
        ),
        description="各地的规则和数字",
    )


def _place(place: Place, links: Links) -> Row:
    view = links.view
    rules = sum(each.place == place.id for each in view.rules.values())
    figures = sum(home == place.id for home, _ in view.contents.figures)
    return row(
        beside(links.place(place.id)),
        place.code or "",
        beside(links.place(place.parent)) if place.parent else NOTHING,
        str(rules),
        str(figures),
    )


def place_page(view: View, place: Place) -> SitePage:
    """The rules and figures of a place."""
    path = paths.place_page(place.id)
    links = Links(view, path)
    rules = [each for each in view.rules.values() if each.place == place.id]
    figures = [each for (home, _), each in view.contents.figures.items() if home == place.id]
    about = pairs(
        (
            (beside(two("行政区划代码", "division code")), place.code or ""),
            (
                beside(two("上级", "stands under")),
                beside(links.place(place.parent)) if place.parent else NOTHING,
            ),
            (beside(two("说明", "note")), beside(of(place.note)) if place.note else NOTHING),
        )
    )
    listed = NOTHING
    if figures:
        whole = links.to(
            paths.figures_page(place.id),
            two("全部数字、沿革和说法不一之处", "all figures with their history and conflicts"),
        )
        names = Markup("、").join(beside(links.figure(place.id, each.id)) for each in figures)
        listed = paragraph(beside(whole)) + paragraph(names)
    return SitePage(
        path=path,
        title=place.label,
        opening=about,
        sections=[
            Section("rules", Bilingual("规则", "Rules"), rule_table(rules, links, place=False)),
            Section("figures", Bilingual("数字", "Figures"), listed),
        ],
        keywords=tuple(each for each in (place.id, place.code) if each),
        description=f"{place.label.zh}的规则和数字",
    )


def families_page(view: View) -> SitePage:
    """All families of rules."""
    links = Links(view, paths.FAMILIES)
    rows = [
        row(
            beside(links.to(paths.family_page(family), of(label))),
            beside(of(FAMILY_NOTES[family])),
            str(sum(each.family == family for each in view.rules.values())),
        )
        for family, label in FAMILIES.items()
    ]
    heads = (two("类别", "family"), two("回答什么", "what it answers"), two("规则", "rules"))
    return SitePage(
        path=paths.FAMILIES,
        title=Bilingual("类别", "Families"),
        opening=table(
            beside(two("类别", "families")), [beside(head) for head in heads], rows, quiet=True
        ),
        description="规则的四个类别",
    )


def family_page(view: View, family: str) -> SitePage:
    """The rules of a family, of all places."""
    path = paths.family_page(family)
    links = Links(view, path)
    rules = [each for each in view.rules.values() if each.family == family]
    listed = rule_table(rules, links) or paragraph(beside(two("还没有规则。", "No rules yet.")))
    return SitePage(
        path=path,
        title=named(FAMILIES, family),
        opening=both_paragraphs(of(named(FAMILY_NOTES, family))),
        sections=[Section("rules", Bilingual("规则", "Rules"), listed)],
        keywords=(family,),
        description=named(FAMILY_NOTES, family).zh,
    )
