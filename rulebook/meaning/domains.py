"""The values that a typed node may have, as cuts between numbers: what conditions are held against.

Values of enumerations, days and yes/no are numbers too: place, day number, 0 and 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from rulebook.book.model import BookContents, Fact
from rulebook.book.types import CalendarDay, Measure, OneOf
from rulebook.meaning import typed as t
from rulebook.meaning.extents import Extent, Extents, field_of
from rulebook.meaning.stretches import Cut

ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Domain:
    """The values something may have, as numbers: cuts around them, and their step (None: dense)."""

    low: Cut | None
    high: Cut | None
    step: Fraction | None


@dataclass(slots=True)
class Domains:
    """The domains of a version's nodes; see :class:`Extents`."""

    definitions: Mapping[str, t.TypedDefinition]
    contents: BookContents
    any_figure: bool = False
    extents: Extents = field(init=False)

    def __post_init__(self) -> None:
        self.extents = Extents(self.definitions, self.contents, self.any_figure)

    def of(self, node: t.Typed) -> Domain:
        """The declared domain of a fact or a field, or how far another value can come."""
        match node.type:
            case OneOf() as type_:
                last = Fraction(len(values_of(self.contents, type_)) - 1)
                return Domain((Fraction(0), 0), (last, 1), ONE)
            case Measure() | CalendarDay():
                return self._declared(node)
            case _:
                return Domain((Fraction(0), 0), (ONE, 1), ONE)

    def _declared(self, node: t.Typed) -> Domain:
        fact = self.fact_of(node)
        if isinstance(node.type, CalendarDay):
            read = fact if fact is not None and not isinstance(node, t.DefinitionRead) else None
            first = Fraction(read.first.toordinal()) if read and read.first else None
            last = Fraction(read.last.toordinal()) if read and read.last else None
            return domain(Extent(first, last, ONE))
        extent = self.extents.of(node)
        if fact is not None:
            # What a rule defines has no more decimals than its fact, though perhaps another step.
            defined = isinstance(node, t.DefinitionRead)
            extent = replace(extent, step=finest(fact.step, extent.step) if defined else fact.step)
        return domain(extent)

    def fact_of(self, node: t.Typed) -> Fact | None:
        """The fact or the field whose value a node is, if any."""
        vocabulary = self.contents.vocabulary
        match node:
            case t.FactRead(fact):
                return vocabulary.facts[fact]
            case t.DefinitionRead(definition):
                return vocabulary.facts.get(definition)
            case t.FieldRead(records, name):
                return field_of(self.contents, records, name)
            case _:
                return None


def values_of(contents: BookContents, type_: OneOf) -> list[str]:
    """The ids of an enumeration's values, in their order."""
    return [each.id for each in contents.vocabulary.enumerations[type_.enumeration].values]


def finest(step: Fraction, given: Fraction | None) -> Fraction:
    """The step of what a formula gives a fact: its own where it is kept, else its last decimal."""
    if given is not None and given % step == 0:
        return step
    decimal = ONE
    while (step / decimal).denominator != 1:
        decimal /= 10
    return decimal


def domain(extent: Extent) -> Domain:
    """The domain from the least to the greatest value of an extent, both included."""
    low = None if extent.low is None else (extent.low, 0)
    high = None if extent.high is None else (extent.high, 1)
    return Domain(low, high, extent.step)


def witness_between(low: Cut | None, high: Cut | None, step: Fraction | None) -> Fraction | None:
    """A value between two cuts that the domain has; None where there is none."""
    if low is None:
        edge = high or (Fraction(0), 0)
        return edge[0] if edge[1] else edge[0] - (step or 1)
    number, after = low
    if not after:
        return number if high is None or (number, 1) <= high else None
    following = _next(number, high, step)
    return following if high is None or (following, 1) <= high else None


def _next(number: Fraction, high: Cut | None, step: Fraction | None) -> Fraction:
    if step is not None:
        return (number // step + 1) * step
    return number + 1 if high is None else (number + high[0]) / 2
