"""What an answer is: status, results, what is missing, and why."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from rulebook.book.model import EvidenceLevel
from rulebook.meaning.values import Value

Status = Literal["not-in-force", "not-applicable", "undetermined", "determined"]
STATUSES: tuple[Status, ...] = (
    "not-in-force",
    "not-applicable",
    "undetermined",
    "determined",
)
"""In the order in which one of several outputs' statuses becomes the answer's."""

UnsetReason = Literal["unset", "too-weak"]


@dataclass(frozen=True, slots=True)
class MissingFigure:
    """A figure, table or literal that could not be used.

    ``id`` is the figure's id, or a clause's (``rule.definition``). ``level`` is its evidence where
    it has a value that is weaker than asked for; None where nobody has published one.
    """

    id: str
    reason: UnsetReason
    level: EvidenceLevel | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """One output: its own status and, where determined, its exact value in base units."""

    status: Status
    value: Value | None


@dataclass(frozen=True, slots=True)
class Answer:
    """The bare answer, as every evaluator gives it; differential tests compare these.

    ``failed`` are the ids of the conditions that made the rule not applicable, in written order:
    the false parts of a false 且 or 全部. A named line is ``definition.line``, a definition its id,
    any other condition ``applies``, or ``applies.N`` for the N-th part of 适用's own 且, from 1.
    ``evidence`` is None where nothing with a source was read.
    """

    status: Status
    outcomes: Mapping[str, Outcome]
    missing_facts: tuple[str, ...]
    missing_figures: tuple[MissingFigure, ...]
    failed: tuple[str, ...]
    evidence: EvidenceLevel | None
    day: datetime.date
