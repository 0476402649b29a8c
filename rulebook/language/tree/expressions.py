"""Names and expressions."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from fractions import Fraction

from rulebook.diagnostics.span import Span
from rulebook.language.marks import ArithmeticOp, CompareOp, GatherOp, LimitKind, RoundingMode
from rulebook.language.tree.spans import own_span


@dataclass(frozen=True, slots=True)
class Name:
    """One word, as written."""

    word: str
    span: Span = own_span()


@dataclass(frozen=True, slots=True)
class Part:
    """``记录.项`` or ``规则.结果``: something's part."""

    owner: Reference
    part: Name
    span: Span = own_span()


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument of a call; with a name it replaces that fact for the call."""

    name: Name | None
    value: Expression
    span: Span = own_span()


@dataclass(frozen=True, slots=True)
class Call:
    """``年份(日)`` or ``居民大病(合规费用: 甲 - 乙)``."""

    target: Name
    arguments: tuple[Argument, ...]
    span: Span = own_span()


Reference = Name | Part | Call


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit (ids of ``words.yaml``), or a bare number: ``units`` empty.

    ``digits`` are kept as written, in half-width. ``units`` has one id (``元``) or two (``元/天``).
    """

    digits: str
    units: tuple[str, ...] = ()
    span: Span = own_span()

    @property
    def number(self) -> Fraction:
        """The number before the unit, exactly."""
        return Fraction(self.digits)


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar day, ``2025-09-01``."""

    date: datetime.date
    span: Span = own_span()


@dataclass(frozen=True, slots=True)
class Quoted:
    """A value in quotes: the name of an enumeration's value that is not one word."""

    text: str
    span: Span = own_span()


@dataclass(frozen=True, slots=True)
class YesNo:
    """是 or 否."""

    value: bool
    span: Span = own_span()


@dataclass(frozen=True, slots=True)
class NoLimit:
    """无上限."""

    span: Span = own_span()


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """不适用."""

    span: Span = own_span()


@dataclass(frozen=True, slots=True)
class Base:
    """原值, inside an exception: the value that the definition has without it."""

    span: Span = own_span()


@dataclass(frozen=True, slots=True)
class Undetermined:
    """未定(…), only as the expected value of an example."""

    names: tuple[Reference, ...]
    span: Span = own_span()


@dataclass(frozen=True, slots=True)
class Minus:
    """A leading minus."""

    operand: Expression
    span: Span = own_span()


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """Two operands and one of ``+ - × /``."""

    op: ArithmeticOp
    left: Expression
    right: Expression
    span: Span = own_span()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two operands compared."""

    op: CompareOp
    left: Expression
    right: Expression
    span: Span = own_span()


@dataclass(frozen=True, slots=True)
class Membership:
    """``甲 属于 (乙、丙)``."""

    operand: Expression
    options: Expression
    span: Span = own_span()


@dataclass(frozen=True, slots=True)
class Not:
    """非."""

    operand: Expression
    span: Span = own_span()


@dataclass(frozen=True, slots=True)
class And:
    """Two or more conditions joined by 且."""

    operands: tuple[Expression, ...]
    span: Span = own_span()


@dataclass(frozen=True, slots=True)
class Or:
    """Two or more conditions joined by 或."""

    operands: tuple[Expression, ...]
    span: Span = own_span()


@dataclass(frozen=True, slots=True)
class Choice:
    """``(甲、乙)`` with two or more values: a set, or the options of 属于."""

    items: tuple[Expression, ...]
    span: Span = own_span()


@dataclass(frozen=True, slots=True)
class Aggregate:
    """``合计(…)``: over a list of values, or over records where ``items`` is one expression."""

    op: GatherOp
    items: tuple[Expression, ...]
    where: Expression | None = None
    otherwise: Expression | None = None
    span: Span = own_span()


@dataclass(frozen=True, slots=True)
class WhenNotApplicable:
    """``甲.乙 不适用时 丙``: what stands in for a rule that does not apply."""

    reference: Reference
    fallback: Expression
    span: Span = own_span()


@dataclass(frozen=True, slots=True)
class Limit:
    """``值 不低于 下限`` or ``值 不超过 上限``, on the value's own line."""

    kind: LimitKind
    value: Expression
    bound: Expression
    span: Span = own_span()


@dataclass(frozen=True, slots=True)
class Rounding:
    """``值 四舍五入到 0.01元``, on the value's own line."""

    mode: RoundingMode
    value: Expression
    step: Amount
    span: Span = own_span()


@dataclass(frozen=True, slots=True)
class Bracketed:
    """A value in brackets of its own.

    Kept in the tree, because limits bind to what stands on their left inside the same brackets.
    """

    value: Expression
    span: Span = own_span()


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
