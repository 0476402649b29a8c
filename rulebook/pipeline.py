"""The whole way, on one page: a folder → contents → trees → typed rules → program."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from rulebook.book.loading import load
from rulebook.book.model import BookContents, RuleText
from rulebook.depth import room_for_nesting, uncollected
from rulebook.diagnostics import Diagnostic, Span, finding
from rulebook.followers import without_followers
from rulebook.language.parser import parse
from rulebook.language.surface import on_their_surfaces
from rulebook.language.tree import RuleFile
from rulebook.meaning.linking import link
from rulebook.meaning.program import Program
from rulebook.meaning.rules import type_book
from rulebook.meaning.typed import TypedBook, TypedRule


@dataclass(frozen=True, slots=True)
class Built:
    """Every stage of a book, and all that was found on the way."""

    contents: BookContents
    trees: Mapping[str, RuleFile]
    typed: TypedBook
    program: Program
    diagnostics: tuple[Diagnostic, ...]
    noted: frozenset[str]
    """The files of which anything was found, also what is not told because it only follows."""


def build(folder: Path) -> tuple[Built | None, tuple[Diagnostic, ...]]:
    """Read, parse, type and link a book; None where its folder holds no book that can be read."""
    with uncollected():
        contents, unread = load(folder)
        if contents is None:
            return None, unread
        built = build_from(contents, unread)
    built = replace(built, diagnostics=without_followers(built.diagnostics, folder))
    return built, built.diagnostics


def build_from(contents: BookContents, unread: tuple[Diagnostic, ...] = ()) -> Built:
    """Parse, type and link a book whose data are read; ``unread`` is what was found in them."""
    trees, unparsed = parse_all(contents.rules)
    return compile_trees(contents, trees, (*unread, *unparsed))


def compile_trees(
    contents: BookContents,
    trees: Mapping[str, RuleFile],
    unparsed: tuple[Diagnostic, ...],
    kept: Mapping[str, TypedRule] = MappingProxyType({}),
) -> Built:
    """Type and link the rules of a book, without those ``kept`` from the last time.

    ``unparsed`` is what was found before. What is kept is in the typed book, not in the program.
    """
    with room_for_nesting():
        typed, untyped = type_book(contents, trees, kept)
        program, unlinked = link(typed, kept)
    texts = {text.path: text.text for text in contents.rules}
    found = on_their_surfaces((*unparsed, *untyped, *unlinked), texts)
    return Built(contents, trees, typed, program, found, frozenset(each.file for each in found))


def parse_all(texts: Iterable[RuleText]) -> tuple[dict[str, RuleFile], tuple[Diagnostic, ...]]:
    """The trees of rule files, by path."""
    trees: dict[str, RuleFile] = {}
    found: list[Diagnostic] = []
    for text in texts:
        tree, wrong = parse(text.text, text.path)
        found.extend(wrong)
        if tree is not None:
            trees[text.path] = tree
            if not (tree.rules or tree.broken or wrong):
                found.append(finding("RB1006", Span.point(text.path)))
    return trees, tuple(found)
