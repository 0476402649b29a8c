"""What a typed expression is made of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from rulebook.meaning import typed as t


def children(node: t.Typed) -> tuple[t.Typed, ...]:
    """The parts of an expression, in written order."""
    match node:
        case t.Literal() | t.FactRead() | t.CaseDayRead() | t.DefinitionRead() | t.FieldRead():
            return ()
        case t.NoLimitValue() | t.NotApplicableValue():
            return ()
        case t.FigureRead():
            return _there(node.day)
        case t.RuleRead():
            values = tuple(value for _, value in node.replaced)
            return (*values, *_there(node.day, node.fallback))
        case t.FunctionCall():
            return node.arguments
        case t.RecordGather():
            return _there(node.item, node.where, node.otherwise)
        case t.Contains():
            return (node.operand, node.of)
        case t.Brackets():
            tiers = (part for tier in node.tiers for part in _there(tier.upper, tier.rate))
            return (node.amount, *_there(node.on_top_of), *tiers)
        case t.Negate() | t.Not():
            return (node.operand,)
        case t.Arithmetic() | t.Compare():
            return (node.left, node.right)
        case t.Member():
            return (node.operand, *node.options)
        case t.Junction():
            return node.operands
        case t.Gather():
            return tuple(item.value for item in node.items)
        case t.Limit():
            return (node.value, node.bound)
        case t.Round():
            return (node.value,)
        case t.Cases():
            cases = (part for each in node.cases for part in (each.condition, each.value))
            return (*cases, node.otherwise)
        case t.Lookup():
            rest = () if node.rest is None else (node.rest,)
            return (*node.inputs, *_of_rows(node), *rest)
        case _:
            assert_never(node)


def _there(*nodes: t.Typed | None) -> tuple[t.Typed, ...]:
    return tuple(node for node in nodes if node is not None)


def _of_rows(node: t.Lookup) -> Iterator[t.Typed]:
    for row in node.rows:
        for cell in row.cells:
            match cell:
                case t.AnyValue():
                    pass
                case t.WithinBounds(bounds):
                    yield from (bound for _, bound in bounds)
                case t.AmongValues(values):
                    yield from values
                case _:
                    assert_never(cell)
        yield row.result


def every_node(node: t.Typed) -> Iterator[t.Typed]:
    """The expression and all of its parts, in written order."""
    waiting = [node]
    while waiting:
        here = waiting.pop()
        yield here
        waiting.extend(reversed(children(here)))


def of_version(version: t.TypedVersion) -> Iterator[t.Typed]:
    """Every expression of a version: its conditions, definitions and checks."""
    if version.applies is not None:
        yield from every_node(version.applies)
    for definition in version.definitions.values():
        yield from every_node(definition.value)
    for check in version.checks:
        yield from every_node(check.condition)
