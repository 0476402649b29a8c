"""The settlement written by hand for numpy: row group by row group, in whole fen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks.data import LEVELS, MAXIMA, RESULTS, STATUSES

Array = np.ndarray[Any, Any]

STANDARD = np.array([20_000, 50_000, 90_000])
RATES = np.array([[88, 92, 95], [84, 88, 92], [80, 85, 90]])
CRITICAL = np.array([[60, 65, 70], [70, 75, 80]])
LINES = np.array([1_200_000, 600_000])
ASSISTANCE_LINE = np.array([2_000_000, 300_000, 0, 0])
ASSISTANCE_RATIO = np.array([0, 60, 75, 100])
LOW, HIGH = 5_000_000, 10_000_000


def settle(facts: dict[str, Array]) -> dict[str, Array]:
    """The amounts in fen, over facts that are present and within their domains."""
    level, person, cost = facts["level"], facts["status"], facts["cost"]
    admission = facts["admission"]
    standard = STANDARD[level]
    standard = np.where(admission == 1, standard, np.where(admission == 2, standard // 2, 0))
    deductible = np.minimum(standard, cost)
    base = cost - deductible
    first, second, third = RATES[level].T
    tiers = np.minimum(base, 1_000_000) * first
    tiers += np.maximum(np.minimum(base, LOW) - 1_000_000, 0) * second
    tiers += np.maximum(base - LOW, 0) * third
    tier_pay = (tiers + 50) // 100
    extra = np.where(facts["retired"], ((base - tier_pay) * 3 + 50) // 100, 0)
    pooled = np.minimum(tier_pay + extra, np.maximum(30_000_000 - facts["pooled_to_date"], 0))
    own = cost - pooled
    tilted = (person > 1).astype(np.int64)
    line, burden = LINES[tilted], facts["burden_to_date"]
    before, total = np.maximum(burden - line, 0), np.maximum(burden + own - line, 0)
    low, middle, high = CRITICAL[tilted].T
    critical = np.maximum(np.minimum(total, LOW) - before, 0) * low
    critical += np.maximum(np.minimum(total, HIGH) - np.maximum(before, LOW), 0) * middle
    critical += np.maximum(total - np.maximum(before, HIGH), 0) * high
    critical = (critical + 50) // 100
    own -= critical
    helped = np.maximum(own - ASSISTANCE_LINE[person], 0) * ASSISTANCE_RATIO[person]
    left = np.maximum(5_000_000 - facts["assisted_to_date"], 0)
    assistance = np.minimum((helped + 50) // 100, left)
    return dict(zip(RESULTS, (deductible, pooled, critical, assistance, own - assistance),
                    strict=True))  # fmt: skip


def settled(path: Path) -> Iterator[tuple[pa.RecordBatch, dict[str, Array], Array]]:
    """Of each row group its rows, their amounts, and the state of each row: 0 is settled."""
    file = pq.ParquetFile(path, read_dictionary=["level", "status"])
    for batch in file.iter_batches(122_880):
        facts, state = checked(batch)
        yield batch, settle(facts), state


def checked(batch: pa.RecordBatch) -> tuple[dict[str, Array], Array]:
    """The facts as integers, harmless where a row can't be settled, and the state of each row."""
    facts: dict[str, Array] = {}
    missing = np.zeros(len(batch), bool)
    outside = np.zeros(len(batch), bool)
    for name, names in (("level", LEVELS), ("status", STATUSES)):
        column = batch.column(name)
        places = pa.array([names.index(each) if each in names else -1
                           for each in column.dictionary.to_pylist()] or [-1])  # fmt: skip
        codes = pc.fill_null(places.take(column.indices), -1).to_numpy(zero_copy_only=False)
        missing |= _nulls(column)
        outside |= codes < 0
        facts[name] = np.maximum(codes, 0)
    retired = batch.column("retired")
    missing |= _nulls(retired)
    facts["retired"] = pc.fill_null(retired, False).to_numpy(zero_copy_only=False)
    limits = {"admission": (1, 100), **{name: (0, most) for name, most in MAXIMA.items()}}
    for name, (least, most) in limits.items():
        column = batch.column(name)
        missing |= _nulls(column)
        numbers = fen(column) if name in MAXIMA else pc.fill_null(column, 0).to_numpy()
        outside |= (numbers < least) | (numbers > most)
        facts[name] = numbers.astype(np.int64)
    return facts, np.where(missing, 1, np.where(outside, 2, 0))


def fen(column: pa.Array) -> Array:
    """Decimals of two places as whole fen: the lower words of their 128 bits."""
    words = np.frombuffer(column.buffers()[1], np.int64)[2 * column.offset :: 2][: len(column)]
    return words if column.null_count == 0 else np.where(_nulls(column), 0, words)


def _nulls(column: pa.Array) -> Array | bool:
    if column.null_count == 0:
        return False
    found: Array = column.is_null().to_numpy(zero_copy_only=False)
    return found


def totals(path: Path) -> tuple[int, ...]:
    """The sums of the amounts in fen, how many rows were settled, and how many rest on sources."""
    sums = dict.fromkeys(RESULTS, 0)
    count = 0
    for _, amounts, state in settled(path):
        good = state == 0
        count += int(good.sum())
        for name, values in amounts.items():
            sums[name] += int(values.sum() if good.all() else values[good].sum())
    return (*sums.values(), count, count)


def write(path: Path, out: Path) -> None:
    """The file settled, written."""
    words = pa.array(["determined", "undetermined", "rejected"])
    writer: pq.ParquetWriter | None = None
    for batch, amounts, state in settled(path):
        bad = state != 0
        table = pa.table(
            {
                "settlement_id": batch.column("settlement_id"),
                **{name: decimals(each, bad) for name, each in amounts.items()},
                "status": pa.DictionaryArray.from_arrays(state.astype(np.int8), words),
                "evidence": pa.DictionaryArray.from_arrays(
                    pa.array(np.zeros(len(batch), np.int8), mask=bad), pa.array(["official"])
                ),
            }
        )
        writer = writer or pq.ParquetWriter(out, table.schema, compression="zstd")
        writer.write_table(table)
    if writer is not None:
        writer.close()


def decimals(values: Array, bad: Array) -> pa.Array:
    """Whole fen as decimals of two places, NULL where the row is bad."""
    words = np.empty((len(values), 2), np.int64)
    words[:, 0], words[:, 1] = values, values >> 63
    there = None
    if bad.any():
        there = pa.py_buffer(np.packbits(~bad, bitorder="little"))
    return pa.Array.from_buffers(pa.decimal128(18, 2), len(values), [there, pa.py_buffer(words)])
