"""Reading another rule: it is lowered in a frame of its own, facts and day replaced."""

from __future__ import annotations

from rulebook.book.types import Measure
from rulebook.diagnostics import Span
from rulebook.language.tree import CompareOp
from rulebook.meaning import program as p
from rulebook.meaning import typed as t
from rulebook.meaning.frames import Frame
from rulebook.meaning.lowerer import Lowerer


def consult(low: Lowerer, node: t.RuleRead) -> p.Index:
    """The output of the other rule as of the day; 不适用时 stands in where that is 不适用."""
    caller = low.frame
    facts = dict(caller.facts)
    for fact, given in node.replaced:
        spec = low.facts[fact]
        index = low.whole(given)
        if spec.shape.kind == "number":
            index = low.at_scale_of(spec, index, given.span)
        facts[fact] = index
    day = low.whole(node.day) if node.day is not None else caller.day
    versions = low.book.rules[node.rule].versions
    if day is None:
        versions = tuple(each for each in versions if _holds(each, low))
    otherwise = (
        low.whole(node.fallback) if node.fallback is not None else low.absent(node.type, node.span)
    )
    result = otherwise
    for version in versions:
        frame = _frame(low, node, version, tuple(sorted(facts.items())), day)
        value = _output(low, frame, node, otherwise)
        if day is None:
            result = value
            break
        result = _while_in_force(low, version, day, value, result, node)
    if node.fallback is None or not low.shape(result).absent:
        return result
    return _where_absent(low, result, otherwise, node)


def _where_absent(low: Lowerer, value: p.Index, otherwise: p.Index, node: t.RuleRead) -> p.Index:
    """The value of a call, and what 不适用时 says where that value is itself 不适用."""
    absent = low.add(p.Absent(value, p.TRUTH_SHAPE, node.span))
    value, other = _aligned(low, node, [value, otherwise])
    shape = low.hull([value, other])
    return low.notable(p.Choose((absent,), (other,), value, (None,), shape, node.span), node.type)


def _holds(version: t.TypedVersion, low: Lowerer) -> bool:
    return version.since <= low.start and (version.until is None or low.start <= version.until)


def _frame(
    low: Lowerer,
    node: t.RuleRead,
    version: t.TypedVersion,
    facts: tuple[tuple[str, p.Index], ...],
    day: p.Index | None,
) -> Frame:
    """The frame of a call; equal calls share it."""
    key: object = (node.rule, version.since, facts, day)
    number = len(low.frames) + 1
    frame = Frame(node.rule, version, f"{node.rule}#{number}.", facts, day)
    if frame.of_record and low.body is not None:
        # The numbers of a record's nodes mean something in their own gathering alone.
        key = (key, low.body.calls.setdefault(key, number))
    return low.frames.setdefault(key, frame)


def _output(low: Lowerer, frame: Frame, node: t.RuleRead, otherwise: p.Index) -> p.Index:
    caller, low.frame = low.frame, frame
    body, low.body = low.body, low.body if frame.of_record else None
    try:
        low.clause(frame.version.clause)
        value = low.definition(node.output)
        applies = low.whole(frame.version.applies) if frame.version.applies else None
    finally:
        low.frame, low.body = caller, body
    if applies is None:
        applies = low.add(p.Constant(1, None, p.TRUTH_SHAPE, node.span))
    value, other = _aligned(low, node, [value, otherwise])
    return low.notable(
        p.Consult(
            rule=node.rule,
            output=node.output,
            applies=applies,
            value=value,
            otherwise=other,
            shape=low.hull([value, other]),
            span=node.span,
        ),
        node.type,
    )


def _aligned(low: Lowerer, node: t.RuleRead, values: list[p.Index]) -> list[p.Index]:
    return low.aligned(values, node.span) if isinstance(node.type, Measure) else values


def _while_in_force(
    low: Lowerer,
    version: t.TypedVersion,
    day: p.Index,
    value: p.Index,
    otherwise: p.Index,
    node: t.RuleRead,
) -> p.Index:
    """The value while a version is in force on a day that is only known when the case is."""
    tests = [_test(low, "≥", day, version.since.toordinal(), node.span)]
    if version.until is not None:
        tests.append(_test(low, "≤", day, version.until.toordinal(), node.span))
    in_force = tests[0]
    if len(tests) > 1:
        in_force = low.add(p.Join("and", tuple(tests), (), p.TRUTH_SHAPE, node.span))
    value, other = _aligned(low, node, [value, otherwise])
    shape = low.hull([value, other])
    chosen = p.Choose((in_force,), (value,), other, (None,), shape, node.span)
    return low.notable(chosen, node.type)


def _test(low: Lowerer, op: CompareOp, day: p.Index, number: int, span: Span) -> p.Index:
    shape = p.Shape("day", 0, number, number)
    edge = low.add(p.Constant(number, None, shape, span))
    return low.add(p.Test(op, day, edge, p.TRUTH_SHAPE, span))
