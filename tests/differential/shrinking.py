"""Make the choices behind a failure fewer and smaller, as long as it goes on failing."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence

Failure = Callable[[Sequence[int]], Sequence[int] | None]
"""The choices really taken if they still fail, else None."""


def shrunk(choices: Sequence[int], fails: Failure, seconds: float) -> list[int]:
    """The smallest failing choices found in that time: shorter first, then lower ones."""
    until = time.monotonic() + seconds
    best, before = list(choices), None
    while best != before:
        before = list(best)
        size = len(best)
        while size:
            place = 0
            while place < len(best):
                if time.monotonic() > until:
                    return best
                smaller = _first_failing(_simpler(best, place, size), best, fails)
                if smaller is None:
                    place += size
                else:
                    best = smaller
            size //= 2
    return best


def _first_failing(
    candidates: Iterator[list[int]], best: list[int], fails: Failure
) -> list[int] | None:
    for candidate in candidates:
        taken = fails(candidate)
        if taken is not None and _order(taken) < _order(best):
            return list(taken)
    return None


def _order(choices: Sequence[int]) -> tuple[int, int, Sequence[int]]:
    return len(choices), sum(choices), list(choices)


def _simpler(choices: list[int], place: int, size: int) -> Iterator[list[int]]:
    """Without a stretch; with zeros in it; for a single choice, lower."""
    before, stretch, after = choices[:place], choices[place : place + size], choices[place + size :]
    yield before + after
    if any(stretch):
        yield before + [0] * len(stretch) + after
    if size == 1:
        for lower in sorted({stretch[0] // 2, stretch[0] - 1} - {stretch[0], -1, 0}):
            yield [*before, lower, *after]
