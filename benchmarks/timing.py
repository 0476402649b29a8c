"""Time several ways of doing the same, turn by turn, so that a busy machine slows all alike."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from statistics import median
from typing import Any

Settle = Callable[[Any], Any]


def turn(settle: Settle, rows: Sequence[Any]) -> float:
    """Microseconds of processor time a row, once over all rows."""
    start = time.process_time_ns()
    for row in rows:
        settle(row)
    return (time.process_time_ns() - start) / 1000 / len(rows)


def interleaved(
    ways: Mapping[str, tuple[Settle, Sequence[Any]]], rounds: int
) -> dict[str, list[float]]:
    """Microseconds a row of each way in each round; a round goes through all of them."""
    for settle, rows in ways.values():
        turn(settle, rows)
    found: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, (settle, rows) in ways.items():
            found[name].append(turn(settle, rows))
    return found


def ratio(mine: Sequence[float], its: Sequence[float]) -> float:
    """How many times as long ``mine`` takes as ``its``: the median over rounds."""
    return median(a / b for a, b in zip(mine, its, strict=False))
