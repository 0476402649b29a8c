"""The pages that lead to the rules: home, places, families."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from markupsafe import Markup

from rulebook.book.model import EVIDENCE_LEVELS, EvidenceLevel
from rulebook.diagnostics import Bilingual
from rulebook.meaning.typed import TypedRule
from rulebook.site import paths
from rulebook.site.html import (
    NOTHING,
    beside,
    both_paragraphs,
    bullets,
    code,
    of,
    pairs,
    paragraph,
    row,
    table,
    tag,
    two,
)
from rulebook.site.labels import (
    EVIDENCE_NOTES,
    FAMILIES,
    FAMILY_NOTES,
    badge,
    named,
    unset_badge,
)
from rulebook.site.names import Links
from rulebook.site.page import Section, SitePage
from rulebook.site.pages.places import places_table
from rulebook.site.pages.rule_table import rule_table
from rulebook.site.side_by_side import by_rank, compared_families
from rulebook.site.view import View, clauses_of, latest

BOOK_TITLE = Bilingual("医疗保障规则书", "Rulebook of medical security")


def home_page(view: View) -> SitePage:
    """What this book is, how much it holds, and how sure we are of it."""
    links = Links(view, paths.HOME)
    sections = (
        Section("ways", Bilingual("从哪里看起", "Where to start"), _ways(links)),
        Section("rules", Bilingual("各地的规则", "Rules of each place"), places_table(links)),
        Section("how-sure", Bilingual("有多可靠", "How sure we are"), _how_sure(view)),
    )
    return SitePage(
        path=paths.HOME,
        title=BOOK_TITLE,
        opening=_about(view) + _counts(view),
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


def _counts(view: View) -> Markup:
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
    compared = compared_families(links.view)
    held = links.view.conformity is not None and links.view.conformity.findings
    ways = (
        (paths.READER_GUIDE, two("怎样读这本书", "How to read this book")),
        (paths.PLACES, two("按地方看", "By place")),
        (paths.FAMILIES, two("按类别看", "By family")),
        *([(paths.COMPARE, two("各地对比", "Places compared"))] if compared else []),
        (paths.TREATMENT_LIST, two("国家待遇清单", "The national treatment list")),
        *([(paths.CONFORMITY, two("与清单对照", "Held against the list"))] if held else []),
        (paths.VOCABULARY, two("词汇", "Vocabulary")),
        (paths.SOURCES, two("来源", "Sources")),
        (paths.ERRORS, two("检查时的提示", "What a check may say")),
    )
    return bullets((beside(links.to(target, text)) for target, text in ways), class_="rb-columns")


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


def _of_place(place: str, rules: Sequence[TypedRule], links: Links) -> Markup:
    mine = [each for each in rules if each.place == place]
    if not mine:
        return NOTHING
    name = paragraph(tag("strong", beside(links.place(place))))
    return name + rule_table(mine, links, place=False, family=False)


def _items(family: str, links: Links) -> Markup:
    """The items that rules of the family stand under, with how many of each place do."""
    view = links.view
    found = [
        (item, [e for e in view.uses.items.get(item, ()) if view.rules[e].family == family])
        for item in view.contents.items
    ]
    lines = [
        Markup("{}：{}").format(beside(links.item(item)), _by_place(rules, links))
        for item, rules in found
        if rules
    ]
    return bullets(lines)


def _by_place(rules: Sequence[str], links: Links) -> Markup:
    places = dict.fromkeys(links.view.rules[each].place for each in rules)
    return Markup("、").join(links.place(each).zh for each in places)


def family_page(view: View, family: str) -> SitePage:
    """The rules of a family, of all places."""
    path = paths.family_page(family)
    links = Links(view, path)
    rules = [each for each in view.rules.values() if each.family == family]
    listed = paragraph(beside(two("还没有规则。", "No rules yet.")))
    if rules:
        whole = two("并排对比，先列不同的", "side by side, differences first")
        compare = family in compared_families(view)
        way = beside(links.to(paths.compare_page(family), whole)) if compare else NOTHING
        listed = paragraph(way) + Markup("").join(
            _of_place(p, rules, links) for p in by_rank(view.contents)
        )
    return SitePage(
        path=path,
        title=named(FAMILIES, family),
        opening=both_paragraphs(of(named(FAMILY_NOTES, family))),
        sections=[
            Section("rules", Bilingual("规则", "Rules"), listed),
            Section(
                "items",
                Bilingual("国家清单的条目", "Items of the national list"),
                _items(family, links),
            ),
        ],
        keywords=(family,),
        description=named(FAMILY_NOTES, family).zh,
    )
