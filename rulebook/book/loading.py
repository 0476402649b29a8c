"""Read a book's folder: files → nodes → checked forms → contents, with all findings of the way."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from rulebook.book.crosscheck import cross_check
from rulebook.book.decoding import MAX_BYTES, decode_yaml
from rulebook.book.figures import Context, read_figures
from rulebook.book.files import (
    NATION,
    TREATMENT_LIST,
    Found,
    anywhere,
    find_files,
    lines_of_paths,
    unreadable,
)
from rulebook.book.model import (
    BookContents,
    Edition,
    Figure,
    ListItem,
    Place,
    RuleText,
    SourceDocument,
    Vocabulary,
)
from rulebook.book.nodes import Entries
from rulebook.book.parts import Parts
from rulebook.book.places import UNKNOWN_EDITION, read_edition, read_place, read_sources
from rulebook.book.schemas import Kind, check_form
from rulebook.book.treatment_list import read_items
from rulebook.book.vocabulary import known_names, read_vocabulary
from rulebook.book.yamlfile import read_yaml
from rulebook.diagnostics import Diagnostic, finding
from rulebook.language.reading import read_bytes

Decode = Callable[[bytes, str], tuple[str | None, tuple[Diagnostic, ...]]]
T = TypeVar("T")
K = TypeVar("K")


def load(folder: Path) -> tuple[BookContents | None, tuple[Diagnostic, ...]]:
    """The book in ``folder``, and everything wrong with its YAML files and its layout.

    What is sound comes back even where other files or entries have errors. None comes back where
    there is no book, or no vocabulary that could be read: nothing else can be judged without it.
    """
    missing = _no_book(folder)
    if missing is not None:
        return None, (missing,)
    found = find_files(folder)
    reading = _Reading(found)
    parts = reading.parts()
    findings = list(found.findings)
    if reading.vocabulary_read:
        findings.extend(cross_check(parts))
    rules = reading.rules()
    findings.extend(reading.findings)
    ordered = tuple(sorted(_said_once(findings), key=lambda each: each.span))
    if not reading.vocabulary_read:
        return None, ordered
    contents = BookContents(
        edition=parts.edition,
        vocabulary=parts.vocabulary,
        places=parts.places,
        sources=first_by(parts.sources, lambda source: source.id),
        figures=first_by(parts.figures, lambda figure: (figure.place, figure.id)),
        items=first_by(parts.items, lambda item: item.id),
        rules=rules,
        digest=digest_of(reading.texts),
    )
    return contents, ordered


def _said_once(findings: list[Diagnostic]) -> list[Diagnostic]:
    """Without the wrong form of a text of which another finding says more."""
    told = {each.span for each in findings if each.code != "RB2114"}
    return [each for each in findings if each.code != "RB2114" or each.span not in told]


def first_by(things: Iterable[T], key: Callable[[T], K]) -> dict[K, T]:
    """The things by key; of two with the same key the first."""
    found: dict[K, T] = {}
    for thing in things:
        found.setdefault(key(thing), thing)
    return found


def _no_book(folder: Path) -> Diagnostic | None:
    shown = folder.as_posix()
    if not folder.exists():
        return finding("RB2201", anywhere(shown))
    if not folder.is_dir():
        return finding("RB2202", anywhere(shown))
    if not (folder / "book.yaml").exists():
        if (folder / "rules" / "book.yaml").exists():
            return finding("RB2204", anywhere(shown), inside=(folder / "rules").as_posix())
        return finding("RB2203", anywhere(shown))
    return None


@dataclass(slots=True)
class _Reading:
    """Reads each file once and keeps its text for the digest."""

    found: Found
    findings: list[Diagnostic] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    nodes: dict[str, Entries] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    vocabulary_read: bool = False

    def parts(self) -> Parts:
        """Everything the YAML files say."""
        edition = self._edition()
        vocabulary, known = self._vocabulary()
        places: dict[str, Place] = {}
        sources: list[SourceDocument] = []
        for place in self.found.places:
            node = self.yaml("place", f"{place}/place.yaml")
            if node is not None:
                places[place] = read_place(place, node)
            elif f"{place}/place.yaml" not in self.found.files:
                self.findings.append(finding("RB2217", anywhere(f"{place}/"), place=place))
            cited = self.yaml("sources", f"{place}/sources.yaml")
            sources.extend(() if cited is None else read_sources(place, cited))
        by_id = first_by(sources, lambda source: source.id)
        figures = self._figures(Context(vocabulary.enumerations, known, by_id))
        items = self._items(by_id)
        return Parts(
            edition,
            vocabulary,
            places,
            tuple(sources),
            figures,
            items,
            self.nodes,
            frozenset(self.unread),
            tuple(path.removesuffix(".rule") for path in self.found.rules()),
        )

    def _edition(self) -> Edition:
        node = self.yaml("book", "book.yaml")
        return UNKNOWN_EDITION if node is None else self._kept(read_edition(node))

    def _vocabulary(self) -> tuple[Vocabulary, Mapping[str, str]]:
        nothing = Vocabulary({}, {}, {})
        if "vocabulary.yaml" not in self.found.files:
            self.findings.append(finding("RB2218", anywhere("vocabulary.yaml")))
            return nothing, {}
        node = self.yaml("vocabulary", "vocabulary.yaml")
        if node is None:
            return nothing, {}
        self.vocabulary_read = True
        return self._kept(read_vocabulary(node)), known_names(node).enumerations

    def _figures(self, context: Context) -> tuple[Figure, ...]:
        figures: list[Figure] = []
        for place in self.found.places:
            node = self.yaml("figures", f"{place}/figures.yaml")
            if node is not None and self.vocabulary_read:
                figures.extend(self._kept(read_figures(place, node, context)))
        return tuple(figures)

    def _items(self, sources: dict[str, SourceDocument]) -> tuple[ListItem, ...]:
        node = self.yaml("treatment-list", f"{NATION}/{TREATMENT_LIST}")
        return () if node is None else read_items(node, sources)

    def _kept(self, answer: tuple[T, tuple[Diagnostic, ...]]) -> T:
        self.findings.extend(answer[1])
        return answer[0]

    def yaml(self, kind: Kind, path: str) -> Entries | None:
        """A YAML file as a mapping, its form checked; None where there is none to be read."""
        text = self.text(path, decode_yaml)
        node, findings = (None, ()) if text is None else read_yaml(path, text)
        self.findings.extend(findings)
        if node is not None:
            told = {each.span for each in findings}
            form = check_form(kind, node)
            self.findings.extend(each for each in form if each.span not in told)
        if isinstance(node, Entries):
            self.nodes[path] = node
            return node
        if path in self.found.files:
            self.unread.add(path)
        return None

    def text(self, path: str, decode: Decode) -> str | None:
        """A file's text, or None with a finding."""
        real = self.found.files.get(path)
        if real is None:
            return None
        try:
            with real.open("rb") as file:
                data = file.read(MAX_BYTES + 1)
        except OSError as problem:
            self.findings.append(unreadable(path, problem))
            return None
        text = self._kept(decode(data, path))
        if text is not None:
            self.texts[path] = text
        return text

    def rules(self) -> tuple[RuleText, ...]:
        """The rule files, still as text."""
        rules: list[RuleText] = []
        for place, family, stem in lines_of_paths(self.found):
            path = f"{place}/{family}/{stem}.rule"
            text = self.text(path, read_bytes)
            if text is not None:
                rules.append(RuleText(path, place, family, stem, text))
        return tuple(rules)


def digest_of(texts: dict[str, str]) -> str:
    """SHA-256 over all files, in hex: paths in order, line ends made alike."""
    total = hashlib.sha256()
    for path in sorted(texts):
        content = texts[path].replace("\r\n", "\n").replace("\r", "\n").encode()
        total.update(f"{path}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()
