"""Which points of the rules the examples go through."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence

from rulebook.answers.trace import Trace
from rulebook.meaning import program as p
from rulebook.meaning import typed as t
from rulebook.review.books import AnsweringBook
from rulebook.review.marking import Mark, marks_of
from rulebook.review.outcomes import outcomes, possible
from rulebook.review.points import Happening, Kind, Spot, Spotter
from rulebook.review.report import CoverageReport, Point, RuleCoverage, VersionCoverage
from rulebook.review.ways import Way, way_of

BOTH = (True, False)


def coverage(book: AnsweringBook, rules: Sequence[str] | None = None) -> CoverageReport:
    """What the examples of the whole book go through in ``rules``, or in all sound rules.

    A point counts where it lies on the way to an output of an example's answer. Examples of rules
    that call another go through that one too; what two rules have in common, because one stands on
    the other, is gone through in either.
    """
    wanted = sorted(book.program.rules) if rules is None else list(rules)
    spots = _Spots(book)
    hits = _hits(spots)
    return CoverageReport(
        tuple(
            RuleCoverage(
                rule,
                tuple(
                    VersionCoverage(
                        version.since,
                        version.until,
                        tuple(_point(rule, each, hits) for each in spots.of(rule, version)),
                    )
                    for version in book.typed.rules[rule].versions
                ),
            )
            for rule in wanted
        )
    )


Key = tuple[Kind, str, int, str]
"""A point by what it is and where it stands: rules that share a text share its points."""

Hits = Mapping[Key, Mapping[tuple[str, str], None]]
"""Of each point that is hit: the examples, by rule and name."""


def _key(spot: Spot) -> Key:
    return spot.kind, spot.file, spot.line, spot.text


def _point(rule: str, spot: Spot, hits: Hits) -> Point:
    names = [
        name if owner == rule else f"{owner}: {name}" for owner, name in hits.get(_key(spot), ())
    ]
    return Point(spot.kind, spot.text, spot.file, spot.line, tuple(dict.fromkeys(names)))


class _Spots:
    """The points of all rules of a book, and the nodes that their parts became."""

    def __init__(self, book: AnsweringBook) -> None:
        self.book = book
        self.found: dict[tuple[str, datetime.date], tuple[Spot, ...]] = {
            (rule, version.since): Spotter(book.contents, version, book.text_of).spots()
            for rule in book.program.rules
            for version in book.typed.rules[rule].versions
        }
        self.watched: dict[Happening, list[Spot]] = {}
        for each in self.found.values():
            for spot in each:
                for happening in spot.by:
                    self.watched.setdefault(happening, []).append(spot)
        self.parts = {part for part, _ in self.watched}
        self.marks = {
            (rule, version.since): self._marks(rule, version)
            for rule, versions in book.program.rules.items()
            for version in versions
        }
        self.never = self._impossible()

    def of(self, rule: str, version: t.TypedVersion) -> list[Spot]:
        """The points of a version that some case can go through."""
        return [
            spot
            for spot in self.found[rule, version.since]
            if not all(happening in self.never for happening in spot.by)
        ]

    def _marks(self, rule: str, lowered: p.Version) -> tuple[Mark, ...]:
        day = datetime.date.fromordinal(lowered.since)
        version = next(
            each
            for each in self.book.typed.rules[rule].versions
            if each.since <= day and (each.until is None or day <= each.until)
        )
        marking = marks_of(self.book.typed, self.book.program, rule, version, lowered.since)
        return tuple(
            each
            for each in marking.marks
            if id(each.part) in self.parts or id(each.version) in self.parts
        )

    def _impossible(self) -> set[Happening]:
        """The outcomes of comparisons that the domains of their facts rule out."""
        can: set[Happening] = set()
        conditions: set[int] = set()
        for rule, versions in self.book.program.rules.items():
            for version in versions:
                for mark in self.marks[rule, version.since]:
                    whole = mark.gathering is None
                    able = possible(version.nodes[mark.index], version) if whole else BOTH
                    can |= {(id(mark.part), each) for each in able}
                    conditions.add(id(mark.part))
        every: set[Happening] = {(part, each) for part in conditions for each in BOTH}
        return every - can


def _hits(spots: _Spots) -> Hits:
    """The points that examples of any rule go through."""
    found: dict[Key, dict[tuple[str, str], None]] = {}
    for run in spots.book.examples():
        trace = run.decision.trace
        if trace is None:
            continue
        marks = spots.marks[run.example.rule, trace.plan.version.since]
        for happening in _happenings(trace, marks):
            for spot in spots.watched.get(happening, ()):
                found.setdefault(_key(spot), {})[run.example.rule, run.example.name] = None
    return found


def _happenings(trace: Trace, marks: Iterable[Mark]) -> Iterator[Happening]:
    way = way_of(trace)
    for mark in marks:
        for seen in _ways(way, mark):
            if mark.index in seen.seen:
                yield id(mark.version), "version"
                for outcome in outcomes(mark.part, mark.index, seen.trace):
                    yield id(mark.part), outcome


def _ways(way: Way, mark: Mark) -> Sequence[Way]:
    return (way,) if mark.gathering is None else way.records.get(mark.gathering, ())
