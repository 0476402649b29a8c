"""The program of a book: its rules by version, with the facts and figures that they read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rulebook.book.model import EvidenceLevel
from rulebook.diagnostics import Bilingual, Span
from rulebook.meaning.program.nodes import Node
from rulebook.meaning.program.shape import Index, Shape


@dataclass(frozen=True, slots=True)
class ProgramClause:
    """What part of a rule stands on: see ``rulebook.meaning.typed.Clause``."""

    id: str
    label: Bilingual
    citations: tuple[tuple[str, str | None], ...]
    evidence: EvidenceLevel | None
    facts: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class ProgramFact:
    """A fact as the program holds it: its shape gives scale and domain, ``step`` the least step.

    ``fields`` are those of a list of records, in the order in which a record holds them.
    """

    id: str
    label: Bilingual
    shape: Shape
    units: tuple[str, ...]
    step: int
    enumeration: str | None
    fields: tuple[ProgramFact, ...] = ()


@dataclass(frozen=True, slots=True)
class ProgramFigureValue:
    """A figure's value from ``since`` to ``until`` (day numbers, both included; None is open)."""

    since: int | None
    until: int | None
    value: int | None
    evidence: EvidenceLevel | None
    source: str | None
    section: str | None


@dataclass(frozen=True, slots=True)
class ProgramFigure:
    """A dated figure: ``id`` is ``place/figure``."""

    id: str
    label: Bilingual
    shape: Shape
    units: tuple[str, ...]
    values: tuple[ProgramFigureValue, ...]


@dataclass(frozen=True, slots=True)
class ProgramDefinition:
    """A definition of a version: the node of its value, how it is shown, and its clause.

    ``rule`` is the rule that it belongs to, which is another one where that is called.
    """

    id: str
    rule: str
    label: Bilingual
    node: Index
    units: tuple[str, ...]
    enumeration: str | None
    clause: int


@dataclass(frozen=True, slots=True)
class ProgramCheck:
    """A condition that must hold in every case."""

    title: str
    node: Index
    span: Span


@dataclass(frozen=True, slots=True)
class Version:
    """A rule from ``since`` to ``until`` (day numbers, both included; None is open)."""

    since: int
    until: int | None
    nodes: tuple[Node, ...]
    applies: Index | None
    definitions: Mapping[str, ProgramDefinition]
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    checks: tuple[ProgramCheck, ...]
    clauses: tuple[ProgramClause, ...]


@dataclass(frozen=True, slots=True)
class Program:
    """All rules of a book, ready to run.

    ``enumerations`` gives the values' ids in the order in which they are numbered.
    """

    facts: Mapping[str, ProgramFact]
    figures: Mapping[str, ProgramFigure]
    enumerations: Mapping[str, tuple[str, ...]]
    rules: Mapping[str, tuple[Version, ...]]
