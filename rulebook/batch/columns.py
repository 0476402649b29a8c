"""The columns of a user's table: what kind each is, and which fact it gives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from rulebook.book.model import Fact, Vocabulary
from rulebook.book.platform import Names, facts_of_fields
from rulebook.diagnostics import NOWHERE, Diagnostic, finding

ColumnKind = Literal[
    "integer",
    "decimal",
    "float",
    "boolean",
    "date",
    "timestamp",
    "text",
    "list",
    "records",
    "other",
]


@dataclass(frozen=True, slots=True)
class Column:
    """A column, or a field of a column of records; ``digits`` and ``scale`` are of a decimal.

    ``type`` is its name in the engine, for people.
    """

    name: str
    kind: ColumnKind
    type: str
    digits: int = 0
    scale: int = 0
    fields: tuple[Column, ...] = ()


@dataclass(frozen=True, slots=True)
class Matched:
    """Which column gives each fact, by id; facts of ``absent`` have none."""

    columns: Mapping[str, Column]
    absent: tuple[str, ...]


def match(
    columns: Sequence[Column],
    wanted: Iterable[str],
    vocabulary: Vocabulary,
    names: Names,
    given: Mapping[str, Column] | None = None,
) -> tuple[Matched, tuple[Diagnostic, ...]]:
    """The columns of the facts ``wanted``, by vocabulary id, Chinese name or platform field.

    ``given`` are columns that come from elsewhere, by fact. Columns that no fact is called after
    are left alone.
    """
    found: dict[str, Column] = dict(given or {})
    findings: list[Diagnostic] = []
    facts = [vocabulary.facts[each] for each in wanted]
    for fact in facts:
        called = _called(fact, facts, vocabulary, names)
        hits = [each for each in columns if each.name.strip() in called]
        if fact.id in found:
            hits = [found[fact.id], *hits]
        if len(hits) > 1:
            first, second = hits[0].name, hits[1].name
            findings.append(finding("RB9602", NOWHERE, one=first, other=second, fact=fact.label.zh))
        if hits:
            found[fact.id] = hits[0]
    for fact in facts:
        column = found.get(fact.id)
        if column is not None and column.kind in ("float", "timestamp", "other"):
            code = {"float": "RB9603", "timestamp": "RB9604"}.get(column.kind, "RB9605")
            findings.append(finding(code, NOWHERE, column=column.name, type=column.type))
    absent = tuple(fact.id for fact in facts if fact.id not in found)
    return Matched(found, absent), tuple(findings)


def _called(
    fact: Fact, facts: Sequence[Fact], vocabulary: Vocabulary, names: Names
) -> frozenset[str]:
    """The names a column of a fact may have; a field that several wanted facts share is none."""
    called = {fact.id, fact.label.zh}
    if names == "platform" and fact.platform is not None:
        sharing = {each.id for each in facts_of_fields(vocabulary)[fact.platform]}
        if len(sharing & {each.id for each in facts}) == 1:
            called.add(fact.platform)
    return frozenset(called)
