"""Rules, their versions and examples, and the book of them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from rulebook.book.model import BookContents, EvidenceLevel
from rulebook.book.types import Type
from rulebook.diagnostics import Bilingual, Span
from rulebook.meaning.typed.clauses import Clause
from rulebook.meaning.typed.expressions import Typed
from rulebook.meaning.values import FactValue, Value


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
