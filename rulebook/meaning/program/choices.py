"""Nodes that choose among values: cases, look-ups, brackets."""

from __future__ import annotations

from dataclasses import dataclass

from rulebook.diagnostics import Bilingual, Span
from rulebook.meaning.program.shape import Index, Shape


@dataclass(frozen=True, slots=True)
class TierPart:
    """What a tier of brackets takes: ``part`` of the amount at ``rate`` gives ``share``.

    The tier is reached where ``reached`` (the tiers below it did not hold the amount) is true.
    """

    number: int
    reached: Index | None
    part: Index
    rate: Index
    share: Index
    span: Span


@dataclass(frozen=True, slots=True)
class Tiers:
    """Brackets with their tiers, for the explanation; passes the value on."""

    value: Index
    tiers: tuple[TierPart, ...]
    clause: int
    shape: Shape
    span: Span


@dataclass(frozen=True, slots=True)
class Choose:
    """Cases, walked down: the value of the first true condition, else ``otherwise``.

    ``names`` are those of exceptions.
    """

    conditions: tuple[Index, ...]
    values: tuple[Index, ...]
    otherwise: Index
    names: tuple[Bilingual | None, ...]
    shape: Shape
    span: Span


@dataclass(frozen=True, slots=True)
class Cell:
    """A condition that a row puts on a column (its place, from 0); two bounds are two of them."""

    column: int
    test: Index


@dataclass(frozen=True, slots=True)
class Crossing:
    """Where a cell of a two-way table stands: its row and column, from 1, and their headings."""

    row: int
    column: int
    side: Span
    top: Span


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row: the conditions that its cells put (``*`` puts none) and its result.

    A cell of a two-way table is a row here, with its ``crossing``.
    """

    number: int
    cells: tuple[Cell, ...]
    result: Index
    span: Span
    crossing: Crossing | None


@dataclass(frozen=True, slots=True)
class Table:
    """A look-up: the row whose conditions all hold; rows neither overlap nor leave a gap.

    ``rest`` is the result where no row's conditions hold.
    """

    columns: tuple[Index, ...]
    rows: tuple[TableRow, ...]
    rest: Index | None
    clause: int
    shape: Shape
    span: Span
