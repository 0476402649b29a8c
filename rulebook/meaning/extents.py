"""How far a typed measure can reach, and its step: what a table's rows have to cover.

Bounds are sure but need not be tight: a table over a definition is told of gaps only where the
definition may come. None means that nothing is known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import gcd, lcm

from rulebook.book.model import BookContents, Fact
from rulebook.book.types import Records
from rulebook.meaning import typed as t
from rulebook.meaning.foreach import MOST_RECORDS
from rulebook.meaning.walking import innermost_first

ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Extent:
    """The least and the greatest value, and what all values are multiples of."""

    low: Fraction | None = None
    high: Fraction | None = None
    step: Fraction | None = None


ANY = Extent()


@dataclass(frozen=True, slots=True)
class Extents:
    """The extents of a version's nodes; those of its definitions are worked out once.

    ``any_figure``: a figure may have any value, also one that it does not have today.
    """

    definitions: Mapping[str, t.TypedDefinition]
    contents: BookContents
    any_figure: bool = False
    known: dict[str, Extent] = field(default_factory=dict)

    def of(self, node: t.Typed) -> Extent:
        """The extent of a measure; that of anything else is :data:`ANY`."""
        match node:
            case t.FigureRead() if self.any_figure:
                return ANY
            case t.DefinitionRead(definition) if definition in self.definitions:
                if definition not in self.known:
                    for each in innermost_first(
                        definition, self.definitions, self.known.__contains__
                    ):
                        self.known[each] = self.of(self.definitions[each].value)
                return self.known[definition]
            case t.Cases(cases, otherwise):
                return self._any_of([*(case.value for case in cases), otherwise])
            case t.Lookup(_, rows, rest):
                return self._any_of([row.result for row in rows] + ([rest] if rest else []))
            case _:
                return _extent(node, self.of, self.contents)

    def _any_of(self, values: list[t.Typed]) -> Extent:
        """What reads 不适用 is not applicable itself, so that it doesn't count."""
        return hull(self.of(each) for each in values if not isinstance(each, t.NotApplicableValue))


def _extent(node: t.Typed, of: Callable[[t.Typed], Extent], contents: BookContents) -> Extent:
    match node:
        case t.Literal(value=Fraction() as value):
            return Extent(value, value, abs(value) or None)
        case t.FactRead(fact):
            return declared(contents.vocabulary.facts[fact])
        case t.FieldRead(records, name):
            return declared(field_of(contents, records, name))
        case t.FigureRead(place, figure):
            return _of_figure(contents, place, figure)
        case t.Negate(operand):
            inner = of(operand)
            return Extent(_minus(inner.high), _minus(inner.low), inner.step)
        case t.Arithmetic("+", left, right):
            return _sum([of(left), of(right)])
        case t.Arithmetic("-", left, right):
            a, b = of(left), of(right)
            return _sum([a, Extent(_minus(b.high), _minus(b.low), b.step)])
        case t.Arithmetic("×", left, right):
            return _product(of(left), of(right))
        case t.Gather("sum", items):
            return _sum([of(item.value) for item in items])
        case t.Gather("count", items):
            return Extent(Fraction(0), Fraction(len(items)), ONE)
        case t.Gather("max" | "min", items):
            return hull(of(item.value) for item in items)
        case t.RecordGather("count"):
            return Extent(Fraction(0), Fraction(MOST_RECORDS), ONE)
        case t.RecordGather("sum", _, item) if item is not None:
            one, many = of(item), Fraction(MOST_RECORDS)
            low = None if one.low is None else min(one.low, Fraction(0)) * many
            high = None if one.high is None else max(one.high, Fraction(0)) * many
            return Extent(low, high, one.step)
        case t.RecordGather("max" | "min", _, item, _, otherwise) if item and otherwise:
            return hull((of(item), of(otherwise)))
        case t.Limit(kind, value, bound):
            return _limited(kind == "floor", of(value), of(bound))
        case t.Round(_, value, step):
            inner = of(value)
            low = None if inner.low is None else inner.low // step * step
            high = None if inner.high is None else -(-inner.high // step) * step
            return Extent(low, high, step)
        case t.FunctionCall("age" | "months"):
            return Extent(Fraction(0), None, ONE)
        case t.FunctionCall("year" | "medical_year"):
            return Extent(None, None, ONE)
        case _:
            return ANY


def declared(fact: Fact) -> Extent:
    """The domain of a fact."""
    return Extent(fact.low, fact.high, fact.step)


def field_of(contents: BookContents, records: str, name: str) -> Fact:
    """A field of the records that a fact lists."""
    type_ = contents.vocabulary.facts[records].type
    assert isinstance(type_, Records)
    fields = contents.vocabulary.records[type_.record].fields
    return next(each for each in fields if each.id == name)


def hull(extents: Iterable[Extent]) -> Extent:
    """The extent of what is one of several."""
    every = list(extents)
    if not every:
        return ANY
    lows, highs = [each.low for each in every], [each.high for each in every]
    low = None if None in lows else min(each for each in lows if each is not None)
    high = None if None in highs else max(each for each in highs if each is not None)
    return Extent(low, high, _common(every))


def _of_figure(contents: BookContents, place: str, figure: str) -> Extent:
    values = [each.value for each in contents.figures[place, figure].values]
    amounts = [value for value in values if isinstance(value, Fraction)]
    return hull(Extent(each, each, abs(each) or None) for each in amounts) if amounts else ANY


def _minus(number: Fraction | None) -> Fraction | None:
    return None if number is None else -number


def _common(extents: list[Extent]) -> Fraction | None:
    """The greatest step that all values are multiples of; a zero is a multiple of any."""
    steps: list[Fraction] = []
    for each in extents:
        if each.step is not None:
            steps.append(each.step)
        elif each.low != 0 or each.high != 0:
            return None
    below = lcm(*(step.denominator for step in steps))
    return Fraction(gcd(*(int(step * below) for step in steps)), below) if steps else None


def _sum(extents: list[Extent]) -> Extent:
    lows, highs = [each.low for each in extents], [each.high for each in extents]
    low = None if None in lows else sum((each for each in lows if each is not None), Fraction(0))
    high = None if None in highs else sum((each for each in highs if each is not None), Fraction(0))
    return Extent(low, high, _common(extents))


def _product(left: Extent, right: Extent) -> Extent:
    step = left.step * right.step if left.step and right.step else None
    if left.low is None or left.high is None or right.low is None or right.high is None:
        return Extent(None, None, step)
    edges = [a * b for a in (left.low, left.high) for b in (right.low, right.high)]
    return Extent(min(edges), max(edges), step)


def _limited(floor: bool, value: Extent, bound: Extent) -> Extent:
    take: Callable[[list[Fraction]], Fraction] = max if floor else min
    lows = [each for each in (value.low, bound.low) if each is not None]
    highs = [each for each in (value.high, bound.high) if each is not None]
    low: Fraction | None = take(lows) if len(lows) == 2 or (floor and lows) else None
    high: Fraction | None = take(highs) if len(highs) == 2 or (not floor and highs) else None
    return Extent(low, high, _common([value, bound]))
