"""No peer is timed before it has given the right answers, to the fen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from benchmarks.data import RESULTS, Row
from benchmarks.peers.hand import settle


class DifferentError(Exception):
    """A peer works out something else."""


def right(row: Row) -> tuple[int, ...]:
    """The results of a row, by the plainest of all ways."""
    return settle(**row)  # type: ignore[arg-type]  # a row has what is asked for


def agree(name: str, rows: Sequence[Row], answers: Iterable[Any]) -> int:
    """Hold a peer's answers against the right ones; how many were equal."""
    count = 0
    for row, answer in zip(rows, answers, strict=True):
        found = values(answer)
        if found != right(row):
            raise DifferentError(f"{name}: {row} gives {right(row)}, not {found}")
        count += 1
    return count


def values(answer: Any) -> tuple[Any, ...]:
    """The results in order, from a mapping or a sequence."""
    return tuple(answer[each] for each in RESULTS) if isinstance(answer, Mapping) else tuple(answer)


def all_agree(rows: Sequence[Row], ways: Mapping[str, Callable[[Row], Any]]) -> dict[str, int]:
    """How many rows of each way were equal: all of them, or this raises."""
    return {name: agree(name, rows, map(way, rows)) for name, way in ways.items()}
