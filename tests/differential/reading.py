"""Readings of other rules and of figures of another day, as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.differential.choices import likely, pick, some
from tests.differential.kinds import KINDS, Kind, Quantity, decimals, written
from tests.differential.named import DAY_FACTS, GRADE_FACTS, GROUP_FACTS, SET_FACTS, YES_NO
from tests.differential.pieces import ATOM, NOTHING, VALUE, Number, Other, Piece, Size, Truth
from tests.differential.scope import Callee, Of, Step, piece

if TYPE_CHECKING:
    from tests.differential.values import Values

ABSENT = "不适用"
Result = tuple[Callee, Step | None, str, Size | None]


def elsewhere(writer: Values, of: Of, depth: int) -> Piece | None:
    """A result of another rule, or a figure as of another day, where there is one of the type."""
    figures = [each for each in writer.scope.figures if each[0] == of]
    if figures and likely(writer.choices, 30):
        _, name, size = pick(writer.choices, figures)
        day = writer.day(min(depth, 1))
        return piece(f"{name}(基准日: {day.text})", of, size, day.reads)
    results = _results(writer, of)
    return result(writer, of, depth, pick(writer.choices, results)) if results else None


def _results(writer: Values, of: Of) -> list[Result]:
    # What a step is called with may gather records, which no gathering may hold.
    steps = [(each.callee, each) for each in writer.scope.steps if writer.inside is None]
    plain: list[tuple[Callee, Step | None]] = [(each, None) for each in writer.scope.callees]
    return [
        (callee, step, output, size)
        for callee, step in [*plain, *steps]
        for output, kind, size in callee.outputs
        if kind == of
    ]


def result(writer: Values, of: Of, depth: int, chosen: Result) -> Piece:
    """A result of a rule: as it stands or with other values, with a fallback where it needs one."""
    callee, step, output, size = chosen
    reads = callee.reads
    owner, dated = (callee.name, False) if step is None else (step.name, step.dated)
    free = writer.inside is None or not callee.gathers
    often = 40 if writer.inside is None else 70
    if step is None and free and likely(writer.choices, often):
        given, dated, more = arguments(writer, callee, depth)
        owner, reads = f"{callee.name}({given})", reads | more
    text = f"{owner}.{output}"
    free = callee.guard is None and (callee.always or dated)
    if free and likely(writer.choices, 60):
        return piece(text, of, size, reads)
    if likely(writer.choices, 10):
        return piece(f"({text} 不适用时 {ABSENT})", of, size, reads)
    other = fallback(writer, of, size)
    return piece(f"({text} 不适用时 {other.text})", of, size, reads | other.reads)


def fallback(writer: Values, of: Of, size: Size | None) -> Piece:
    """What stands in for a rule that says nothing: no larger than what it stands in for."""
    match of:
        case Kind():
            assert size is not None
            amount = writer.amount(of)
            return (
                amount
                if _within(amount.size, size)
                else Number(written(of.amounts[0] * 0, of.units[0]), ATOM, NOTHING, Size(0, 0))
            )
        case "truth":
            return Truth(pick(writer.choices, ("是", "否")), ATOM, NOTHING)
        case "day":
            return writer.day(0)
        case "grade":
            return writer.grade_or_value(0)
        case "group":
            return writer.group_or_value()
        case _:
            return Other("乙集", frozenset({"other_groups"}))


def _within(inner: Size, outer: Size) -> bool:
    return inner.whole <= outer.whole and inner.scale <= outer.scale


# ---- with other values


def arguments(writer: Values, callee: Callee, depth: int) -> tuple[str, bool, frozenset[str]]:
    """Facts and perhaps the day that the rule is read with; whether the day is among them."""
    choices = writer.choices
    known = [each for each in replaceable() if each[1] in callee.reads]
    chosen = some(choices, known, 1 + choices.below(2))
    dated = not chosen or likely(choices, 30)
    texts: list[str] = []
    reads = NOTHING
    for name, _, of in chosen:
        value = _value(writer, of, min(depth, 1))
        texts.append(f"{name}: {value.text}")
        reads |= value.reads
    if dated:
        day = writer.day(min(depth, 1))
        texts.append(f"基准日: {day.text}")
        reads |= day.reads
    return "、".join(texts), dated, reads


def replaceable() -> list[tuple[str, str, Of | Quantity]]:
    """Facts with their ids, and what they are."""
    named = (
        (YES_NO, "truth"),
        (DAY_FACTS, "day"),
        (GRADE_FACTS, "grade"),
        (GROUP_FACTS, "group"),
        (SET_FACTS, "set"),
    )
    facts: list[tuple[str, str, Of | Quantity]] = [
        (fact.name, fact.id, fact) for kind in KINDS for fact in kind.facts
    ]
    return facts + [(name, id_, of) for names, of in named for name, id_ in names.items()]


def _value(writer: Values, of: Of | Quantity, depth: int) -> Piece:
    """A value that a fact may have."""
    match of:
        case Quantity():
            return _measure(writer, of, depth)
        case "truth":
            return writer.truth(depth)
        case "day":
            return writer.day(depth)
        case "grade":
            return writer.grade_or_value(depth)
        case "group":
            return writer.group_or_value()
        case _:
            return writer.set_or_values(depth)


def _measure(writer: Values, fact: Quantity, depth: int) -> Number:
    """A measure rounded to the step of a fact and held inside its domain."""
    kind = next(kind for kind in KINDS if fact in kind.facts)
    unit = kind.units[0]
    loose = writer.round(kind, writer.number(kind, depth), fact.step)
    if loose.size.scale > decimals(fact.step):
        loose = writer.amount(kind)
        loose = Number(written(fact.high, unit), ATOM, NOTHING, loose.size)
    low, high = written(fact.low, unit), written(fact.high, unit)
    return Number(f"(({loose.text}) 不低于 {low}) 不超过 {high}", VALUE, loose.reads, loose.size)
