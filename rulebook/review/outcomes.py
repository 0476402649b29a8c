"""How the parts of a rule came out in an answer, and how they never can."""

from __future__ import annotations

from collections.abc import Iterator

from rulebook.answers.trace import Trace
from rulebook.meaning import program as p
from rulebook.meaning import typed as t
from rulebook.review.points import Outcome
from rulebook.review.ways import ruled_out, tier_hit


def outcomes(part: t.Typed, index: p.Index, trace: Trace) -> Iterator[Outcome]:
    """How a part came out in a trace; of brackets every tier that takes something."""
    node = _unscaled(trace, index)
    match part, node:
        case t.Cases(), p.Choose():
            yield _case(node, trace)
        case t.Lookup(), p.Table():
            row = trace.row_hit(node)
            if row is not None:
                yield node.rows.index(row)
            else:
                yield "rest" if node.rest is not None and ruled_out(trace, node) else "unknown"
        case t.Brackets(), p.Tiers(tiers=tiers):
            yield from (place for place, tier in enumerate(tiers) if tier_hit(tier, trace))
        case t.RuleRead(), _:
            yield _applied(part, node, trace)
        case _:
            held = trace.value(index)
            if isinstance(held, bool):
                yield held
            elif held is None:
                yield "unknown"


def _unscaled(trace: Trace, index: p.Index) -> p.Node:
    node = trace.node(index)
    return _unscaled(trace, node.value) if isinstance(node, p.Scale) else node


def _applied(part: t.RuleRead, node: p.Node, trace: Trace) -> Outcome:
    """Whether the rule called was in force and applied; else what the call says then stood in."""
    match node:
        case p.Consult(rule=rule, applies=applies) if rule == part.rule:
            applied = trace.value(applies)
            return applied if isinstance(applied, bool) else "unknown"
        case p.Choose(conditions=(in_force,), values=(value,), otherwise=otherwise, span=span) if (
            span == part.span
        ):
            held = trace.value(in_force)
            if not isinstance(held, bool):
                return "unknown"
            return _applied(part, _unscaled(trace, value if held else otherwise), trace)
        case _:
            return False


def _case(node: p.Choose, trace: Trace) -> Outcome:
    for number, condition in enumerate(node.conditions):
        held = trace.value(condition)
        if held is True:
            return number
        if held is not False:
            return "unknown"
    return "rest"


def possible(node: p.Node, version: p.Version) -> tuple[bool, ...]:
    """The outcomes that a condition can have, by the bounds of what it compares."""
    if not isinstance(node, p.Test) or max(node.left, node.right) >= p.BODY:
        return True, False
    left, right = version.nodes[node.left].shape, version.nodes[node.right].shape
    if left.kind not in ("number", "day", "code") or left.unlimited or right.unlimited:
        return True, False
    less, more = left.low < right.high, left.high > right.low
    no_less, no_more = left.high >= right.low, left.low <= right.high
    match node.op:
        case "<":
            can = (less, no_less)
        case "≤":
            can = (no_more, more)
        case ">":
            can = (more, no_more)
        case "≥":
            can = (no_less, less)
        case "=":
            can = (no_less and no_more, less or more)
        case "≠":
            can = (less or more, no_less and no_more)
    return tuple(outcome for outcome, it_can in zip((True, False), can, strict=True) if it_can)
