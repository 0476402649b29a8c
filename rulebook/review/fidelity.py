"""What became of each row of the facts and of each section of the planning documents.

Derived from the book itself: a row is encoded where a figure with a value, a list item, a bound or
a clause of a rule names it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rulebook.diagnostics import NOWHERE, Bilingual, Diagnostic, Language, Span, finding
from rulebook.diagnostics.nearest import did_you_mean
from rulebook.diagnostics.render import as_json
from rulebook.review.books import ReadBook
from rulebook.review.documents import Section, named
from rulebook.review.facts import FactRow
from rulebook.review.grounds import Cited, Named, State, citations, named_rows
from rulebook.review.sources import Document, read_documents

STATES: tuple[State, ...] = ("encoded", "unset", "conflict", "left-out")
"""What says most of a row comes first: one that is encoded anywhere is encoded."""


@dataclass(frozen=True, slots=True)
class RowState:
    """A row of the facts that the book names: its state, the places that give it that state."""

    row: str
    place: str
    state: State
    named: tuple[Named, ...]

    @property
    def where(self) -> tuple[str, ...]:
        """``file:line`` of each mention that gives the row its state."""
        return tuple(dict.fromkeys(_where(each.span) for each in self.named))

    def reason(self, lang: Language) -> str:
        """Why the row is not encoded, as the book says; empty where it is."""
        return next((text for each in self.named if (text := each.reason.text(lang))), "")


@dataclass(frozen=True, slots=True)
class SectionState:
    """A section of a planning document, and who cites it or a part of it."""

    document: str
    place: str
    section: str
    title: str
    where: tuple[str, ...]

    @property
    def state(self) -> str:
        """``cited`` or ``not-cited``."""
        return "cited" if self.where else "not-cited"


@dataclass(frozen=True, slots=True)
class FidelityReport:
    """All rows and sections of the places asked for.

    ``missing`` are rows of the facts that the book doesn't name; both it and the unknown rows among
    ``diagnostics`` need the tables of the facts.
    """

    rows: tuple[RowState, ...]
    missing: tuple[tuple[str, FactRow], ...]
    sections: tuple[SectionState, ...]
    diagnostics: tuple[Diagnostic, ...]

    def to_json(self, lang: Language = "zh") -> dict[str, Any]:
        """The report as plain values.

        ``{"rows":[{"fact","place","state","where","reason","also"}],"missing":[{"fact","place",
        "file","line","text"}],"sections":[{"document","place","section","title","state","where"}],
        "counts":{state: number},"diagnostics":[…as of check…]}``. ``where`` is ``file:line`` in the
        book (of a section a list of them), ``also`` the further mentions with the same state.
        """
        return {
            "rows": [
                {
                    "fact": each.row,
                    "place": each.place,
                    "state": each.state,
                    "where": each.where[0],
                    "reason": each.reason(lang),
                    "also": list(each.where[1:]),
                }
                for each in self.rows
            ],
            "missing": [
                {
                    "fact": row.id,
                    "place": place,
                    "file": row.file,
                    "line": row.line,
                    "text": row.text,
                }
                for place, row in self.missing
            ],
            "sections": [
                {
                    "document": each.document,
                    "place": each.place,
                    "section": each.section,
                    "title": each.title,
                    "state": each.state,
                    "where": list(each.where),
                }
                for each in self.sections
            ],
            "counts": self.counts(),
            "diagnostics": [as_json(each, lang) for each in self.diagnostics],
        }

    def counts(self) -> dict[str, int]:
        """How many rows there are of each state, ``missing`` the last."""
        states = [each.state for each in self.rows]
        return {**{state: states.count(state) for state in STATES}, "missing": len(self.missing)}


def fidelity(
    book: ReadBook,
    places: Sequence[str] = (),
    facts: Mapping[str, FactRow] | None = None,
    texts: Mapping[str, bytes] | None = None,
) -> FidelityReport:
    """The state of every row and section of ``places``, or of the whole book.

    ``facts`` are the rows there are (see ``fact_rows``); without them only those that the book
    names are told. ``texts`` are the documents' texts by file name; without them only the sections
    that are cited. A row belongs to the place whose ``rows:`` its id begins with, else to the one
    whose name its file of facts has, else to the one that names it.
    """
    mentions: dict[str, list[Named]] = {}
    for each in named_rows(book):
        mentions.setdefault(each.row, []).append(each)
    known = facts or {}
    owner = _Owner(book, known)
    states = [_state(row, owner.of(row, given), given) for row, given in sorted(mentions.items())]
    wanted = [each for each in states if not places or each.place in places]
    missing = sorted(
        (
            (place, row)
            for id_, row in known.items()
            if row.required and id_ not in mentions
            for place in (owner.of(id_, []),)
            if place and (not places or place in places)
        ),
        key=lambda each: (each[0], each[1].id),
    )
    wrong = [*_contradicting(mentions, {each.row for each in wanted})]
    if facts is not None:
        wrong += [
            finding("RB9112", each.named[0].span, row=each.row, near=did_you_mean(each.row, known))
            for each in wanted
            if each.row not in known
        ]
        wrong += [finding("RB9111", _in(row), row=row.id, place=place) for place, row in missing]
    sections = [
        each
        for each in _sections(book, read_documents(book, texts or {}))
        if not places or each.place in places
    ]
    return FidelityReport(tuple(wanted), tuple(missing), tuple(sections), tuple(wrong))


def _where(span: Span) -> str:
    return f"{span.file}:{span.line}"


def _in(row: FactRow) -> Span:
    return Span.point(row.file, row.line) if row.file else NOWHERE


# ---- rows ----------------------------------------------------------------------------------


class _Owner:
    """To which place a row belongs."""

    def __init__(self, book: ReadBook, facts: Mapping[str, FactRow]) -> None:
        self.places = book.contents.places
        self.facts = facts
        self.declared = {
            beginning: place.id for place in self.places.values() for beginning in place.rows
        }

    def of(self, row: str, mentions: Sequence[Named]) -> str:
        """The place, or nothing where no place of the book has to do with the row."""
        declared = self.declared.get(row.partition("-")[0])
        if declared is not None:
            return declared
        stem = (
            self.facts[row].file.rpartition("/")[2].partition(".")[0] if row in self.facts else ""
        )
        if stem in self.places:
            return stem
        return mentions[0].place if mentions else ""


def _state(row: str, place: str, mentions: Sequence[Named]) -> RowState:
    state = min((each.state for each in mentions), key=STATES.index)
    return RowState(row, place, state, tuple(each for each in mentions if each.state == state))


def _contradicting(mentions: Mapping[str, Sequence[Named]], wanted: set[str]) -> list[Diagnostic]:
    """Rows that a place says to leave out, and that are encoded all the same."""
    found = []
    for row, given in mentions.items():
        encoded = any(each.state == "encoded" for each in given)
        listed = [each for each in given if each.state == "left-out" and _is_list(each)]
        if row in wanted and encoded and listed:
            found.append(finding("RB9113", listed[0].span, row=row))
    return found


def _is_list(each: Named) -> bool:
    """Whether a row is left out by ``left_out``; 未能编码 may leave out a part of it only."""
    return each.span.file.endswith("place.yaml")


# ---- sections ------------------------------------------------------------------------------


def _sections(book: ReadBook, documents: Sequence[Document]) -> list[SectionState]:
    by_source: dict[str, list[Cited]] = {}
    for each in citations(book):
        if each.section is not None:
            by_source.setdefault(each.source, []).append(each)
    found: list[SectionState] = []
    for document in documents:
        cited = by_source.get(document.source.id, [])
        if document.sections is None:
            found.extend(_as_cited(document, cited))
        else:
            found.extend(_as_read(document, document.sections, cited))
    return found


def _as_cited(document: Document, cited: Sequence[Cited]) -> list[SectionState]:
    """Without the text: the sections as the citations name them."""
    source = document.source
    names: dict[str, list[str]] = {}
    for each in cited:
        names.setdefault(each.section or "", []).append(_where(each.span))
    return [
        SectionState(source.id, _place_of(source.text, source.place), name, "", tuple(where))
        for name, where in names.items()
    ]


def _as_read(
    document: Document, sections: Sequence[Section], cited: Sequence[Cited]
) -> list[SectionState]:
    """With the text: all sections; one is cited where it or a part of it is."""
    source = document.source
    where: dict[str, list[str]] = {}
    for each in cited:
        for section in named(each.section or "", tuple(sections)):
            for outer in sections:
                if section.is_inside(outer) and (outer.path or not section.path):
                    where.setdefault(outer.name, []).append(_where(each.span))
    place = _place_of(source.text, source.place)
    return [
        SectionState(
            source.id,
            place,
            section.name,
            section.title,
            tuple(dict.fromkeys(where.get(section.name, []))),
        )
        for section in sections
    ]


def _place_of(text: str | None, place: str) -> str:
    """The place that a document is about: the one its text is named after, else its source's."""
    return (text or "").partition(".")[0] or place


def reason_of(state: RowState) -> Bilingual:
    """The reason of a row in both languages."""
    return Bilingual(state.reason("zh"), state.reason("en"))
