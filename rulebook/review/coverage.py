"""Which points of the rules the examples go through."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from typing import Any, Protocol

from rulebook.answers.examples import ExampleRun
from rulebook.answers.trace import Trace
from rulebook.book.model import BookContents
from rulebook.diagnostics import Language, Span
from rulebook.meaning import program as p
from rulebook.meaning import typed as t
from rulebook.review.marking import Mark, marks_of
from rulebook.review.points import KINDS, Happening, Kind, Outcome, Spot, Spotter
from rulebook.review.ways import Way, ruled_out, tier_hit, way_of


class AnsweringBook(Protocol):
    """A book as far as its examples go; ``rulebook.Book`` is one."""

    contents: BookContents
    typed: t.TypedBook
    program: p.Program

    def text_of(self, span: Span) -> str:
        """The rules' text at a span."""

    def examples(self, rule: str | None = None) -> tuple[ExampleRun, ...]:
        """The examples of a rule, or of all, with their answers."""


@dataclass(frozen=True, slots=True)
class Point:
    """Something that an example can go through; ``examples`` are those that do.

    An example of another rule, which calls this one, is named with that rule before it.
    """

    kind: Kind
    text: str
    file: str
    line: int
    examples: tuple[str, ...]

    @property
    def hit(self) -> bool:
        """Whether any example goes through it."""
        return bool(self.examples)

    def kind_in(self, lang: Language) -> str:
        """What kind of point it is, in words."""
        return KINDS[self.kind].text(lang)


@dataclass(frozen=True, slots=True)
class VersionCoverage:
    """The points of a version of a rule; ``until`` is its last day in force."""

    since: datetime.date
    until: datetime.date | None
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class RuleCoverage:
    """A rule with its versions in order of time."""

    rule: str
    versions: tuple[VersionCoverage, ...]

    @property
    def points(self) -> int:
        """How many points there are."""
        return sum(len(version.points) for version in self.versions)

    @property
    def hit(self) -> int:
        """How many of them are hit."""
        return sum(point.hit for version in self.versions for point in version.points)


@dataclass(frozen=True, slots=True)
class CoverageReport:
    """The coverage of some rules, or of all."""

    rules: tuple[RuleCoverage, ...]

    @property
    def points(self) -> int:
        """How many points there are."""
        return sum(rule.points for rule in self.rules)

    @property
    def hit(self) -> int:
        """How many of them are hit."""
        return sum(rule.hit for rule in self.rules)

    @property
    def percent(self) -> Decimal:
        """The share hit in per cent, cut off after one decimal; 100 where there is no point."""
        share = Decimal(100 * self.hit) / self.points if self.points else Decimal(100)
        cut = share.quantize(Decimal("0.1"), ROUND_DOWN)
        return cut.quantize(Decimal(1)) if cut == cut.to_integral_value() else cut

    def is_under(self, percent: Decimal) -> bool:
        """Whether less is hit than ``percent``, exactly."""
        return 100 * self.hit < percent * self.points

    def to_json(self) -> dict[str, Any]:
        """The report as plain values; the shape is stable.

        ``{"rules":[{"rule","versions":[{"from","until","points":[{"kind","text","file","line",
        "hit","examples":[names]}]}],"hit","points"}],"hit","points","percent"}``. ``kind`` is one
        of ``KINDS``; days are ISO texts, ``until`` null where the version is open.
        """
        return {
            "rules": [_rule_json(rule) for rule in self.rules],
            "hit": self.hit,
            "points": self.points,
            "percent": float(self.percent),
        }


def _rule_json(rule: RuleCoverage) -> dict[str, Any]:
    return {
        "rule": rule.rule,
        "versions": [
            {
                "from": version.since.isoformat(),
                "until": version.until.isoformat() if version.until else None,
                "points": [
                    {
                        "kind": point.kind,
                        "text": point.text,
                        "file": point.file,
                        "line": point.line,
                        "hit": point.hit,
                        "examples": list(point.examples),
                    }
                    for point in version.points
                ],
            }
            for version in rule.versions
        ],
        "hit": rule.hit,
        "points": rule.points,
    }


def coverage(book: AnsweringBook, rules: Sequence[str] | None = None) -> CoverageReport:
    """What the examples of the whole book go through in ``rules``, or in all sound rules.

    A point counts where it lies on the way to an output of an example's answer. Examples of rules
    that call another go through that one too.
    """
    wanted = sorted(book.program.rules) if rules is None else list(rules)
    spots = {
        (rule, version.since): Spotter(book.contents, version, book.text_of).spots()
        for rule in wanted
        for version in book.typed.rules[rule].versions
    }
    hits = _hits(book, {part for each in spots.values() for spot in each for part, _ in spot.by})
    return CoverageReport(
        tuple(
            RuleCoverage(
                rule,
                tuple(
                    VersionCoverage(
                        version.since,
                        version.until,
                        tuple(_point(rule, s, hits) for s in spots[rule, version.since]),
                    )
                    for version in book.typed.rules[rule].versions
                ),
            )
            for rule in wanted
        )
    )


Hits = Mapping[Happening, Mapping[tuple[str, str], None]]
"""Of what happened: the examples, by rule and name, in which it did."""


def _point(rule: str, spot: Spot, hits: Hits) -> Point:
    names = dict.fromkeys(
        name if owner == rule else f"{owner}: {name}"
        for happening in spot.by
        for owner, name in hits.get(happening, ())
    )
    return Point(spot.kind, spot.text, spot.file, spot.line, tuple(names))


def _hits(book: AnsweringBook, watched: set[int]) -> Hits:
    """What happens in the examples of all rules, of the parts that are watched."""
    found: dict[Happening, dict[tuple[str, str], None]] = {}
    marks: dict[tuple[str, int], tuple[Mark, ...]] = {}
    for run in book.examples():
        trace = run.decision.trace
        if trace is None:
            continue
        rule, version = run.example.rule, trace.plan.version
        key = (rule, version.since)
        if key not in marks:
            marks[key] = _watched_marks(book, rule, version.since, watched)
        for happening in _happenings(trace, marks[key]):
            found.setdefault(happening, {})[rule, run.example.name] = None
    return found


def _watched_marks(
    book: AnsweringBook, rule: str, since: int, watched: set[int]
) -> tuple[Mark, ...]:
    day = datetime.date.fromordinal(since)
    version = next(
        each
        for each in book.typed.rules[rule].versions
        if each.since <= day and (each.until is None or day <= each.until)
    )
    marking = marks_of(book.typed, book.program, rule, version, since)
    return tuple(
        each for each in marking.marks if id(each.part) in watched or id(each.version) in watched
    )


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


# ---- how a part came out -------------------------------------------------------------------


def outcomes(part: t.Typed, index: p.Index, trace: Trace) -> Iterator[Outcome]:
    """How a part came out in a trace; of brackets every tier that takes something."""
    node = _unscaled(trace, index)
    match part, node:
        case t.Cases(), p.Choose():
            yield _case(node, trace)
        case t.Lookup(), p.Table():
            row = trace.row_hit(node)
            if row is not None:
                yield node.rows.index(row)
            else:
                yield "rest" if node.rest is not None and ruled_out(trace, node) else "unknown"
        case t.Brackets(), p.Tiers(tiers=tiers):
            yield from (place for place, tier in enumerate(tiers) if tier_hit(tier, trace))
        case t.RuleRead(), p.Consult(applies=applies):
            applied = trace.value(applies)
            if isinstance(applied, bool):
                yield applied
        case _:
            held = trace.value(index)
            if isinstance(held, bool):
                yield held
            elif held is None:
                yield "unknown"


def _unscaled(trace: Trace, index: p.Index) -> p.Node:
    node = trace.node(index)
    return _unscaled(trace, node.value) if isinstance(node, p.Scale) else node


def _case(node: p.Choose, trace: Trace) -> Outcome:
    for number, condition in enumerate(node.conditions):
        held = trace.value(condition)
        if held is True:
            return number
        if held is not False:
            return "unknown"
    return "rest"
