"""Gathering over the records of a fact: 合计(记录.项 其中 条件)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rulebook.book.types import NUMBER, TRUTH, Measure, Truth, Type
from rulebook.language import tree
from rulebook.meaning import typed
from rulebook.meaning.naming import in_both

if TYPE_CHECKING:
    from rulebook.meaning.expressions import Typer


def over_records(
    typer: Typer, node: tree.Aggregate, records: str, expected: Type | None
) -> typed.Typed | None:
    """Type a gathering over ``records``, a fact that is a list."""
    if typer.records is not None:
        typer.report("RB4034", node.span)
        return None
    typer.reading.setdefault(records, node.span)
    typer.records = records
    where = typer.condition(node.where) if node.where is not None else None
    item, sound = _item(typer, node, expected)
    typer.records = None
    if not sound or (node.where is not None and where is None):
        return None
    gives = _gives(typer, node, item)
    if gives is None:
        return None
    otherwise = typer.value(node.otherwise, gives) if node.otherwise is not None else None
    if node.otherwise is not None and otherwise is None:
        return None
    if (node.op in ("max", "min")) != (node.otherwise is not None):
        typer.report("RB4035" if node.otherwise is None else "RB4036", node.span)
        return None
    return typed.RecordGather(node.op, records, item, where, otherwise, gives, node.span)


def _item(
    typer: Typer, node: tree.Aggregate, expected: Type | None
) -> tuple[typed.Typed | None, bool]:
    """What is gathered of each record; a count needs nothing but the list's name."""
    first = node.items[0]
    if node.op == "count" and isinstance(first, tree.Name):
        return None, True
    if node.op in ("all", "any", "count"):
        value = typer.condition(first)
    else:
        value = typer.expression(first, expected)
    return value, value is not None


def _gives(typer: Typer, node: tree.Aggregate, item: typed.Typed | None) -> Type | None:
    if node.op == "count":
        return NUMBER
    assert item is not None
    if node.op in ("all", "any"):
        return TRUTH if isinstance(item.type, Truth) else None
    if (node.op == "sum" and not isinstance(item.type, Measure)) or not typer.ordered(item.type):
        typer.report("RB4009", node.span, op=in_both(node.op.upper()), found=typer.kind(item.type))
        return None
    return item.type
