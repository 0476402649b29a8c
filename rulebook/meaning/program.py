"""The program: what rules mean, as numbered nodes over scaled integers.

A measure is held as ``value × 10**scale`` in base units, so money (scale 2, yuan) is fen. Yes and
no are booleans, days are day numbers (``date.toordinal``), values of an enumeration their place in
it, from 0. A node reads only nodes before it, so a version is a straight line of code and every
production backend is a fold over it. Unknown values (a fact that is missing, a figure that is
unset) travel through nodes by the rules of the semantics; nodes say nothing about them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from rulebook.book.model import EvidenceLevel
from rulebook.diagnostics import Bilingual, Span
from rulebook.language.tree import CompareOp, LimitKind, RoundingMode

Index = int
"""The number of a node in its version."""

Kind = Literal["number", "truth", "day", "code"]


@dataclass(frozen=True, slots=True)
class Shape:
    """What values a node has: their kind and, of a number, its scale.

    ``low`` and ``high`` bound the integer it is held as. ``units`` and ``enumeration`` tell how the
    value is shown, where the explanation shows it.
    """

    kind: Kind
    scale: int = 0
    low: int = 0
    high: int = 0
    units: tuple[str, ...] = ()
    enumeration: str | None = None


TRUTH_SHAPE = Shape("truth", 0, 0, 1)


@dataclass(frozen=True, slots=True)
class Constant:
    """A value written in a rule; ``clause`` is the one that sets it, where it needs a source."""

    value: int
    clause: int | None
    shape: Shape
    span: Span


@dataclass(frozen=True, slots=True)
class ReadFact:
    """A fact of the case."""

    fact: str
    shape: Shape
    span: Span


@dataclass(frozen=True, slots=True)
class ReadDay:
    """The day of the case."""

    shape: Shape
    span: Span


@dataclass(frozen=True, slots=True)
class ReadFigure:
    """A figure of the program as of the day of the case."""

    figure: str
    shape: Shape
    span: Span


@dataclass(frozen=True, slots=True)
class Define:
    """The value of a definition; passes its value on."""

    definition: str
    value: Index
    shape: Shape
    span: Span


@dataclass(frozen=True, slots=True)
class Scale:
    """``value × factor``: aligns scales; says nothing of its own."""

    value: Index
    factor: int
    shape: Shape
    span: Span


@dataclass(frozen=True, slots=True)
class Add:
    """The sum of two or more numbers of one scale."""

    operands: tuple[Index, ...]
    shape: Shape
    span: Span


@dataclass(frozen=True, slots=True)
class Subtract:
    """The difference of two numbers of one scale."""

    left: Index
    right: Index
    shape: Shape
    span: Span


@dataclass(frozen=True, slots=True)
class Multiply:
    """The product of two numbers; its scale is the sum of theirs."""

    left: Index
    right: Index
    shape: Shape
    span: Span


@dataclass(frozen=True, slots=True)
class Negate:
    """The number with the other sign."""

    value: Index
    shape: Shape
    span: Span


@dataclass(frozen=True, slots=True)
class DivideRound:
    """``step × round(numerator / (denominator × divisor))``: division and rounding are one.

    half_up takes a half away from zero, down goes towards zero, up away from zero.
    ``denominator`` is None where only the constant ``divisor`` (above zero) divides. ``rounds`` is
    where the value that is rounded stands in the rule. ``written`` are the parts of a quotient in
    the order of the rule; empty where nothing was divided.
    """

    numerator: Index
    denominator: Index | None
    divisor: int
    mode: RoundingMode
    step: int
    rounds: Span
    shape: Shape
    span: Span
    written: tuple[Index, ...] = ()


@dataclass(frozen=True, slots=True)
class Bound:
    """A limit: the greater of both for a floor, the lesser for a ceiling."""

    kind: LimitKind
    value: Index
    bound: Index
    shape: Shape
    span: Span


@dataclass(frozen=True, slots=True)
class Extreme:
    """The greatest (max) or least (min) of two or more."""

    kind: Literal["max", "min"]
    operands: tuple[Index, ...]
    shape: Shape
    span: Span


@dataclass(frozen=True, slots=True)
class Test:
    """Two values of one kind and scale compared.

    ``written`` are the parts of quotients that were multiplied across, in the order of the rule.
    """

    op: CompareOp
    left: Index
    right: Index
    shape: Shape
    span: Span
    written: tuple[Index, ...] = ()


@dataclass(frozen=True, slots=True)
class OneOf:
    """Whether the value equals one of the options."""

    value: Index
    options: tuple[Index, ...]
    shape: Shape
    span: Span


@dataclass(frozen=True, slots=True)
class Invert:
    """The condition's opposite."""

    value: Index
    shape: Shape
    span: Span


@dataclass(frozen=True, slots=True)
class Join:
    """Conditions joined by ``and`` or ``or``, three-valued and independent of order.

    ``lines`` name the parts where they are named lines of the rule.
    """

    op: Literal["and", "or"]
    operands: tuple[Index, ...]
    lines: tuple[Line, ...]
    shape: Shape
    span: Span


@dataclass(frozen=True, slots=True)
class CountTrue:
    """How many of the conditions are true."""

    operands: tuple[Index, ...]
    shape: Shape
    span: Span


@dataclass(frozen=True, slots=True)
class Line:
    """A named line of a gathering."""

    id: str
    label: Bilingual


@dataclass(frozen=True, slots=True)
class Gathering:
    """A gathering's value with the lines it gathers, for the explanation; passes its value on."""

    value: Index
    operands: tuple[Index, ...]
    lines: tuple[Line, ...]
    shape: Shape
    span: Span


@dataclass(frozen=True, slots=True)
class Choose:
    """Cases, walked down: the value of the first true condition, else ``otherwise``."""

    conditions: tuple[Index, ...]
    values: tuple[Index, ...]
    otherwise: Index
    shape: Shape
    span: Span


@dataclass(frozen=True, slots=True)
class Cell:
    """A condition that a row puts on a column (its place, from 0); two bounds are two of them."""

    column: int
    test: Index


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row: the conditions that its cells put (``*`` puts none) and its result."""

    number: int
    cells: tuple[Cell, ...]
    result: Index
    span: Span


@dataclass(frozen=True, slots=True)
class Table:
    """A look-up: the row whose conditions all hold; rows neither overlap nor leave a gap.

    ``rest`` is the result where no row's conditions hold.
    """

    columns: tuple[Index, ...]
    rows: tuple[TableRow, ...]
    rest: Index | None
    clause: int
    shape: Shape
    span: Span


Node = (
    Constant
    | ReadFact
    | ReadDay
    | ReadFigure
    | Define
    | Scale
    | Add
    | Subtract
    | Multiply
    | Negate
    | DivideRound
    | Bound
    | Extreme
    | Test
    | OneOf
    | Invert
    | Join
    | CountTrue
    | Gathering
    | Choose
    | Table
)


@dataclass(frozen=True, slots=True)
class ProgramClause:
    """What part of a rule stands on: see ``rulebook.meaning.typed.Clause``."""

    id: str
    label: Bilingual
    citations: tuple[tuple[str, str | None], ...]
    evidence: EvidenceLevel | None
    facts: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class ProgramFact:
    """A fact as the program holds it: its shape gives scale and domain, ``step`` the least step."""

    id: str
    label: Bilingual
    shape: Shape
    units: tuple[str, ...]
    step: int
    enumeration: str | None


@dataclass(frozen=True, slots=True)
class ProgramFigureValue:
    """A figure's value from ``since`` to ``until`` (day numbers, both included; None is open)."""

    since: int | None
    until: int | None
    value: int | None
    evidence: EvidenceLevel | None
    source: str | None
    section: str | None


@dataclass(frozen=True, slots=True)
class ProgramFigure:
    """A dated figure: ``id`` is ``place/figure``."""

    id: str
    label: Bilingual
    shape: Shape
    units: tuple[str, ...]
    values: tuple[ProgramFigureValue, ...]


@dataclass(frozen=True, slots=True)
class ProgramDefinition:
    """A definition of a version: the node of its value, how it is shown, and its clause."""

    id: str
    label: Bilingual
    node: Index
    units: tuple[str, ...]
    enumeration: str | None
    clause: int


@dataclass(frozen=True, slots=True)
class ProgramCheck:
    """A condition that must hold in every case."""

    title: str
    node: Index
    span: Span


@dataclass(frozen=True, slots=True)
class Version:
    """A rule from ``since`` to ``until`` (day numbers, both included; None is open)."""

    since: int
    until: int | None
    nodes: tuple[Node, ...]
    applies: Index | None
    definitions: Mapping[str, ProgramDefinition]
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    checks: tuple[ProgramCheck, ...]
    clauses: tuple[ProgramClause, ...]


@dataclass(frozen=True, slots=True)
class Program:
    """All rules of a book, ready to run.

    ``enumerations`` gives the values' ids in the order in which they are numbered.
    """

    facts: Mapping[str, ProgramFact]
    figures: Mapping[str, ProgramFigure]
    enumerations: Mapping[str, tuple[str, ...]]
    rules: Mapping[str, tuple[Version, ...]]


def operands(node: Node) -> tuple[Index, ...]:
    """The nodes that a node reads, in written order."""
    match node:
        case Constant() | ReadFact() | ReadDay() | ReadFigure():
            return ()
        case Define(value=value) | Scale(value=value) | Negate(value=value) | Invert(value=value):
            return (value,)
        case Add(operands=many) | Extreme(operands=many) | Join(operands=many):
            return many
        case CountTrue(operands=many):
            return many
        case Gathering(value=value):
            return (value,)
        case Subtract(left=left, right=right) | Multiply(left=left, right=right):
            return (left, right)
        case Test(left=left, right=right):
            return (left, right)
        case DivideRound(numerator=numerator, denominator=denominator):
            return (numerator,) if denominator is None else (numerator, denominator)
        case Bound(value=value, bound=bound):
            return (value, bound)
        case OneOf(value=value, options=options):
            return (value, *options)
        case Choose(conditions=conditions, values=values, otherwise=otherwise):
            pairs = (each for pair in zip(conditions, values, strict=True) for each in pair)
            return (*pairs, otherwise)
        case Table(rows=rows, rest=rest, columns=columns):
            cells = tuple(
                each for row in rows for each in (*(cell.test for cell in row.cells), row.result)
            )
            return (*columns, *cells, *(() if rest is None else (rest,)))
