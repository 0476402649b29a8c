"""What the examples go through, as values and as JSON."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from typing import Any

from rulebook.diagnostics import Language
from rulebook.review.points import KINDS, Kind


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
