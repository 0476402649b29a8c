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
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from rulebook.book.model import EvidenceLevel
from rulebook.diagnostics import Bilingual, Span
from rulebook.language.marks import CompareOp, LimitKind, RoundingMode

Index = int
"""The number of a node in its version, or, from ``BODY``, in the body of a ``ForEach``."""

BODY = 1_000_000
"""The number of the first node of a body; no version has as many nodes."""

Kind = Literal["number", "truth", "day", "code", "set", "records"]


@dataclass(frozen=True, slots=True)
class Shape:
    """What values a node has: their kind and, of a number, its scale.

    ``low`` and ``high`` bound the integer it is held as. ``units`` and ``enumeration`` tell how the
    value is shown, where the explanation shows it. ``absent``: it may be 不适用; ``unlimited``: it
    may be 无上限.
    """

    kind: Kind
    scale: int = 0
    low: int = 0
    high: int = 0
    units: tuple[str, ...] = ()
    enumeration: str | None = None
    absent: bool = False
    unlimited: bool = False


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
    """A figure of the program as of the day of the case, or of the node ``day``."""

    figure: str
    day: Index | None
    shape: Shape
    span: Span


@dataclass(frozen=True, slots=True)
class ReadField:
    """A field of the record in hand, in a body."""

    records: str
    field: str
    shape: Shape
    span: Span


@dataclass(frozen=True, slots=True)
class Special:
    """不适用 (``absent``) or 无上限 (``unlimited``)."""

    kind: Literal["absent", "unlimited"]
    shape: Shape
    span: Span


@dataclass(frozen=True, slots=True)
class Calendar:
    """A function of days; all operands are whole numbers.

    ``year`` of a day; ``age`` in full years (birth, day); ``months`` (a, b); ``medical_year`` (day,
    first month); ``add_months`` (day, number), clamped to the month's end.
    """

    function: Literal["year", "age", "months", "medical_year", "add_months"]
    operands: tuple[Index, ...]
    shape: Shape
    span: Span


@dataclass(frozen=True, slots=True)
class Contains:
    """Whether a set holds a value."""

    value: Index
    of: Index
    shape: Shape
    span: Span


@dataclass(frozen=True, slots=True)
class ForEach:
    """合计, 计数 and so on over the records of a fact for which ``where`` holds.

    ``body`` is worked out for each record in turn; ``where`` and ``item`` are nodes of it, or of
    the version where they don't depend on the record. ``otherwise`` is the extreme of no records.
    """

    op: Literal["sum", "count", "max", "min", "all", "any"]
    records: Index
    body: tuple[Node, ...]
    where: Index | None
    item: Index | None
    otherwise: Index | None
    shape: Shape
    span: Span


@dataclass(frozen=True, slots=True)
class Consult:
    """An output of another rule: ``value`` where that rule applies, else ``otherwise``."""

    rule: str
    output: str
    applies: Index
    value: Index
    otherwise: Index
    shape: Shape
    span: Span


@dataclass(frozen=True, slots=True)
class TierPart:
    """What a tier of brackets takes: ``part`` of the amount at ``rate`` gives ``share``.

    The tier is reached where ``reached`` (the tiers below it did not hold the amount) is true.
    """

    number: int
    reached: Index | None
    part: Index
    rate: Index
    share: Index
    span: Span


@dataclass(frozen=True, slots=True)
class Tiers:
    """Brackets with their tiers, for the explanation; passes the value on."""

    value: Index
    tiers: tuple[TierPart, ...]
    clause: int
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
    """Cases, walked down: the value of the first true condition, else ``otherwise``.

    ``names`` are those of exceptions.
    """

    conditions: tuple[Index, ...]
    values: tuple[Index, ...]
    otherwise: Index
    names: tuple[Bilingual | None, ...]
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
    | ReadField
    | Special
    | Calendar
    | Contains
    | ForEach
    | Consult
    | Tiers
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
    """A fact as the program holds it: its shape gives scale and domain, ``step`` the least step.

    ``fields`` are those of a list of records, in the order in which a record holds them.
    """

    id: str
    label: Bilingual
    shape: Shape
    units: tuple[str, ...]
    step: int
    enumeration: str | None
    fields: tuple[ProgramFact, ...] = ()


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
    """A definition of a version: the node of its value, how it is shown, and its clause.

    ``rule`` is the rule that it belongs to, which is another one where that is called.
    """

    id: str
    rule: str
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
    """The nodes that a node reads, in written order; of a gathering over records not its body."""
    match node:
        case Constant() | ReadFact() | ReadDay() | ReadField() | Special():
            return ()
        case ReadFigure(day=day):
            return () if day is None else (day,)
        case Define(value=value) | Scale(value=value) | Negate(value=value) | Invert(value=value):
            return (value,)
        case Gathering(value=value) | Tiers(value=value):
            return (value,)
        case Add(operands=many) | Extreme(operands=many) | Join(operands=many):
            return many
        case CountTrue(operands=many) | Calendar(operands=many):
            return many
        case Subtract(left=left, right=right) | Multiply(left=left, right=right):
            return (left, right)
        case Test(left=left, right=right):
            return (left, right)
        case DivideRound(numerator=numerator, denominator=denominator):
            return (numerator,) if denominator is None else (numerator, denominator)
        case Bound(value=value, bound=bound):
            return (value, bound)
        case Contains(value=value, of=of):
            return (value, of)
        case OneOf(value=value, options=options):
            return (value, *options)
        case Consult(applies=applies, value=value, otherwise=otherwise):
            return (applies, value, otherwise)
        case ForEach(records=records, otherwise=otherwise):
            return (records,) if otherwise is None else (records, otherwise)
        case Choose(conditions=conditions, values=values, otherwise=otherwise):
            pairs = (each for pair in zip(conditions, values, strict=True) for each in pair)
            return (*pairs, otherwise)
        case Table(rows=rows, rest=rest, columns=columns):
            cells = tuple(
                each for row in rows for each in (*(cell.test for cell in row.cells), row.result)
            )
            return (*columns, *cells, *(() if rest is None else (rest,)))
