"""A stay through all layers in Zibo, held against the provisions worked out by hand."""

from __future__ import annotations

import itertools
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rulebook.api import Book
from tests.rules.by_hand import Facts, assert_settled, bill, half_up, values, yuan
from tests.rules.filled import filled

LIST = "zibo/benefit-list/"
INCOME = 4_567_891
"""Invented, in fen: with it the group whose deductible hangs on it can be followed to the end."""


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Book:
    folder = tmp_path_factory.mktemp("filled") / "rules"
    return filled(folder, "national", {"local_income_per_head": f"{yuan(INCOME)}元"})


RATIOS = {
    # level → shares of those in work in the first three brackets, in thousandths
    "level_1": (820, 900, 900),
    "level_2": (780, 850, 900),
    "level_3": (740, 800, 900),
}
EMPLOYEE_DEDUCTIBLE = {"level_1": 30_000, "level_2": 50_000, "level_3": 70_000}


def shares(level: str, person: str) -> tuple[int, int, int, int]:
    """The retired pay half of what those in work pay, and the same of the large sum (ZB-E-06)."""
    active = RATIOS[level]
    kept = active if person == "active" else tuple(1000 - (1000 - each) // 2 for each in active)
    one, two, three = kept
    return one, two, three, 900


@pytest.mark.parametrize(
    ("level", "person"), list(itertools.product(RATIOS, ("active", "retired")))
)
def test_the_brackets_of_employees(book: Book, level: str, person: str) -> None:
    facts: Facts = {"scheme": "employee", "person_type": person}
    facts |= {"hospital_level": level, "admission_number": 1, "in_scope_cost": "1000"}
    got = values(book, LIST + "employee-inpatient", facts, "2024-06-30")
    names = ("bracket_ratio_1", "bracket_ratio_2", "bracket_ratio_3", "large_sum_ratio")
    assert tuple(got[name] for name in names) == tuple(
        Decimal(each) / 10 for each in shares(level, person)
    )
    assert got["deductible"] is None
    weak = values(book, LIST + "employee-inpatient", facts, "2024-06-30", "weak")
    assert weak["deductible"] == yuan(EMPLOYEE_DEDUCTIBLE[level])


COST = st.integers(0, 80_000_000) | st.sampled_from(
    [0, 1, 9_999, 10_000, 10_001, 70_000, 70_001, 1_000_000, 5_000_000, 12_000_001, 33_400_000]
)
ADDS = st.integers(0, 3_000_000)
TILTED = ("destitute", "subsistence", "fallen_back")
AID = {
    # status → deductible, share, limit, line of second aid, share and limit of second aid
    **dict.fromkeys(TILTED, (0, 75, 3_000_000, 500_000, 70, 2_000_000)),
    "subsistence_edge": (300_000, 50, 2_000_000, 1_000_000, 70, 2_000_000),
    "monitored": (300_000, 50, 2_000_000, 1_000_000, 70, 2_000_000),
    "rigid_spending": (half_up(INCOME * 25, 100), 60, 2_000_000, 0, 0, 0),
}
STATUS = st.sampled_from([*AID, "no_aid", "low_income"])


def tiers(base: int, amount: int, steps: list[tuple[int | None, int]]) -> int:
    """Each part of the amount, laid on the base, at its own share in thousandths."""
    total, low = 0, 0
    for high, share in steps:
        top = base + amount if high is None else min(high, base + amount)
        total += max(top - max(low, base), 0) * share
        low = low if high is None else high
    return half_up(total, 1000)


def critical(tilted: bool, before: int, amount: int) -> int:
    """Critical-illness insurance before its cap."""
    general = [(1_800_000, 0), (10_000_000, 600), (20_000_000, 650), (30_000_000, 700), (None, 750)]
    tilt = [(500_000, 0), (10_000_000, 650), (30_000_000, 750), (None, 850)]
    return tiers(before, amount, tilt if tilted else general)


def assistance(
    status: str, left: int, deductible_paid: int, aid_paid: int, second_before: int, second: int
) -> tuple[int, int]:
    """Assistance and second aid on what is left."""
    if status not in AID:
        return 0, 0
    deductible, share, limit, line, again, most = AID[status]
    owed = max(left - max(deductible - deductible_paid, 0), 0)
    first = min(half_up(owed * share, 100), max(limit - aid_paid, 0))
    more = tiers(second_before, left - first, [(line, 0), (None, 10 * again)])
    return first, min(more, max(most - second, 0))


def aid_facts(status: str, paid: tuple[int, int, int, int]) -> dict[str, object]:
    deductible_paid, aid_paid, second_before, second = paid
    return {
        "aid_status": status,
        "aid_deductible_paid_to_date": yuan(deductible_paid),
        "aid_paid_to_date": yuan(aid_paid),
        "second_aid_cost_to_date": yuan(second_before),
        "second_aid_paid_to_date": yuan(second),
    }


RESIDENT = {
    # level, on the essential-drug list, pupil → deductible of the first stay, share
    ("level_1", True, False): (10_000, 85),
    ("level_1", False, True): (10_000, 75),
    ("level_2", False, False): (30_000, 70),
    ("level_2", False, True): (10_000, 70),
    ("level_3", True, False): (70_000, 60),
    ("level_3", False, True): (10_000, 60),
}


@given(
    case=st.sampled_from(list(RESIDENT)),
    stay=st.integers(1, 4),
    status=STATUS,
    cost=COST,
    paid=st.integers(0, 21_000_000),
    before=st.integers(0, 40_000_000),
    critical_paid=st.integers(0, 41_000_000),
    aid=st.tuples(ADDS, ADDS, ADDS, ADDS),
)
@example(("level_3", True, False), 1, "no_aid", 80_000_000, 0, 0, 0, (0, 0, 0, 0))
@example(("level_3", True, False), 2, "subsistence", 80_000_000, 0, 0, 0, (0, 0, 0, 0))
def test_a_residents_stay_through_all_layers(
    full: Book,
    case: tuple[str, bool, bool],
    stay: int,
    status: str,
    cost: int,
    paid: int,
    before: int,
    critical_paid: int,
    aid: tuple[int, int, int, int],
) -> None:
    deductible, share = RESIDENT[case]
    deductible = {1: deductible, 2: deductible // 2}.get(stay, 0)
    before_cap = half_up(max(cost - deductible, 0) * share, 100)
    pooled = min(before_cap, max(20_000_000 - paid, 0))
    first = cost - pooled
    large = critical(status in TILTED, before, first)
    if status not in TILTED:
        large = min(large, max(40_000_000 - critical_paid, 0))
    left = first - large
    helped, again = assistance(status, left, *aid)
    facts = bill(cost) | {
        "scheme": "resident",
        "medical_type": "inpatient",
        "person_type": "pupil" if case[2] else "adult_resident",
        "hospital_level": case[0],
        "essential_drug_institution": case[1],
        "admission_number": stay,
        "pooled_paid_to_date": yuan(paid),
        "critical_cost_to_date": yuan(before),
        "critical_paid_to_date": yuan(critical_paid),
    }
    facts |= aid_facts(status, aid)
    got = values(full, LIST + "resident-settlement", facts, "2026-11-22", "recalled")
    layers = {"pooled_pay": pooled, "critical_pay": large}
    assert_settled(got, facts, **layers, aid_pay=helped, second_aid_pay=again)


@given(
    level=st.sampled_from(list(RATIOS)),
    person=st.sampled_from(["active", "retired"]),
    stay=st.integers(1, 4),
    status=STATUS,
    cost=st.integers(0, 30_000_000) | st.sampled_from([0, 1, 70_000, 1_070_000, 12_070_001]),
    before=st.integers(0, 20_000_000),
    paid=st.integers(0, 51_000_000),
    large_paid=st.integers(0, 30_000_000),
    aid=st.tuples(ADDS, ADDS, ADDS, ADDS),
)
@example("level_2", "retired", 3, "subsistence", 30_000_000, 20_000_000, 0, 0, (0, 0, 0, 0))
@example("level_2", "active", 3, "no_aid", 30_000_000, 0, 49_000_000, 900_000, (0, 0, 0, 0))
def test_an_employees_stay_through_all_layers(
    full: Book,
    level: str,
    person: str,
    stay: int,
    status: str,
    cost: int,
    before: int,
    paid: int,
    large_paid: int,
    aid: tuple[int, int, int, int],
) -> None:
    deductible = EMPLOYEE_DEDUCTIBLE[level]
    deductible = min({1: deductible, 2: deductible // 2}.get(stay, 0), cost)
    one, two, three, four = shares(level, person)
    shared = cost - deductible
    cap_left = max(50_000_000 - paid - large_paid, 0)
    steps = [(1_000_000, one), (5_000_000, two), (12_000_000, three), (None, 0)]
    pooled = min(tiers(before, shared, steps), cap_left)
    large = min(tiers(before, shared, [(12_000_000, 0), (50_000_000, four)]), cap_left - pooled)
    left = cost - pooled - large
    helped, again = assistance(status, left, *aid)
    facts = bill(cost) | {
        "scheme": "employee",
        "medical_type": "inpatient",
        "person_type": person,
        "hospital_level": level,
        "admission_number": stay,
        "bracket_cost_to_date": yuan(before),
        "pooled_paid_to_date": yuan(paid),
        "large_sum_paid_to_date": yuan(large_paid),
    }
    facts |= aid_facts(status, aid)
    got = values(full, LIST + "employee-settlement", facts, "2026-11-22", "recalled")
    layers = {"pooled_pay": pooled, "large_sum_pay": large}
    assert_settled(got, facts, **layers, aid_pay=helped, second_aid_pay=again)


def test_what_lies_above_the_last_bracket_is_not_guessed(book: Book) -> None:
    facts: Facts = {
        "scheme": "employee",
        "person_type": "active",
        "hospital_level": "level_3",
        "admission_number": 3,
        "pooled_paid_to_date": "0",
        "large_sum_paid_to_date": "0",
        "in_scope_cost": "1000",
    }
    for before, known in (("499000", True), ("499000.01", False)):
        asked = facts | {"bracket_cost_to_date": before}
        rule = LIST + "employee-inpatient"
        decision = book.decide(rule, asked, as_of="2026-11-22", min_evidence="recalled")
        paid = decision.results["large_sum_pay"].value
        assert paid == (900 if known else None)
        missing = [each.id for each in decision.missing.figures]
        assert missing == ([] if known else ["large_sum_ratio_above"])
