"""Settlements to work out: the same rows for every peer, from a seed.

Rows are as a year of claims is: many small ones, some large, sums up to date that go with them;
a share of rows is on the edges, where tiers, lines and caps begin.
"""

from __future__ import annotations

from random import Random

Row = dict[str, int]
"""Facts by id as the program holds them: money in fen, choices by number, yes/no as ``bool``."""

FACTS = (
    "level",
    "status",
    "retired",
    "admission",
    "cost",
    "pooled_to_date",
    "burden_to_date",
    "assisted_to_date",
)
RESULTS = ("deductible", "pooled_pay", "critical_pay", "assistance_pay", "own_pay")
MAXIMA = {
    "cost": 1_000_000_000,
    "pooled_to_date": 100_000_000,
    "burden_to_date": 100_000_000,
    "assisted_to_date": 100_000_000,
}
EDGES = (
    0,
    20_000,
    50_000,
    90_000,
    600_000,
    1_000_000,
    1_200_000,
    5_000_000,
    10_000_000,
    30_000_000,
)
LEVELS = ("primary", "secondary", "tertiary")
STATUSES = ("none", "near_poor", "poor", "destitute")


def settlements(count: int, seed: int = 20260101) -> list[Row]:
    """So many rows, always the same ones for a seed."""
    random = Random(seed)
    return [settlement(random) for _ in range(count)]


def settlement(random: Random) -> Row:
    """One row of facts."""
    edge = random.random() < 0.2
    burden = 0 if random.random() < 0.5 else int(random.lognormvariate(13, 1.4))
    return {
        "level": random.choices((0, 1, 2), (3, 4, 3))[0],
        "status": random.choices((0, 1, 2, 3), (85, 5, 7, 3))[0],
        "retired": random.random() < 0.4,
        "admission": random.choices((1, 2, 3, 4), (70, 18, 8, 4))[0],
        "cost": _near(random, "cost") if edge else _capped("cost", random.lognormvariate(14, 1.3)),
        "pooled_to_date": _near(random, "pooled_to_date")
        if edge
        else _capped("pooled_to_date", burden * 3),
        "burden_to_date": _near(random, "burden_to_date")
        if edge
        else _capped("burden_to_date", burden),
        "assisted_to_date": _near(random, "assisted_to_date") if edge else 0,
    }


def _capped(fact: str, value: float) -> int:
    return min(int(value), MAXIMA[fact])


def _near(random: Random, fact: str) -> int:
    """A fen below, on or above an edge."""
    return min(max(random.choice(EDGES) + random.randint(-1, 1), 0), MAXIMA[fact])
