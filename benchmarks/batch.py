"""Whole tables: rulebook on DuckDB beside SQL, Polars and numpy written by hand."""

from __future__ import annotations

import datetime
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import duckdb

from benchmarks.data import MAXIMA, RESULTS, settlements
from benchmarks.equality import DifferentError, agree
from benchmarks.peers import duckdb_sql
from benchmarks.tables import write_many, write_rows
from rulebook import open_book
from rulebook.batch.duck import connect
from rulebook.batch.files import Input
from rulebook.batch.jobs import Job
from rulebook.batch.running import AS_PARQUET, Run, run

HERE = Path(__file__).resolve().parent
RULE = "city/benefit-list/settlement"
DAY = datetime.date(2026, 1, 1)
VERIFIED = 100_000
MEMORY = "256MB"
"""What DuckDB may hold where the peak is measured."""
ROOM = 40
"""Bytes of disk that a row takes, in and out, with some to spare."""

OURS, ORDINARY, SHAPED = "rulebook", "DuckDB, ordinary SQL", "DuckDB, SQL shaped by hand"
POLARS, NUMPY = "Polars by hand", "numpy by hand"
BY_DAY = "rulebook, as-of column over four epochs"

Totals = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """A way to settle a file: to totals (sums in fen, rows settled, rows with sources), and out."""

    totals: Callable[[Path], Totals]
    write: Callable[[Path, Path], object]


def measure(sizes: Sequence[int], peaks: Sequence[int], rounds: int) -> dict[str, Any]:
    """Rates, ratios, planning and peaks, after everything has been found equal."""
    with tempfile.TemporaryDirectory(prefix="rulebook-bench-") as folder, duck() as connection:
        place = Path(folder)
        ways = all_ways(connection)
        found: dict[str, Any] = {"rows_verified": verify(ways, place)}
        found["planning_milliseconds"] = planning(connection, place / "verified.parquet")
        found["sizes"] = {}
        for size in sizes:
            path = place / f"{size}.parquet"
            write_many(size, path)
            found["sizes"][str(size)] = timed(ways, path, size, rounds)
            path.unlink()
        found["peak_megabytes"] = {}
        for size in peaks:
            if shutil.disk_usage(place).free < 3 * ROOM * size:
                print(f"left out: the peak over {size:,} rows (no room on the disk)")
                continue
            found["peak_megabytes"][str(size)] = peak(place, size)
    return found


@contextmanager
def duck() -> Iterator[duckdb.DuckDBPyConnection]:
    """A database as the others have it, and as a run of ours does."""
    with connect() as connection:
        yield connection


# ---- the ways ----------------------------------------------------------------------------------


def sql_ways(connection: duckdb.DuckDBPyConnection) -> dict[str, Way]:
    """The ways that are statements: ours, and those written by hand."""
    return {
        OURS: of_sql(connection, lambda path: ours(connection, path, DAY), AS_PARQUET),
        ORDINARY: of_sql(connection, lambda path: (duckdb_sql.ordinary(relation(path)),) * 2),
        SHAPED: of_sql(connection, lambda path: (duckdb_sql.shaped(relation(path)),) * 2),
        BY_DAY: of_sql(connection, lambda path: ours(connection, path, "settled_on"), AS_PARQUET),
    }


def all_ways(connection: duckdb.DuckDBPyConnection) -> dict[str, Way]:
    """Each way; what is not installed is left out."""
    found = sql_ways(connection)
    try:
        from benchmarks.peers import polars_frames

        found[POLARS] = Way(polars_frames.totals, polars_frames.write)
    except ImportError as absent:
        print(f"left out: {absent}")
    from benchmarks.peers import numpy_arrays

    found[NUMPY] = Way(numpy_arrays.totals, numpy_arrays.write)
    return found


def relation(path: Path) -> str:
    """A file in SQL."""
    return f"read_parquet('{path.as_posix()}')"


def of_sql(
    connection: duckdb.DuckDBPyConnection,
    made: Callable[[Path], tuple[str, str]],
    options: str = "FORMAT parquet, COMPRESSION zstd",
) -> Way:
    """A way that is a statement to read, and one to write; they are made once for a file."""
    kept: dict[Path, tuple[str, str]] = {}

    def statements(path: Path) -> tuple[str, str]:
        if path not in kept:
            kept[path] = made(path)
        return kept[path]

    def totals(path: Path) -> Totals:
        sums = ", ".join(f"sum({each})" for each in RESULTS)
        (row,) = connection.execute(
            f"SELECT {sums}, count(*) FILTER (status = 'determined'), "
            f"count(*) FILTER (evidence = 'official') FROM ({statements(path)[0]})"
        ).fetchall()
        return (*(int(each * 100) for each in row[:5]), *row[5:])

    def write(path: Path, out: Path) -> None:
        connection.execute(f"COPY ({statements(path)[1]}) TO '{out.as_posix()}' ({options})")

    return Way(totals, write)


def ours(
    connection: duckdb.DuckDBPyConnection, path: Path, day: datetime.date | str
) -> tuple[str, str]:
    """Our statement over a file, and as ``rulebook batch`` writes it to Parquet."""
    book = open_book(HERE / "rules", cache=False)
    job = Job((RULE,), day, key=("settlement_id",), edition="1", rulebook=book.contents.digest)
    one = Run(book.program, book.contents.vocabulary, job, connection, path.parent)
    made = one.statement(Input(path, path, "parquet"))
    return made.sql(), one.selected(made, path)


# ---- equal first -------------------------------------------------------------------------------


def verify(ways: Mapping[str, Way], place: Path) -> dict[str, int]:
    """How many rows of each way were equal to the fen, with their statuses: all, or this raises."""
    rows = settlements(VERIFIED)
    path, spoilt = place / "verified.parquet", place / "spoilt.parquet"
    write_rows(rows, path)
    spoil(path, spoilt)
    wanted = states(ways[ORDINARY], spoilt, place)
    count = {}
    for name, way in ways.items():
        if name == BY_DAY:
            count[name] = verify_by_day(path, way, place)
            continue
        count[name] = agree(name, rows, answers(way, path, place))
        for told, want in zip(states(way, spoilt, place), wanted, strict=True):
            # A rule needs only what it comes to: of a stay without costs not the level.
            spared = name == OURS and (told[1], want[1]) == ("determined", "undetermined")
            if told != want and not spared:
                raise DifferentError(f"{name}: row {told}, not {want}")
    return count


def answers(way: Way, path: Path, place: Path) -> list[tuple[int, ...]]:
    """The amounts in fen that a way writes, in the order of the rows."""
    out = place / "out.parquet"
    way.write(path, out)
    columns = ", ".join(RESULTS)
    found = duckdb.execute(
        f"SELECT {columns} FROM {relation(out)} WHERE status = 'determined' "
        "AND evidence = 'official' ORDER BY settlement_id"
    ).fetchall()
    return [tuple(int(each * 100) for each in row) for row in found]


def states(way: Way, path: Path, place: Path) -> list[Any]:
    """The statuses that a way writes."""
    out = place / "out.parquet"
    way.write(path, out)
    return duckdb.execute(
        f"SELECT settlement_id, status FROM {relation(out)} ORDER BY settlement_id"
    ).fetchall()


def spoil(path: Path, spoilt: Path) -> None:
    """The file with a fact missing or wrong in one row of each hundred."""
    wrong = {each: f"CAST({most // 100 + 1} AS DECIMAL(12, 2))" for each, most in MAXIMA.items()}
    wrong |= {"level": "'none'", "status": "'tertiary'", "admission": "101"}
    changed = [
        f"CASE settlement_id % 100 WHEN {n} THEN NULL WHEN {n + 50} THEN {wrong.get(each, 'NULL')} "
        f"ELSE {each} END AS {each}"
        for n, each in enumerate((*wrong, "retired"))
    ]
    duckdb.sql(
        f"COPY (SELECT settlement_id, settled_on, {', '.join(changed)} FROM {relation(path)}) "
        f"TO '{spoilt.as_posix()}' (FORMAT parquet)"
    )


def verify_by_day(path: Path, way: Way, place: Path) -> int:
    """The as-of column against the compiled rule of each row's day, over some of the rows."""
    book = open_book(HERE / "rules", cache=False)
    out = place / "out.parquet"
    way.write(path, out)
    days = duckdb.execute(f"SELECT settled_on FROM {relation(path)}").fetchall()
    columns = ", ".join(RESULTS)
    rows_of = f"SELECT {columns} FROM {relation(out)} ORDER BY settlement_id"
    found = duckdb.execute(rows_of).fetchall()
    compiled: dict[datetime.date, Any] = {}
    rows = settlements(VERIFIED)[:5_000]
    for row, (day,), amounts in zip(rows, days, found, strict=False):
        if day not in compiled:
            compiled[day] = book.compile(RULE, day)
        right = compiled[day](row)
        if [right[each] for each in RESULTS] != [int(each * 100) for each in amounts]:
            raise DifferentError(f"{BY_DAY}: {day} {row}")
    return len(rows)


# ---- time and room -----------------------------------------------------------------------------


def timed(ways: Mapping[str, Way], path: Path, size: int, rounds: int) -> dict[str, Any]:
    """Million rows a second of the clock, processor seconds a million rows, and ratios."""
    totals = {name: way.totals(path) for name, way in ways.items() if name != BY_DAY}
    if len(set(totals.values())) != 1:
        raise DifferentError(f"totals over {size} rows: {totals}")
    out = path.with_name("out.parquet")
    works: dict[str, Callable[[Way], object]] = {
        "to_sums": lambda way: way.totals(path),
        "to_parquet": lambda way: way.write(path, out),
    }
    found: dict[str, Any] = {}
    for work, done in works.items():
        used: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
        for _ in range(rounds + 1):
            for name, way in ways.items():
                used[name].append(seconds(partial(done, way)))
        found[work] = {name: rates(used, name, size) for name in ways}
    return found


def seconds(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds of the clock and of the processor."""
    start = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - start[0], time.process_time() - start[1]


def rates(
    used: Mapping[str, Sequence[tuple[float, float]]], name: str, size: int
) -> dict[str, float]:
    """The figures of a way; a ratio is how many times as fast as the other we are, or it is."""
    mine, its = used[OURS][1:], used[name][1:]
    return {
        "million_rows_a_second": round(size / 1e6 / median(clock for clock, _ in its), 2),
        "processor_seconds_a_million_rows": round(median(cpu for _, cpu in its) / size * 1e6, 4),
        "rulebook_times_as_fast": round(
            median(b / a for (_, a), (_, b) in zip(mine, its, strict=True)), 3
        ),
        "by_the_clock": round(median(b / a for (a, _), (b, _) in zip(mine, its, strict=True)), 3),
    }


def planning(connection: duckdb.DuckDBPyConnection, path: Path) -> dict[str, float]:
    """Processor milliseconds to plan a statement, and to make ours."""
    made = {
        OURS: ours(connection, path, DAY)[1],
        ORDINARY: duckdb_sql.ordinary(relation(path)),
        SHAPED: duckdb_sql.shaped(relation(path)),
        BY_DAY: ours(connection, path, "settled_on")[1],
        "rulebook, facts missing": ours(connection, path.with_name("spoilt.parquet"), DAY)[1],
    }
    found = {
        name: median(seconds(partial(connection.execute, f"EXPLAIN {sql}"))[1] for _ in range(11))
        for name, sql in made.items()
    }
    book = open_book(HERE / "rules", cache=False)
    job = Job((RULE,), DAY, key=("settlement_id",))
    one = Run(book.program, book.contents.vocabulary, job, connection, path.parent)
    source = Input(path, path, "parquet")
    found["making ours"] = median(seconds(lambda: one.statement(source).sql())[1] for _ in range(5))
    return {name: round(1000 * each, 1) for name, each in found.items()}


def peak(place: Path, size: int) -> float:
    """Megabytes that a process of its own holds at most, settling a file to a file."""
    path = place / "peak.parquet"
    write_many(size, path)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.batch", str(path), str(place / "out.parquet")],
            check=True,
            capture_output=True,
            text=True,
            cwd=HERE.parent,
        )
        return float(json.loads(done.stdout))
    finally:
        path.unlink()
        (place / "out.parquet").unlink(missing_ok=True)


def settle(path: str, out: str) -> float:
    """Settle a file in this process; its greatest size in megabytes, as the system counts it."""
    book = open_book(HERE / "rules", cache=False)
    job = Job((RULE,), DAY, key=("settlement_id",), memory=MEMORY)
    run(book.program, book.contents.vocabulary, job, Path(path), Path(out))
    status = Path("/proc/self/status").read_text("utf-8")
    (line,) = (each for each in status.splitlines() if each.startswith("VmHWM"))
    return round(int(line.split()[1]) / 1024, 1)


if __name__ == "__main__":
    print(json.dumps(settle(*sys.argv[1:])))
