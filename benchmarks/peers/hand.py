"""The settlement written by hand in Python, on integers: money in fen, choices by number.

As a careful programmer would write it who knows that ``min`` and ``max`` are slow. ``settle`` takes
its facts by position and trusts them; ``settle_checked`` takes and gives dicts and looks at the
presence, type and domain of each fact, as ``book.compile`` does.
"""

from __future__ import annotations

from collections.abc import Mapping

STANDARD = (20_000, 50_000, 90_000)
RATES = ((88, 92, 95), (84, 88, 92), (80, 85, 90))
ASSISTANCE_DEDUCTIBLE = (2_000_000, 300_000, 0, 0)
ASSISTANCE_RATIO = (0, 60, 75, 100)


def settle(
    level: int,
    status: int,
    retired: bool,
    admission: int,
    cost: int,
    pooled_to_date: int,
    burden_to_date: int,
    assisted_to_date: int,
) -> tuple[int, int, int, int, int]:
    """Deductible, and what the pooled fund, critical illness, assistance and the person pay."""
    if admission == 1:
        deductible = STANDARD[level]
    elif admission == 2:
        deductible = STANDARD[level] // 2
    else:
        deductible = 0
    if deductible > cost:
        deductible = cost
    base = cost - deductible
    first, second, third = RATES[level]
    if base <= 1_000_000:
        tiers = base * first
    elif base <= 5_000_000:
        tiers = 1_000_000 * first + (base - 1_000_000) * second
    else:
        tiers = 1_000_000 * first + 4_000_000 * second + (base - 5_000_000) * third
    pooled = (tiers + 50) // 100
    if retired:
        pooled += ((base - pooled) * 3 + 50) // 100
    left = 30_000_000 - pooled_to_date
    if left < 0:
        left = 0
    if pooled > left:
        pooled = left
    own = cost - pooled

    tilted = status >= 2
    line = 600_000 if tilted else 1_200_000
    before = burden_to_date - line
    if before < 0:
        before = 0
    total = burden_to_date + own - line
    if total < 0:
        total = 0
    critical = 0
    if total > before:
        low, middle, high = (70, 75, 80) if tilted else (60, 65, 70)
        if before < 5_000_000:
            critical = ((total if total < 5_000_000 else 5_000_000) - before) * low
        if total > 5_000_000:
            if before < 10_000_000:
                start = before if before > 5_000_000 else 5_000_000
                critical += ((total if total < 10_000_000 else 10_000_000) - start) * middle
            if total > 10_000_000:
                start = before if before > 10_000_000 else 10_000_000
                critical += (total - start) * high
        critical = (critical + 50) // 100
    own -= critical

    helped = own - ASSISTANCE_DEDUCTIBLE[status]
    if helped < 0:
        helped = 0
    assistance = (helped * ASSISTANCE_RATIO[status] + 50) // 100
    left = 5_000_000 - assisted_to_date
    if left < 0:
        left = 0
    if assistance > left:
        assistance = left
    return deductible, pooled, critical, assistance, own - assistance


class WrongFacts(ValueError):
    """A fact is missing, of the wrong type, or outside its domain."""


def settle_checked(facts: Mapping[str, int]) -> dict[str, int]:
    """The settlement from dict to dict, its facts checked."""
    try:
        level = facts["level"]
        status = facts["status"]
        retired = facts["retired"]
        admission = facts["admission"]
        cost = facts["cost"]
        pooled_to_date = facts["pooled_to_date"]
        burden_to_date = facts["burden_to_date"]
        assisted_to_date = facts["assisted_to_date"]
    except KeyError as missing:
        raise WrongFacts(f"{missing} is missing") from None
    if (
        type(level) is not int
        or level < 0
        or level > 2
        or type(status) is not int
        or status < 0
        or status > 3
        or type(retired) is not bool
        or type(admission) is not int
        or admission < 1
        or admission > 100
        or type(cost) is not int
        or cost < 0
        or cost > 1_000_000_000
        or type(pooled_to_date) is not int
        or pooled_to_date < 0
        or pooled_to_date > 100_000_000
        or type(burden_to_date) is not int
        or burden_to_date < 0
        or burden_to_date > 100_000_000
        or type(assisted_to_date) is not int
        or assisted_to_date < 0
        or assisted_to_date > 100_000_000
    ):
        raise WrongFacts("a fact is of the wrong type or outside its domain")
    deductible, pooled, critical, assistance, own = settle(
        level,
        status,
        retired,
        admission,
        cost,
        pooled_to_date,
        burden_to_date,
        assisted_to_date,
    )
    return {
        "deductible": deductible,
        "pooled_pay": pooled,
        "critical_pay": critical,
        "assistance_pay": assistance,
        "own_pay": own,
    }
