"""Definitions: what a name is given, with its limits, roundings and grounds."""

from __future__ import annotations

from dataclasses import dataclass

from rulebook.diagnostics.span import Span
from rulebook.language.marks import GatherOp, LimitKind, RoundingMode
from rulebook.language.tree.expressions import Amount, Expression, Name, Part, Quoted
from rulebook.language.tree.spans import own_span
from rulebook.language.tree.tables import Row


@dataclass(frozen=True, slots=True)
class Source:
    """A source cited by its name in ``sources.yaml``, with the section where it says so."""

    name: Name
    section: str | None = None
    span: Span = own_span()


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a clause stands on: sources, how sure we are, and the rows of facts it encodes."""

    sources: tuple[Source, ...] = ()
    evidence: Name | None = None
    facts: tuple[str, ...] = ()
    span: Span = own_span()


@dataclass(frozen=True, slots=True)
class LimitStep:
    """A limit on a line of its own under a definition."""

    kind: LimitKind
    bound: Expression
    span: Span = own_span()


@dataclass(frozen=True, slots=True)
class RoundingStep:
    """A rounding on a line of its own under a definition."""

    mode: RoundingMode
    step: Amount
    span: Span = own_span()


Step = LimitStep | RoundingStep


@dataclass(frozen=True, slots=True)
class Case:
    """``值 若 条件``; without a condition it is the last one, 否则."""

    value: Expression
    condition: Expression | None
    span: Span = own_span()


@dataclass(frozen=True, slots=True)
class Cases:
    """Cases, walked down: the first true one decides."""

    cases: tuple[Case, ...]
    span: Span = own_span()


@dataclass(frozen=True, slots=True)
class Table:
    """查表: the first row is the heading."""

    heading: Row
    rows: tuple[Row, ...]
    span: Span = own_span()


@dataclass(frozen=True, slots=True)
class Brackets:
    """分段: a table whose first column bounds an amount from above."""

    on_top_of: Expression | None
    heading: Row
    rows: tuple[Row, ...]
    span: Span = own_span()


@dataclass(frozen=True, slots=True)
class NamedLine:
    """``名: 值`` under a gathering definition."""

    name: Name | Quoted
    other: Name | None
    value: Expression
    span: Span = own_span()


@dataclass(frozen=True, slots=True)
class Gathered:
    """合计, 全部 and so on over named lines."""

    op: GatherOp
    lines: tuple[NamedLine, ...]
    span: Span = own_span()


Body = Expression | Cases | Table | Brackets | Gathered


@dataclass(frozen=True, slots=True)
class Target:
    """A name being defined, with its name in the other language beside it."""

    reference: Name | Part
    other: Name | None = None
    span: Span = own_span()


@dataclass(frozen=True, slots=True)
class Definition:
    """``名 = 值``, with limits, roundings (``steps``) and grounds on lines of their own below."""

    targets: tuple[Target, ...]
    body: Body
    steps: tuple[Step, ...] = ()
    grounds: Grounds | None = None
    span: Span = own_span()
