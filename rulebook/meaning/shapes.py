"""How values are held as integers: scales, bounds, and the numbers behind days and enumerations."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from fractions import Fraction

from rulebook.book.model import BookContents, Enumeration, Fact, Figure
from rulebook.book.types import CalendarDay, Measure, OneOf, Records, SetOf, Truth, Type
from rulebook.meaning.program import (
    TRUTH_SHAPE,
    ProgramFact,
    ProgramFigure,
    ProgramFigureValue,
    Shape,
)
from rulebook.meaning.values import Value

LARGEST = 2**63 - 1
"""No node may pass this, in either direction: the integers of every engine are 64-bit."""


def scale_of(value: Fraction) -> int:
    """The fewest decimals that hold ``value`` exactly; every amount written is a decimal."""
    scale = 0
    while (value * 10**scale).denominator != 1:
        scale += 1
        if scale > 30:
            raise ValueError(f"{value} is not a decimal")
    return scale


def held(value: Value, scale: int, enumerations: Mapping[str, Enumeration], type_: Type) -> int:
    """A value as the integer that stands for it."""
    match value:
        case bool():
            return int(value)
        case Fraction():
            scaled = value * 10**scale
            if scaled.denominator != 1:
                raise ValueError(f"{value} is finer than {scale} decimals")
            return int(scaled.numerator)
        case datetime.date():
            return value.toordinal()
        case str() if isinstance(type_, CalendarDay):
            return datetime.date.fromisoformat(value).toordinal()
        case str() if isinstance(type_, Truth):
            return int(value == "yes")
        case frozenset() if isinstance(type_, SetOf):
            every = [each.id for each in enumerations[type_.enumeration].values]
            return sum(1 << every.index(each) for each in value)
        case str() if isinstance(type_, OneOf):
            return [each.id for each in enumerations[type_.enumeration].values].index(value)
    raise TypeError(f"{value!r} is not held as an integer")


def told(number: int, shape: Shape, ids: Iterable[str] | None) -> Value:
    """The value that an integer stands for: the inverse of :func:`held`."""
    match shape.kind:
        case "truth":
            return bool(number)
        case "number":
            return Fraction(number, 10**shape.scale)
        case "day":
            return datetime.date.fromordinal(number)
        case "code":
            return list(ids or ())[number]
        case "set":
            return frozenset(id_ for place, id_ in enumerate(ids or ()) if number >> place & 1)
        case "records":
            raise TypeError("records are no result")


def shape_of(type_: Type, contents: BookContents) -> Shape:
    """The shape of a type that is not a measure; a measure's depends on its amounts."""
    match type_:
        case OneOf(enumeration):
            values = contents.vocabulary.enumerations[enumeration].values
            return Shape("code", 0, 0, len(values) - 1, (), enumeration)
        case SetOf(enumeration):
            count = len(contents.vocabulary.enumerations[enumeration].values)
            return Shape("set", 0, 0, (1 << count) - 1, (), enumeration)
        case Records():
            return Shape("records")
        case CalendarDay():
            first, last = datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)
            return Shape("day", 0, first.toordinal(), last.toordinal())
        case _:
            return TRUTH_SHAPE


def program_fact(fact: Fact, contents: BookContents) -> ProgramFact:
    """A fact of the vocabulary as the program holds it."""
    shape, step = shape_of(fact.type, contents), 1
    if isinstance(fact.type, Measure):
        low, high = fact.low or Fraction(0), fact.high or Fraction(0)
        scale = max(scale_of(fact.step), scale_of(low), scale_of(high))
        low_int, high_int = int(low * 10**scale), int(high * 10**scale)
        shape = Shape("number", scale, low_int, high_int, fact.units)
        step = int(fact.step * 10**scale)
    elif isinstance(fact.type, CalendarDay) and fact.first and fact.last:
        shape = Shape("day", 0, fact.first.toordinal(), fact.last.toordinal())
    enumeration = fact.type.enumeration if isinstance(fact.type, OneOf | SetOf) else None
    fields: tuple[ProgramFact, ...] = ()
    if isinstance(fact.type, Records):
        record = contents.vocabulary.records[fact.type.record]
        fields = tuple(program_fact(each, contents) for each in record.fields)
    return ProgramFact(fact.id, fact.label, shape, fact.units, step, enumeration, fields)


def program_figure(figure: Figure, contents: BookContents) -> ProgramFigure:
    """A figure as the program holds it: one scale for all its values."""
    known = [each.value for each in figure.values if each.value is not None]
    shape, scale = shape_of(figure.type, contents), 0
    if isinstance(figure.type, Measure):
        amounts = [value for value in known if isinstance(value, Fraction)]
        scale = max((scale_of(value) for value in amounts), default=0)
        numbers = [int(value * 10**scale) for value in amounts]
        # A figure that nobody has published is never read; any bound will do, but not a zero.
        shape = Shape(
            "number", scale, min(numbers, default=1), max(numbers, default=1), figure.units
        )
    enumerations = contents.vocabulary.enumerations
    return ProgramFigure(
        id=f"{figure.place}/{figure.id}",
        label=figure.label,
        shape=shape,
        units=figure.units,
        values=tuple(
            ProgramFigureValue(
                since=each.since.toordinal() if each.since else None,
                until=each.until.toordinal() if each.until else None,
                value=None
                if each.value is None
                else held(each.value, scale, enumerations, figure.type),
                evidence=each.evidence,
                source=each.source,
                section=each.section,
            )
            for each in figure.values
        ),
    )
