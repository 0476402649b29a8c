"""The rows of tables and what may stand in a cell."""

from __future__ import annotations

from dataclasses import dataclass

from rulebook.diagnostics.span import Span
from rulebook.language.marks import CompareOp
from rulebook.language.tree.expressions import Expression
from rulebook.language.tree.spans import own_span


@dataclass(frozen=True, slots=True)
class Anything:
    """``*``: any value; reads nothing."""

    span: Span = own_span()


@dataclass(frozen=True, slots=True)
class Rest:
    """否则 as the only word of a cell: what no other row took."""

    span: Span = own_span()


@dataclass(frozen=True, slots=True)
class Bounds:
    """One or two bounds, ``≥ 60岁 < 70岁``."""

    bounds: tuple[tuple[CompareOp, Expression], ...]
    span: Span = own_span()


@dataclass(frozen=True, slots=True)
class Several:
    """Two or more values, ``特困、低保``."""

    items: tuple[Expression, ...]
    span: Span = own_span()


@dataclass(frozen=True, slots=True)
class Corner:
    r"""``甲 \ 乙``: the corner of a two-way table; rows by 甲, columns by 乙."""

    row: Expression
    column: Expression
    span: Span = own_span()


Cell = Anything | Rest | Bounds | Several | Corner | Expression


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table."""

    cells: tuple[Cell, ...]
    span: Span = own_span()
