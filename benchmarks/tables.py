"""Tables of settlements as Parquet files: a year of claims, in the columns that users have."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from benchmarks.data import EDGES, FACTS, LEVELS, MAXIMA, STATUSES, Row

CHUNK = 1_000_000
SEED = 20260101


def write_rows(rows: Sequence[Row], path: Path) -> None:
    """Some rows, numbered from 0."""
    _write(pa.table({fact: [row[fact] for row in rows] for fact in FACTS}), path)


def write_many(count: int, path: Path) -> None:
    """So many rows, always the same ones; a hundred millions are ten millions ten times."""
    if count <= 10 * CHUNK:
        _write(pa.table(_columns(count)), path)
        return
    part = path.with_suffix(".part")
    write_many(10 * CHUNK, part)
    with duckdb.connect() as connection:
        connection.execute("SET memory_limit = '1GB'")
        connection.execute(
            f"COPY (SELECT part.* FROM range({count // (10 * CHUNK)}), "
            f"read_parquet('{part}') AS part) TO '{path}' (FORMAT parquet, COMPRESSION zstd)"
        )
    part.unlink()


def _columns(count: int) -> dict[str, Any]:
    """Facts as ``data.settlement`` draws them, all at once."""
    import numpy as np

    random = np.random.default_rng(SEED)
    edge = random.random(count) < 0.2
    burden = np.where(random.random(count) < 0.5, 0, random.lognormal(13, 1.4, count))

    def amounts(fact: str, usual: Any) -> Any:
        near = random.choice(np.array(EDGES), count) + random.integers(-1, 2, count)
        return np.clip(np.where(edge, near, usual.astype(np.int64)), 0, MAXIMA[fact])

    return {
        "level": random.choice(3, count, p=[0.3, 0.4, 0.3]),
        "status": random.choice(4, count, p=[0.85, 0.05, 0.07, 0.03]),
        "retired": random.random(count) < 0.4,
        "admission": random.choice(4, count, p=[0.7, 0.18, 0.08, 0.04]) + 1,
        "cost": amounts("cost", random.lognormal(14, 1.3, count)),
        "pooled_to_date": amounts("pooled_to_date", burden * 3),
        "burden_to_date": amounts("burden_to_date", burden),
        "assisted_to_date": amounts("assisted_to_date", np.zeros(count)),
    }


def _write(facts: pa.Table, path: Path) -> None:
    levels = ", ".join(f"'{each}'" for each in LEVELS)
    statuses = ", ".join(f"'{each}'" for each in STATUSES)
    amounts = ", ".join(
        f"CAST(CAST({each} AS BIGINT) * CAST(0.01 AS DECIMAL(3, 2)) AS DECIMAL(12, 2)) AS {each}"
        for each in MAXIMA
    )
    with duckdb.connect() as connection:
        connection.register("facts", facts)
        connection.execute(
            "COPY (SELECT row_number() OVER () - 1 AS settlement_id, "
            f"[{levels}][level + 1] AS level, [{statuses}][status + 1] AS status, retired, "
            f"CAST(admission AS INTEGER) AS admission, {amounts}, DATE '2024-01-01' "
            "+ CAST(hash(cost, burden_to_date) % 731 AS INTEGER) AS settled_on "
            f"FROM facts) TO '{path}' (FORMAT parquet, COMPRESSION zstd)"
        )
