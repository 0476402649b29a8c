"""Violated 必须 bounds as findings at the figure or row that violates them, for ``check``.

They are warnings: a rule says what its document says, and it is the document that may be at fault.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from rulebook.book.model import BookContents
from rulebook.conformity.conforming import below_others, conform
from rulebook.conformity.model import ConformityReport, Finding
from rulebook.diagnostics import Bilingual, Diagnostic, finding
from rulebook.meaning.program import Program
from rulebook.meaning.typed import TypedBook

CODES = {
    "under-guarantee": "RB9207",
    "over-guarantee": "RB9208",
    "beyond-authority": "RB9209",
}


def violations(
    contents: BookContents, typed: TypedBook, program: Program, today: datetime.date
) -> tuple[Diagnostic, ...]:
    """What violates a 必须 bound today or from a later day on, in the places of the book itself.

    Places of a book below (``extends``) are for that book to mend. What is past is not told.
    """
    places = _own_places(contents)
    if not places:
        return ()
    told: dict[tuple[str, object, str], Diagnostic] = {}
    for day in (today, *_later(contents, typed, places, today)):
        report = conform(contents, typed, program, day, places)
        for each in _violated(report, contents):
            found = _diagnostic(each, contents)
            told.setdefault((found.code, found.span, each.why.zh), found)
    return tuple(sorted(told.values(), key=lambda each: (each.span, each.code)))


def _own_places(contents: BookContents) -> Sequence[str]:
    """The places below others for which the book has rules that are not a lower book's."""
    own = {rule.place for rule in contents.rules if rule.path == f"{rule.id}.rule"}
    return [each for each in below_others(contents) if each in own]


def _later(
    contents: BookContents, typed: TypedBook, places: Sequence[str], today: datetime.date
) -> list[datetime.date]:
    """The days to come on which a rule of the places or a figure begins to hold."""
    days = {
        version.since
        for rule in typed.rules.values()
        if rule.place in places
        for version in rule.versions
    }
    for figure in contents.figures.values():
        days.update(value.since for value in figure.values if value.since is not None)
    return sorted(day for day in days if day > today)


def _violated(report: ConformityReport, contents: BookContents) -> Iterator[Finding]:
    """The violated bounds, and what is not the place's to decide.

    The order is that of ``conform``, so that both name the same bound: those that are sure first,
    then as the list has them. The evidence of two sure ones decides nothing, since a surer text may
    be another place's copy of the national one.
    """
    wrong = [
        each.finding
        for each in report.judged
        if each.bound.strength == "must"
        and each.finding.verdict in ("under-guarantee", "over-guarantee")
    ]
    yield from sorted(wrong, key=lambda each: not each.fails)
    for each in report.findings:
        if each.verdict == "beyond-authority" and each.item is not None:
            bounds = contents.items[each.item].bounds
            if any(bound.strength == "must" for bound in bounds):
                yield each


def _diagnostic(each: Finding, contents: BookContents) -> Diagnostic:
    assert each.item is not None
    grounds = Bilingual(each.grounds("zh"), each.grounds("en"))
    item = contents.items[each.item].label
    code = CODES[each.verdict]
    return finding(code, each.where, why=each.why, grounds=grounds, item=item, place=each.place)
