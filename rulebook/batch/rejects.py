"""The rejects of a run: which rows have no answer, in which column, and why.

Values are written only where asked for: they are people's health data.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from rulebook.batch.files import Input, has_something
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


@dataclass(frozen=True, slots=True)
class Told:
    """What is wrong with the rows of a file, read off its answers.

    ``relation`` holds the rows that were answered; ``reasons`` is the column of ``answers``.
    """

    connection: duckdb.DuckDBPyConnection
    source: Input
    relation: str
    answers: str
    reasons: str

    def rows(self, *, empty: bool, values: bool) -> Iterator[RejectedRow]:
        """Row by row; ``empty``: some rows of the file were passed over."""
        file = self.source.file.name
        lost = _unreadable(self.connection) if self.source.format == "csv" else []
        lines = [line for line, _, _ in lost]
        places = self._empty_rows() if empty else []
        held: dict[int, dict[str, Any]] = {}
        for number, (row, reason) in enumerate(self._rejected()):
            if values and number % MANY == 0:
                held = self._values(number)
            code, _, column = reason.partition(":")
            line: int | str = ""
            if self.source.format == "csv":
                line = _after(lines, _after(places, row) + 1)
            yield RejectedRow(file, row, line, column, code, _value(held.get(row, {}), column))
        for lost_line, column, text in lost:
            yield RejectedRow(file, "", lost_line, column, "RB9616", text)

    def _rejected(self) -> Iterator[tuple[int, str]]:
        """Row number and reason code of each thing wrong."""
        self.connection.execute(
            "CREATE OR REPLACE TEMP TABLE rejected_rows AS "  # noqa: S608 - names are quoted
            f"SELECT row_, unnest(string_split(told, ' ')) AS reason FROM (SELECT "
            f"row_number() OVER () AS row_, {quoted_name(self.reasons)} AS told "
            f"FROM {self.answers}) WHERE told LIKE 'RB%'"
        )
        after = 0
        while rows := self.connection.execute(
            "SELECT row_, reason FROM rejected_rows WHERE rowid >= ? ORDER BY rowid LIMIT ?",
            [after, MANY],
        ).fetchall():
            yield from ((int(row), str(reason)) for row, reason in rows)
            after += MANY

    def _values(self, after: int) -> dict[int, dict[str, Any]]:
        """What the next of the rejected rows hold, by row number."""
        found = self.connection.execute(
            "SELECT * FROM (SELECT row_number() OVER () AS row_, * "  # noqa: S608 - names are quoted
            f"FROM {self.relation} AS given) WHERE row_ IN (SELECT row_ FROM rejected_rows "
            "WHERE rowid >= ? AND rowid < ?)",
            [after, after + MANY],
        )
        _, *names = [each[0] for each in found.description or ()]
        return {int(row): dict(zip(names, held, strict=True)) for row, *held in found.fetchall()}

    def _empty_rows(self) -> list[int]:
        """The places of empty rows among all, from 1."""
        relation = self.source.relation
        names = self.connection.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()  # noqa: S608 - names are quoted
        some = has_something(str(each[0]) for each in names)
        found = self.connection.execute(
            f"SELECT place FROM (SELECT row_number() OVER () AS place, {some} AS filled "  # noqa: S608 - names are quoted
            f"FROM {relation}) WHERE NOT filled ORDER BY place"
        )
        return [int(place) for (place,) in found.fetchall()]


def _value(held: Mapping[str, Any], column: str) -> object:
    """What a row holds in a column; of records the whole list."""
    return held.get(column, held.get(column.rpartition(".")[0]))


def _after(gaps: Sequence[int], place: int) -> int:
    """The place among all of what is at a place when those of ``gaps`` are left out."""
    low, high = 0, len(gaps)
    while low < high:
        middle = (low + high) // 2
        if gaps[middle] - middle <= place:
            low = middle + 1
        else:
            high = middle
    return place + low


def connection_error() -> type[Exception]:
    """What DuckDB raises."""
    import duckdb

    return duckdb.Error


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
