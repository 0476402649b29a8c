"""Every fact that rules may read or give, and every enumeration."""

from __future__ import annotations

from markupsafe import Markup

from rulebook.book.model import Enumeration, Fact, RecordType
from rulebook.book.types import OneOf, Records, SetOf
from rulebook.diagnostics import Bilingual
from rulebook.site import paths
from rulebook.site.domain import domain, kind, unit
from rulebook.site.html import (
    NOTHING,
    Row,
    Two,
    beside,
    both_paragraphs,
    code,
    link,
    of,
    row,
    table,
    two,
)
from rulebook.site.names import Links
from rulebook.site.page import Section, SitePage
from rulebook.site.view import View


def vocabulary_page(view: View) -> SitePage:
    """The vocabulary."""
    links = Links(view, paths.VOCABULARY)
    words = view.contents.vocabulary
    facts = [_fact(each, links) for each in words.facts.values()]
    sections = [
        Section("facts", Bilingual("事实", "Facts"), _table(two("事实", "facts"), facts)),
        Section(
            "enumerations",
            Bilingual("取值", "Enumerations"),
            Markup("").join(_enumeration(each) for each in words.enumerations.values()),
        ),
        Section(
            "records",
            Bilingual("记录", "Records"),
            Markup("").join(_record(each, links) for each in words.records.values()),
        ),
    ]
    opening = two(
        "规则读取和给出的每个事实：中文名、编号、单位、取值范围和国家平台字段。",
        "Every fact that a rule reads or gives: name, id, unit, values and the national "
        "platform's field.",
    )
    return SitePage(
        path=paths.VOCABULARY,
        title=Bilingual("词汇", "Vocabulary"),
        opening=both_paragraphs(opening),
        sections=sections,
        keywords=tuple(words.facts),
        description="规则读取和给出的事实",
    )


def _table(caption: Two, rows: list[Row]) -> Markup:
    heads = (
        two("名称", "name"),
        two("编号", "id"),
        two("类别与单位", "kind and unit"),
        two("可取的值", "values"),
        two("平台字段", "platform field"),
        two("读取它的规则", "read by"),
        two("给出它的规则", "given by"),
    )
    return table(beside(caption), [beside(head) for head in heads], rows, quiet=True)


def _fact(fact: Fact, links: Links) -> Row:
    uses = links.view.uses
    note = Markup("<br>") + beside(of(fact.note)) if fact.note else NOTHING
    return row(
        beside(of(fact.label)) + note,
        code(fact.id),
        kind_and_unit(fact),
        values_of(fact, links),
        code(fact.platform) if fact.platform else NOTHING,
        links.rules(uses.readers.get(fact.id, ())),
        links.rules(uses.givers.get(fact.id, ())),
        anchor=paths.anchor("fact", fact.id),
    )


def kind_and_unit(fact: Fact) -> Markup:
    """What sort of thing a fact is, and in which unit."""
    measured = unit(fact)
    sort = kind(fact)
    if not measured.zh:
        return beside(sort)
    return beside(Two(sort.zh + "，" + measured.zh, sort.en + ", " + measured.en))


def values_of(fact: Fact, links: Links) -> Markup:
    """The values that a fact may have; enumerations link to theirs."""
    match fact.type:
        case OneOf(name) | SetOf(name):
            address = paths.href(links.origin, paths.VOCABULARY, paths.anchor("values", name))
            shown = domain(fact, links.view.values)
            return Markup("{} {}").format(link(address, shown.zh), beside(Two(NOTHING, shown.en)))
        case Records(name):
            record = links.view.contents.vocabulary.records.get(name)
            label = two(name) if record is None else of(record.label)
            return beside(links.to(paths.VOCABULARY, label, paths.anchor("record", name)))
        case _:
            return beside(domain(fact, links.view.values))


def _enumeration(enumeration: Enumeration) -> Markup:
    order = two("由低到高", "in order, the least first") if enumeration.ordered else two("")
    caption = beside(of(enumeration.label)) + Markup(" ") + code(enumeration.id)
    if order.zh:
        caption += Markup("（{}）").format(beside(order))
    heads = [
        beside(two("取值", "value")),
        beside(two("编号", "id")),
        beside(two("平台代码", "platform code")),
    ]
    rows = [
        row(
            beside(of(each.label)),
            code(each.id),
            Markup(" ").join(
                code(each_code) for each_code in (each.platform, *each.platform_also) if each_code
            ),
        )
        for each in enumeration.values
    ]
    anchor = paths.anchor("values", enumeration.id)
    return Markup('<div id="{}">{}</div>').format(anchor, table(caption, heads, rows))


def _record(record: RecordType, links: Links) -> Markup:
    caption = of(record.label)
    rows = [_fact(each, links) for each in record.fields]
    fields = _table(caption, [Row(each.cells, f"{record.id}-{each.anchor}") for each in rows])
    return Markup('<div id="{}">{}</div>').format(paths.anchor("record", record.id), fields)
