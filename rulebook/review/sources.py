"""Citations held against the texts of the documents that they cite."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rulebook.book.model import SourceDocument
from rulebook.diagnostics import Bilingual, Diagnostic, Language, finding, has_errors
from rulebook.diagnostics.nearest import did_you_mean
from rulebook.diagnostics.render import as_json
from rulebook.review.books import ReadBook
from rulebook.review.documents import Section, named, sections_of
from rulebook.review.grounds import Cited, citations
from rulebook.review.headings import squeezed

MOST_CHARACTERS = 40
"""How long a fragment may be: a citation points at words, it does not copy them."""

FEWEST_CHARACTERS = 2
"""A single character stands anywhere and proves nothing."""

NOTHING = Bilingual("", "")


@dataclass(frozen=True, slots=True)
class Document:
    """A source whose text can be checked: its bytes' hash and its sections.

    ``sha256`` is None where the text is absent; ``sections`` where it can't be read.
    """

    source: SourceDocument
    sha256: str | None
    sections: tuple[Section, ...] | None


@dataclass(frozen=True, slots=True)
class SourcesReport:
    """What a check of the citations found: ``found`` of the ``citations`` stand in their texts."""

    documents: tuple[Document, ...]
    citations: int
    found: int
    diagnostics: tuple[Diagnostic, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing is an error."""
        return not has_errors(self.diagnostics)

    def to_json(self, lang: Language = "en") -> dict[str, Any]:
        """The report as plain values.

        ``{"documents":[{"source","text","registered","sha256","matches"}],"citations","found",
        "errors","warnings","diagnostics":[…as of check…]}``; ``citations`` counts those with a
        section, ``matches`` is null where the text or the registered hash is absent.
        """
        severities = [each.severity for each in self.diagnostics]
        return {
            "documents": [_document_json(each) for each in self.documents],
            "citations": self.citations,
            "found": self.found,
            "errors": severities.count("error"),
            "warnings": severities.count("warning"),
            "diagnostics": [as_json(each, lang) for each in self.diagnostics],
        }


def _document_json(document: Document) -> dict[str, Any]:
    source = document.source
    known = document.sha256 is not None and source.sha256 is not None
    return {
        "source": source.id,
        "text": source.text,
        "registered": source.sha256,
        "sha256": document.sha256,
        "matches": document.sha256 == source.sha256 if known else None,
    }


def with_texts(book: ReadBook) -> list[SourceDocument]:
    """The sources of a book whose texts are registered, in the order of the book."""
    return [each for each in book.contents.sources.values() if each.text is not None]


def read_documents(book: ReadBook, texts: Mapping[str, bytes]) -> tuple[Document, ...]:
    """The documents whose texts are registered; ``texts`` are those at hand, by file name."""
    return tuple(_document(each, texts.get(each.text or "")) for each in with_texts(book))


def _document(source: SourceDocument, text: bytes | None) -> Document:
    if text is None:
        return Document(source, None, None)
    digest = hashlib.sha256(text).hexdigest()
    try:
        return Document(source, digest, sections_of(text.decode("utf-8-sig")))
    except UnicodeDecodeError:
        return Document(source, digest, None)


def check_sources(book: ReadBook, texts: Mapping[str, bytes], folder: str = "") -> SourcesReport:
    """Hold every citation of a document with a registered text against that text.

    ``texts`` gives the texts' bytes by file name; ``folder`` is where they lie, for the messages.
    """
    documents = read_documents(book, texts)
    by_id = {each.source.id: each for each in documents}
    diagnostics = [each for document in documents for each in _of_text(document, folder)]
    checked = found = 0
    for citation in citations(book):
        document = by_id.get(citation.source)
        if document is None:
            continue
        wrong = list(_of_citation(citation, document))
        diagnostics.extend(wrong)
        if citation.section is not None:
            checked += 1
            found += document.sections is not None and not has_errors(wrong)
    ordered = sorted(dict.fromkeys(diagnostics), key=lambda each: (each.span, each.code))
    return SourcesReport(documents, checked, found, tuple(ordered))


def _of_text(document: Document, folder: str) -> Iterator[Diagnostic]:
    source, text = document.source, document.source.text or ""
    if document.sha256 is None:
        yield finding("RB9124", source.span, text=text, folder=folder)
        return
    if source.sha256 is None:
        yield finding("RB9128", source.span, source=source.label, found=document.sha256)
    elif source.sha256 != document.sha256:
        yield finding(
            "RB9123", source.span, text=text, registered=source.sha256, found=document.sha256
        )
    if document.sections is None:
        yield finding("RB9129", source.span, text=text)


def _of_citation(citation: Cited, document: Document) -> Iterator[Diagnostic]:
    label = document.source.label
    if citation.section is None:
        if citation.states:
            yield finding("RB9126", citation.span, source=label)
        return
    if not citation.fragments and citation.states:
        yield finding("RB9125", citation.span, source=label)
    for fragment in citation.fragments:
        if len(fragment) > MOST_CHARACTERS:
            length, most = str(len(fragment)), str(MOST_CHARACTERS)
            yield finding("RB9127", citation.span, length=length, most=most)
        if len(squeezed(fragment)) < FEWEST_CHARACTERS:
            yield finding("RB9131", citation.span, fragment=fragment)
    if document.sections is None:
        return
    sections = named(citation.section, document.sections)
    if not sections:
        near = did_you_mean(squeezed(citation.section), [s.name for s in document.sections])
        section = citation.section
        yield finding("RB9121", citation.span, source=label, section=section, near=near)
        return
    for fragment in citation.fragments:
        if not any(section.holds(fragment) for section in sections):
            yield finding(
                "RB9122",
                citation.span,
                source=label,
                section=citation.section,
                fragment=fragment,
                near=_elsewhere(fragment, document.sections),
            )


def _elsewhere(words: str, sections: tuple[Section, ...]) -> Bilingual:
    """The innermost section that does hold the words, where there is one."""
    holding = [section for section in sections if section.holds(words)]
    if not holding:
        return NOTHING
    name = min(holding, key=lambda each: len(each.text)).name
    return Bilingual(f"它在 `{name}` 里。", f"it stands in `{name}`;")
