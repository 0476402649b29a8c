"""The rejects of a run: which rows have no answer, in which column, and why.

Values are written only where asked for: they are people's health data.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from rulebook.batch.files import Input
from rulebook.batch.quoting import quoted_name
from rulebook.diagnostics import Bilingual, Language

if TYPE_CHECKING:
    import duckdb

HEADS = ("file", "row", "line", "column", "code", "message")
MANY = 10_000

MEANINGS: Mapping[str, Bilingual] = {
    "RB9601": Bilingual("没有给基准日", "no day of the case"),
    "RB9616": Bilingual("列数不对，读不成一行", "another number of columns"),
    "RB8107": Bilingual("不是这种事实的值", "no value of this kind of fact"),
    "RB8109": Bilingual("读不成数，写作 800.00", "not a number; write it 800.00"),
    "RB8112": Bilingual("这种量没有这个单位", "no unit of this kind of amount"),
    "RB8113": Bilingual("比最小单位还细", "finer than the fact's step"),
    "RB8114": Bilingual("超出范围", "outside the fact's domain"),
    "RB8115": Bilingual("不是 是/否", "neither yes nor no"),
    "RB8116": Bilingual("没有这个值", "no such value"),
    "RB8118": Bilingual("不是日历上的一天，写作 2025-09-01", "no day; write it 2025-09-01"),
    "RB8121": Bilingual("同一个值给了两次", "one value twice"),
    "RB8124": Bilingual("记录太多", "too many records"),
    "RB8125": Bilingual("逗号不是千分位", "commas where no thousands end"),
    "RB9630": Bilingual("负数：冲正或退费不在这里计算", "below zero: a reversal or refund"),
}
"""What the codes of rejected rows mean; a code that has none here can't occur."""


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """What is wrong with a row, numbered from 1; a line that is no row has no number.

    ``line`` is that of a CSV file in which no value goes over several lines.
    """

    file: str
    row: int | str
    line: int | str
    column: str
    code: str
    value: object


class Rejects:
    """Writes the rejects of one file after another."""

    def __init__(self, target: IO[str], lang: Language, *, values: bool) -> None:
        self.writer = csv.writer(target)
        self.lang = lang
        self.values = values
        self.writer.writerow((*HEADS, "value") if values else HEADS)

    def add(self, rows: Iterable[RejectedRow]) -> None:
        """Write what is wrong with some rows."""
        for each in rows:
            meaning = MEANINGS[each.code].text(self.lang)
            column = harmless(each.column)
            told = (harmless(each.file), each.row, each.line, column, each.code, meaning)
            value = "" if each.value is None else str(each.value)
            self.writer.writerow((*told, harmless(value)) if self.values else told)


def rejected_rows(
    connection: duckdb.DuckDBPyConnection,
    source: Input,
    answers: str,
    reasons: str,
    *,
    values: bool,
) -> Iterator[RejectedRow]:
    """What is wrong with the rows of a file, read off its answers."""
    file = source.file.name
    lost = _unreadable(connection) if source.format == "csv" else []
    lines = [line for line, _, _ in lost]
    for row, reason in _rejected(connection, answers, reasons):
        code, _, column = reason.partition(":")
        line = _line(row, lines) if source.format == "csv" else ""
        value = _value(connection, source, row, column) if values else None
        yield RejectedRow(file, row, line, column, code, value)
    for line, column, text in lost:
        yield RejectedRow(file, "", line, column, "RB9616", text)


def _value(connection: duckdb.DuckDBPyConnection, source: Input, row: int, column: str) -> object:
    """What the row holds there; of records the whole list."""
    name = quoted_name(column)
    try:
        found = connection.execute(
            f"SELECT {name} FROM {source.relation} LIMIT 1 OFFSET {row - 1}"  # noqa: S608 - names are quoted
        ).fetchone()
    except connection_error():
        return None
    return None if found is None else found[0]


def connection_error() -> type[Exception]:
    """What DuckDB raises."""
    import duckdb

    return duckdb.Error


def _rejected(
    connection: duckdb.DuckDBPyConnection, answers: str, reasons: str
) -> Iterator[tuple[int, str]]:
    """Row number and reason code of each thing wrong."""
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE rejected_rows AS "  # noqa: S608 - names are quoted
        f"SELECT row_, unnest(string_split(told, ' ')) AS reason FROM "
        f"(SELECT row_number() OVER () AS row_, {quoted_name(reasons)} AS told FROM {answers}) "
        "WHERE told LIKE 'RB%'"
    )
    after = 0
    while rows := connection.execute(
        "SELECT row_, reason, rowid FROM rejected_rows WHERE rowid >= ? ORDER BY rowid LIMIT ?",
        [after, MANY],
    ).fetchall():
        yield from ((int(row), str(reason)) for row, reason, _ in rows)
        after = int(rows[-1][2]) + 1


def _line(row: int, lost: list[int]) -> int:
    """The line of a row in a file, below its heading and the lines before it that are no row."""
    line = row + 1
    for each in lost:
        line += each <= line
    return line


def _unreadable(connection: duckdb.DuckDBPyConnection) -> list[tuple[int, str, Any]]:
    """The lines of a CSV file that are no row: line, column and text."""
    found = connection.execute(
        "SELECT line, any_value(coalesce(column_name, '')), any_value(csv_line) "
        "FROM reject_errors GROUP BY line ORDER BY line"
    ).fetchall()
    return [(int(line), str(column), text) for line, column, text in found]


def harmless(text: str) -> str:
    """A text that a spreadsheet doesn't take for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
