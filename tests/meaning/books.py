"""Rule texts laid into a book: one text may hold the files of several places.

A text is cut at the headings of its rules. Rules of one id in one place make one file. Each file
keeps the lines where the text has them, so that what is said about a file points into the text.
A comment ``# 位置 city/benefit-list`` (or ``# 位置 city/benefit-list/stem``) says where the rules
below it lie, and ``# 采用 town city/benefit-list/x`` that a place takes a rule over as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from rulebook.answers.decision import Answer
from rulebook.api import Book
from rulebook.book.loading import load
from rulebook.book.model import BookContents, RuleText
from rulebook.diagnostics import Diagnostic
from rulebook.meaning.typed import TypedBook, TypedExample
from rulebook.pipeline import Built, build_from
from tests.evaluators import EVALUATORS

HERE = Path(__file__).resolve().parent
BOOK = HERE / "book"
PLACE = "city/benefit-list"

_HEADING = re.compile(r"(?:规则|rule)\s+(\w+)(?:\s+(\w+))?")
_ADOPTS = re.compile(r"^# 采用 (\S+) (\S+)$", re.MULTILINE)
_WHERE = re.compile(r"# 位置 (\w+/[\w-]+(?:/[\w-]+)?)$")


@dataclass(frozen=True, slots=True)
class Piece:
    """The lines of one rule, without those of the others."""

    id: str
    where: str
    first: int
    lines: tuple[str, ...]


@cache
def contents_of(folder: Path) -> BookContents:
    """The data of a book in a folder, which has to be sound."""
    contents, findings = load(folder)
    assert contents is not None
    assert not findings, [f"{each.span} {each.code} {each.message}" for each in findings]
    return contents


def pieces(text: str, homes: Mapping[str, str] | None = None) -> list[Piece]:
    """The rules of a text, in written order; ``homes`` says where those of an id lie."""
    lines = text.split("\n")
    starts = [number for number, line in enumerate(lines) if _HEADING.match(line)]
    found: list[Piece] = []
    where = PLACE
    for number, line in enumerate(lines):
        said = _WHERE.match(line)
        where = said[1] if said else where
        if number not in starts:
            continue
        heading = _HEADING.match(line)
        assert heading is not None
        names = [name for name in heading.groups() if name]
        id_ = next((name for name in names if name.isascii()), names[0])
        end = next((each for each in starts if each > number), len(lines))
        home = (homes or {}).get(id_, where)
        found.append(Piece(id_, home, number, tuple(lines[number:end])))
    return found


def rule_files(text: str, homes: Mapping[str, str] | None = None) -> tuple[RuleText, ...]:
    """The files of a text; lines of other files are blank."""
    files: dict[str, list[str]] = {}
    height = text.count("\n") + 1
    for piece in pieces(text, homes):
        stem = "" if piece.where.count("/") == 2 else f"/{piece.id.replace('_', '-')}"
        path = f"{piece.where}{stem}.rule"
        lines = files.setdefault(path, [""] * height)
        lines[piece.first : piece.first + len(piece.lines)] = piece.lines
    return tuple(rule_text(path, "\n".join(lines).rstrip() + "\n") for path, lines in files.items())


def rule_text(path: str, text: str) -> RuleText:
    """A rule file at its place in the book."""
    place, family, stem = path.removesuffix(".rule").split("/")
    return RuleText(path, place, family, stem, text)


def built(contents: BookContents, rules: tuple[RuleText, ...]) -> Built:
    """Every stage of a book's data with these rules."""
    return build_from(replace(contents, rules=rules))


def with_adopted(contents: BookContents, text: str) -> BookContents:
    """The book with what the text's comments say a place adopts."""
    places = dict(contents.places)
    for place, rule in _ADOPTS.findall(text):
        if place not in places:
            continue  # a damaged text
        places[place] = replace(places[place], adopts=(*places[place].adopts, rule))
    return replace(contents, places=places)


def built_from(text: str) -> Built:
    """Every stage of the small book of these tests with the rules of a text."""
    return built(with_adopted(contents_of(BOOK), text), rule_files(text))


def opened(made: Built) -> Book:
    """The book as an embedder holds it."""
    return Book(made, HERE)


def answered(evaluator: str, book: TypedBook, example: TypedExample) -> Answer:
    """An evaluator's answer to an example."""
    give = EVALUATORS[evaluator]
    return give(book, example.rule, example.facts, example.day, example.evidence)


def complaints(found: tuple[Diagnostic, ...]) -> list[str]:
    """Findings on one line each, for the message of a failing test."""
    return [
        f"{each.span.line}:{each.span.column} {each.code} {each.sentence('zh')}" for each in found
    ]
