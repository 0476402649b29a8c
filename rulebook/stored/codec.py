"""Frozen values ⇄ short JSON: dataclasses as lists of their fields, by number of their class.

What occurs often and never changes (shapes, labels, spans' files) stands once in a table beside the
value. Only the classes named here can be made.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cache
from importlib import import_module
from typing import Any

Json = Any

MODULES: dict[str, tuple[str, ...]] = {
    "rulebook.diagnostics": ("Bilingual", "Diagnostic", "Related"),
    "rulebook.book.types": ("Measure", "Truth", "CalendarDay", "OneOf", "SetOf", "Records"),
    "rulebook.book.model": (
        "Fact",
        "EnumerationValue",
        "Enumeration",
        "RecordType",
        "SourceDocument",
        "FigureValue",
        "Conflict",
        "Figure",
        "ListBound",
        "ListItem",
        "RowsLeftOut",
        "Place",
        "Edition",
    ),
    "rulebook.meaning.program": (
        "Shape",
        "Constant",
        "ReadFact",
        "ReadDay",
        "ReadFigure",
        "ReadField",
        "Special",
        "Calendar",
        "Contains",
        "Absent",
        "ForEach",
        "Consult",
        "TierPart",
        "Tiers",
        "Define",
        "Scale",
        "Add",
        "Subtract",
        "Multiply",
        "Negate",
        "DivideRound",
        "Bound",
        "Extreme",
        "Test",
        "OneOf",
        "Invert",
        "Join",
        "CountTrue",
        "Line",
        "Gathering",
        "Choose",
        "Cell",
        "Crossing",
        "TableRow",
        "Table",
        "ProgramClause",
        "ProgramFact",
        "ProgramFigureValue",
        "ProgramFigure",
        "ProgramDefinition",
        "ProgramCheck",
        "Version",
    ),
    "rulebook.meaning.typed": (
        "Citation",
        "Clause",
        "AmongValues",
        "AnyValue",
        "Arithmetic",
        "Brackets",
        "CaseDayRead",
        "Cases",
        "Compare",
        "Contains",
        "Crossing",
        "DefinitionRead",
        "FactRead",
        "FieldRead",
        "FigureRead",
        "FunctionCall",
        "Gather",
        "GatherItem",
        "Junction",
        "Limit",
        "Literal",
        "Lookup",
        "Member",
        "Negate",
        "NoLimitValue",
        "Not",
        "NotApplicableValue",
        "RecordGather",
        "Round",
        "RuleRead",
        "Tier",
        "TypedCase",
        "TypedRow",
        "WithinBounds",
        "Expected",
        "LeftOut",
        "TypedCheck",
        "TypedDefinition",
        "TypedExample",
        "TypedRule",
        "TypedVersion",
    ),
}
"""The classes that are kept; a new node of the program or of typed rules is to be added."""

TABLE, TUPLE, FRACTION, DATE, SET, MAPPING, SPAN = range(7)
FIRST_CLASS = 10
SHARED = frozenset(("Bilingual", "Shape"))


@cache
def names() -> tuple[tuple[str, str], ...]:
    """The classes in the order of their numbers, by module and name."""
    return tuple((module, name) for module, known in MODULES.items() for name in known)


@cache
def _made_by(number: int) -> Callable[..., Any]:
    module, name = names()[number - FIRST_CLASS]
    maker: Callable[..., Any] = getattr(import_module(module), name)
    return maker


@cache
def _numbers() -> dict[type, tuple[int, tuple[str, ...], bool]]:
    found: dict[type, tuple[int, tuple[str, ...], bool]] = {}
    for number, (module, name) in enumerate(names(), FIRST_CLASS):
        owner = getattr(import_module(module), name)
        fields = tuple(each.name for each in dataclasses.fields(owner))
        found[owner] = number, fields, name in SHARED
    return found


PLAIN = frozenset((type(None), bool, int, str))


class Encoder:
    """Encodes the values of one section; ``table`` gathers what they share.

    Without ``spans`` values are the same wherever they were written.
    """

    def __init__(self, *, spans: bool = True) -> None:
        from rulebook.diagnostics import Span

        self.span = Span
        self.spans = spans
        self.numbers = _numbers()
        self.table: list[Json] = []
        self.places: dict[Any, int] = {}

    def encode(self, value: Any) -> Json:
        """A value as JSON."""
        kind = value.__class__
        if kind in PLAIN:
            return value
        known = self.numbers.get(kind)
        if known is not None:
            return self.instance(value, *known)
        if kind is self.span:
            if not self.spans:
                return None
            file = self.shared(value.file, value.file)
            return [SPAN, file, value.line, value.column, value.end_line, value.end_column]
        if isinstance(value, tuple):
            return [TUPLE, *[self.encode(each) for each in value]]
        if isinstance(value, Fraction):
            return [FRACTION, value.numerator, value.denominator]
        if isinstance(value, datetime.date):
            return [DATE, value.toordinal()]
        if isinstance(value, frozenset):
            return [SET, *map(self.encode, sorted(value))]
        if isinstance(value, Mapping):
            return [MAPPING, *([self.encode(k), self.encode(v)] for k, v in value.items())]
        if isinstance(value, str | int):
            return value
        raise TypeError(f"{type(value).__name__} is not kept")

    def instance(self, value: Any, number: int, fields: tuple[str, ...], shared: bool) -> Json:
        """A dataclass; one that occurs often by its place in the table."""
        if shared and value in self.places:
            return [TABLE, self.places[value]]
        coded = [number, *[self.encode(getattr(value, field)) for field in fields]]
        return [TABLE, self.shared(value, coded)] if shared else coded

    def shared(self, key: Any, coded: Json) -> int:
        """The place of something in the table."""
        if key not in self.places:
            self.places[key] = len(self.table)
            self.table.append(coded)
        return self.places[key]


def decoder(table: list[Json]) -> Callable[[Json], Any]:
    """The function that reads values of one section."""
    from rulebook.diagnostics import Span

    ready: dict[int, Any] = {}

    def shared(place: int) -> Any:
        if place not in ready:
            ready[place] = decode(table[place])
        return ready[place]

    def decode(coded: Json) -> Any:
        if coded.__class__ is not list:
            return coded
        tag = coded[0]
        if tag >= FIRST_CLASS:
            return _made_by(tag)(*[decode(e) if e.__class__ is list else e for e in coded[1:]])
        if tag == SPAN:
            return Span(table[coded[1]], *coded[2:])
        if tag == TABLE:
            return shared(coded[1])
        if tag == TUPLE:
            return tuple([decode(e) if e.__class__ is list else e for e in coded[1:]])
        if tag == MAPPING:
            return {decode(key): decode(value) for key, value in coded[1:]}
        if tag == FRACTION:
            return Fraction(coded[1], coded[2])
        if tag == DATE:
            return datetime.date.fromordinal(coded[1])
        return frozenset(decode(each) for each in coded[1:])

    return decode
