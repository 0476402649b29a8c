"""What Spark reads: files as one table, its columns, and the lines of it that are no rows."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlglot import transpile

from rulebook.batch.columns import Column, ColumnKind
from rulebook.batch.files import (
    CHINESE,
    Format,
    format_of,
    has_something,
    inputs,
    insist_on_content,
    insist_on_utf_8,
    refused,
)

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

FILE, PLACE, LOST = " file", " place", " lost"
"""Columns beside the user's: the file, the row's place in it from 0, and a line that is no row."""

MARKS = (",", "\t", ";", "|")
NEVER = "\x01"
"""A mark that stands in no heading: the heading is read whole with it."""

ALONE = {"spark.sql.files.openCostInBytes": "134217728"}
"""As dear as the largest share of a file, so that each task reads one file: rows are counted."""

KINDS: dict[str, ColumnKind] = {
    **dict.fromkeys(("tinyint", "smallint", "int", "bigint"), "integer"),
    **dict.fromkeys(("float", "double"), "float"),
    **dict.fromkeys(("timestamp", "timestamp_ntz"), "timestamp"),
    **dict.fromkeys(("string", "char", "varchar"), "text"),
    "boolean": "boolean",
    "date": "date",
}


@dataclass(frozen=True, slots=True)
class Source:
    """Files that are one table. ``name`` is as the user wrote it, ``paths`` as Spark is told."""

    name: str
    paths: tuple[str, ...]
    files: tuple[Path, ...]
    format: Format
    tabs: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A source as Spark has it: rows with FILE and PLACE, lines that are none, and empty rows.

    ``counted`` is how many there are of the latter two, in one row. ``bare`` are the rows without
    FILE and PLACE, where these have a price although nobody reads them.
    """

    rows: DataFrame
    columns: tuple[Column, ...]
    lost: DataFrame | None = None
    empty: DataFrame | None = None
    counted: DataFrame | None = None
    bare: DataFrame | None = None


def is_url(text: str) -> bool:
    """Whether a place is named as ``hdfs://…`` or ``s3a://…``."""
    return re.match(r"[a-z][a-z0-9+.-]*://", text) is not None


def source(pattern: str) -> Source:
    """The files that a path, a pattern or a URL names; raises Refused."""
    if is_url(pattern):
        last = Path(pattern.rstrip("/").rpartition("/")[2])
        format_: Format = format_of(last) if last.suffix and "*" not in last.suffix else "parquet"
        return Source(pattern, (pattern,), (), format_, last.suffix == ".tsv")
    files = inputs(pattern)
    for each in files:
        insist_on_content(each, format_of(each))
    formats = {format_of(each) for each in files}
    if len(formats) > 1:
        raise refused("RB9649", file=pattern)
    paths = tuple(address(each) for each in files)
    return Source(pattern, paths, tuple(files), formats.pop(), files[0].suffix == ".tsv")


def address(path: Path) -> str:
    """A local file as Spark is told: what its name holds is no pattern."""
    return "file://" + re.sub(r"([\[\]{}*?\\])", r"\\\1", path.resolve().as_posix())


def read(session: SparkSession, source: Source, encoding: str | None) -> Table:
    """The files as a table; raises Refused, or what Spark raises."""
    if source.format == "csv":
        return _csv(session, source, encoding)
    frame = session.read.parquet(*source.paths)
    columns = describe(frame)
    more = (f"_metadata.file_name AS `{FILE}`", f"_metadata.row_index AS `{PLACE}`")
    return Table(frame.selectExpr("*", *more), columns, bare=frame)


def _csv(session: SparkSession, source: Source, encoding: str | None) -> Table:
    """All columns of a CSV file are texts, as everywhere."""
    from pyspark.sql.types import StringType, StructField, StructType

    for name, value in ALONE.items():
        session.conf.set(name, value)
    if encoding is None:
        _insist_on_utf_8(session, source)
    charset = encoding or "utf-8"
    heading = session.read.csv(
        source.paths[0], header=True, sep=NEVER, quote="", encoding=charset
    ).columns[0]
    mark = "\t" if source.tabs else _mark(heading)
    names = _told_apart(next(csv.reader([heading], delimiter=mark)))
    kinds = StructType([StructField(each, StringType()) for each in (*names, LOST)])
    # Values over several lines are values; what Spark then can't do is to share out one file.
    reader = session.read.schema(kinds).options(
        header=True,
        sep=mark,
        quote='"',
        escape='"',
        multiLine=True,
        encoding=charset,
        enforceSchema=False,
        mode="PERMISSIVE",
        columnNameOfCorruptRecord=LOST,
        ignoreLeadingWhiteSpace=False,
        ignoreTrailingWhiteSpace=False,
    )
    place = "monotonically_increasing_id() & 8589934591"
    everything = reader.csv(list(source.paths)).selectExpr(
        "*", f"_metadata.file_name AS `{FILE}`", f"{place} AS `{PLACE}`"
    )
    some = transpile(has_something(names), read="duckdb", write="spark")[0]
    rows = everything.where(f"`{LOST}` IS NULL AND {some}").drop(LOST)
    lost = everything.where(f"`{LOST}` IS NOT NULL")
    empty = everything.where(f"`{LOST}` IS NULL AND NOT ({some})").select(FILE, PLACE)
    counted = everything.selectExpr(
        f"COUNT(`{LOST}`) AS lost", f"COUNT_IF(`{LOST}` IS NULL AND NOT ({some})) AS empty"
    )
    columns = tuple(Column(each, "text", "STRING") for each in names)
    return Table(rows, columns, lost, empty, counted)


def _insist_on_utf_8(session: SparkSession, source: Source) -> None:
    """Raise where a text isn't UTF-8, with the encoding that it seems to be in."""
    broken = session.read.text(list(source.paths)).where("NOT IS_VALID_UTF8(value)").limit(1)
    if not broken.collect():
        return
    for each in source.files:
        if each.suffix.lower() not in (".gz", ".zst"):
            insist_on_utf_8(each)
    raise refused("RB9608", file=source.name, encoding=CHINESE[0])


def _mark(heading: str) -> str:
    """What stands between the columns, by the heading."""
    plain = re.sub(r'"[^"]*"', "", heading)
    return max(MARKS, key=plain.count)


def _told_apart(names: Sequence[str]) -> list[str]:
    """Names of columns, one that stands twice numbered as DuckDB does."""
    found: list[str] = []
    for each in names:
        name, more = each, 0
        while name in found:
            more += 1
            name = f"{each}_{more}"
        found.append(name)
    return found


def describe(frame: DataFrame) -> tuple[Column, ...]:
    """The columns of a table, as Spark has them."""
    return tuple(_column(each.name, each.dataType) for each in frame.schema.fields)


def _column(name: str, type_: Any) -> Column:
    from pyspark.sql.types import ArrayType, DecimalType, StringType, StructType

    shown = type_.simpleString().upper()
    if isinstance(type_, DecimalType):
        return Column(name, "decimal", shown, type_.precision, type_.scale)
    if isinstance(type_, ArrayType):
        if isinstance(type_.elementType, StructType):
            fields = tuple(_column(each.name, each.dataType) for each in type_.elementType.fields)
            return Column(name, "records", shown, fields=fields)
        return Column(name, "list" if isinstance(type_.elementType, StringType) else "other", shown)
    return Column(name, KINDS.get(type_.simpleString().partition("(")[0], "other"), shown)
