"""What is known of a table before it is answered: columns that lack nothing, or are all plain.

Statements over such columns are a fraction of the size: nothing in them asks what is missing. Each
column is asked about alone, so that an engine can answer from the statistics of a Parquet file, or
from its dictionaries, without reading the values; what it finds ends the search.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rulebook.batch.readings import Plain, Reading

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, slots=True)
class Known:
    """What all rows have in common.

    ``present`` are the facts of which no row lacks a value; ``plain`` gives the values of those
    that are given throughout in a way that needs no second look. ``places`` gives those of
    names among their fact's, from 1.
    """

    present: frozenset[str] = frozenset()
    plain: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)


NOTHING = Known()


def known(
    connection: duckdb.DuckDBPyConnection, relation: str, readings: Mapping[str, Reading]
) -> Known:
    """What the rows of a relation have in common, as far as it can be told quickly."""

    def some(condition: str) -> bool:
        text = f"SELECT 1 FROM {relation} WHERE {condition} LIMIT 1"  # noqa: S608 - names are quoted
        return connection.execute(text).fetchone() is not None

    ways: dict[str, Plain] = {}
    for fact, reading in readings.items():
        found = next((way for way in reading.plain if not some(way.unless)), None)
        if found is not None:
            ways[fact] = found
    present = {
        fact
        for fact, each in readings.items()
        if fact in ways or not some(f"({each.given}) IS NULL")
    }
    return Known(
        frozenset(present),
        {fact: way.value for fact, way in ways.items()},
        {fact: way.place for fact, way in ways.items() if way.place},
    )
