"""Limits and roundings of a typed value."""

from __future__ import annotations

from fractions import Fraction

from rulebook.book.types import Measure
from rulebook.book.units import measure_of
from rulebook.diagnostics import Span
from rulebook.language import tree
from rulebook.meaning import typed
from rulebook.meaning.literals import amount_written
from rulebook.meaning.measures import meet
from rulebook.meaning.typer import Typer


def limited(
    typer: Typer,
    inner: typed.Typed | None,
    kind: tree.LimitKind,
    bound: tree.Expression,
    span: Span,
) -> typed.Typed | None:
    """A limit on a typed value; both have to be measures of one type."""
    limit = typer.expression(bound, inner.type if inner else None)
    if inner is None or limit is None:
        return None
    common = meet(inner.type, limit.type)
    if common is not None and isinstance(common, Measure):
        return typed.Limit(kind, inner, limit, common, span)
    if isinstance(bound, tree.Amount) and not bound.units:
        typer.fit(limit, inner.type, bound)
        return None
    typer.report("RB4002", span, left=typer.kind(inner.type), right=typer.kind(limit.type))
    return None


def rounded(
    typer: Typer, inner: typed.Typed | None, mode: tree.RoundingMode, step: tree.Amount, span: Span
) -> typed.Typed | None:
    """A rounding of a measure to a step of its own unit."""
    if inner is None:
        return None
    measure, factor = measure_of(step.units)
    size: Fraction = step.number * factor
    if meet(inner.type, measure) is None:
        typer.report("RB4013", step.span, step=typer.kind(measure), found=typer.kind(inner.type))
        return None
    if size <= 0:
        typer.report("RB4021", step.span, step=amount_written(step))
        return None
    return typed.Round(mode, inner, size, inner.type, span)
