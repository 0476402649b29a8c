"""The folders that a book is made of: its own, and below it those that ``extends:`` names.

Each file is read once and checked by its own form; what several layers say under the same path is
then laid over each other, entry by entry (``rulebook.book.overlay``).
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from rulebook.book.choice import PACKAGED, is_book, locate
from rulebook.book.decoding import MAX_BYTES, decode_yaml
from rulebook.book.fields import text_node
from rulebook.book.files import Found, find_files, unreadable
from rulebook.book.nodes import Entries, Text
from rulebook.book.schemas import Kind, check_form
from rulebook.book.yamlfile import read_yaml
from rulebook.diagnostics import Bilingual, Diagnostic, finding
from rulebook.diagnostics.nearest import did_you_mean

Decode = Callable[[bytes, str], tuple[str | None, tuple[Diagnostic, ...]]]


@dataclass(slots=True)
class Layer:
    """One folder of a book; ``prefix`` stands before the paths of its files where they are shown.

    ``texts`` are the files read so far, ``unread`` those that could not be read, both by path.
    """

    folder: Path
    prefix: str
    found: Found
    book: Entries | None = None
    findings: list[Diagnostic] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)

    @property
    def name(self) -> str:
        """What the layer is called in a sentence."""
        return self.prefix.rstrip("/:") or self.folder.resolve().name

    def shown(self, path: str) -> str:
        """A path as people are told it; no two layers share one."""
        return self.prefix + path

    def yaml(self, kind: Kind, path: str) -> Entries | None:
        """A YAML file as a mapping, its form checked; None where there is none to be read."""
        text = self.text(path, decode_yaml)
        node, findings = (None, ()) if text is None else read_yaml(self.shown(path), text)
        self.findings.extend(findings)
        if node is not None:
            told = {each.span for each in findings}
            form = check_form(kind, node)
            self.findings.extend(each for each in form if each.span not in told)
        if isinstance(node, Entries):
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
            self.findings.append(unreadable(self.shown(path), problem))
            return None
        text, findings = decode(data, self.shown(path))
        self.findings.extend(findings)
        if text is not None:
            self.texts[path] = text
        return text


@dataclass(frozen=True, slots=True)
class Stack:
    """The layers of a book, its own first; ``whole`` where every base was found."""

    layers: tuple[Layer, ...]
    whole: bool


def stack(folder: Path) -> Stack:
    """The book in ``folder`` and what it stands on, each with its ``book.yaml`` read."""
    layers = [_layer(folder, "")]
    while (extends := _extends(layers[-1])) is not None:
        above = layers[-1]
        prefix = _prefix(above.prefix, extends.value)
        base = locate(folder, prefix)
        if not is_book(base):
            above.findings.append(_no_base(extends, base))
            return Stack(tuple(layers), whole=False)
        ring = _ring(layers, base)
        if ring is not None:
            above.findings.append(finding("RB2220", extends.span, path=" → ".join(ring)))
            return Stack(tuple(layers), whole=False)
        layers.append(_layer(base, prefix))
    return Stack(tuple(layers), whole=True)


def _layer(folder: Path, prefix: str) -> Layer:
    layer = Layer(folder, prefix, find_files(folder, prefix))
    layer.findings.extend(layer.found.findings)
    layer.book = layer.yaml("book", "book.yaml")
    return layer


def _extends(layer: Layer) -> Text | None:
    return None if layer.book is None else text_node(layer.book, "extends")


def _prefix(above: str, written: str) -> str:
    """How the files of a base are shown: its folder seen from the book's own."""
    if written == PACKAGED:
        return f"{PACKAGED}:"
    packaged = f"{PACKAGED}:" if above.startswith(f"{PACKAGED}:") else ""
    path = posixpath.join(above.removeprefix(packaged), written.replace("\\", "/"))
    return f"{packaged}{posixpath.normpath(path)}/"


def _ring(layers: list[Layer], base: Path) -> list[str] | None:
    """The names of the layers from ``base`` on, where it is one of them already."""
    real = os.path.realpath(base)
    for place, layer in enumerate(layers):
        if os.path.realpath(layer.folder) == real:
            return [each.name for each in (*layers[place:], layer)]
    return None


def _no_base(extends: Text, base: Path) -> Diagnostic:
    if is_book(base / "rules"):
        inside = posixpath.join(extends.value, "rules")
        guess = Bilingual(f"是不是 `{inside}`？", f"did you mean `{inside}`?")
    else:
        guess = did_you_mean(extends.value, [PACKAGED])
        guess = guess if guess.zh else _WHAT_TO_EXTEND
    return finding("RB2213", extends.span, path=extends.value, guess=guess)


_WHAT_TO_EXTEND = Bilingual(
    "写文件夹路径（从本文件所在处算起），或写 `packaged`（随软件带来的规则书）",
    "name a folder, seen from where this file lies, or `packaged`, the book of the program itself",
)
