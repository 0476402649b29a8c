"""`--memory` is what the whole process may hold: the engine gets what is left of it."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from rulebook.batch import memory
from rulebook.batch.duck import connect, keep_below

SIZES = {"256MB": 256_000_000, "1 GiB": 2**30, "1gb": 10**9, "80%": None, "0MB": None, "2": None}


@pytest.mark.parametrize("text", SIZES)
def test_sizes(text: str) -> None:
    assert memory.size(text) == SIZES[text]


def test_what_is_held_is_taken_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "held", lambda: 100_000_000)
    assert memory.left_of(900_000_000) == 533_333_334
    assert memory.left_of(120_000_000) == memory.LEAST


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="no /proc: nothing is told")
def test_a_process_holds_something() -> None:
    assert 10_000_000 < memory.held() < 100_000_000_000


def _limit(connection: duckdb.DuckDBPyConnection) -> str:
    found = connection.execute("SELECT current_setting('memory_limit')").fetchone()
    assert found is not None
    return str(found[0])


def test_a_database_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "held", lambda: 100_000_000)
    with connect("900MB") as connection:
        before = _limit(connection)
        keep_below(connection, "900MB")
        assert (before, _limit(connection)) == ("858.3 MiB", "508.6 MiB")
        keep_below(connection, "80%")
        assert _limit(connection) == "508.6 MiB"
