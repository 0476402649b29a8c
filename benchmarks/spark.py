"""Whole tables on Spark: rulebook beside PySpark written by hand, in one session, turn by turn."""

from __future__ import annotations

import datetime
import os
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import batch
from benchmarks.data import RESULTS, settlements
from benchmarks.equality import DifferentError, agree
from benchmarks.tables import write_many, write_rows
from rulebook import open_book
from rulebook.batch.files import Refused
from rulebook.batch.jobs import Job
from rulebook.batch.spark.running import Answers, SparkRun
from rulebook.batch.spark.session import insist_on_java, started
from rulebook.batch.spark.sources import read, source

HERE = Path(__file__).resolve().parent
RULE = "city/benefit-list/settlement"
DAY = datetime.date(2026, 1, 1)
VERIFIED = 20_000
WARM = 4
"""Turns that are not counted: Java compiles what it does often only after a while."""
OURS, HAND, DUCKDB = "rulebook", "PySpark by hand", "rulebook on DuckDB"


Way = Callable[[Any, Path], Answers]
Totals = tuple[int, ...]


def absent() -> str | None:
    """Why there is no Spark to be measured, if so."""
    if find_spec("pyspark") is None:
        return "no pyspark"
    try:
        insist_on_java()
    except Refused as refused:
        return str(refused.findings[0].sentence("en"))
    return None


def measure(sizes: Sequence[int], rounds: int) -> dict[str, Any]:
    """Seconds by the clock and by the processor, after all has been found equal."""
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="rulebook-bench-") as folder, started() as session:
        found: dict[str, Any] = {"session_seconds": time.perf_counter() - begun}
        place = Path(folder)
        path = place / "verified.parquet"
        write_rows(settlements(VERIFIED), path)
        begun = time.perf_counter()
        to_sums(session, ours(session, path))
        found["first_answers_seconds"] = time.perf_counter() - begun
        found["rows_verified"] = verify(session, path, place)
        found["sizes"] = {}
        for size in sizes:
            path = place / f"{size}.parquet"
            write_many(size, path)
            found["sizes"][str(size)] = {
                work.__name__: timed(session, work, path, rounds) for work in (to_sums, to_parquet)
            } | {"making_seconds": making(session, path)}
            path.unlink()
        found["peak_megabytes"] = peak(session)
        return found


# ---- the ways ----------------------------------------------------------------------------------


def ours(session: Any, path: Path) -> Answers:
    """Our answers to a file, as ``rulebook batch --engine spark`` works them out."""
    book = open_book(HERE / "rules", cache=False)
    job = Job((RULE,), DAY, key=("settlement_id",), edition="1", rulebook=book.contents.digest)
    one = SparkRun(session, book.program, book.contents.vocabulary, job)
    table = read(session, source(str(path)), None)
    return one.answers(one.asked(table), table)


def by_hand(session: Any, path: Path) -> Answers:
    """The peer's."""
    from benchmarks.peers import pyspark_frames

    return Answers(pyspark_frames.settled(session.read.parquet(path.as_uri())))


WAYS: Mapping[str, Way] = {OURS: ours, HAND: by_hand}


# ---- the works ---------------------------------------------------------------------------------


def to_sums(_: Any, settled: Answers) -> Totals:
    """The whole work, with nothing to write: sums in fen, rows settled, rows with sources, rows."""
    found = _sums(settled.first)
    left = settled.left(found[-1])
    if left is not None:
        more = _sums(left)
        found = tuple(a + b for a, b in zip(found, more, strict=True))
    return found


def _sums(frame: Any) -> Totals:
    (row,) = frame.selectExpr(
        *(f"SUM({each}) AS {each}" for each in RESULTS),
        "COUNT_IF(status = 'determined') AS settled",
        "COUNT_IF(evidence = 'official') AS resting",
        "COUNT(*) AS every",
    ).collect()
    return (*(int((row[each] or 0) * 100) for each in RESULTS), *row[len(RESULTS) :])


def to_parquet(session: Any, settled: Answers) -> Totals:
    """The whole work, written."""
    with tempfile.TemporaryDirectory(prefix="rulebook-bench-") as folder:
        write(session, settled, Path(folder) / "out")
    return ()


def write(session: Any, settled: Answers, out: Path) -> None:
    """Write the answers, those of the rows that are left out at first beside the others."""
    where = out.as_uri()
    settled.first.write.option("compression", "zstd").parquet(where)
    if settled.others is None:
        return
    left = settled.left(session.read.parquet(where).count())
    if left is not None:
        left.write.mode("append").option("compression", "zstd").parquet(where)


# ---- equal first -------------------------------------------------------------------------------


def verify(session: Any, path: Path, place: Path) -> dict[str, int]:
    """How many rows of each way were equal to the fen: all of them, or this raises.

    Where facts are missing or wrong, the statuses are those of SQL written by hand for DuckDB.
    """
    rows, spoilt = settlements(VERIFIED), place / "spoilt.parquet"
    batch.spoil(path, spoilt)
    with batch.duck() as connection:
        wanted = batch.states(batch.sql_ways(connection)[batch.ORDINARY], spoilt, place)
    found = {}
    for name, way in WAYS.items():
        answers = written(session, way, path, place)
        if {each[-2:] for each in answers} != {("determined", "official")}:
            raise DifferentError(f"{name}: a row is not settled")
        told = [tuple(int(each * 100) for each in row[1:-2]) for row in answers]
        found[name] = agree(name, rows, told)
        for row, want in zip(written(session, way, spoilt, place), wanted, strict=True):
            state = (row[0], row[-2])
            # A rule needs only what it comes to: of a stay without costs not the level.
            spared = name == OURS and (state[1], want[1]) == ("determined", "undetermined")
            if state != want and not spared:
                raise DifferentError(f"{name}: row {state}, not {want}")
    return found


def written(session: Any, way: Way, path: Path, place: Path) -> list[tuple[Any, ...]]:
    """What a way writes of a file, in the order of its rows."""
    with tempfile.TemporaryDirectory(dir=place) as folder:
        out = Path(folder) / "out"
        write(session, way(session, path), out)
        columns = ("settlement_id", *RESULTS, "status", "evidence")
        answers = session.read.parquet(out.as_uri()).select(*columns).sort("settlement_id")
        return [tuple(each) for each in answers.collect()]


# ---- time and room -----------------------------------------------------------------------------


def timed(
    session: Any, work: Callable[[Any, Answers], Totals], path: Path, rounds: int
) -> dict[str, Any]:
    """Of each way the medians over rounds, when Java is warm."""
    settled = {name: way(session, path) for name, way in WAYS.items()}
    clock: dict[str, list[float]] = {name: [] for name in (*WAYS, DUCKDB)}
    used: dict[str, list[float]] = {name: [] for name in WAYS}
    with on_duckdb(work, path) as duckdb:
        for turn in range(WARM + rounds):
            totals = set()
            for name, each in settled.items():
                begun, spent = time.perf_counter(), java_seconds(session)
                totals.add(work(session, each))
                if turn >= WARM:
                    clock[name].append(time.perf_counter() - begun)
                    used[name].append(java_seconds(session) - spent)
            if len(totals) != 1:
                raise DifferentError(f"totals: {totals}")
            begun = time.perf_counter()
            duckdb()
            clock[DUCKDB].append(time.perf_counter() - begun)
    return {
        "seconds": {name: median(each) for name, each in clock.items()},
        "processor_seconds": {name: median(each) for name, each in used.items()},
        "times_as_fast_as_by_hand": median(
            hand / mine for hand, mine in zip(used[HAND], used[OURS], strict=True)
        ),
    }


@contextmanager
def on_duckdb(work: Callable[..., Totals], path: Path) -> Any:
    """The same work by our statement on DuckDB."""
    with batch.duck() as connection:
        way = batch.sql_ways(connection)[batch.OURS]
        out = path.with_suffix(".out")
        yield (lambda: way.totals(path)) if work is to_sums else (lambda: way.write(path, out))
        out.unlink(missing_ok=True)


def making(session: Any, path: Path) -> dict[str, float]:
    """Seconds until there is a plan to run, warm."""

    def once(way: Way) -> float:
        begun = time.perf_counter()
        way(session, path).first._jdf.queryExecution().executedPlan()
        return time.perf_counter() - begun

    return {name: median(once(way) for _ in range(5)) for name, way in WAYS.items()}


def java_seconds(session: Any) -> float:
    """Processor time of the driver, which is the whole of Spark here; told by Linux alone."""
    stat = Path(f"/proc/{_java(session)}/stat").read_text()
    user, system = stat.rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def peak(session: Any) -> float:
    """The most memory that the driver has had."""
    lines = Path(f"/proc/{_java(session)}/status").read_text().splitlines()
    (line,) = (each for each in lines if each.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


def _java(session: Any) -> int:
    return int(session.sparkContext._gateway.proc.pid)


if __name__ == "__main__":
    from benchmarks.run import show_spark

    show_spark(measure((1_000_000,), 5))
