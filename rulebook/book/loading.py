"""Read a book's folder: files → nodes → checked forms → contents, with all findings of the way."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from rulebook.book.crosscheck import cross_check
from rulebook.book.figures import Context, read_figures
from rulebook.book.files import NATION, TREATMENT_LIST, anywhere, parts_of
from rulebook.book.layers import Layer, Stack, stack
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
from rulebook.book.overlay import laid_over
from rulebook.book.parts import Parts
from rulebook.book.places import UNKNOWN_EDITION, read_edition, read_place, read_sources
from rulebook.book.schemas import Kind
from rulebook.book.treatment_list import read_items
from rulebook.book.vocabulary import known_names, read_vocabulary
from rulebook.diagnostics import Diagnostic, finding
from rulebook.language.reading import read_bytes

T = TypeVar("T")
K = TypeVar("K")


def load(folder: Path) -> tuple[BookContents | None, tuple[Diagnostic, ...]]:
    """The book in ``folder``, and everything wrong with its YAML files and its layout.

    Where its ``book.yaml`` says ``extends``, it is laid over the book named there, and so on down.
    What is sound comes back even where other files or entries have errors. None comes back where
    there is no book, a book below it is missing, or there is no vocabulary that could be read:
    nothing else can be judged without them.
    """
    missing = _no_book(folder)
    if missing is not None:
        return None, (missing,)
    stacked = stack(folder)
    reading = _Reading(stacked)
    parts = reading.parts()
    findings = reading.findings
    if reading.whole:
        findings.extend(cross_check(parts))
    rules = reading.rules()
    findings.extend(each for layer in stacked.layers for each in layer.findings)
    ordered = tuple(sorted(_said_once(findings), key=lambda each: each.span))
    if not reading.whole:
        return None, ordered
    contents = BookContents(
        edition=parts.edition,
        vocabulary=parts.vocabulary,
        places=parts.places,
        sources=first_by(parts.sources, lambda source: source.id),
        figures=first_by(parts.figures, lambda figure: (figure.place, figure.id)),
        items=first_by(parts.items, lambda item: item.id),
        rules=rules,
        digest=digest_of([layer.texts for layer in stacked.layers]),
    )
    return contents, ordered


def _said_once(findings: list[Diagnostic]) -> list[Diagnostic]:
    """Without what only follows: a form of which another finding says more, a number cut in two."""
    told = {each.span for each in findings if each.code != "RB2114"}
    cut = {(each.file, each.line, each.column - 1) for each in findings if each.code == "RB2123"}
    return [
        each
        for each in findings
        if not (each.code == "RB2114" and each.span in told)
        and not (each.code == "RB2321" and _end(each) in cut)
    ]


def _end(each: Diagnostic) -> tuple[str, int, int]:
    return each.file, each.span.end_line, each.span.end_column


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
    """Reads what the layers of a book say, laid over each other."""

    stacked: Stack
    findings: list[Diagnostic] = field(default_factory=list)
    nodes: dict[str, Entries] = field(default_factory=dict)
    vocabulary_read: bool = False

    @property
    def layers(self) -> tuple[Layer, ...]:
        return self.stacked.layers

    @property
    def whole(self) -> bool:
        """Whether there is enough to hold the files against each other."""
        return self.stacked.whole and self.vocabulary_read

    def parts(self) -> Parts:
        """Everything the YAML files say."""
        edition = self._edition()
        vocabulary, known = self._vocabulary()
        names = sorted({place for layer in self.layers for place in layer.found.places})
        places: dict[str, Place] = {}
        sources: list[SourceDocument] = []
        for place in names:
            node = self.yaml("place", f"{place}/place.yaml")
            if node is not None:
                places[place] = read_place(place, node)
            elif not self._holding(f"{place}/place.yaml"):
                self.findings.append(self._nameless(place))
            cited = self.yaml("sources", f"{place}/sources.yaml")
            sources.extend(() if cited is None else read_sources(place, cited))
        by_id = first_by(sources, lambda source: source.id)
        figures = self._figures(names, Context(vocabulary.enumerations, known, by_id))
        items = self._items(by_id)
        return Parts(
            edition,
            vocabulary,
            places,
            tuple(sources),
            figures,
            items,
            self.nodes,
            frozenset(path for layer in self.layers for path in layer.unread),
            tuple(path.removesuffix(".rule") for path in self._rule_paths()),
            tuple(layer.prefix for layer in self.layers),
        )

    def _edition(self) -> Edition:
        node = self.layers[0].book
        return UNKNOWN_EDITION if node is None else self._kept(read_edition(node))

    def _vocabulary(self) -> tuple[Vocabulary, Mapping[str, str]]:
        nothing = Vocabulary({}, {}, {})
        holding = self._holding("vocabulary.yaml")
        if not holding:
            if self.stacked.whole:
                self.findings.append(finding("RB2218", anywhere("vocabulary.yaml")))
            return nothing, {}
        node = self.yaml("vocabulary", "vocabulary.yaml")
        if node is None or any("vocabulary.yaml" in layer.unread for layer in holding):
            return nothing, {}
        self.vocabulary_read = True
        return self._kept(read_vocabulary(node)), known_names(node).enumerations

    def _nameless(self, place: str) -> Diagnostic:
        """That a place has no ``place.yaml``, told in the uppermost layer that has the place."""
        layer = next(each for each in self.layers if place in each.found.places)
        return finding("RB2217", anywhere(layer.shown(f"{place}/")), place=place)

    def _figures(self, places: list[str], context: Context) -> tuple[Figure, ...]:
        figures: list[Figure] = []
        for place in places:
            node = self.yaml("figures", f"{place}/figures.yaml")
            if node is not None and self.whole:
                figures.extend(self._kept(read_figures(place, node, context)))
        return tuple(figures)

    def _items(self, sources: dict[str, SourceDocument]) -> tuple[ListItem, ...]:
        node = self.yaml("treatment-list", f"{NATION}/{TREATMENT_LIST}")
        return () if node is None else read_items(node, sources)

    def _kept(self, answer: tuple[T, tuple[Diagnostic, ...]]) -> T:
        self.findings.extend(answer[1])
        return answer[0]

    def _holding(self, path: str) -> list[Layer]:
        """The layers that have a file of this path, the uppermost first."""
        return [layer for layer in self.layers if path in layer.found.files]

    def yaml(self, kind: Kind, path: str) -> Entries | None:
        """What the layers say in files of one path, as one; None where there is nothing."""
        nodes = [layer.yaml(kind, path) for layer in reversed(self._holding(path))]
        node = laid_over(kind, [each for each in nodes if each is not None])
        if node is not None:
            self.nodes[path] = node
        return node

    def _rule_paths(self) -> list[str]:
        return sorted({path for layer in self.layers for path in layer.found.rules()})

    def rules(self) -> tuple[RuleText, ...]:
        """The rule files, still as text; of two with the same path the upper one."""
        rules: list[RuleText] = []
        for path in self._rule_paths():
            layer = self._holding(path)[0]
            text = layer.text(path, read_bytes)
            if text is not None:
                rules.append(RuleText(layer.shown(path), *parts_of(path), text))
        return tuple(rules)


def digest_of(layers: Sequence[Mapping[str, str]]) -> str:
    """SHA-256 over all files, in hex: layers and paths in order, line ends made alike.

    The book's own files come with their paths, those of the layers below with the layer's number:
    where a base lies does not matter.
    """
    total = hashlib.sha256()
    for depth, texts in enumerate(layers):
        for path in sorted(texts):
            content = texts[path].replace("\r\n", "\n").replace("\r", "\n").encode()
            name = f"{depth}:{path}" if depth else path
            total.update(f"{name}\0{len(content)}\0".encode())
            total.update(content)
    return total.hexdigest()
