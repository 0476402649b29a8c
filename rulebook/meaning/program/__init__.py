"""The program: what rules mean, as numbered nodes over scaled integers.

A measure is held as ``value × 10**scale`` in base units, so money (scale 2, yuan) is fen. Yes and
no are booleans, days are day numbers (``date.toordinal``), values of an enumeration their place in
it, from 0. A node reads only nodes before it, so a version is a straight line of code and every
production backend is a fold over it. Unknown values (a fact that is missing, a figure that is
unset) travel through nodes by the rules of the semantics; nodes say nothing about them. A set is
held as bits, one for each value of its enumeration.

Two special values travel too: 不适用, which makes whatever reads it not applicable, and 无上限,
which as a limit limits nothing. A shape says where they may occur.

Nodes that depend on a record stand in the body of their ``ForEach``, numbered from ``BODY``.

The nodes are kept by family, and ``nodes`` says which there are; ``book`` holds what stands around
them. Everyone imports them from here.
"""

from __future__ import annotations

from rulebook.meaning.program.book import (
    Program,
    ProgramCheck,
    ProgramClause,
    ProgramDefinition,
    ProgramFact,
    ProgramFigure,
    ProgramFigureValue,
    Version,
)
from rulebook.meaning.program.choices import (
    Cell,
    Choose,
    Crossing,
    Table,
    TableRow,
    TierPart,
    Tiers,
)
from rulebook.meaning.program.conditions import (
    Absent,
    Contains,
    CountTrue,
    Gathering,
    Invert,
    Join,
    Line,
    OneOf,
    Test,
)
from rulebook.meaning.program.nodes import Consult, Define, ForEach, Node, Strict
from rulebook.meaning.program.numbers import (
    Add,
    Bound,
    Calendar,
    DivideRound,
    Extreme,
    Multiply,
    Negate,
    Scale,
    Subtract,
)
from rulebook.meaning.program.operands import operands
from rulebook.meaning.program.reading import (
    Constant,
    ReadDay,
    ReadFact,
    ReadField,
    ReadFigure,
    Special,
)
from rulebook.meaning.program.shape import BODY, TRUTH_SHAPE, Index, Kind, Shape

__all__ = [
    "BODY",
    "TRUTH_SHAPE",
    "Absent",
    "Add",
    "Bound",
    "Calendar",
    "Cell",
    "Choose",
    "Constant",
    "Consult",
    "Contains",
    "CountTrue",
    "Crossing",
    "Define",
    "DivideRound",
    "Extreme",
    "ForEach",
    "Gathering",
    "Index",
    "Invert",
    "Join",
    "Kind",
    "Line",
    "Multiply",
    "Negate",
    "Node",
    "OneOf",
    "Program",
    "ProgramCheck",
    "ProgramClause",
    "ProgramDefinition",
    "ProgramFact",
    "ProgramFigure",
    "ProgramFigureValue",
    "ReadDay",
    "ReadFact",
    "ReadField",
    "ReadFigure",
    "Scale",
    "Shape",
    "Special",
    "Strict",
    "Subtract",
    "Table",
    "TableRow",
    "Test",
    "TierPart",
    "Tiers",
    "Version",
    "operands",
]
