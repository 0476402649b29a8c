"""The benchmarks time what is right: ways are equal to the fen, and a wrong one is seen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from benchmarks import growth, run
from benchmarks.data import MAXIMA, Row, settlements
from benchmarks.equality import DifferentError, agree, right
from benchmarks.scalar import HERE, RULE, public, quick_ways
from benchmarks.tables import write_rows
from benchmarks.timing import interleaved, ratio
from rulebook import open_book

ROWS = settlements(3_000)


def test_rows_come_from_a_seed() -> None:
    assert settlements(50) == settlements(50) == ROWS[:50]
    assert settlements(50, seed=1) != ROWS[:50]
    for fact, most in MAXIMA.items():
        assert all(0 <= row[fact] <= most for row in ROWS)


def test_rows_reach_every_layer() -> None:
    results = [right(row) for row in ROWS]
    for place in range(5):
        assert sum(1 for each in results if each[place] > 0) > 100


def test_our_ways_are_equal() -> None:
    for name, (way, _) in quick_ways(open_book(HERE / "rules")).items():
        assert agree(name, ROWS, map(way, ROWS)) == len(ROWS)


def test_a_wrong_fen_is_seen() -> None:
    def wrong(row: Row) -> tuple[int, ...]:
        deductible, *others = right(row)
        return deductible + (row["cost"] == ROWS[7]["cost"]), *others

    with pytest.raises(DifferentError):
        agree("wrong", ROWS, map(wrong, ROWS))


def test_times_are_taken_turn_by_turn() -> None:
    turns: list[str] = []
    ways: dict[str, Any] = {name: (lambda _, n=name: turns.append(n), [0]) for name in ("a", "b")}
    times = interleaved(ways, 3)
    assert "".join(turns) == "ab" * 4
    assert {name: len(each) for name, each in times.items()} == {"a": 3, "b": 3}
    assert ratio([2.0, 4.0, 9.0], [1.0, 2.0, 3.0]) == 2.0


def test_generated_places_are_sound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(growth, "RULES_EACH", 2)
    growth.generate(tmp_path / "book", 2)
    book = open_book(tmp_path / "book")
    assert book.check() == []
    assert len(book.rules) == 4
    assert book.run_examples().failed == 0


def test_public_facts_are_those_of_the_rule() -> None:
    book = open_book(HERE / "rules")
    for row in ROWS[:20]:
        assert book.hold(RULE, public(row)) == row


def test_goals_name_what_is_measured() -> None:
    measured = {*quick_ways(open_book(HERE / "rules")), "GoRules ZEN", "OpenFisca-Core"}
    assert run.GOALS.keys() <= measured | {"publicodes"}


def test_statements_written_by_hand_are_equal(tmp_path: Path) -> None:
    from benchmarks import batch

    path = tmp_path / "rows.parquet"
    write_rows(ROWS, path)
    with batch.duck() as connection:
        ways = batch.sql_ways(connection)
        for name in (batch.OURS, batch.ORDINARY, batch.SHAPED):
            found = batch.answers(ways[name], path, tmp_path)
            assert agree(name, ROWS, found) == len(ROWS)
        totals = {ways[name].totals(path) for name in (batch.OURS, batch.ORDINARY, batch.SHAPED)}
    assert len(totals) == 1
