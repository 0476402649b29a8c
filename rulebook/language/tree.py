"""The tree of a rule file: what the drafter wrote, as frozen nodes with spans.

Names stay as written, in either language; nothing is looked up here. Spans never take part in
equality, so ``parse(print(tree)) == tree`` is a statement about meaning and not about layout.
Every construct of the language has its node here, also those that later stages refuse for now.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from rulebook.diagnostics.span import NOWHERE, Span
from rulebook.language.marks import ArithmeticOp as ArithmeticOp
from rulebook.language.marks import CompareOp as CompareOp
from rulebook.language.marks import GatherOp as GatherOp
from rulebook.language.marks import LimitKind as LimitKind
from rulebook.language.marks import RoundingMode as RoundingMode


def _span() -> Span:
    return field(default=NOWHERE, compare=False, repr=False)


# ---- names ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Name:
    """One word, as written."""

    word: str
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Part:
    """``记录.项`` or ``规则.结果``: something's part."""

    owner: Reference
    part: Name
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument of a call; with a name it replaces that fact for the call."""

    name: Name | None
    value: Expression
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Call:
    """``年份(日)`` or ``居民大病(合规费用: 甲 - 乙)``."""

    target: Name
    arguments: tuple[Argument, ...]
    span: Span = _span()


Reference = Name | Part | Call


# ---- expressions ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit (ids of ``words.yaml``), or a bare number: ``units`` empty.

    ``digits`` are kept as written, in half-width. ``units`` has one id (``元``) or two (``元/天``).
    """

    digits: str
    units: tuple[str, ...] = ()
    span: Span = _span()

    @property
    def number(self) -> Fraction:
        """The number before the unit, exactly."""
        return Fraction(self.digits)


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar day, ``2025-09-01``."""

    date: datetime.date
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Quoted:
    """A value in quotes: the name of an enumeration's value that is not one word."""

    text: str
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class YesNo:
    """是 or 否."""

    value: bool
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class NoLimit:
    """无上限."""

    span: Span = _span()


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """不适用."""

    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Base:
    """原值, inside an exception: the value that the definition has without it."""

    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Undetermined:
    """未定(…), only as the expected value of an example."""

    names: tuple[Reference, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Minus:
    """A leading minus."""

    operand: Expression
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """Two operands and one of ``+ - × /``."""

    op: ArithmeticOp
    left: Expression
    right: Expression
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two operands compared."""

    op: CompareOp
    left: Expression
    right: Expression
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Membership:
    """``甲 属于 (乙、丙)``."""

    operand: Expression
    options: Expression
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Not:
    """非."""

    operand: Expression
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class And:
    """Two or more conditions joined by 且."""

    operands: tuple[Expression, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Or:
    """Two or more conditions joined by 或."""

    operands: tuple[Expression, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Choice:
    """``(甲、乙)`` with two or more values: a set, or the options of 属于."""

    items: tuple[Expression, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Aggregate:
    """``合计(…)``: over a list of values, or over records where ``items`` is one expression."""

    op: GatherOp
    items: tuple[Expression, ...]
    where: Expression | None = None
    otherwise: Expression | None = None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class WhenNotApplicable:
    """``甲.乙 不适用时 丙``: what stands in for a rule that does not apply."""

    reference: Reference
    fallback: Expression
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Limit:
    """``值 不低于 下限`` or ``值 不超过 上限``, on the value's own line."""

    kind: LimitKind
    value: Expression
    bound: Expression
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Rounding:
    """``值 四舍五入到 0.01元``, on the value's own line."""

    mode: RoundingMode
    value: Expression
    step: Amount
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Bracketed:
    """A value in brackets of its own.

    Kept in the tree, because limits bind to what stands on their left inside the same brackets.
    """

    value: Expression
    span: Span = _span()


Expression = (
    Name
    | Part
    | Call
    | Amount
    | Day
    | Quoted
    | YesNo
    | NoLimit
    | NotApplicable
    | Base
    | Undetermined
    | Minus
    | Arithmetic
    | Comparison
    | Membership
    | Not
    | And
    | Or
    | Choice
    | Aggregate
    | WhenNotApplicable
    | Limit
    | Rounding
    | Bracketed
)


# ---- table cells ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Anything:
    """``*``: any value; reads nothing."""

    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Rest:
    """否则 as the only word of a cell: what no other row took."""

    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Bounds:
    """One or two bounds, ``≥ 60岁 < 70岁``."""

    bounds: tuple[tuple[CompareOp, Expression], ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Several:
    """Two or more values, ``特困、低保``."""

    items: tuple[Expression, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Corner:
    r"""``甲 \ 乙``: the corner of a two-way table; rows by 甲, columns by 乙."""

    row: Expression
    column: Expression
    span: Span = _span()


Cell = Anything | Rest | Bounds | Several | Corner | Expression


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table."""

    cells: tuple[Cell, ...]
    span: Span = _span()


# ---- definitions ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Source:
    """A source cited by its name in ``sources.yaml``, with the section where it says so."""

    name: Name
    section: str | None = None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a clause stands on: sources, how sure we are, and the rows of facts it encodes."""

    sources: tuple[Source, ...] = ()
    evidence: Name | None = None
    facts: tuple[str, ...] = ()
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class LimitStep:
    """A limit on a line of its own under a definition."""

    kind: LimitKind
    bound: Expression
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class RoundingStep:
    """A rounding on a line of its own under a definition."""

    mode: RoundingMode
    step: Amount
    span: Span = _span()


Step = LimitStep | RoundingStep


@dataclass(frozen=True, slots=True)
class Case:
    """``值 若 条件``; without a condition it is the last one, 否则."""

    value: Expression
    condition: Expression | None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Cases:
    """Cases, walked down: the first true one decides."""

    cases: tuple[Case, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Table:
    """查表: the first row is the heading."""

    heading: Row
    rows: tuple[Row, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Brackets:
    """分段: a table whose first column bounds an amount from above."""

    on_top_of: Expression | None
    heading: Row
    rows: tuple[Row, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class NamedLine:
    """``名: 值`` under a gathering definition."""

    name: Name | Quoted
    other: Name | None
    value: Expression
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Gathered:
    """合计, 全部 and so on over named lines."""

    op: GatherOp
    lines: tuple[NamedLine, ...]
    span: Span = _span()


Body = Expression | Cases | Table | Brackets | Gathered


@dataclass(frozen=True, slots=True)
class Target:
    """A name being defined, with its name in the other language beside it."""

    reference: Name | Part
    other: Name | None = None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Definition:
    """``名 = 值``, with limits, roundings (``steps``) and grounds on lines of their own below."""

    targets: tuple[Target, ...]
    body: Body
    steps: tuple[Step, ...] = ()
    grounds: Grounds | None = None
    span: Span = _span()


# ---- other statements ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BasedOn:
    """沿用."""

    rule: Reference
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class ListItems:
    """清单: the items of the national list that this rule implements."""

    items: tuple[Reference, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class InForce:
    """施行 自 … 至 …; ``until`` is the last day in force."""

    since: datetime.date
    until: datetime.date | None = None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Applies:
    """适用 若 条件."""

    condition: Expression
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Inputs:
    """输入."""

    names: tuple[Reference, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Outputs:
    """输出."""

    names: tuple[Reference, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class RuleException:
    """例外 名 若 条件, with definitions given anew."""

    name: Name
    other: Name | None
    condition: Expression
    after: tuple[Reference, ...]
    definitions: tuple[Definition, ...]
    grounds: Grounds | None = None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Check:
    """核对 “…” 条件: must hold in every case."""

    title: str
    condition: Expression
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class NotEncoded:
    """未能编码 “…” 理由 “…”."""

    clause: str
    reason: str
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Assignment:
    """``名 = 值`` in an example."""

    reference: Reference
    value: Expression
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Given:
    """设 名 = 值、…."""

    assignments: tuple[Assignment, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class GivenRecords:
    """设 记录, with the records as a table."""

    reference: Reference
    rows: tuple[Row, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Gives:
    """得 名 = 值、…."""

    assignments: tuple[Assignment, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class GivesStatus:
    """得 不适用 or 得 未定."""

    status: Literal["not-applicable", "undetermined"]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class ExampleEvidence:
    """证据 recalled: the weakest evidence that this example lets in."""

    level: Name
    span: Span = _span()


ExampleLine = Given | GivenRecords | Gives | GivesStatus | ExampleEvidence | Row


@dataclass(frozen=True, slots=True)
class Example:
    """示例."""

    title: str | None
    lines: tuple[ExampleLine, ...]
    span: Span = _span()


Statement = (
    BasedOn
    | ListItems
    | Grounds
    | InForce
    | Applies
    | Inputs
    | Outputs
    | Definition
    | RuleException
    | Check
    | NotEncoded
    | Example
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, its statements in written order."""

    name: Name
    other: Name | None
    titles: tuple[str, ...]
    statements: tuple[Statement, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Comment:
    """A ``#`` comment with the place where it stood; the formatter puts it back."""

    text: str
    line: int
    column: int
    alone: bool


@dataclass(frozen=True, slots=True)
class RuleFile:
    """All rules of a file. Comments belong to the layout, so they don't take part in equality.

    ``broken`` are the rules that have an error in their text, with those of their statements that
    can be read: their names are taken, but nothing may be concluded from what they lack.
    """

    rules: tuple[Rule, ...]
    comments: tuple[Comment, ...] = field(default=(), compare=False)
    broken: tuple[Rule, ...] = field(default=(), compare=False)
    span: Span = _span()
