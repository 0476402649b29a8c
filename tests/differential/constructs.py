"""Which constructs a rule is made of, so that a run can tell that it has met them all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from datetime import timedelta
from itertools import groupby, pairwise
from typing import get_args

from rulebook.answers.plan import every_node
from rulebook.book.types import CalendarDay, OneOf, Truth
from rulebook.diagnostics import Span
from rulebook.language.tree import ArithmeticOp, CompareOp, GatherOp, LimitKind, RoundingMode
from rulebook.meaning import program as p
from rulebook.meaning import typed as t

EXCLUSIVE = (
    ("程度 = 重度", "程度 ≤ 轻度"),
    ("甲是", "非 甲是"),
    ("甲额 ≥ 100元", "甲额 < 100元"),
    ("类别 属于 (甲类、乙类)", "类别 = 丙类"),
)
"""Conditions that never hold together; exceptions use them."""
_STEP = re.compile(r"步\d\.")
_EXCEPTED_ITEM = re.compile(r" {8}[甲乙]录\.项\d+ =")

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
        "figure of another day",
        "two-way table with 否则",
        "brackets on top",
        "two-way brackets",
        "per-record definition",
        "records with 否则",
        "records with 其中",
        "exception",
        "exceptions in order",
        "exceptions that exclude each other",
        "exception of an item",
        "rule that stands on another",
        "adopted rule",
        "rule read for each record",
        "rule as it stands",
        "rule with facts replaced",
        "rule on another day",
        "rule with a fallback",
        "rule under its own condition",
        "rule through a step",
        "set written out",
        "day moved",
        "days between",
        *(f"RecordGather {op}" for op in get_args(GatherOp)),
        *(f"FunctionCall {name}" for name in ("year", "age", "months", "medical_year")),
        *(f"node {each.__name__}" for each in get_args(p.Node)),
    )
)


def constructs(rule: t.TypedRule, text: str) -> set[str]:
    """The constructs of a rule."""
    found = set(_of_rule(rule)) | set(_of_text(text))
    for node in _nodes(rule):
        found |= set(_of_node(node))
    return found & ALL


def nodes_of(versions: Iterable[p.Version]) -> set[str]:
    """The kinds of nodes that versions of a program have."""
    return {f"node {type(node).__name__}" for each in versions for _, node in every_node(each)}


def _of_text(text: str) -> Iterator[str]:
    """What only the text tells."""
    lines = text.splitlines()
    tables = " \\ " in "".join(each for each in lines if "|" in each)
    if tables:
        yield "two-way table"
    if "、" in "".join(line.partition("=")[0] for line in lines if "= 查表" in line):
        yield "table of two results"
    for heading, *rows in _tables(lines):
        two_way = " \\ " in heading
        cells = [*heading.split("|")[2:], *(row.split("|")[1] for row in rows)]
        if two_way and any(cell.strip() == "否则" for cell in cells):
            yield "two-way table with 否则"
    for line in lines:
        yield from ("exception",) if line.startswith("    例外 ") else ()
        yield from ("rule that stands on another",) if line.startswith("    沿用 ") else ()
        yield from ("exception of an item",) if _EXCEPTED_ITEM.match(line) else ()
        yield from ("exceptions in order",) if " 后于 " in line else ()
        yield from ("rule through a step",) if _STEP.search(line) else ()
    if any(f"若 {first} 且" in text and f"若 {second} 且" in text for first, second in EXCLUSIVE):
        yield "exceptions that exclude each other"


def _tables(lines: list[str]) -> Iterator[list[str]]:
    """The lines of each table."""
    for drawn, group in groupby(lines, key=lambda line: line.lstrip().startswith("|")):
        if drawn:
            yield list(group)


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
            if definition.records is not None:
                yield "per-record definition"


def _of_node(node: object) -> Iterator[str]:
    name = type(node).__name__
    yield name
    match node:
        case t.Arithmetic(type=CalendarDay()):
            yield "day moved"
        case t.Arithmetic(left=left) if isinstance(left.type, CalendarDay):
            yield "days between"
        case t.Arithmetic(op=op) | t.Compare(op=op) | t.Junction(op=op):
            yield f"{name} {op}"
        case t.Gather(op=op, items=items):
            yield f"Gather {op}" if items[0].id is None else f"Gather {op} named"
        case t.RecordGather(op=op, where=where, otherwise=otherwise):
            yield f"RecordGather {op}"
            yield from ("records with 其中",) if where is not None else ()
            yield from ("records with 否则",) if otherwise is not None else ()
        case t.FunctionCall(function=function):
            yield f"FunctionCall {function}"
        case t.Limit(kind=kind):
            yield f"Limit {kind}"
        case t.Round(mode=mode):
            yield f"Round {mode}"
        case t.FigureRead():
            yield from _of_figure(node)
        case t.RuleRead():
            yield from _of_call(node)
        case t.Cases(cases=cases):
            reads = [case.value for case in cases if isinstance(case.value, t.RuleRead)]
            if any(each.fallback is None for each in reads):
                yield "rule under its own condition"
        case t.Literal(value=frozenset()):
            yield "set written out"
        case t.Literal(clause=t.Clause()):
            yield "Literal with a clause"
        case t.WithinBounds(bounds) if len(bounds) > 1:
            yield "two bounds"
        case t.Lookup(rest=rest) if rest is not None:
            yield "Lookup rest"
        case t.Brackets(on_top_of=on_top_of, tiers=tiers):
            yield from ("brackets on top",) if on_top_of is not None else ()
            across = any(isinstance(tier.rate, t.Lookup) for tier in tiers)
            yield from ("two-way brackets",) if across else ()
        case _:
            pass


def _of_figure(node: t.FigureRead) -> Iterator[str]:
    if node.day is not None:
        yield "figure of another day"
    match node.type:
        case CalendarDay():
            yield "figure of days"
        case Truth():
            yield "figure of yes and no"
        case OneOf():
            yield "figure of an enumeration"
        case _:
            pass


def _of_call(node: t.RuleRead) -> Iterator[str]:
    if node.replaced:
        yield "rule with facts replaced"
        if any(
            isinstance(each, t.FieldRead) for _, value in node.replaced for each in _nodes(value)
        ):
            yield "rule read for each record"
    if node.day is not None:
        yield "rule on another day"
    if node.fallback is not None:
        yield "rule with a fallback"
    if not node.replaced and node.day is None:
        yield "rule as it stands"


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
