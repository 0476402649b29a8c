"""Rules printed as SQL for another's warehouse: the statement, and the columns it reads."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from rulebook.batch.columns import Column
from rulebook.batch.dialects import Name
from rulebook.batch.quoting import quoted_name
from rulebook.batch.statement import Request, facts_of, statement
from rulebook.book.model import BookContents, EvidenceLevel, Fact, Vocabulary
from rulebook.book.platform import Names, outward
from rulebook.book.types import CalendarDay, Measure, OneOf, Records, SetOf, Truth
from rulebook.meaning.program import Program

PLAIN = 18
"""Digits of a decimal column."""


def printed(
    program: Program,
    contents: BookContents,
    rules: Sequence[str],
    day: datetime.date | str,
    level: EvidenceLevel,
    names: Names,
    key: Sequence[str],
    table: str,
    dialect: Name,
) -> str:
    """The statement over ``table``; raises NoRecords where the dialect has none."""
    vocabulary = contents.vocabulary
    wanted = facts_of(program, rules)
    called = outward(names, wanted, vocabulary)
    columns = {fact: column_of(called[fact], vocabulary.facts[fact], vocabulary) for fact in wanted}
    on = day if isinstance(day, datetime.date) else Column(day, "date", "DATE")
    request = Request(
        tuple(rules),
        on,
        level,
        names,
        columns,
        tuple(key),
        contents.edition.id,
        contents.digest,
    )
    made = statement(program, vocabulary, request, quoted_name(table), dialect)
    told = [f"-- {', '.join(rules)}  {contents.edition.id}  {contents.digest}"]
    told += [f"--   {each.name}: {each.type}" for each in columns.values()]
    if isinstance(on, Column):
        told.append(f"--   {on.name}: {on.type}")
    return "\n".join([*told, made.sql(pretty=True) + ";"])


def column_of(name: str, fact: Fact, vocabulary: Vocabulary) -> Column:
    """The column that a fact is expected in, of an exact type."""
    match fact.type:
        case Measure():
            scale = _scale(fact)
            if scale == 0 and fact.units != ("yuan",):
                return Column(name, "integer", "BIGINT")
            scale = max(scale, 2)
            return Column(name, "decimal", f"DECIMAL({PLAIN}, {scale})", PLAIN, scale)
        case Truth():
            return Column(name, "boolean", "BOOLEAN")
        case CalendarDay():
            return Column(name, "date", "DATE")
        case OneOf():
            return Column(name, "text", "TEXT")
        case SetOf():
            return Column(name, "list", "TEXT[]")
        case Records(record):
            fields = tuple(
                column_of(each.id, each, vocabulary) for each in vocabulary.records[record].fields
            )
            inner = ", ".join(f"{each.name} {each.type}" for each in fields)
            return Column(name, "records", f"STRUCT({inner})[]", fields=fields)


def _scale(fact: Fact) -> int:
    """Decimals of the fact's step in the unit in which numbers are given."""
    from rulebook.book.types import MONEY, RATE
    from rulebook.book.units import factor

    one = 1 if fact.type in (MONEY, RATE) else factor(fact.units)
    step, scale = fact.step / one, 0
    while (step * 10**scale).denominator != 1 and scale < 9:
        scale += 1
    return scale
