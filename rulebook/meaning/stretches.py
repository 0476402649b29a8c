"""What a condition or a table's cell admits of a value, as stretches of numbers.

Values of enumerations, days and yes/no are numbers too here: place, day number, 0 and 1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from rulebook.book.model import Vocabulary
from rulebook.book.types import OneOf, Truth, Type
from rulebook.language.tree import CompareOp
from rulebook.meaning import typed as t

Cut = tuple[Fraction, int]
"""A place between values: just before a value (0) or just after it (1)."""

Key = tuple[str, str]
"""What is restricted: a fact or a definition, by id."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """From one cut to another; None is without end."""

    low: Cut | None
    high: Cut | None


ALL: tuple[Stretch, ...] = (Stretch(None, None),)
TRUE, FALSE = Fraction(1), Fraction(0)


def number_of(value: t.Value, type_: Type, vocabulary: Vocabulary) -> Fraction | None:
    """The number that stands for a value; None for a set."""
    match value:
        case bool():
            return Fraction(int(value))
        case Fraction():
            return value
        case date():
            return Fraction(value.toordinal())
        case str() if isinstance(type_, OneOf):
            ids = [each.id for each in vocabulary.enumerations[type_.enumeration].values]
            return Fraction(ids.index(value))
        case _:
            return None


def point(number: Fraction) -> Stretch:
    """The stretch of a single value."""
    return Stretch((number, 0), (number, 1))


def compared(op: CompareOp, number: Fraction) -> tuple[Stretch, ...]:
    """The values that compare so with ``number``."""
    match op:
        case "=":
            return (point(number),)
        case "≠":
            return (Stretch(None, (number, 0)), Stretch((number, 1), None))
        case "<":
            return (Stretch(None, (number, 0)),)
        case "≤":
            return (Stretch(None, (number, 1)),)
        case ">":
            return (Stretch((number, 1), None),)
        case "≥":
            return (Stretch((number, 0), None),)


def meet(left: tuple[Stretch, ...], right: tuple[Stretch, ...]) -> tuple[Stretch, ...]:
    """The values that lie in both."""
    found: list[Stretch] = []
    for a in left:
        for b in right:
            lows = [each for each in (a.low, b.low) if each is not None]
            highs = [each for each in (a.high, b.high) if each is not None]
            low, high = max(lows, default=None), min(highs, default=None)
            if low is None or high is None or low < high:
                found.append(Stretch(low, high))
    return tuple(found)


def complement(stretches: tuple[Stretch, ...]) -> tuple[Stretch, ...]:
    """The values that lie in none of them."""
    left = ALL
    for each in stretches:
        below = () if each.low is None else (Stretch(None, each.low),)
        above = () if each.high is None else (Stretch(each.high, None),)
        left = meet(left, (*below, *above))
    return left


def within(inner: tuple[Stretch, ...], outer: tuple[Stretch, ...]) -> bool:
    """Whether every stretch of ``inner`` lies in one of ``outer``."""
    return all(
        any(
            (b.low is None or (a.low is not None and b.low <= a.low))
            and (b.high is None or (a.high is not None and a.high <= b.high))
            for b in outer
        )
        for a in inner
    )


# ---- conditions ----------------------------------------------------------------------------


def conjuncts(
    node: t.Typed | None, definitions: Mapping[str, t.TypedDefinition]
) -> Iterator[t.Typed]:
    """The conditions that all hold where ``node`` does; each definition is opened once."""
    waiting = [] if node is None else [node]
    seen: set[str] = set()
    while waiting:
        each = waiting.pop()
        match each:
            case t.Junction(op="and", operands=operands):
                waiting.extend(reversed(operands))
            case t.Gather(op="all", items=items):
                waiting.extend(item.value for item in reversed(items))
            case t.DefinitionRead(definition) if definition in definitions:
                yield each
                if definition not in seen:
                    seen.add(definition)
                    waiting.append(definitions[definition].value)
            case _:
                yield each


OPPOSITE: dict[CompareOp, CompareOp] = {
    "=": "≠", "≠": "=", "<": "≥", "≥": "<", ">": "≤", "≤": ">",
}  # fmt: skip


def denied(node: t.Typed) -> t.Typed | None:
    """A condition that holds where ``node`` is false; None where no simple one does."""
    match node:
        case t.Not(operand):
            return operand
        case t.Compare(op, left, right, type_, span):
            return t.Compare(OPPOSITE[op], left, right, type_, span)
        case t.FactRead() | t.DefinitionRead():
            return t.Not(node, node.type, node.span)
        case t.Junction("or", operands, type_, span):
            parts = [denied(each) for each in operands]
            known = tuple(each for each in parts if each is not None)
            return t.Junction("and", known, type_, span) if known else None
        case _:
            return None


def restriction(node: t.Typed, vocabulary: Vocabulary) -> tuple[Key, tuple[Stretch, ...]] | None:
    """What a single condition says of one fact or definition; None where it says something else."""
    match node:
        case t.FactRead() | t.DefinitionRead() if isinstance(node.type, Truth):
            return _key(node), (point(TRUE),)
        case t.Not(operand) if isinstance(operand, t.FactRead | t.DefinitionRead):
            return _key(operand), (point(FALSE),)
        case t.Compare(op, left, t.Literal(value)) if isinstance(
            left, t.FactRead | t.DefinitionRead
        ):
            number = number_of(value, left.type, vocabulary)
            return None if number is None else (_key(left), compared(op, number))
        case t.Member(operand, options) if isinstance(operand, t.FactRead | t.DefinitionRead):
            points: list[Stretch] = []
            for option in options:
                if not isinstance(option, t.Literal):
                    return None
                number = number_of(option.value, operand.type, vocabulary)
                if number is None:
                    return None
                points.append(point(number))
            return _key(operand), tuple(points)
        case _:
            return None


def _key(node: t.FactRead | t.DefinitionRead) -> Key:
    if isinstance(node, t.FactRead):
        return "fact", node.fact
    return "definition", node.definition


def restrictions(
    node: t.Typed | None,
    definitions: Mapping[str, t.TypedDefinition],
    vocabulary: Vocabulary,
) -> dict[Key, tuple[Stretch, ...]]:
    """What a condition says of single facts and definitions wherever it holds."""
    found: dict[Key, tuple[Stretch, ...]] = {}
    for each in conjuncts(node, definitions):
        said = restriction(each, vocabulary)
        if said is not None:
            key, stretches = said
            found[key] = meet(found.get(key, ALL), stretches)
    return found


def exclusive(
    first: t.Typed,
    second: t.Typed,
    definitions: Mapping[str, t.TypedDefinition],
    vocabulary: Vocabulary,
) -> bool:
    """Whether two conditions surely never hold together; False where that can't be told."""
    left = restrictions(first, definitions, vocabulary)
    right = restrictions(second, definitions, vocabulary)
    return any(not meet(left[key], right[key]) for key in left.keys() & right.keys())
