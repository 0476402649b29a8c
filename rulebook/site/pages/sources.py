"""The documents that the book cites, and where."""

from __future__ import annotations

from markupsafe import Markup

from rulebook.book.model import SourceDocument
from rulebook.diagnostics import Bilingual
from rulebook.site import paths
from rulebook.site.html import (
    NOTHING,
    beside,
    both_paragraphs,
    bullets,
    code,
    english,
    fill,
    fold,
    late,
    link,
    of,
    pairs,
    tag,
    two,
)
from rulebook.site.labels import EVIDENCE_NOTES, badge
from rulebook.site.names import Links
from rulebook.site.page import Section, SitePage
from rulebook.site.view import Citing, View

TITLE = Bilingual("来源", "Sources")


def sources_page(view: View) -> SitePage:
    """All sources, by place."""
    links = Links(view, paths.SOURCES)
    sections = [
        Section("evidence-levels", Bilingual("证据等级", "How sure we are"), evidence_legend())
    ]
    for place, known in view.contents.places.items():
        documents = [each for each in view.contents.sources.values() if each.place == place]
        entries = Markup("").join(_document(each, links) for each in documents)
        sections.append(Section(paths.anchor("place", place), known.label, entries))
    return SitePage(
        path=paths.SOURCES,
        title=TITLE,
        opening=both_paragraphs(
            two(
                "规则和数字依据的文件：文号、发文机关、证据等级，以及引用它的规则和数字。",
                "The documents that rules and figures stand on: number, issuer, how sure we are, "
                "and what cites them.",
            )
        ),
        sections=sections,
        keywords=tuple(
            each for document in view.contents.sources.values() for each in _keywords(document)
        ),
        description="规则和数字依据的文件",
    )


MOST_CITED = 4
"""How many places that cite a document are shown without being asked for."""


def evidence_legend() -> Markup:
    """What each level of evidence means."""
    return pairs((badge(level), beside(of(note))) for level, note in EVIDENCE_NOTES.items())


def _keywords(document: SourceDocument) -> tuple[str, ...]:
    return tuple(each for each in (document.id, document.number) if each)


def _document(document: SourceDocument, links: Links) -> Markup:
    title = tag("strong", document.title) + Markup(" ") + english(document.label.en)
    facts = pairs(
        (
            (beside(two("文号", "number")), document.number or ""),
            (beside(two("发文机关", "issuer")), document.issuer),
            (beside(two("日期", "date")), document.date or ""),
            (beside(two("证据", "evidence")), badge(document.evidence)),
            (beside(two("规则里的名字", "name in rules")), _names(document)),
            (beside(two("网址", "address")), _address(document.address)),
            (beside(two("说明", "note")), beside(of(document.note)) if document.note else NOTHING),
            (beside(two("引用处", "cited by")), _cited(document.id, links)),
        )
    )
    return tag(
        "div",
        tag("p", title),
        facts,
        class_="rb-def",
        id=paths.anchor("source", document.id),
    )


def _names(document: SourceDocument) -> Markup:
    return code(document.label.zh) + Markup(" ") + code(document.id)


def _address(address: str | None) -> Markup:
    return link(address, address) if address else NOTHING


def _cited(source: str, links: Links) -> Markup:
    found = links.view.uses.sources.get(source, ())
    if not found:
        return beside(two("还没有引用", "nothing yet"))
    shown = dict.fromkeys(_citing(each, links) for each in found)
    if len(shown) <= MOST_CITED:
        return bullets(shown)
    count = two(f"{len(shown)} 处", f"{len(shown)} places")
    return late(fold(beside(count), bullets(shown), class_="rb-more"))


def _citing(citing: Citing, links: Links) -> Markup:
    section = Markup(" ") + tag("span", citing.section) if citing.section else NOTHING
    if citing.rule is not None:
        place = links.view.rules[citing.rule].place
        named = fill("{}：{}", "{}: {}", links.place(place), links.rule(citing.rule))
    elif citing.figure is not None:
        place, figure = citing.figure
        named = fill("{}：{}", "{}: {}", links.place(place), links.figure(place, figure))
    else:
        named = links.item(citing.item or "")
    return beside(named) + section
