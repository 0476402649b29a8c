"""Nodes that begin a line of code: what is written, and what is read of the case and the book."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rulebook.diagnostics import Span
from rulebook.meaning.program.shape import Index, Shape


@dataclass(frozen=True, slots=True)
class Constant:
    """A value written in a rule; ``clause`` is the one that sets it, where it needs a source."""

    value: int
    clause: int | None
    shape: Shape
    span: Span


@dataclass(frozen=True, slots=True)
class ReadFact:
    """A fact of the case."""

    fact: str
    shape: Shape
    span: Span


@dataclass(frozen=True, slots=True)
class ReadDay:
    """The day of the case."""

    shape: Shape
    span: Span


@dataclass(frozen=True, slots=True)
class ReadFigure:
    """A figure of the program as of the day of the case, or of the node ``day``."""

    figure: str
    day: Index | None
    shape: Shape
    span: Span


@dataclass(frozen=True, slots=True)
class ReadField:
    """A field of the record in hand, in a body."""

    records: str
    field: str
    shape: Shape
    span: Span


@dataclass(frozen=True, slots=True)
class Special:
    """不适用 (``absent``) or 无上限 (``unlimited``)."""

    kind: Literal["absent", "unlimited"]
    shape: Shape
    span: Span
