"""Columns known to lack nothing are answered by shorter statements, with the same answers."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from benchmarks.data import FACTS, LEVELS, MAXIMA, STATUSES, settlements
from benchmarks.scalar import HERE, RULE
from rulebook import open_book
from rulebook.batch import running
from rulebook.batch.duck import describe
from rulebook.batch.jobs import Job
from rulebook.batch.knowing import NOTHING, Known, known
from rulebook.batch.statement import readings_of

BOOK = open_book(HERE / "rules", cache=False)
ROWS = 3_000
NAMES = {"level": LEVELS, "status": STATUSES}
CHINESE = {
    "level": ("一级", "二级", "三级"),
    "status": ("一般人员", "低保边缘", "低保对象", "特困人员"),
}


def _table(names: dict[str, tuple[str, ...]] = NAMES) -> dict[str, list[Any]]:
    rows = settlements(ROWS)
    table: dict[str, list[Any]] = {fact: [row[fact] for row in rows] for fact in FACTS}
    for fact, called in names.items():
        table[fact] = [called[place] for place in table[fact]]
    for fact in MAXIMA:
        table[fact] = [Decimal(fen) / 100 for fen in table[fact]]
    return table


def _write(table: dict[str, list[Any]], path: Path) -> Path:
    types = {fact: pa.decimal128(12, 2) for fact in MAXIMA}
    arrays = {name: pa.array(values, types.get(name)) for name, values in table.items()}
    pq.write_table(pa.table(arrays), path, row_group_size=500)
    return path


def _known(path: Path) -> Known:
    with duckdb.connect() as connection:
        relation = f"read_parquet('{path.as_posix()}')"
        columns = {each.name: each for each in describe(connection, relation)}
        readings = readings_of(BOOK.program, BOOK.contents.vocabulary, columns, "id")
        return known(connection, relation, readings)


def _answers(path: Path, out: Path) -> list[tuple[Any, ...]]:
    job = Job((RULE,), datetime.date(2026, 1, 1))
    running.run(BOOK.program, BOOK.contents.vocabulary, job, path, out)
    return duckdb.execute(f"SELECT * FROM read_parquet('{out.as_posix()}')").fetchall()


CHANGES: dict[str, tuple[str, Any, set[str], set[str]]] = {
    "nothing": ("cost", Decimal("1.00"), set(), set()),
    "a missing amount": ("cost", None, {"cost"}, {"cost"}),
    "a missing name": ("level", None, {"level"}, {"level"}),
    "a blank name": ("status", "  ", {"status"}, {"status"}),
    "a missing truth": ("retired", None, {"retired"}, {"retired"}),
    "an amount too great": ("cost", Decimal("10000000.01"), {"cost"}, set()),
    "an amount below zero": ("burden_to_date", Decimal("-0.01"), {"burden_to_date"}, set()),
    "a count out of its domain": ("admission", 101, {"admission"}, set()),
    "no name": ("status", "rich", {"status"}, set()),
    "a name in blanks": ("level", " primary ", {"level"}, set()),
}
"""Of a change in one row: the column, its value, the facts not plain, and those not present."""


@pytest.mark.parametrize("name", CHANGES)
def test_one_row_is_enough_to_know(name: str, tmp_path: Path) -> None:
    column, value, doubtful, lacking = CHANGES[name]
    table = _table()
    table[column][ROWS - 700] = value
    found = _known(_write(table, tmp_path / "in.parquet"))
    assert set(FACTS) - set(found.plain) == doubtful
    assert set(FACTS) - set(found.present) == lacking


@pytest.mark.parametrize("names", [NAMES, CHINESE, {"level": (*LEVELS[:2], "三级")}])
def test_names_of_either_language_are_plain(
    names: dict[str, tuple[str, ...]], tmp_path: Path
) -> None:
    path = _write(_table({**NAMES, **names}), tmp_path / "in.parquet")
    assert set(_known(path).plain) == set(FACTS)


@pytest.mark.parametrize("name", [*CHANGES, "all of them"])
def test_the_answers_are_those_of_the_general_statement(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = _table(CHINESE if name == "nothing" else NAMES)
    for number, (column, value, _, _) in enumerate(CHANGES.values()):
        if name in ("all of them", list(CHANGES)[number]):
            for row in range(number, ROWS, 97):
                table[column][row] = value
    path = _write(table, tmp_path / "in.parquet")
    found = _answers(path, tmp_path / "known.parquet")
    monkeypatch.setattr(running, "known", lambda *_: NOTHING)
    wanted = _answers(path, tmp_path / "general.parquet")
    assert len(found) == ROWS
    assert found == wanted
    statuses = {row[5] for row in found}
    assert "determined" in statuses
    assert (name in ("nothing", "a name in blanks")) == (statuses == {"determined"})
