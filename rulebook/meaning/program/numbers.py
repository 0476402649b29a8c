"""Nodes that work out numbers and days."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rulebook.diagnostics import Span
from rulebook.language.marks import LimitKind, RoundingMode
from rulebook.meaning.program.shape import Index, Shape


@dataclass(frozen=True, slots=True)
class Calendar:
    """A function of days; all operands are whole numbers.

    ``year`` of a day; ``age`` in full years (birth, day); ``months`` (a, b); ``medical_year`` (day,
    first month); ``add_months`` (day, number), clamped to the month's end.
    """

    function: Literal["year", "age", "months", "medical_year", "add_months"]
    operands: tuple[Index, ...]
    shape: Shape
    span: Span


@dataclass(frozen=True, slots=True)
class Scale:
    """``value × factor``: aligns scales; says nothing of its own."""

    value: Index
    factor: int
    shape: Shape
    span: Span


@dataclass(frozen=True, slots=True)
class Add:
    """The sum of two or more numbers of one scale."""

    operands: tuple[Index, ...]
    shape: Shape
    span: Span


@dataclass(frozen=True, slots=True)
class Subtract:
    """The difference of two numbers of one scale."""

    left: Index
    right: Index
    shape: Shape
    span: Span


@dataclass(frozen=True, slots=True)
class Multiply:
    """The product of two numbers; its scale is the sum of theirs."""

    left: Index
    right: Index
    shape: Shape
    span: Span


@dataclass(frozen=True, slots=True)
class Negate:
    """The number with the other sign."""

    value: Index
    shape: Shape
    span: Span


@dataclass(frozen=True, slots=True)
class DivideRound:
    """``step × round(numerator / (denominator × divisor))``: division and rounding are one.

    half_up takes a half away from zero, down goes towards zero, up away from zero.
    ``denominator`` is None where only the constant ``divisor`` (above zero) divides. ``rounds`` is
    where the value that is rounded stands in the rule. ``written`` are the parts of a quotient in
    the order of the rule; empty where nothing was divided.
    """

    numerator: Index
    denominator: Index | None
    divisor: int
    mode: RoundingMode
    step: int
    rounds: Span
    shape: Shape
    span: Span
    written: tuple[Index, ...] = ()


@dataclass(frozen=True, slots=True)
class Bound:
    """A limit: the greater of both for a floor, the lesser for a ceiling."""

    kind: LimitKind
    value: Index
    bound: Index
    shape: Shape
    span: Span


@dataclass(frozen=True, slots=True)
class Extreme:
    """The greatest (max) or least (min) of two or more."""

    kind: Literal["max", "min"]
    operands: tuple[Index, ...]
    shape: Shape
    span: Span
