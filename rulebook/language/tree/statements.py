"""The other statements of a rule, the rule, and the file."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Literal

from rulebook.diagnostics.span import Span
from rulebook.language.tree.definitions import Definition, Grounds
from rulebook.language.tree.expressions import Expression, Name, Reference
from rulebook.language.tree.spans import own_span
from rulebook.language.tree.tables import Row


@dataclass(frozen=True, slots=True)
class BasedOn:
    """沿用."""

    rule: Reference
    span: Span = own_span()


@dataclass(frozen=True, slots=True)
class ListItems:
    """清单: the items of the national list that this rule implements."""

    items: tuple[Reference, ...]
    span: Span = own_span()


@dataclass(frozen=True, slots=True)
class InForce:
    """施行 自 … 至 …; ``until`` is the last day in force."""

    since: datetime.date
    until: datetime.date | None = None
    span: Span = own_span()


@dataclass(frozen=True, slots=True)
class Applies:
    """适用 若 条件."""

    condition: Expression
    span: Span = own_span()


@dataclass(frozen=True, slots=True)
class Inputs:
    """输入."""

    names: tuple[Reference, ...]
    span: Span = own_span()


@dataclass(frozen=True, slots=True)
class Outputs:
    """输出."""

    names: tuple[Reference, ...]
    span: Span = own_span()


@dataclass(frozen=True, slots=True)
class RuleException:
    """例外 名 若 条件, with definitions given anew."""

    name: Name
    other: Name | None
    condition: Expression
    after: tuple[Reference, ...]
    definitions: tuple[Definition, ...]
    grounds: Grounds | None = None
    span: Span = own_span()


@dataclass(frozen=True, slots=True)
class Check:
    """核对 “…” 条件: must hold in every case."""

    title: str
    condition: Expression
    span: Span = own_span()


@dataclass(frozen=True, slots=True)
class NotEncoded:
    """未能编码 “…” 理由 “…”."""

    clause: str
    reason: str
    span: Span = own_span()


@dataclass(frozen=True, slots=True)
class Assignment:
    """``名 = 值`` in an example."""

    reference: Reference
    value: Expression
    span: Span = own_span()


@dataclass(frozen=True, slots=True)
class Given:
    """设 名 = 值、…."""

    assignments: tuple[Assignment, ...]
    span: Span = own_span()


@dataclass(frozen=True, slots=True)
class GivenRecords:
    """设 记录, with the records as a table."""

    reference: Reference
    rows: tuple[Row, ...]
    span: Span = own_span()


@dataclass(frozen=True, slots=True)
class Gives:
    """得 名 = 值、…."""

    assignments: tuple[Assignment, ...]
    span: Span = own_span()


@dataclass(frozen=True, slots=True)
class GivesStatus:
    """得 不适用 or 得 未定."""

    status: Literal["not-applicable", "undetermined"]
    span: Span = own_span()


@dataclass(frozen=True, slots=True)
class ExampleEvidence:
    """证据 recalled: the weakest evidence that this example lets in."""

    level: Name
    span: Span = own_span()


ExampleLine = Given | GivenRecords | Gives | GivesStatus | ExampleEvidence | Row


@dataclass(frozen=True, slots=True)
class Example:
    """示例."""

    title: str | None
    lines: tuple[ExampleLine, ...]
    span: Span = own_span()


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
    span: Span = own_span()


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
    ``words`` are all words and quoted texts of the file; what it reads is named by one of them.
    """

    rules: tuple[Rule, ...]
    comments: tuple[Comment, ...] = field(default=(), compare=False)
    broken: tuple[Rule, ...] = field(default=(), compare=False)
    span: Span = own_span()
    words: frozenset[str] = field(default=frozenset(), compare=False, repr=False)
