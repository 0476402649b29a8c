"""The typed tree: rules with every name resolved and every unit checked, before lowering.

Values are exact: measures are fractions in base units (see ``rulebook.book.types``). The reference
interpreter reads this tree as it stands; lowering turns it into a ``Program`` of integers.
Every node carries the span of the text it came from.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal as OneOfWords

from rulebook.book.model import BookContents, EvidenceLevel
from rulebook.book.types import Type
from rulebook.diagnostics import Bilingual, Span
from rulebook.language.tree import (
    ArithmeticOp,
    CompareOp,
    GatherOp,
    LimitKind,
    RoundingMode,
)
from rulebook.meaning.values import FactValue as FactValue
from rulebook.meaning.values import RecordValues as RecordValues
from rulebook.meaning.values import Value as Value


@dataclass(frozen=True, slots=True)
class Citation:
    """A source by its id, with the section that says so."""

    source: str
    section: str | None


@dataclass(frozen=True, slots=True)
class Clause:
    """What a piece of a rule stands on.

    ``id`` is the rule's path, with ``.definition`` behind it where the definition has grounds of
    its own; ``evidence`` is how sure we are of the amounts written in it, None where it cites
    nothing.
    """

    id: str
    label: Bilingual
    citations: tuple[Citation, ...]
    evidence: EvidenceLevel | None
    facts: tuple[str, ...]
    span: Span


# ---- expressions ---------------------------------------------------------------------------


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
class TypedRow:
    """A row: one test a condition column, and the result. ``number`` is its place, from 1."""

    number: int
    cells: tuple[CellTest, ...]
    result: Typed
    span: Span


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


# ---- rules ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TypedDefinition:
    """A definition. ``id`` is the vocabulary's for a fact, else its ASCII name, else its word.

    ``units`` are the units (ids of ``words.yaml``) in which its value is shown. ``records`` is the
    fact over whose records it is worked out, one by one; its id is then ``records.name``.
    """

    id: str
    label: Bilingual
    type: Type
    units: tuple[str, ...]
    value: Typed
    clause: Clause
    span: Span
    records: str | None = None


@dataclass(frozen=True, slots=True)
class TypedCheck:
    """核对: must hold in every case."""

    title: str
    condition: Typed
    span: Span


@dataclass(frozen=True, slots=True)
class LeftOut:
    """未能编码: a clause that the rule leaves out, with the reason."""

    clause: str
    reason: str
    span: Span


@dataclass(frozen=True, slots=True)
class TypedVersion:
    """A rule while one 施行 period lasts; ``until`` is the last day in force.

    ``inputs`` are the facts it reads, in the order of 输入; ``definitions`` keep written order.
    """

    since: datetime.date
    until: datetime.date | None
    applies: Typed | None
    inputs: tuple[str, ...]
    definitions: Mapping[str, TypedDefinition]
    outputs: tuple[str, ...]
    checks: tuple[TypedCheck, ...]
    left_out: tuple[LeftOut, ...]
    items: tuple[str, ...]
    clause: Clause
    span: Span


@dataclass(frozen=True, slots=True)
class Expected:
    """What an example expects of one definition: a value, to be undetermined, or not applicable.

    ``missing`` are the ids of what is missing; empty where the example doesn't say.
    """

    value: Value | None
    missing: tuple[str, ...] = ()
    not_applicable: bool = False


@dataclass(frozen=True, slots=True)
class TypedExample:
    """One case with what it expects; ``status`` is None where only results are expected."""

    rule: str
    name: str
    day: datetime.date
    evidence: EvidenceLevel
    facts: Mapping[str, FactValue]
    status: str | None
    expected: Mapping[str, Expected]
    span: Span


@dataclass(frozen=True, slots=True)
class TypedRule:
    """A rule with its versions in order of time, and the examples that stand in them.

    ``based_on`` is the rule that it adopts or lays its exceptions over.
    """

    id: str
    label: Bilingual
    title: Bilingual
    place: str
    family: str
    versions: tuple[TypedVersion, ...]
    examples: tuple[TypedExample, ...] = ()
    based_on: str | None = None


@dataclass(frozen=True, slots=True)
class TypedBook:
    """All sound rules of a book, beside the data they read."""

    contents: BookContents
    rules: Mapping[str, TypedRule]
