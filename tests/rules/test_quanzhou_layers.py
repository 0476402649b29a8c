"""A stay through all layers in Quanzhou, held against the provisions worked out by hand."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulebook.api import Book
from tests.rules.by_hand import assert_settled, bill, half_up, values, yuan
from tests.rules.filled import filled

LIST = "quanzhou/benefit-list/"
FILLED = {
    "critical_line": "9876.53元",
    "critical_base_ratio": "62.5%",
    "critical_poor_ratio": "67.5%",
    "top_up_after_move": "是",
    "employee_retired_ratio": "94.5%",
    "employee_repeat_admission_share": "35%",
    "employee_out_of_area_share": "81%",
}
"""Invented, so that the layers can be followed to the fen; none of them is a figure of the book."""


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Book:
    return filled(tmp_path_factory.mktemp("filled") / "rules", "quanzhou", FILLED)


# ---- residents in hospital

KINDS = {
    "primary": (
        "level_1_institution",
        "ungraded_institution",
        "community_institution",
        "campus_clinic",
        "township_level_2",
        "tcm_level_2",
    ),
    "middle": (
        "county_level_2",
        "county_level_3",
        "city_level_2",
        "tcm_level_3",
        "mental_hospital",
        "private_hospital",
    ),
    "top": ("general_level_3",),
}
TIERS = {
    # tier → deductible in fen and ratio, before 2023 and from then on
    "primary": ((5_000, 90), (5_000, 92)),
    "middle": ((40_000, 75), (30_000, 82)),
    "top": ((80_000, 55), (70_000, 65)),
}
ELSEWHERE = (70_000, 45)
CAP = 15_000_000


def stay(kind: str, **more: Any) -> dict[str, Any]:
    return {
        "scheme": "resident",
        "institution_kind": kind,
        "cross_area": False,
        "student_filed": False,
        "admission_number": 1,
        "moved_in_alliance": False,
        "pooled_paid_to_date": "0",
    } | more


@pytest.mark.parametrize("tier", list(TIERS))
def test_the_day_the_rules_of_2023_began(book: Book, tier: str) -> None:
    for kind, (day, (base, ratio)) in itertools.product(
        KINDS[tier], zip(("2022-12-31", "2023-01-01"), TIERS[tier], strict=True)
    ):
        got = values(book, LIST + "resident-inpatient", stay(kind, in_scope_cost="10000"), day)
        assert (got["deductible"], got["payment_ratio"]) == (yuan(base), ratio)
        assert got["pooled_pay_before_cap"] == yuan(half_up((1_000_000 - base) * ratio, 100))


def test_before_2022_and_outside_the_city_then_nothing_is_known(book: Book) -> None:
    rule, facts = LIST + "resident-inpatient", stay("general_level_3", in_scope_cost="10000")
    assert book.decide(rule, facts, as_of="2021-12-31").status == "not-in-force"
    outside = book.decide(rule, facts | {"cross_area": True}, as_of="2022-12-31")
    assert outside.results["deductible"].status == "undetermined"


def resident_stay(kind: str, cost: int, paid: int, number: int, elsewhere: bool) -> list[int]:
    """Deductible due, pooled fund, what the person pays in scope."""
    tier = next(each for each, kinds in KINDS.items() if kind in kinds)
    base, ratio = ELSEWHERE if elsewhere else TIERS[tier][1]
    due = {1: base, 2: base // 2}.get(number, 0)
    pooled = min(half_up(max(cost - due, 0) * ratio, 100), max(CAP - paid, 0))
    return [due, pooled, cost - pooled]


@pytest.mark.parametrize("kind", [kind for kinds in KINDS.values() for kind in kinds])
def test_a_residents_stay_to_the_fen(book: Book, kind: str) -> None:
    for cost, paid, number, (cross, filed) in itertools.product(
        (0, 4_999, 5_001, 35_001, 1_234_567),
        (0, CAP - 3, CAP, CAP + 1),
        (1, 2, 3),
        ((False, False), (True, False), (True, True)),
    ):
        facts = stay(
            kind,
            cross_area=cross,
            student_filed=filed,
            admission_number=number,
            in_scope_cost=yuan(cost),
            pooled_paid_to_date=yuan(paid),
        )
        got = values(book, LIST + "resident-inpatient", facts, "2025-06-30")
        names = ("payable_deductible", "pooled_pay", "in_scope_self_pay")
        expected = resident_stay(kind, cost, paid, number, cross and not filed)
        assert [got[each] for each in names] == [yuan(each) for each in expected]


def test_a_move_inside_an_alliance_is_one_admission(book: Book, full: Book) -> None:
    rule = LIST + "resident-inpatient"
    for paid, due in ((0, None), (69_999, None), (70_000, 0), (90_000, 0)):
        facts = stay(
            "general_level_3",
            moved_in_alliance=True,
            admission_deductible_paid=yuan(paid),
            in_scope_cost="10000",
        )
        decision = book.decide(rule, facts, as_of="2025-06-30")
        assert decision.results["payable_deductible"].value == (None if due is None else 0)
        if due is None:
            assert [each.id for each in decision.missing.figures] == ["top_up_after_move"]
        topped = values(full, rule, facts, "2025-06-30", "recalled")
        assert topped["payable_deductible"] == yuan(max(70_000 - paid, 0))


# ---- all layers

AID = {"no_aid": 0, "destitute": 90, "orphan": 90, "entitled_group": 70, "subsistence": 70}


MONEY = st.integers(0, 40_000_000)


@given(
    kind=st.sampled_from([kind for kinds in KINDS.values() for kind in kinds]),
    elsewhere=st.booleans(),
    number=st.integers(1, 4),
    aid=st.sampled_from(list(AID)),
    cost=MONEY,
    paid=MONEY,
    reached=st.booleans(),
    critical_paid=MONEY,
    left=MONEY,
)
def test_every_fen_of_a_residents_stay_is_paid_once(
    book: Book,
    full: Book,
    kind: str,
    elsewhere: bool,
    number: int,
    aid: str,
    cost: int,
    paid: int,
    reached: bool,
    critical_paid: int,
    left: int,
) -> None:
    _, pooled, first = resident_stay(kind, cost, paid, number, elsewhere)
    share = 675 if aid in ("destitute", "subsistence") else 625
    critical = min(
        half_up(max(first - 987_653, 0) * share, 1000), max(25_000_000 - critical_paid, 0)
    )
    critical = critical if reached else 0
    help_ = min(half_up((first - critical) * AID[aid], 100), left)
    facts = (
        stay(kind, cross_area=elsewhere, admission_number=number)
        | bill(cost)
        | {
            "pooled_paid_to_date": yuan(paid),
            "medical_type": "inpatient",
            "reached_critical": reached,
            "critical_paid_to_date": yuan(critical_paid),
            "aid_status": aid,
            "aid_limit_left": yuan(left),
        }
    )
    rule = LIST + "resident-settlement"
    got = values(full, rule, facts, "2025-06-30", "recalled")
    assert_settled(got, facts, pooled_pay=pooled, critical_pay=critical, aid_pay=help_)
    real = book.decide(rule, facts, as_of="2025-06-30", min_evidence="weak")
    assert (real.status == "determined") == (not reached)
    if not reached:
        assert {id_: each.value for id_, each in real.results.items()} == got


@given(
    level=st.sampled_from(["level_1", "level_2", "level_3"]),
    kind=st.sampled_from([kind for kinds in KINDS.values() for kind in kinds]),
    retired=st.booleans(),
    elsewhere=st.booleans(),
    number=st.integers(1, 3),
    aid=st.sampled_from(list(AID)),
    cost=MONEY,
    paid=MONEY,
    large_paid=MONEY,
    left=MONEY,
)
def test_every_fen_of_an_employees_stay_is_paid_once(
    book: Book,
    full: Book,
    level: str,
    kind: str,
    retired: bool,
    elsewhere: bool,
    number: int,
    aid: str,
    cost: int,
    paid: int,
    large_paid: int,
    left: int,
) -> None:
    tier = next(each for each, kinds in KINDS.items() if kind in kinds)
    base = TIERS[tier][1][0]
    due = base if number == 1 else half_up(base * 35, 100)
    permille = 945 if retired else {"level_1": 960, "level_2": 930, "level_3": 900}[level]
    ratio = half_up(permille * (81 if elsewhere else 100), 10)  # in hundredths of a per cent
    above = cost - min(due, cost)
    left_of_cap = max(CAP - paid, 0)
    pooled = min(half_up(above * ratio, 10_000), left_of_cap)
    within = min(half_up(left_of_cap * 10_000, ratio), above)
    large = min(half_up((above - within) * 95, 100), max(25_000_000 - large_paid, 0))
    first = cost - pooled - large
    help_ = min(half_up(first * AID[aid], 100), left)
    facts = bill(cost) | {
        "scheme": "employee",
        "person_type": "retired" if retired else "active",
        "hospital_level": level,
        "institution_kind": kind,
        "cross_area": elsewhere,
        "admission_number": number,
        "medical_type": "inpatient",
        "pooled_paid_to_date": yuan(paid),
        "large_sum_paid_to_date": yuan(large_paid),
        "aid_status": aid,
        "aid_limit_left": yuan(left),
    }
    rule = LIST + "employee-settlement"
    got = values(full, rule, facts, "2024-06-30", "recalled")
    assert_settled(got, facts, pooled_pay=pooled, large_sum_pay=large, aid_pay=help_)
    real = book.decide(rule, facts, as_of="2024-06-30", min_evidence="weak")
    assert (real.status == "determined") == (not retired and not elsewhere and number == 1)
    assert book.decide(rule, facts, as_of="2024-06-30").status == "undetermined"


def test_classes_4_and_5_pay_a_share_of_the_income_first(book: Book) -> None:
    facts = {"aid_status": "low_income", "self_pay_before_aid": "50000", "aid_limit_left": "100000"}
    for aid_class, ratio, share in (("class_4", 60, 10), ("class_5", 50, 25)):
        got = values(
            book,
            "quanzhou/benefit-list/medical-assistance",
            facts | {"declared_aid_class": aid_class},
            "2024-06-30",
            "weak",
        )
        line = half_up(4_948_600 * share, 100)
        assert got["aid_deductible"] == yuan(line)
        assert got["aid_pay"] == yuan(half_up((5_000_000 - line) * ratio, 100))
    later = book.decide(
        "quanzhou/benefit-list/medical-assistance",
        facts | {"declared_aid_class": "class_4"},
        as_of="2025-01-01",
        min_evidence="weak",
    )
    assert [each.id for each in later.missing.figures] == ["local_income_per_head"]
