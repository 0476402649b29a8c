"""Run the benchmarks: ``python -m benchmarks.run``; tables to read, a JSON file to keep.

Everything is verified equal before it is timed. ``--quick`` takes fewer rounds and smaller books.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from benchmarks import batch, growth, scalar, spark, startup
from benchmarks.scalar import HAND, OURS

RESULTS = Path(__file__).resolve().parent / "results"
PARTS = ("scalar", "batch", "spark", "startup", "growth")
PACKAGES = ("zen-engine", "OpenFisca-Core", "numpy", "duckdb", "polars", "pyspark")

SIZES, PEAKS = (1_000_000, 10_000_000), (10_000_000, 100_000_000)

GOALS: Mapping[str, tuple[str, str, float]] = {
    OURS: ("times_hand_written", "at most", 1.6),
    "rulebook compiled, with rule-level reasons": ("times_hand_written", "at most", 2.2),
    "rulebook decide, names and decimal texts": ("microseconds", "at most", 15),
    "GoRules ZEN": ("times_ours", "at least", 60),
    "OpenFisca-Core": ("times_ours", "at least", 400),
    "publicodes": ("times_ours", "at least", 1_000),
}

BATCH_GOALS: Mapping[tuple[str, str], float] = {
    ("to_sums", batch.ORDINARY): 1.8,
    ("to_sums", batch.SHAPED): 0.9,
    ("to_parquet", batch.ORDINARY): 1.3,
    ("to_parquet", batch.POLARS): 1.0,
}
"""How many times as fast as each way we are to be, by processor time."""
BY_DAY_GOAL, PLANNING_GOAL, PEAK_GOAL = 0.7, 15, 250
SPARK_SIZES, SPARK_GOAL = (1_000_000, 4_000_000), 0.9


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds, smaller books")
    parser.add_argument("--only", choices=PARTS, action="append")
    asked = parser.parse_args()
    wanted = asked.only or PARTS
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / "latest.json"
    kept = json.loads(path.read_text("utf-8")) if path.exists() else {}
    found: dict[str, Any] = {**kept, "machine": machine()}
    if "scalar" in wanted:
        found["scalar"] = scalar.measure(11 if asked.quick else 61)
        show_scalar(found["scalar"])
    if "batch" in wanted:
        sizes, peaks = ((1_000_000,), (1_000_000, 10_000_000)) if asked.quick else (SIZES, PEAKS)
        found["batch"] = batch.measure(sizes, peaks, 3 if asked.quick else 7)
        show_batch(found["batch"])
    if "spark" in wanted:
        missing = spark.absent()
        if missing is None:
            found["spark"] = spark.measure(SPARK_SIZES[:1] if asked.quick else SPARK_SIZES, 5)
            show_spark(found["spark"])
        else:
            print(f"left out: Spark ({missing})")
    if "startup" in wanted:
        found["startup"] = startup.measure(5 if asked.quick else 21)
        show_startup(found["startup"])
    if "growth" in wanted:
        found["growth"] = growth.measure((1, 3, 10) if asked.quick else (1, 10, 100))
        show_growth(found["growth"])
    path.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", "utf-8")
    print(
        f"\nwritten to {path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path}"
    )
    return 0


def machine() -> dict[str, Any]:
    """What it was measured on, and how busy that was."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    return {
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count(),
        "load": load,
        "packages": {name: told for name in PACKAGES if (told := _version(name))},
    }


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def show_scalar(found: Mapping[str, Any]) -> None:
    """One decision: microseconds, times hand-written, times ours, and what is to be reached."""
    print(f"\n{'One decision':<46}{'µs':>10}{'× hand':>10}{'× ours':>10}   to reach")
    for name, micros in found["microseconds"].items():
        hand, ours = found["times_hand_written"][name], found["times_ours"][name]
        print(f"{name:<46}{micros:>10.2f}{hand:>10.2f}{ours:>10.1f}   {_goal(name, found)}")
    print(f"hand-written is {HAND!r}; rows found equal first: {found['rows_verified']}")


def _goal(name: str, found: Mapping[str, Any]) -> str:
    if name not in GOALS:
        return ""
    column, which, limit = GOALS[name]
    value = found[column][name]
    return _at_most(value, limit) if which == "at most" else _at_least(value, limit)


def show_batch(found: Mapping[str, Any]) -> None:
    """Whole tables: rates, and how many times as fast as each other way we are."""
    for size, works in found["sizes"].items():
        for work, ways in works.items():
            title = f"{int(size):,} rows, Parquet {work.replace('_', ' ')}"
            print(f"\n{title:<46}{'M rows/s':>10}{'s/M rows':>10}{'ours ×':>10}   to reach")
            for name, row in ways.items():
                rate, used = row["million_rows_a_second"], row["processor_seconds_a_million_rows"]
                times = row["rulebook_times_as_fast"]
                goal = _batch_goal(work, name, times)
                print(f"{name:<46}{rate:>10.2f}{used:>10.3f}{times:>10.2f}   {goal}")
    print("rows by the clock; s/M rows and ours × (times as fast) by the processor")
    print(
        f"\n{'Planning a statement, processor milliseconds':<46}{'':>10}{'':>10}{'':>10}   to reach"
    )
    for name, milliseconds in found["planning_milliseconds"].items():
        goal = _at_most(milliseconds, PLANNING_GOAL) if name == batch.OURS else ""
        print(f"{name:<46}{milliseconds:>10.1f}{'':>20}   {goal}")
    for size, megabytes in found["peak_megabytes"].items():
        name = f"peak of a process over {int(size):,} rows, MB"
        print(f"{name:<46}{megabytes:>10.1f}{'':>20}   {_at_most(megabytes, PEAK_GOAL)}")


def show_spark(found: Mapping[str, Any]) -> None:
    """Spark: rates, and how many times as fast as PySpark by hand we are."""
    for size, measured in found["sizes"].items():
        for work in ("to_sums", "to_parquet"):
            row = measured[work]
            title = f"Spark, {int(size):,} rows, Parquet {work.replace('_', ' ')}"
            print(f"\n{title:<46}{'M rows/s':>10}{'s/M rows':>10}{'ours ×':>10}   to reach")
            for name, clock in row["seconds"].items():
                used = row["processor_seconds"].get(name)
                a_million = "" if used is None else f"{used * 1e6 / int(size):.3f}"
                times = row["times_as_fast_as_by_hand"] if name == spark.HAND else None
                goal = "" if times is None else f"{times:>10.2f}   {_at_least(times, SPARK_GOAL)}"
                print(f"{name:<46}{int(size) / clock / 1e6:>10.2f}{a_million:>10}{goal}")
        for name, seconds in measured["making_seconds"].items():
            print(f"{'seconds until there is a plan, ' + name:<46}{seconds:>20.2f}")
    print(f"{'seconds until there is a session':<46}{found['session_seconds']:>20.2f}")
    print(f"{'seconds until the first answers':<46}{found['first_answers_seconds']:>20.2f}")
    print(f"{'peak of Java, MB':<46}{found['peak_megabytes']:>20.0f}")


def _batch_goal(work: str, name: str, times: float) -> str:
    if name == batch.BY_DAY:
        return _at_least(round(1 / times, 3), BY_DAY_GOAL) + f" of one day: {1 / times:.2f}"
    limit = BATCH_GOALS.get((work, name))
    return "" if limit is None else _at_least(times, limit)


def _at_least(value: float, limit: float) -> str:
    return f"at least {limit:g} {'reached' if value >= limit else 'NOT REACHED'}"


def _at_most(value: float, limit: float) -> str:
    return f"at most {limit:g} {'reached' if value <= limit else 'NOT REACHED'}"


def show_startup(found: Mapping[str, Any]) -> None:
    """Seconds until something can be asked."""
    print(
        f"\n{'Starting (new process each), seconds':<46}{'clock':>10}{'processor':>10}   to reach"
    )
    rows = (
        ("import rulebook", "import", 0.05),
        ("import and open the packaged book, unchanged", "open_unchanged", 0.1),
        ("import and open it, compiling", "open_compiling", None),
    )
    for name, key, limit in rows:
        clock, used = found["clock_seconds"][key], found["processor_seconds"][key]
        goal = ""
        if limit is not None:
            goal = f"at most {limit:g} {'reached' if clock <= limit else 'NOT REACHED'}"
        print(f"{name:<46}{clock:>10.4f}{used:>10.4f}   {goal}")
    print(f"the packaged book has {found['packaged_rule_files']} rule files")


def show_growth(found: list[Mapping[str, Any]]) -> None:
    """Processor seconds by size, and each over what linear growth from the first would give."""
    columns = ("check", "open_and_keep", "open_after_change", "open_unchanged", "first_answer")
    print(
        f"\n{'Growth, seconds':<22}" + "".join(f"{name.replace('_', ' '):>24}" for name in columns)
    )
    base = found[0]
    for row in found:
        cells = []
        for name in columns:
            key = f"{name}_seconds"
            linear = base[key] * row["rules"] / base["rules"]
            cells.append(f"{row[key]:>14.3f} ({row[key] / linear:.2f})".rjust(24))
        print(f"{row['places']:>4} places {row['rules']:>6} rules" + "".join(cells))
    print("in brackets: over what linear growth from the first row would give")
    for row in found:
        planned = ", ".join(f"{each} in {rules}" for rules, each in row["plan_seconds"].items())
        print(f"SQL planned with {row['rules']} rules in the book: seconds {planned}")
    for row in found:
        if "build_site_seconds" in row:
            print(f"site of {row['rules']} rules built: seconds {row['build_site_seconds']}")


if __name__ == "__main__":
    sys.exit(main())
