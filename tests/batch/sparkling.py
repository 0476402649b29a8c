"""One Spark session for the tests, and answers asked of it as they are asked of DuckDB."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from rulebook.answers.decision import Answer
from rulebook.batch.spark.session import started
from rulebook.book.model import EvidenceLevel
from rulebook.meaning import program as p
from tests.batch.bare import Asked, read_answer, statement, table

QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
SHORT = {
    "SPARK_SUBMIT_OPTS": QUICK,
    "PYSPARK_SUBMIT_ARGS": f'--conf spark.executor.extraJavaOptions="{QUICK}" pyspark-shell',
}
"""Short runs are over before the JVM's better compiler has paid for itself."""


@contextmanager
def session() -> Iterator[Any]:
    """A session of two cores in this process, which commands run in it use too."""
    os.environ.update(SHORT)
    with started("local[2]") as made:
        made.conf.set("spark.sql.shuffle.partitions", "2")
        yield made


@dataclass(frozen=True)
class Many:
    """A program with the rows that it is asked for."""

    program: p.Program
    rule: str
    rows: Sequence[Asked]
    level: EvidenceLevel


def answers(spark: Any, many: Sequence[Many], folder: Path) -> list[list[Answer]]:
    """The answers of all programs to all their rows, by one statement."""
    parts, made = [], []
    for number, each in enumerate(many):
        days = [row.day.toordinal() for row in each.rows]
        span = (min(days), max(days))
        one = statement(each.program, each.rule, span, each.level, "spark", f"input_{number}")
        made.append(one)
        path = folder / f"{number}.parquet"
        pq.write_table(table(each.program, one.facts, each.rows), path)
        spark.read.parquet(path.as_uri()).createOrReplaceTempView(f"input_{number}")
        told = "TO_JSON(STRUCT(*), MAP('ignoreNullFields', 'false'))"
        parts.append(f"SELECT {number} AS program, {told} AS told FROM ({one.sql})")
    found: dict[int, list[Mapping[str, Any]]] = {}
    for row in spark.sql(" UNION ALL ".join(parts)).collect():
        found.setdefault(row["program"], []).append(json.loads(row["told"]))
    result = []
    for number, each in enumerate(many):
        rows = sorted(found[number], key=lambda row: row["row"])
        assert [row["row"] for row in rows] == list(range(len(each.rows)))
        result.append(
            [
                read_answer(each.program, made[number].answer, asked.day, row)
                for asked, row in zip(each.rows, rows, strict=True)
            ]
        )
    return result
