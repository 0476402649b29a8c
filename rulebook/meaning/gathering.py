"""合计 计数 最高 最低 全部 任一, over records or over a list of values."""

from __future__ import annotations

from rulebook.book.types import NUMBER, TRUTH, Measure, Truth, Type
from rulebook.diagnostics import Bilingual, Span
from rulebook.language import tree
from rulebook.meaning import typed
from rulebook.meaning.measures import meet
from rulebook.meaning.naming import in_both
from rulebook.meaning.records import over_records, records_of
from rulebook.meaning.typer import Typer


def aggregate(typer: Typer, node: tree.Aggregate, expected: Type | None) -> typed.Typed | None:
    """合计(…) and so on, over records or over a list of values."""
    records = records_of(typer, node)
    if records is not None:
        return over_records(typer, node, records[0], expected)
    wanted = expected if node.op in ("max", "min", "sum") else None
    items: list[typed.Typed | None] = []
    for item in node.items:
        items.append(typer.expression(item, wanted))
        wanted = wanted or (items[-1].type if items[-1] else None)
    sound = [item for item in items if item is not None]
    if len(sound) < len(items):
        return None
    if node.where is not None or node.otherwise is not None:
        typer.report("RB4033", node.span)
        return None
    parts = tuple(typed.GatherItem(None, None, item) for item in sound)
    return gathered(typer, node.op, parts, node.span)


def gathered(
    typer: Typer, op: tree.GatherOp, items: tuple[typed.GatherItem, ...], span: Span
) -> typed.Typed | None:
    """合计, 全部 and so on over typed items: they have to be of one type."""
    if op in ("all", "any", "count"):
        for item in items:
            if not isinstance(item.value.type, Truth):
                typer.report("RB4005", item.value.span, found=typer.kind(item.value.type))
                return None
        return typed.Gather(op, items, NUMBER if op == "count" else TRUTH, span)
    common: Type | None = items[0].value.type
    for item in items[1:]:
        common = meet(common, item.value.type) if common else None
    if common is None:
        kinds = [typer.kind(item.value.type) for item in items]
        typer.report(
            "RB4012",
            span,
            kinds=Bilingual(
                "、".join(dict.fromkeys(kind.zh for kind in kinds)),
                ", ".join(dict.fromkeys(kind.en for kind in kinds)),
            ),
        )
        return None
    if (op == "sum" and not isinstance(common, Measure)) or not typer.ordered(common):
        typer.report("RB4009", span, op=in_both(op.upper()), found=typer.kind(common))
        return None
    return typed.Gather(op, items, common, span)
