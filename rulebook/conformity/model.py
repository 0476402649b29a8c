"""What is found of a place under an item of the national list."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from rulebook.book.evidence import EVIDENCE
from rulebook.book.model import EVIDENCE_LEVELS, EvidenceLevel, ListBound, Strength
from rulebook.conformity.conditions import Comparison
from rulebook.diagnostics import Bilingual, Diagnostic, Language, Span

Verdict = Literal[
    "under-guarantee",
    "over-guarantee",
    "beyond-authority",
    "deviation",
    "off-list",
    "not-decidable",
    "not-implemented",
    "within",
]

VERDICTS: Mapping[Verdict, Bilingual] = {
    "under-guarantee": Bilingual("保障不足", "under-guarantee"),
    "over-guarantee": Bilingual("过度保障", "over-guarantee"),
    "beyond-authority": Bilingual("超出权限", "beyond authority"),
    "deviation": Bilingual("偏离", "deviation"),
    "off-list": Bilingual("清单外", "off the list"),
    "not-decidable": Bilingual("无法判定", "not decidable"),
    "not-implemented": Bilingual("未实施", "not implemented"),
    "within": Bilingual("相符", "within"),
}
"""The verdicts by name, what asks for attention first."""

STRENGTHS: Mapping[Strength, Bilingual] = {
    "must": Bilingual("必须", "must"),
    "in_principle": Bilingual("原则上", "in principle"),
    "about": Bilingual("约", "about"),
}

SURE: EvidenceLevel = "reprinted"
"""The weakest evidence of a 必须 bound whose violation is a fault and not only a finding."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A verdict on a place and an item; ``item`` is None for a rule that names none.

    ``value`` is the local value that decided, ``bound`` the one it was held against, ``case`` the
    case in which the value holds. ``where`` is the place in the file where the value stands.
    """

    place: str
    item: str | None
    verdict: Verdict
    why: Bilingual
    where: Span
    bound: ListBound | None = None
    value: Bilingual | None = None
    case: Bilingual | None = None
    missing: tuple[str, ...] = ()

    @property
    def fails(self) -> bool:
        """Whether a bound that must hold, and that we are sure of, is violated."""
        if self.bound is None or self.verdict not in ("under-guarantee", "over-guarantee"):
            return False
        sure = EVIDENCE_LEVELS.index(self.bound.evidence) <= EVIDENCE_LEVELS.index(SURE)
        return self.bound.strength == "must" and sure

    def to_json(self, lang: Language) -> dict[str, Any]:
        """The finding as JSON; ``bound`` is the condition, else the text of the bound."""
        bound = self.bound
        return {
            "place": self.place,
            "item": self.item,
            "verdict": self.verdict,
            "value": self.value.text(lang) if self.value else None,
            "bound": (bound.condition or bound.text.text(lang)) if bound else None,
            "strength": bound.strength if bound else None,
            "evidence": bound.evidence if bound else None,
            "why": self.why.text(lang),
            "where": f"{self.where.file}:{self.where.line}",
            "case": self.case.text(lang) if self.case else None,
            "missing": list(self.missing),
            "fails": self.fails,
        }

    def grounds(self, lang: Language) -> str:
        """The bound with its strength and evidence, on one line; empty where there is none."""
        if self.bound is None:
            return ""
        strength = STRENGTHS[self.bound.strength].text(lang)
        evidence = EVIDENCE[self.bound.evidence].text(lang)
        marks = {"zh": "（{}、{}）", "en": " ({}, {})"}[lang]
        return self.bound.text.text(lang) + marks.format(strength, evidence)


Reason = Literal["no-condition", "weak-bound", "no-tolerance", "no-output", "open", "tested"]
"""Why a bound was not tested, or that it was."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A bound with the finding it leads to; ``reason`` tells why it was not tested."""

    bound: ListBound
    reason: Reason
    finding: Finding


@dataclass(frozen=True, slots=True)
class ConformityReport:
    """All findings of a day; ``diagnostics`` are about conditions that can't be read.

    ``judged`` are the bounds one by one, of the items for which a place has rules; ``conditions``
    are the comparisons that each bound is tested by.
    """

    as_of: datetime.date
    findings: tuple[Finding, ...]
    diagnostics: tuple[Diagnostic, ...]
    judged: tuple[Judged, ...] = ()
    conditions: Mapping[ListBound, tuple[Comparison, ...]] = field(default_factory=dict)

    @property
    def fails(self) -> bool:
        """Whether a bound that must hold is violated."""
        return any(each.fails for each in self.findings)

    def counts(self) -> dict[Verdict, int]:
        """How many findings there are of each verdict, those there are."""
        counted = Counter(each.verdict for each in self.findings)
        return {verdict: counted[verdict] for verdict in VERDICTS if counted[verdict]}

    def to_json(self, lang: Language = "zh") -> list[dict[str, Any]]:
        """The findings as JSON."""
        return [each.to_json(lang) for each in self.findings]
