"""分段: each part of an amount at the rate of its tier."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial

from rulebook.meaning.typed import Brackets, Typed
from rulebook.reference.measures import measure, total
from rulebook.reference.results import (
    Held,
    Known,
    Result,
    evidence_of,
    is_false,
    is_true,
    resting_on,
    strict,
)

NOTHING = Fraction(0)


def in_parts(node: Brackets, evaluate: Callable[[Typed], Result]) -> Result:
    """The sum of what the tiers give, up to the first that the amount stays within.

    With B what the amount lies on and T = B + amount, a tier from L up to U takes
    ``max(min(T, U) - max(B, L), 0)`` at its rate; the rate of an empty part is not read. A tier
    rests on the bounds that the amount was found to go beyond.
    """
    below = Known(NOTHING) if node.on_top_of is None else evaluate(node.on_top_of)
    top = strict([below, evaluate(node.amount)], lambda *values: total(values))
    lower: Result = below
    shares: list[Result] = []
    passed: list[Result] = []
    for tier in node.tiers:
        upper = top if tier.upper is None else evaluate(tier.upper)
        part = strict([top, upper, below, lower], _part)
        share = _share(part, partial(evaluate, tier.rate))
        shares.append(resting_on(share, evidence_of(passed)))
        within = strict([top, upper], lambda one, other: measure(one) <= measure(other))
        if tier.upper is None or not is_false(within):
            break
        passed.append(within)
        lower = upper
    return strict(shares, lambda *values: total(values))


def _part(top: Held, upper: Held, below: Held, lower: Held) -> Fraction:
    """What lies between the bounds of a tier."""
    ends = min(measure(top), measure(upper))
    begins = max(measure(below), measure(lower))
    return max(ends - begins, NOTHING)


def _share(part: Result, rate: Callable[[], Result]) -> Result:
    some = strict([part], lambda value: measure(value) > 0)
    if is_true(some):
        taken = strict([part, rate()], lambda one, other: measure(one) * measure(other))
        return resting_on(taken, evidence_of([some]))
    return Known(NOTHING, part.evidence) if isinstance(part, Known) else part
