"""Gathering over records: what depends on a record is lowered into a body of its own."""

from __future__ import annotations

import dataclasses

from rulebook.book.types import Measure
from rulebook.diagnostics import finding
from rulebook.meaning import program as p
from rulebook.meaning import typed as t
from rulebook.meaning.lowerer import Lowerer
from rulebook.meaning.making import Body
from rulebook.meaning.refused import Refused

MOST_RECORDS = 1000
"""How many records a list may have: the bound of its sums and counts."""


def for_each(low: Lowerer, node: t.RecordGather) -> p.Index:
    """合计, 计数, 最高, 最低, 全部 or 任一 over the records of a fact."""
    if low.frame.of_record:
        raise Refused(finding("RB4034", node.span))
    records = low.add(p.ReadFact(node.records, low.facts[node.records].shape, node.span))
    otherwise = low.whole(node.otherwise) if node.otherwise is not None else None
    # 原值 inside a gathering may be a gathering of its own.
    outer, low.body = low.body, Body(node.records)
    try:
        where = low.whole(node.where) if node.where is not None else None
        item = low.whole(node.item) if node.item is not None else None
        if item is not None and otherwise is not None and isinstance(node.type, Measure):
            item, otherwise = _aligned(low, item, otherwise, node)
        shape = _shape(low, node, item, otherwise)
        parts = [low.shape(each) for each in (where, item) if each is not None]
        body = tuple(low.body.nodes)
    finally:
        low.body = outer
    if any(each.unlimited for each in parts):
        raise Refused(finding("RB4025", node.span))
    shape = dataclasses.replace(shape, absent=any(each.absent for each in parts))
    gathered = p.ForEach(node.op, records, body, where, item, otherwise, shape, node.span)
    return low.notable(gathered, node.type)


def _aligned(
    low: Lowerer, item: p.Index, otherwise: p.Index, node: t.RecordGather
) -> tuple[p.Index, p.Index]:
    first, second = low.aligned([item, otherwise], node.span)
    return first, second


def _shape(
    low: Lowerer, node: t.RecordGather, item: p.Index | None, otherwise: p.Index | None
) -> p.Shape:
    match node.op:
        case "count":
            return p.Shape("number", 0, 0, MOST_RECORDS)
        case "all" | "any":
            return p.TRUTH_SHAPE
        case "sum":
            assert item is not None
            one = low.shape(item)
            low_, high = min(one.low, 0) * MOST_RECORDS, max(one.high, 0) * MOST_RECORDS
            return p.Shape("number", one.scale, low_, high)
        case "max" | "min":
            assert item is not None
            assert otherwise is not None
            return low.hull([item, otherwise])
