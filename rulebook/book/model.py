"""What the YAML files of a book say, as frozen values with spans.

Amounts are exact fractions in base units (see ``rulebook.book.types``).
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, get_args

from rulebook.book.levels import DEFAULT_EVIDENCE as DEFAULT_EVIDENCE
from rulebook.book.levels import EVIDENCE_LEVELS as EVIDENCE_LEVELS
from rulebook.book.levels import EvidenceLevel as EvidenceLevel
from rulebook.book.types import Type
from rulebook.diagnostics import Bilingual, Span

Strength = Literal["must", "in_principle", "about"]
Level = Literal["state", "province", "pooling_area"]
"""Who decides, the highest first."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact that a rule may read or give.

    ``low`` and ``high`` bound a measure in base units; ``step`` is its smallest step;
    ``first`` and ``last`` bound a day. ``units`` are the ids of ``words.yaml`` in which it is
    shown.
    """

    id: str
    label: Bilingual
    type: Type
    span: Span
    units: tuple[str, ...] = ()
    step: Fraction = Fraction(1)
    low: Fraction | None = None
    high: Fraction | None = None
    first: datetime.date | None = None
    last: datetime.date | None = None
    platform: str | None = None
    note: Bilingual | None = None


@dataclass(frozen=True, slots=True)
class EnumerationValue:
    """One value of an enumeration; its id is its name in English rules.

    ``platform`` is its code on the national platform; ``platform_also`` are codes that are read as
    it too, and never written.
    """

    id: str
    label: Bilingual
    span: Span
    platform: str | None = None
    platform_also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Enumeration:
    """A closed list of values; ``ordered`` ones compare, the first value the least."""

    id: str
    label: Bilingual
    ordered: bool
    values: tuple[EnumerationValue, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class RecordType:
    """A kind of record: a credit event, an admission."""

    id: str
    label: Bilingual
    fields: tuple[Fact, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Every fact, enumeration and record type that rules may name, by id."""

    facts: Mapping[str, Fact]
    enumerations: Mapping[str, Enumeration]
    records: Mapping[str, RecordType]


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """A document that rules and figures cite; ``label.zh`` is its name in Chinese rules.

    ``text`` is the file name of its text, against which citations are checked, and ``sha256`` the
    hash of that file.
    """

    id: str
    label: Bilingual
    title: str
    number: str | None
    issuer: str
    date: str | None
    evidence: EvidenceLevel
    address: str | None
    place: str
    span: Span
    note: Bilingual | None = None
    text: str | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class FigureValue:
    """A figure's value between two days; ``value`` is None where it is ``unset``, with the reason.

    A measure is a fraction in base units; a day its ISO form, a value of an enumeration its id,
    a yes/no figure ``yes`` or ``no``. ``evidence`` is the entry's own level, else its source's.
    """

    value: Fraction | str | None
    unset: Bilingual | None
    since: datetime.date | None
    until: datetime.date | None
    source: str | None
    section: str | None
    evidence: EvidenceLevel | None
    facts: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Conflict:
    """A value that some source gives and that is not used, with the reason."""

    value: str
    source: str | None
    evidence: EvidenceLevel | None
    facts: tuple[str, ...]
    note: Bilingual
    span: Span


@dataclass(frozen=True, slots=True)
class Figure:
    """A dated figure of a place; ``replaces`` is the figure of a place above, by place and id."""

    id: str
    label: Bilingual
    type: Type
    units: tuple[str, ...]
    place: str
    item: str | None
    values: tuple[FigureValue, ...]
    conflicts: tuple[Conflict, ...]
    span: Span
    note: Bilingual | None = None
    replaces: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class ListBound:
    """A bound of the national list, as text and, where it can be tested, as a condition.

    ``burden``: the larger the number, the less the person gets, as of a deductible.
    """

    text: Bilingual
    condition: str | None
    strength: Strength
    source: str | None
    section: str | None
    evidence: EvidenceLevel
    facts: tuple[str, ...]
    span: Span
    condition_span: Span | None = None
    burden: bool = False


@dataclass(frozen=True, slots=True)
class ListItem:
    """An item of the national treatment list. ``label.zh`` is its dotted name in Chinese rules.

    ``exists`` is a condition on what rules give: where none of their cases meets it, the place has
    nothing in force under the item, although it has a rule that says so.
    """

    id: str
    label: Bilingual
    title: Bilingual
    block: str
    decides: Level
    bounds: tuple[ListBound, ...]
    facts: tuple[str, ...]
    source: str | None
    evidence: EvidenceLevel | None
    span: Span
    section: str | None = None
    note: Bilingual | None = None
    exists: ListBound | None = None


@dataclass(frozen=True, slots=True)
class RowsLeftOut:
    """Rows of the facts that a place leaves out of its rules, with the reason."""

    facts: tuple[str, ...]
    reason: Bilingual
    span: Span


@dataclass(frozen=True, slots=True)
class Place:
    """A jurisdiction: ``parent`` is the place above it, ``adopts`` the rules it takes over.

    ``levels`` are those at which it decides: 上海 is a province and a pooling area. ``rows`` are
    the beginnings of the ids of its rows of facts, ``left_out`` those that its rules leave out.
    """

    id: str
    label: Bilingual
    code: str | None
    parent: str | None
    adopts: tuple[str, ...]
    span: Span
    note: Bilingual | None = None
    levels: tuple[Level, ...] = ("pooling_area",)
    rows: tuple[str, ...] = ()
    left_out: tuple[RowsLeftOut, ...] = ()

    def may_decide(self, level: Level) -> bool:
        """Whether it decides what the list leaves to ``level``: at that level or one above it."""
        order = get_args(Level)
        return any(order.index(own) <= order.index(level) for own in self.levels)


@dataclass(frozen=True, slots=True)
class RuleText:
    """A rule file as read; ``path`` is how it is shown: ``packaged:…`` where a base has it."""

    path: str
    place: str
    family: str
    stem: str
    text: str

    @property
    def id(self) -> str:
        """The rule's id: ``place/family/stem``."""
        return f"{self.place}/{self.family}/{self.stem}"


@dataclass(frozen=True, slots=True)
class Edition:
    """The edition of a book, from ``book.yaml``."""

    id: str
    date: datetime.date
    note: Bilingual
    extends: str | None


@dataclass(frozen=True, slots=True)
class BookContents:
    """Everything a book's folder holds, read and schema-checked; rules are still text.

    ``digest`` is the SHA-256 over all files of the book (canonical order), in hex.
    """

    edition: Edition
    vocabulary: Vocabulary
    places: Mapping[str, Place]
    sources: Mapping[str, SourceDocument]
    figures: Mapping[tuple[str, str], Figure]
    """By place and id."""
    items: Mapping[str, ListItem]
    rules: Sequence[RuleText]
    digest: str
