"""The rejects of a run on Spark, read off its input: answers have no order there."""

from __future__ import annotations

import csv
from bisect import bisect_left, insort
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from rulebook.batch.jobs import Asked
from rulebook.batch.rejects import RejectedRow
from rulebook.batch.spark.sources import FILE, LOST, PLACE
from rulebook.batch.statement import PROBLEM, rejections
from rulebook.book.model import Vocabulary
from rulebook.meaning.program import Program

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession


@dataclass(frozen=True, slots=True)
class Rejections:
    """What is wrong with a table.

    ``lost`` are lines that are no rows, none in a Parquet file; ``empty`` are rows passed over.
    """

    session: SparkSession
    program: Program
    vocabulary: Vocabulary
    over: Asked
    lost: DataFrame | None
    empty: DataFrame | None

    def rows(self, table: str, *, values: bool) -> Iterator[RejectedRow]:
        """The rejected rows of the table called so, file by file, then the lines that are none."""
        told, lines = _lost(self.lost)
        for file, place in _places(self.empty):
            insort(lines.setdefault(file, []), place)
        columns = _read(self.over) if values else ()
        key = (each for each in columns if each not in self.over.job.key)
        request = self.over.request(FILE, PLACE, *key)
        made = rejections(self.program, self.vocabulary, request, table, "spark")
        found = self.session.sql(made.sql()).sort(f"`{FILE}`", f"`{PLACE}`")
        for row in found.toLocalIterator():
            file, place = unquote(row[FILE]), int(row[PLACE])
            number = place + 1 - bisect_left(lines.get(file, ()), place)
            line = "" if self.lost is None else place + 2
            for reason in row[PROBLEM].split(" "):
                code, _, column = reason.partition(":")
                value = _plain(row[column]) if column in columns else None
                yield RejectedRow(file, number, line, column, code, value)
        yield from told


def _places(empty: DataFrame | None) -> Iterator[tuple[str, int]]:
    """The file and place of each empty row."""
    if empty is not None:
        for row in empty.toLocalIterator():
            yield unquote(row[FILE]), int(row[PLACE])


def _lost(lost: DataFrame | None) -> tuple[list[RejectedRow], dict[str, list[int]]]:
    """The lines that are no rows, and their places by file."""
    told: list[RejectedRow] = []
    places: dict[str, list[int]] = {}
    if lost is None:
        return told, places
    names = [each for each in lost.columns if each not in (FILE, PLACE, LOST)]
    for row in lost.sort(f"`{FILE}`", f"`{PLACE}`").collect():
        file, place, text = unquote(row[FILE]), int(row[PLACE]), row[LOST]
        places.setdefault(file, []).append(place)
        there = len(next(csv.reader([text]), []))
        column = names[there] if there < len(names) else ""
        told.append(RejectedRow(file, "", place + 2, column, "RB9616", text))
    return told, places


def _read(over: Asked) -> tuple[str, ...]:
    """The columns that facts and the day are read from."""
    names = [each.name for each in over.matched.columns.values()]
    if not hasattr(over.day, "year"):
        names.append(over.day.name)
    return tuple(dict.fromkeys(names))


def _plain(value: Any) -> object:
    """A value as Python has it; of records the whole list."""
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value.asDict(recursive=True) if hasattr(value, "asDict") else value
