"""Nodes that work out conditions, and the gatherings of named lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rulebook.diagnostics import Bilingual, Span
from rulebook.language.marks import CompareOp
from rulebook.meaning.program.shape import Index, Shape


@dataclass(frozen=True, slots=True)
class Contains:
    """Whether a set holds a value."""

    value: Index
    of: Index
    shape: Shape
    span: Span


@dataclass(frozen=True, slots=True)
class Test:
    """Two values of one kind and scale compared.

    ``written`` are the parts of quotients that were multiplied across, in the order of the rule.
    """

    op: CompareOp
    left: Index
    right: Index
    shape: Shape
    span: Span
    written: tuple[Index, ...] = ()


@dataclass(frozen=True, slots=True)
class OneOf:
    """Whether the value equals one of the options."""

    value: Index
    options: tuple[Index, ...]
    shape: Shape
    span: Span


@dataclass(frozen=True, slots=True)
class Invert:
    """The condition's opposite."""

    value: Index
    shape: Shape
    span: Span


@dataclass(frozen=True, slots=True)
class Absent:
    """Whether the value is 不适用; unknown where the value is."""

    value: Index
    shape: Shape
    span: Span


@dataclass(frozen=True, slots=True)
class Join:
    """Conditions joined by ``and`` or ``or``, three-valued and independent of order.

    ``lines`` name the parts where they are named lines of the rule.
    """

    op: Literal["and", "or"]
    operands: tuple[Index, ...]
    lines: tuple[Line, ...]
    shape: Shape
    span: Span


@dataclass(frozen=True, slots=True)
class CountTrue:
    """How many of the conditions are true."""

    operands: tuple[Index, ...]
    shape: Shape
    span: Span


@dataclass(frozen=True, slots=True)
class Line:
    """A named line of a gathering."""

    id: str
    label: Bilingual


@dataclass(frozen=True, slots=True)
class Gathering:
    """A gathering's value with the lines it gathers, for the explanation; passes its value on."""

    value: Index
    operands: tuple[Index, ...]
    lines: tuple[Line, ...]
    shape: Shape
    span: Span
