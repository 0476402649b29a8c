"""Which constructs a rule is made of, so that a run can tell that it has met them all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import timedelta
from itertools import pairwise
from typing import get_args

from rulebook.book.types import CalendarDay, OneOf, Truth
from rulebook.diagnostics import Span
from rulebook.language.tree import ArithmeticOp, CompareOp, GatherOp, LimitKind, RoundingMode
from rulebook.meaning import typed as t

LATER = frozenset(
    (
        "FieldRead",
        "RuleRead",
        "NoLimitValue",
        "NotApplicableValue",
        "FunctionCall",
        "RecordGather",
        "Brackets",
        "Contains",
    )
)
"""Nodes that generated programs do not have yet."""

ALL = frozenset(
    (
        *(each.__name__ for each in (*get_args(t.Typed), *get_args(t.CellTest))),
        *(f"Arithmetic {op}" for op in get_args(ArithmeticOp)),
        *(f"Compare {op}" for op in get_args(CompareOp)),
        *(f"Gather {op}" for op in get_args(GatherOp)),
        *(f"Gather {op} named" for op in get_args(GatherOp)),
        *(f"Limit {kind}" for kind in get_args(LimitKind)),
        *(f"Round {mode}" for mode in get_args(RoundingMode)),
        "Junction and",
        "Junction or",
        "Literal with a clause",
        "two bounds",
        "Lookup rest",
        "two-way table",
        "table of two results",
        "applies",
        "check",
        "several versions",
        "gap between versions",
        "own grounds",
        "figure of days",
        "figure of yes and no",
        "figure of an enumeration",
    )
).difference(LATER)


def constructs(rule: t.TypedRule, text: str) -> set[str]:
    """The constructs of a rule."""
    found = set(_of_rule(rule))
    for node in _nodes(rule):
        found |= set(_of_node(node))
    if " \\ " in text:
        found.add("two-way table")
    if "、" in "".join(line.partition("=")[0] for line in text.splitlines() if "= 查表" in line):
        found.add("table of two results")
    return found & ALL


def _of_rule(rule: t.TypedRule) -> Iterator[str]:
    if len(rule.versions) > 1:
        yield "several versions"
    for earlier, later in pairwise(rule.versions):
        if earlier.until is not None and earlier.until + timedelta(days=1) < later.since:
            yield "gap between versions"
    for version in rule.versions:
        yield from ("applies",) if version.applies is not None else ()
        yield from ("check",) if version.checks else ()
        for definition in version.definitions.values():
            if definition.clause.citations != version.clause.citations:
                yield "own grounds"


def _of_node(node: object) -> Iterator[str]:
    name = type(node).__name__
    yield name
    match node:
        case t.Arithmetic(op=op) | t.Compare(op=op) | t.Junction(op=op):
            yield f"{name} {op}"
        case t.Gather(op=op, items=items):
            yield f"Gather {op}" if items[0].id is None else f"Gather {op} named"
        case t.Limit(kind=kind):
            yield f"Limit {kind}"
        case t.Round(mode=mode):
            yield f"Round {mode}"
        case t.FigureRead(type=CalendarDay()):
            yield "figure of days"
        case t.FigureRead(type=Truth()):
            yield "figure of yes and no"
        case t.FigureRead(type=OneOf()):
            yield "figure of an enumeration"
        case t.Literal(clause=t.Clause()):
            yield "Literal with a clause"
        case t.WithinBounds(bounds) if len(bounds) > 1:
            yield "two bounds"
        case t.Lookup(rest=rest) if rest is not None:
            yield "Lookup rest"
        case _:
            pass


def _nodes(value: object) -> Iterator[object]:
    """Everything inside a frozen tree."""
    if isinstance(value, tuple):
        for each in value:
            yield from _nodes(each)
    elif isinstance(value, dict):
        for each in value.values():
            yield from _nodes(each)
    elif is_dataclass(value) and not isinstance(value, Span | type):
        yield value
        for each in fields(value):
            yield from _nodes(getattr(value, each.name))
