"""DuckDB in this process: relations over files and tables, and the kinds of their columns."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from rulebook.batch.columns import Column, ColumnKind
from rulebook.batch.memory import left_of, size

if TYPE_CHECKING:
    import duckdb

MEMORY = "1GB"
"""How much memory a run takes at most, all told; what doesn't fit goes to disk."""

INTEGERS = {
    *("tinyint", "smallint", "integer", "bigint", "hugeint"),
    *("utinyint", "usmallint", "uinteger", "ubigint"),
}
KINDS: dict[str, ColumnKind] = {
    "boolean": "boolean",
    "date": "date",
    "varchar": "text",
    "enum": "text",
    "float": "float",
    "double": "float",
}


def connect(memory: str = MEMORY, spill: Path | None = None) -> duckdb.DuckDBPyConnection:
    """A database in memory, within ``memory``; what doesn't fit is laid down in ``spill``."""
    import duckdb

    connection = duckdb.connect(":memory:")
    connection.execute("SET preserve_insertion_order = true")
    # A list of names must not become a join, which loses the order of the rows.
    connection.execute("SET disabled_optimizers = 'in_clause'")
    connection.execute("SET memory_limit = ?", [memory])
    connection.execute("SET autoinstall_known_extensions = false")
    connection.execute("SET arrow_large_buffer_size = false")
    connection.execute("SET enable_progress_bar = false")
    if spill is not None:
        connection.execute("SET temp_directory = ?", [spill.as_posix()])
    return connection


def keep_below(connection: duckdb.DuckDBPyConnection, memory: str) -> None:
    """Let a database hold what the whole process may, less what it holds by now."""
    most = size(memory)
    if most is not None:
        connection.execute("SET memory_limit = ?", [f"{left_of(most) // 1000}KB"])


def describe(connection: duckdb.DuckDBPyConnection, relation: str) -> tuple[Column, ...]:
    """The columns of a relation."""
    found = connection.sql(f"SELECT * FROM {relation} LIMIT 0")  # noqa: S608 - names are quoted
    return tuple(_column(*each) for each in zip(found.columns, found.types, strict=True))


def _column(name: str, type_: Any) -> Column:
    id_, shown = type_.id, str(type_)
    if id_ in INTEGERS:
        return Column(name, "integer", shown)
    if id_ == "decimal":
        parts = dict(type_.children)
        return Column(name, "decimal", shown, int(parts["precision"]), int(parts["scale"]))
    if id_ == "list":
        inner = type_.children[0][1]
        if inner.id == "struct":
            fields = tuple(_column(*each) for each in inner.children)
            return Column(name, "records", shown, fields=fields)
        return Column(name, "list" if inner.id in ("varchar", "enum") else "other", shown)
    if shown.strip('"') == "NULL":
        return Column(name, "text", shown)  # a column in which nothing is given
    if id_.startswith("timestamp"):
        return Column(name, "timestamp", shown)
    return Column(name, KINDS.get(id_, "other"), shown)
