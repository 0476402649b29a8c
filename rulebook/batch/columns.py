"""The columns of a user's table: what kind each is, and which fact it gives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from rulebook.answers.fact_values import clean
from rulebook.book.model import Fact, Vocabulary
from rulebook.book.platform import Names, facts_of_fields, platform_tables
from rulebook.diagnostics import NOWHERE, Bilingual, Diagnostic, finding
from rulebook.diagnostics.nearest import did_you_mean

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
    """Which column gives each fact, by id; facts of ``absent`` have none.

    ``unknown`` are columns that nothing in the vocabulary is called after.
    """

    columns: Mapping[str, Column]
    absent: tuple[str, ...]
    unknown: tuple[Column, ...] = ()


def match(
    columns: Sequence[Column],
    wanted: Iterable[str],
    vocabulary: Vocabulary,
    names: Names,
    given: Mapping[str, Column] | None = None,
) -> tuple[Matched, tuple[Diagnostic, ...]]:
    """The columns of the facts ``wanted``, by vocabulary id, Chinese name or platform field.

    ``given`` are columns that come from elsewhere, by fact. Columns of facts that nobody wants are
    left alone.
    """
    found: dict[str, Column] = dict(given or {})
    findings: list[Diagnostic] = []
    facts = [vocabulary.facts[each] for each in wanted]
    for fact in facts:
        called = _called(fact, facts, vocabulary, names)
        hits = [each for each in columns if _base(each.name, columns) in called]
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
    known = _known(vocabulary, names)
    taken = {each.name for each in found.values()}
    unknown = tuple(e for e in columns if clean(e.name) not in known and e.name not in taken)
    return Matched(found, absent, unknown), tuple(findings)


def _base(name: str, columns: Sequence[Column]) -> str:
    """A column's name; of one that stands twice, which engines number, the name that it had."""
    first, _, number = clean(name).rpartition("_")
    twice = number.isdecimal() and any(clean(each.name) == first for each in columns)
    return first if twice else clean(name)


def _known(vocabulary: Vocabulary, names: Names) -> frozenset[str]:
    """Every name that a column may have."""
    facts = vocabulary.facts.values()
    called = {name for each in facts for name in (each.id, each.label.zh)}
    if names == "platform":
        called |= platform_tables().fields | set(facts_of_fields(vocabulary))
    return frozenset(called)


def near_names(
    columns: Iterable[Column], wanted: Iterable[str], vocabulary: Vocabulary
) -> Bilingual:
    """The facts ``wanted`` that some columns may have been meant for."""
    facts = [vocabulary.facts[each] for each in wanted]
    names = [name for each in facts for name in (each.label.zh, each.id)]
    told: list[Bilingual] = []
    for column in columns:
        guess = did_you_mean(clean(column.name), names)
        if guess.zh:
            name = column.name
            told.append(Bilingual(f"`{name}` 列{guess.zh}", f"column `{name}`: {guess.en}"))
    return Bilingual("".join(e.zh for e in told), "; ".join(e.en for e in told))


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
