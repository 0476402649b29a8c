"""What every place's tests share: provisions worked out by hand, in plain integers of fen."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

from rulebook.api import Book
from rulebook.book.model import EvidenceLevel
from rulebook.review.fidelity import fidelity

Facts = dict[str, Any]
Values = dict[str, Any]

OUT_OF_SCOPE = {"fully_self_paid": 10_003, "over_price_limit": 202, "paid_first": 3_001}
"""What a bill has beside its cost in scope, in fen."""

INVENTED_AID = {
    "destitute_aid_ratio": "91.5%",
    "subsistence_aid_ratio": "77%",
    "other_aid_ratio": "55.5%",
    "aid_deductible_standard": "50.05元",
}
"""Assistance where nobody published its figures; ``assistance`` reckons with the same."""

AID_SHARES = {"no_aid": 0, "destitute": 915, "subsistence": 770, "fallen_back": 555, "orphan": 555}


def half_up(numerator: int, denominator: int) -> int:
    return (2 * numerator + denominator) // (2 * denominator)


def yuan(fen: int) -> Decimal:
    return Decimal(fen) / 100


def states(book: Book, place: str) -> Counter[str]:
    """What became of the rows of a place's facts, counted so that none is lost."""
    return Counter(each.state for each in fidelity(book, [place]).rows)


def values(book: Book, rule: str, facts: Facts, day: str, level: EvidenceLevel = "code") -> Values:
    """The results of a case that have a value, None for the others."""
    decision = book.decide(rule, facts, as_of=day, min_evidence=level)
    return {id_: result.value for id_, result in decision.results.items()}


def bill(cost: int) -> Facts:
    """The parts of a bill with a cost in scope, and their sum."""
    parts = OUT_OF_SCOPE | {"in_scope_cost": cost}
    return {name: yuan(fen) for name, fen in (parts | {"total_fee": sum(parts.values())}).items()}


def assistance(status: str, left: int, cost: int) -> int:
    """Invented assistance for a cost, while ``left`` is left of the year's limit."""
    share = AID_SHARES[status]
    return min(half_up(max(cost - 5_005, 0) * share, 1000), left) if share else 0


def assert_settled(got: Values, facts: Facts, **layers: int) -> None:
    """Each layer pays what it was worked out to and the person the rest: every fen is paid once."""
    fund = yuan(sum(layers.values()))
    expected = {name: yuan(fen) for name, fen in layers.items()} | {
        "fund_pay": fund,
        "in_scope_burden": facts["in_scope_cost"] - fund,
        "self_pay": facts["total_fee"] - fund,
    }
    assert {name: got[name] for name in expected} == expected
