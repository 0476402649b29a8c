"""The typed tree: rules with every name resolved and every unit checked, before lowering.

Values are exact: measures are fractions in base units (see ``rulebook.book.types``). The reference
interpreter reads this tree as it stands; lowering turns it into a ``Program`` of integers.
Every node carries the span of the text it came from.

``expressions`` are what has a value, ``rules`` what stands around them. Everyone imports them from
here.
"""

from __future__ import annotations

from rulebook.meaning.typed.clauses import Citation, Clause
from rulebook.meaning.typed.expressions import (
    AmongValues,
    AnyValue,
    Arithmetic,
    Brackets,
    CaseDayRead,
    Cases,
    CellTest,
    Compare,
    Contains,
    DefinitionRead,
    FactRead,
    FieldRead,
    FigureRead,
    FunctionCall,
    Gather,
    GatherItem,
    Junction,
    Limit,
    Literal,
    Lookup,
    Member,
    Negate,
    NoLimitValue,
    Not,
    NotApplicableValue,
    RecordGather,
    Round,
    RuleRead,
    Tier,
    Typed,
    TypedCase,
    TypedRow,
    WithinBounds,
)
from rulebook.meaning.typed.rules import (
    Expected,
    LeftOut,
    TypedBook,
    TypedCheck,
    TypedDefinition,
    TypedExample,
    TypedRule,
    TypedVersion,
)
from rulebook.meaning.values import FactValue, RecordValues, Value

__all__ = [
    "AmongValues",
    "AnyValue",
    "Arithmetic",
    "Brackets",
    "CaseDayRead",
    "Cases",
    "CellTest",
    "Citation",
    "Clause",
    "Compare",
    "Contains",
    "DefinitionRead",
    "Expected",
    "FactRead",
    "FactValue",
    "FieldRead",
    "FigureRead",
    "FunctionCall",
    "Gather",
    "GatherItem",
    "Junction",
    "LeftOut",
    "Limit",
    "Literal",
    "Lookup",
    "Member",
    "Negate",
    "NoLimitValue",
    "Not",
    "NotApplicableValue",
    "RecordGather",
    "RecordValues",
    "Round",
    "RuleRead",
    "Tier",
    "Typed",
    "TypedBook",
    "TypedCase",
    "TypedCheck",
    "TypedDefinition",
    "TypedExample",
    "TypedRow",
    "TypedRule",
    "TypedVersion",
    "Value",
    "WithinBounds",
]
