"""Which nodes there are, those included that hold or stand for other code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rulebook.diagnostics import Span
from rulebook.meaning.program.choices import Choose, Table, Tiers
from rulebook.meaning.program.conditions import (
    Absent,
    Contains,
    CountTrue,
    Gathering,
    Invert,
    Join,
    OneOf,
    Test,
)
from rulebook.meaning.program.numbers import (
    Add,
    Bound,
    Calendar,
    DivideRound,
    Extreme,
    Multiply,
    Negate,
    Scale,
    Subtract,
)
from rulebook.meaning.program.reading import (
    Constant,
    ReadDay,
    ReadFact,
    ReadField,
    ReadFigure,
    Special,
)
from rulebook.meaning.program.shape import Index, Shape


@dataclass(frozen=True, slots=True)
class ForEach:
    """合计, 计数 and so on over the records of a fact for which ``where`` holds.

    ``body`` is worked out for each record in turn; ``where`` and ``item`` are nodes of it, or of
    the version where they don't depend on the record. ``otherwise`` is the extreme of no records.
    """

    op: Literal["sum", "count", "max", "min", "all", "any"]
    records: Index
    body: tuple[Node, ...]
    where: Index | None
    item: Index | None
    otherwise: Index | None
    shape: Shape
    span: Span


@dataclass(frozen=True, slots=True)
class Consult:
    """An output of another rule: ``value`` where that rule applies, else ``otherwise``."""

    rule: str
    output: str
    applies: Index
    value: Index
    otherwise: Index
    shape: Shape
    span: Span


@dataclass(frozen=True, slots=True)
class Define:
    """The value of a definition; passes its value on."""

    definition: str
    value: Index
    shape: Shape
    span: Span


Node = (
    Constant
    | ReadFact
    | ReadDay
    | ReadFigure
    | ReadField
    | Special
    | Calendar
    | Contains
    | Absent
    | ForEach
    | Consult
    | Tiers
    | Define
    | Scale
    | Add
    | Subtract
    | Multiply
    | Negate
    | DivideRound
    | Bound
    | Extreme
    | Test
    | OneOf
    | Invert
    | Join
    | CountTrue
    | Gathering
    | Choose
    | Table
)

Strict = (
    Scale
    | Add
    | Subtract
    | Multiply
    | Negate
    | DivideRound
    | Bound
    | Extreme
    | Calendar
    | Test
    | Contains
    | OneOf
    | Invert
    | CountTrue
)
"""The nodes that are worked out of all their operands at once: with one unknown they are, too."""
