"""The whole way, on one page: a folder → contents → trees → typed rules → program."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from rulebook.book.loading import load
from rulebook.book.model import BookContents
from rulebook.depth import room_for_nesting
from rulebook.diagnostics import Diagnostic, Span, finding
from rulebook.followers import without_followers
from rulebook.language.parser import parse
from rulebook.language.surface import on_their_surfaces
from rulebook.language.tree import RuleFile
from rulebook.meaning.linking import link
from rulebook.meaning.program import Program
from rulebook.meaning.rules import type_book
from rulebook.meaning.typed import TypedBook


@dataclass(frozen=True, slots=True)
class Built:
    """Every stage of a book, and all that was found on the way."""

    contents: BookContents
    trees: Mapping[str, RuleFile]
    typed: TypedBook
    program: Program
    diagnostics: tuple[Diagnostic, ...]


def build(folder: Path) -> tuple[Built | None, tuple[Diagnostic, ...]]:
    """Read, parse, type and link a book; None where its folder holds no book that can be read."""
    contents, unread = load(folder)
    if contents is None:
        return None, unread
    built = build_from(contents, unread)
    built = replace(built, diagnostics=without_followers(built.diagnostics, folder))
    return built, built.diagnostics


def build_from(contents: BookContents, unread: tuple[Diagnostic, ...] = ()) -> Built:
    """Parse, type and link a book whose data are read; ``unread`` is what was found in them."""
    trees, unparsed = parse_all(contents)
    with room_for_nesting():
        typed, untyped = type_book(contents, trees)
        program, unlinked = link(typed)
    texts = {text.path: text.text for text in contents.rules}
    found = on_their_surfaces((*unread, *unparsed, *untyped, *unlinked), texts)
    return Built(contents, trees, typed, program, found)


def parse_all(contents: BookContents) -> tuple[dict[str, RuleFile], tuple[Diagnostic, ...]]:
    """The trees of all rule files, by path."""
    trees: dict[str, RuleFile] = {}
    found: list[Diagnostic] = []
    for text in contents.rules:
        tree, wrong = parse(text.text, text.path)
        found.extend(wrong)
        if tree is not None:
            trees[text.path] = tree
            if not (tree.rules or tree.broken or wrong):
                found.append(finding("RB1006", Span.point(text.path)))
    return trees, tuple(found)
