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
    fill,
    fold,
    join,
    late,
    link,
    of,
    paragraph,
    row,
    table,
    tag,
    two,
)
from rulebook.site.names import Links
from rulebook.site.page import Section, SitePage
from rulebook.site.view import View

FILTER = "assets/filter.js"
"""Where the script of the search box is in the site."""
MOST_VALUES = 6
"""How many values of an enumeration a fact's line names."""


def vocabulary_page(view: View) -> SitePage:
    """The vocabulary: facts by their kind, each kind folded, with a box to search all of it."""
    links = Links(view, paths.VOCABULARY)
    words = view.contents.vocabulary
    kinds: dict[str, list[Fact]] = {}
    for fact in words.facts.values():
        kinds.setdefault(str(kind(fact).zh), []).append(fact)
    facts = Markup("").join(_kind(facts, links) for facts in kinds.values())
    sections = [
        Section("facts", Bilingual("事实", "Facts"), facts),
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
    opening = fill(
        "规则读取和给出的 {} 个事实，按类别收起：中文名、编号、单位、取值范围、国家平台字段，"
        "和用到它的规则。",
        "The {} facts that rules read or give, folded by kind: name, id, unit, values, the "
        "national platform's field, and the rules that use it.",
        two(str(len(words.facts))),
    )
    return SitePage(
        path=paths.VOCABULARY,
        title=Bilingual("词汇", "Vocabulary"),
        opening=both_paragraphs(opening) + _search(links),
        sections=sections,
        keywords=tuple(words.facts),
        description="规则读取和给出的事实",
    )


def _search(links: Links) -> Markup:
    """The place of the search box, which the script makes: without it the page folds as it is."""
    hint = two("按名称、编号、取值或平台字段找", "find by name, id, value or platform field")
    place = tag("div", "", class_="rb-filter", data_hint=f"{hint.zh} · {hint.en}")
    address = paths.file_href(links.origin, FILTER)
    return late(place + Markup('<script src="{}" defer></script>').format(address))


def _kind(facts: list[Fact], links: Links) -> Markup:
    label = kind(facts[0])
    head = Markup("{} <small>{}</small>").format(beside(label), len(facts))
    return fold(head, _table(label, [_fact(each, links) for each in facts]), class_="rb-found")


def _table(caption: Two, rows: list[Row]) -> Markup:
    heads = (
        two("名称", "name"),
        two("编号", "id"),
        two("类别与单位", "kind and unit"),
        two("可取的值", "values"),
        two("平台字段", "platform field"),
        two("用到它的规则", "used by"),
    )
    return table(beside(caption), [beside(head) for head in heads], rows, quiet=True)


def _fact(fact: Fact, links: Links) -> Row:
    note = Markup("<br>") + beside(of(fact.note)) if fact.note else NOTHING
    return row(
        beside(of(fact.label)) + note,
        code(fact.id),
        kind_and_unit(fact),
        _some_values(fact, links),
        code(fact.platform) if fact.platform else NOTHING,
        _users(fact, links),
        anchor=paths.anchor("fact", fact.id),
    )


def _some_values(fact: Fact, links: Links) -> Markup:
    """The values; of many the first few, with a link to them all."""
    choices = links.view.values.choices(fact.type)
    if len(choices) <= MOST_VALUES or not isinstance(fact.type, OneOf | SetOf):
        return values_of(fact, links)
    first = join([of(each.label) for each in choices[:MOST_VALUES]])
    said = fill("{}……共 {} 项", "{} … {} in all", first, two(str(len(choices))))
    anchor = paths.anchor("values", fact.type.enumeration)
    return link(f"#{anchor}", said.zh) + Markup(" ") + beside(Two(NOTHING, said.en))


def _users(fact: Fact, links: Links) -> Markup:
    """The rules that read and give a fact; folded, as they are many."""
    uses = links.view.uses
    reading, giving = uses.readers.get(fact.id, ()), uses.givers.get(fact.id, ())
    counts = [
        two(f"读 {len(reading)}", f"read by {len(reading)}") if reading else None,
        two(f"给出 {len(giving)}", f"given by {len(giving)}") if giving else None,
    ]
    said = join([each for each in counts if each is not None], "，", ", ")
    if not said.zh:
        return NOTHING
    lists = (
        (two("读取它的规则", "read by"), reading),
        (two("给出它的规则", "given by"), giving),
    )
    inside = Markup("").join(
        paragraph(beside(head)) + tag("div", links.rules(rules)) for head, rules in lists if rules
    )
    return late(fold(beside(said), inside, class_="rb-more"))


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
    name = beside(of(enumeration.label)) + Markup(" ") + code(enumeration.id)
    if order.zh:
        name += Markup("（{}）").format(beside(order))
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
    return _folded(
        paths.anchor("values", enumeration.id),
        name,
        table(name, heads, rows, quiet=True),
        len(rows),
    )


def _record(record: RecordType, links: Links) -> Markup:
    caption = of(record.label)
    rows = [_fact(each, links) for each in record.fields]
    fields = _table(caption, [Row(each.cells, f"{record.id}-{each.anchor}") for each in rows])
    name = beside(caption) + Markup(" ") + code(record.id)
    return _folded(paths.anchor("record", record.id), name, fields, len(rows))


def _folded(anchor: str, name: Markup, inside: Markup, number: int) -> Markup:
    """A part to open; the target of links is inside, so that one to it opens it."""
    head = Markup("{} <small>{}</small>").format(name, number)
    return fold(head, tag("div", inside, id=anchor), class_="rb-found")
