"""What has a value: every node is a ``Typed``, and reads others."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal as OneOfWords

from rulebook.book.types import Type
from rulebook.diagnostics import Bilingual, Span
from rulebook.language.marks import ArithmeticOp, CompareOp, GatherOp, LimitKind, RoundingMode
from rulebook.meaning.typed.clauses import Clause
from rulebook.meaning.values import Value


@dataclass(frozen=True, slots=True)
class Literal:
    """A value written in the rule.

    ``clause`` is what sets it and makes it a figure of that rule; None where the value needs no
    source: a zero, a bare number, a day, a yes or no, an enumeration's value, a table's cell.
    """

    value: Value
    type: Type
    span: Span
    clause: Clause | None = None
    units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FactRead:
    """A fact of the case."""

    fact: str
    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class CaseDayRead:
    """基准日, the day of the case."""

    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class FigureRead:
    """A figure of the book as of the day of the case, or as of ``day`` where the rule names one."""

    place: str
    figure: str
    type: Type
    span: Span
    day: Typed | None = None


@dataclass(frozen=True, slots=True)
class DefinitionRead:
    """Another definition of the same rule; a per-record one has its value for this record."""

    definition: str
    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class FieldRead:
    """A field of the record in hand, inside a gathering over ``records`` (a fact)."""

    records: str
    field: str
    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class RuleRead:
    """An output of another rule for the same case and day.

    ``replaced`` gives facts the values that they have for this call; ``day`` replaces the day of
    the case. ``fallback`` stands in where the other rule is not in force or does not apply; without
    one the value is then not applicable.
    """

    rule: str
    output: str
    replaced: tuple[tuple[str, Typed], ...]
    day: Typed | None
    fallback: Typed | None
    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class NoLimitValue:
    """无上限: as a limit it limits nothing; plus or minus an amount it stays what it is."""

    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class NotApplicableValue:
    """不适用: whatever reads it is not applicable either."""

    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class FunctionCall:
    """A built-in function of days.

    ``year(day)`` is a bare number; ``age(birth, day)`` full years of age, the birthday counted as
    reached, 29 February being 1 March in common years; ``months(a, b)`` the greatest n with
    a + n months ≤ b (0 where b is before a); ``medical_year(day, month)`` the calendar year in
    which the medical year that holds the day began, years starting on the 1st of ``month``.
    """

    function: OneOfWords["year", "age", "months", "medical_year"]
    arguments: tuple[Typed, ...]
    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class Negate:
    """A leading minus."""

    operand: Typed
    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """``+ - × /`` on measures; a division always stands under a rounding or in a comparison.

    A day plus or minus years, months or days is a day (months clamp to the month's end, always from
    the original day); a day minus a day is a number of days.
    """

    op: ArithmeticOp
    left: Typed
    right: Typed
    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class Compare:
    """A comparison; ordered enumerations compare by their order, yes and no only by ``= ≠``."""

    op: CompareOp
    left: Typed
    right: Typed
    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class Member:
    """``甲 属于 (乙、丙)``."""

    operand: Typed
    options: tuple[Typed, ...]
    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class Contains:
    """``甲 属于 集合``: whether a set holds a value."""

    operand: Typed
    of: Typed
    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class Not:
    """非."""

    operand: Typed
    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class Junction:
    """且 (``and``) or 或 (``or``) over two or more conditions."""

    op: OneOfWords["and", "or"]
    operands: tuple[Typed, ...]
    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class GatherItem:
    """An item of a gathering; named lines have an id and a label."""

    id: str | None
    label: Bilingual | None
    value: Typed


@dataclass(frozen=True, slots=True)
class Gather:
    """合计 计数 最高 最低 全部 任一 over a list or over named lines, in written order.

    ``count`` counts the true ones; max and min of an ordered enumeration take its order.
    """

    op: GatherOp
    items: tuple[GatherItem, ...]
    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class RecordGather:
    """合计 计数 最高 最低 全部 任一 over the records of a fact for which ``where`` holds.

    ``item`` is worked out for each record; None for a count of records. ``otherwise`` is the value
    of max and min where no record is left. Of no records the sum and the count are 0, all is true,
    any false.
    """

    op: GatherOp
    records: str
    item: Typed | None
    where: Typed | None
    otherwise: Typed | None
    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class Limit:
    """``不低于`` (floor: the greater of both) or ``不超过`` (ceiling: the lesser)."""

    kind: LimitKind
    value: Typed
    bound: Typed
    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class Round:
    """Rounding to a multiple of ``step`` (base units, above zero).

    half_up takes a half away from zero, down goes towards zero, up away from zero.
    """

    mode: RoundingMode
    value: Typed
    step: Fraction
    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class TypedCase:
    """``value`` where ``condition`` is the first true one; ``name`` is an exception's."""

    condition: Typed
    value: Typed
    span: Span
    name: Bilingual | None = None


@dataclass(frozen=True, slots=True)
class Cases:
    """Cases, walked down; ``otherwise`` is the last."""

    cases: tuple[TypedCase, ...]
    otherwise: Typed
    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class AnyValue:
    """``*``: matches, and reads nothing."""


@dataclass(frozen=True, slots=True)
class WithinBounds:
    """Every bound holds of the column's value."""

    bounds: tuple[tuple[CompareOp, Typed], ...]


@dataclass(frozen=True, slots=True)
class AmongValues:
    """The column's value equals one of these."""

    values: tuple[Typed, ...]


CellTest = AnyValue | WithinBounds | AmongValues


@dataclass(frozen=True, slots=True)
class Crossing:
    """Where a cell of a two-way table stands: its row and column, from 1, and their headings."""

    row: int
    column: int
    side: Span
    top: Span


@dataclass(frozen=True, slots=True)
class TypedRow:
    """A row: one test a condition column, and the result. ``number`` is its place, from 1.

    In a two-way table it is a cell, the cells being numbered row by row, with its ``crossing``.
    """

    number: int
    cells: tuple[CellTest, ...]
    result: Typed
    span: Span
    crossing: Crossing | None = None


@dataclass(frozen=True, slots=True)
class Lookup:
    """One result column of a table. A two-way table has a row for each of its cells.

    ``rest`` is the result of the 否则 row. Rows never overlap and leave no gap over the declared
    domains. ``clause`` is what the table stands on: weaker than asked for, its answer is unknown.
    """

    inputs: tuple[Typed, ...]
    rows: tuple[TypedRow, ...]
    rest: Typed | None
    clause: Clause
    type: Type
    span: Span


@dataclass(frozen=True, slots=True)
class Tier:
    """A part of an amount up to ``upper`` (None: without end), taken at ``rate``."""

    upper: Typed | None
    rate: Typed
    span: Span


@dataclass(frozen=True, slots=True)
class Brackets:
    """分段: each part of ``amount`` at the rate of its tier; tiers ascend.

    The amount lies above ``on_top_of`` where there is one. A tier that the amount doesn't reach is
    not read, nor is a rate whose part is empty. ``clause`` as of a look-up.
    """

    amount: Typed
    on_top_of: Typed | None
    tiers: tuple[Tier, ...]
    clause: Clause
    type: Type
    span: Span


Typed = (
    Literal
    | FactRead
    | CaseDayRead
    | FigureRead
    | DefinitionRead
    | FieldRead
    | RuleRead
    | NoLimitValue
    | NotApplicableValue
    | FunctionCall
    | RecordGather
    | Brackets
    | Contains
    | Negate
    | Arithmetic
    | Compare
    | Member
    | Not
    | Junction
    | Gather
    | Limit
    | Round
    | Cases
    | Lookup
)
