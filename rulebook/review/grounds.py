"""Everything in a book that names a row of the facts or cites a document, with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from rulebook.book.model import BookContents, Figure, ListItem
from rulebook.diagnostics import Bilingual, Span
from rulebook.language import tree
from rulebook.meaning.scope import lineage
from rulebook.review.books import ReadBook

State = Literal["encoded", "unset", "conflict", "left-out"]

_ROW = re.compile(r"(?<![A-Z-])[A-Z]{2,}(?:-[A-Z]+)*-\d+[a-z]?(?![A-Za-z0-9])")
_MARK = re.compile(r"[｜|]")


@dataclass(frozen=True, slots=True)
class Named:
    """A row of the facts, named by a file of ``place``: what became of it there, and why."""

    row: str
    place: str
    state: State
    span: Span
    reason: Bilingual


@dataclass(frozen=True, slots=True)
class Cited:
    """A document cited: ``section`` is its own name of a section, ``fragments`` words of it.

    A citation is written ``三(三)3｜每年一次``: section first, then one or more fragments, each
    after a bar. ``states`` is false where it stands for what the document does not say.
    """

    source: str
    section: str | None
    fragments: tuple[str, ...]
    span: Span
    states: bool = True


def rows_in(text: str) -> list[str]:
    """The ids of rows of facts that a text names, in its order."""
    return _ROW.findall(text)


def cited(source: str, written: str | None, span: Span, *, states: bool = True) -> Cited:
    """A citation with what is written as its section taken apart."""
    first, *more = _MARK.split(written or "")
    fragments = tuple(each.strip() for each in more if each.strip())
    return Cited(source, first.strip() or None, fragments, span, states)


# ---- rows ----------------------------------------------------------------------------------

NO_REASON = Bilingual("", "")


def named_rows(book: ReadBook) -> Iterator[Named]:
    """Every mention of a row: by figures, list items, rules, and lists of what is left out."""
    for figure in book.contents.figures.values():
        yield from _of_figure(figure)
    for item in book.contents.items.values():
        yield from _of_item(item)
    for place in book.contents.places.values():
        for left in place.left_out:
            yield from (
                Named(row, place.id, "left-out", left.span, left.reason) for row in left.facts
            )
    for place_, rule in _rules(book):
        for grounds in _grounds(rule):
            yield from (
                Named(row, place_, "encoded", grounds.span, NO_REASON) for row in grounds.facts
            )
        for each in rule.statements:
            if isinstance(each, tree.NotEncoded):
                reason = Bilingual(each.reason, each.reason)
                yield from (
                    Named(row, place_, "left-out", each.span, reason)
                    for row in rows_in(f"{each.clause} {each.reason}")
                )


def _of_figure(figure: Figure) -> Iterator[Named]:
    for value in figure.values:
        state: State = "encoded" if value.value is not None else "unset"
        for row in value.facts:
            yield Named(row, figure.place, state, value.span, value.unset or NO_REASON)
    for conflict in figure.conflicts:
        for row in conflict.facts:
            yield Named(row, figure.place, "conflict", conflict.span, conflict.note)


def _of_item(item: ListItem) -> Iterator[Named]:
    place = item.span.file.rpartition("/")[0].rpartition(":")[2]
    for row in item.facts:
        yield Named(row, place, "encoded", item.span, NO_REASON)
    for bound in item.bounds:
        for row in bound.facts:
            yield Named(row, place, "encoded", bound.span, NO_REASON)


# ---- citations -----------------------------------------------------------------------------


def citations(book: ReadBook) -> Iterator[Cited]:
    """Every citation of a document, by figures, list items and rules."""
    contents = book.contents
    for figure in contents.figures.values():
        for value in figure.values:
            if value.source is not None:
                states = value.value is not None
                yield cited(value.source, value.section, value.span, states=states)
    for item in contents.items.values():
        if item.source is not None:
            yield cited(item.source, item.section, item.span)
        for bound in item.bounds:
            if bound.source is not None:
                yield cited(bound.source, bound.section, bound.span)
    for place, rule in _rules(book):
        known = _sources_of(contents, place)
        for grounds in _grounds(rule):
            for source in grounds.sources:
                if source.name.word in known:
                    yield cited(known[source.name.word], source.section, source.span)


def _sources_of(contents: BookContents, place: str) -> dict[str, str]:
    """The ids of the sources that a place's rules may cite, by every form of their names."""
    line = lineage(contents, place)
    found: dict[str, str] = {}
    for source in contents.sources.values():
        if source.place in line:
            found[source.id] = found[source.label.zh] = source.id
    return found


def _rules(book: ReadBook) -> Iterator[tuple[str, tree.Rule]]:
    places = {text.path: text.place for text in book.contents.rules}
    for path, file in book.trees.items():
        yield from ((places[path], rule) for rule in file.rules)


def _grounds(rule: tree.Rule) -> Iterator[tree.Grounds]:
    for statement in rule.statements:
        match statement:
            case tree.Grounds():
                yield statement
            case tree.Definition(grounds=tree.Grounds() as grounds):
                yield grounds
            case tree.RuleException(grounds=own, definitions=definitions):
                yield from (own,) if own is not None else ()
                yield from (each.grounds for each in definitions if each.grounds is not None)
            case _:
                pass
