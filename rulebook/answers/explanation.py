"""Why an answer is what it is: a tree of what was read, which row or case hit, what was limited.

Arithmetic is shown as the drafter wrote it; limits, roundings, cases, tables and gatherings are
steps of their own. ``rulebook.answers.explaining`` builds the tree.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rulebook.answers.specials import SpecialValue
from rulebook.book.model import EvidenceLevel
from rulebook.diagnostics import Bilingual, Span
from rulebook.meaning.values import Value

Operation = Literal[
    "formula",
    "cases",
    "table",
    "limit",
    "round",
    "all",
    "any",
    "sum",
    "count",
    "max",
    "min",
    "line",
    "condition",
    "record",
    "rule",
    "brackets",
    "tier",
    "answer",
]


@dataclass(frozen=True, slots=True)
class Shown:
    """A value with what it takes to show it.

    ``value`` is None where it is unknown, or where it is ``special``: 不适用 or 无上限.
    """

    value: Value | None
    units: tuple[str, ...]
    enumeration: str | None
    special: SpecialValue | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """A fact, a figure or another definition that a clause read."""

    kind: Literal["fact", "figure", "definition"]
    id: str
    label: Bilingual
    shown: Shown
    evidence: EvidenceLevel | None = None
    source: str | None = None
    section: str | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """One step of the way to an answer.

    ``clause`` is what the step belongs to, ``citations`` what that stands on (source id, section);
    ``label`` is the step's name, its text where it has none; ``text`` is the rule's own text, of a
    table the row that hit, ``span`` where it stands; ``row`` is the table's row or the case that
    hit, from 1, and 0 for 否则. Of a two-way table ``row`` and ``column`` are the written ones of
    the cell that hit, ``heads`` what stands beside its row and over its column, ``crossing`` where.
    ``exception`` is the name of the exception that applies. The root is the rule itself
    (``answer``), which has no value of its own.
    """

    rule: str
    clause: str
    label: Bilingual
    citations: tuple[tuple[str, str | None], ...]
    op: Operation
    shown: Shown
    text: str
    span: Span
    evidence: EvidenceLevel | None
    read: tuple[Read, ...] = ()
    row: int | None = None
    column: int | None = None
    heads: tuple[str, str] | None = None
    exception: Bilingual | None = None
    children: tuple[Explanation, ...] = ()
    crossing: tuple[Span, Span] | None = None
