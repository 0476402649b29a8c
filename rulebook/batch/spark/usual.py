"""Rows as most of a table's are: nothing is missing, and each value has its column's usual form.

A statement over such rows is a fraction as long (see ``rulebook.batch.knowing``), and Java compiles
it as one piece. The first rows say which form is usual; then each row says itself whether it has
it, and the others are answered by the whole statement.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlglot import parse_one

from rulebook.batch.dialects import DIALECTS
from rulebook.batch.knowing import Known
from rulebook.batch.readings import Reading

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

LOOKED_AT = 1_000
"""How many rows say what is usual."""
RARE = 16
"""A form is usual when at most one row of so many has another."""


@dataclass(frozen=True, slots=True)
class Usual:
    """What usual rows have in common; ``otherwise`` is met by all others, as Spark writes it."""

    known: Known
    otherwise: str


def usual(rows: DataFrame, readings: Mapping[str, Reading]) -> Usual | None:
    """What is usual in a table; None where nothing is."""
    ways = {fact: _ways(reading) for fact, reading in readings.items()}
    conditions = list(dict.fromkeys(each for found in ways.values() for _, each in found))
    asked = (f"({each}) AS `{place}`" for place, each in enumerate(conditions))
    looked = rows.selectExpr(*asked).limit(LOOKED_AT).collect()
    often = {
        condition
        for place, condition in enumerate(conditions)
        if sum(row[place] is not False for row in looked) * RARE > len(looked)
    }
    chosen = {
        fact: found
        for fact, some in ways.items()
        if (found := next((way for way in some if way[1] not in often), None)) is not None
    }
    if not chosen or not looked:
        return None
    plain = {fact: value for fact, (value, _) in chosen.items() if value is not None}
    otherwise = " OR ".join(f"({condition})" for _, condition in chosen.values())
    return Usual(Known(frozenset(chosen), plain), otherwise)


def _ways(reading: Reading) -> list[tuple[str | None, str]]:
    """The forms of a column, the simplest first: its plain value if any, and where it has none."""
    plain = [(each.value, _as_spark(each.unless)) for each in reading.plain]
    return [*plain, (None, _as_spark(f"({reading.given}) IS NULL"))]


def _as_spark(condition: str) -> str:
    parsed = parse_one(condition, dialect="duckdb")
    return DIALECTS["spark"].adapted(parsed).sql(dialect="spark")
