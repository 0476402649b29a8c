"""Gathering over the records of a fact: 合计(记录.项 其中 条件)."""

from __future__ import annotations

from rulebook.book.types import NUMBER, TRUTH, Measure, Records, Truth, Type
from rulebook.diagnostics import Span
from rulebook.language import tree
from rulebook.meaning import typed
from rulebook.meaning.naming import in_both
from rulebook.meaning.typer import Typer


def records_of(typer: Typer, node: tree.Aggregate) -> tuple[str, Span] | None:
    """The list of records that an aggregate goes over, where it goes over one."""
    if len(node.items) != 1:
        return None
    for expression in (node.items[0], node.where):
        if expression is not None:
            for name in owners(expression):
                fact = typer.scope.facts.get(name.word)
                if fact is not None and isinstance(fact.type, Records):
                    return fact.id, name.span
    return None


def owners(node: object) -> list[tree.Name]:
    """The names in an expression that may be lists of records: alone, or before a dot."""
    if isinstance(node, tree.Name):
        return [node]
    if isinstance(node, tree.Part):
        return owners(node.owner)
    if isinstance(node, tuple):
        return [name for each in node for name in owners(each)]
    if not hasattr(node, "__slots__") or isinstance(node, Span):
        return []
    slots = [slot for slot in type(node).__slots__ if slot != "span"]
    return [name for slot in slots for name in owners(getattr(node, slot))]


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
