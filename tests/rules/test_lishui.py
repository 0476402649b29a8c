"""Lishui's rules, held against the same provisions worked out by hand in plain integers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulebook.api import Book
from tests.rules.by_hand import (
    AID_SHARES,
    INVENTED_AID,
    Facts,
    assert_settled,
    assistance,
    bill,
    half_up,
    states,
    values,
    yuan,
)
from tests.rules.filled import filled

LIST = "lishui/benefit-list/"
FILLED = INVENTED_AID | {
    "critical_base_ratio": "82.5%",
    "critical_cap": "40万元",
    "aid_annual_limit": "5万元",
    "employee_large_sum_ratio": "87.5%",
}
"""Invented, so that the layers can be followed to the fen; none of them is a figure of the book."""


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Book:
    return filled(tmp_path_factory.mktemp("filled") / "rules", "lishui", FILLED)


def test_no_row_of_the_facts_is_lost(book: Book) -> None:
    assert states(book, "lishui") == {"encoded": 18, "left-out": 5, "conflict": 3, "unset": 3}


def test_every_benefit_figure_of_the_portals_is_weak(book: Book) -> None:
    strong = {
        id_
        for (place, id_), figure in book.contents.figures.items()
        for each in figure.values
        if place == "lishui" and each.value is not None and each.evidence != "weak"
    }
    assert strong == {
        "zhelibao_premium",
        "zhelibao_deductible",
        "zhelibao_rest_deductible",
        "zhelibao_outside_share",
        "supervision_count",
    }


def test_the_pair_that_may_be_a_template_is_nowhere_a_value(book: Book) -> None:
    for kind, printed in (("active", "1188元"), ("retired", "420元")):
        figure = book.contents.figures["lishui", f"employee_outpatient_{kind}"]
        assert [each.value for each in figure.values] == [None]
        (conflict,) = figure.conflicts
        assert (conflict.value, conflict.facts) == (printed, ("LS-E-01", "LS-K-01"))


OUTPATIENT = {
    # primary care, with a contract → in work, retired
    (True, False): (60, 65),
    (True, True): (70, 75),
    (False, False): (50, 55),
    (False, True): (50, 55),
}


@pytest.mark.parametrize("case", list(OUTPATIENT))
def test_outpatient_ratios_only_when_weak_figures_are_asked_for(
    book: Book, case: tuple[bool, bool]
) -> None:
    for kind, ratio in zip(("active", "retired"), OUTPATIENT[case], strict=True):
        facts: Facts = {
            "scheme": "employee",
            "person_type": kind,
            "primary_care": case[0],
            "with_contract": case[1],
        }
        asked = values(book, LIST + "employee-outpatient", facts, "2025-01-01", "weak")
        assert (asked["payment_ratio"], asked["deductible"]) == (ratio, None)
        assert (
            values(book, LIST + "employee-outpatient", facts, "2025-01-01")["payment_ratio"] is None
        )


def test_zhelibao_counts_the_halves_and_the_deductible(book: Book) -> None:
    for rest, below, outside, own in (
        (3_000_000, 1_800_000, 2_800_001, False),
        (3_000_001, 1_800_000, 5_600_001, True),
        (1_000_000, 1_800_000, 1_800_000, False),
    ):
        facts: Facts = {
            "supplementary_enrolled": True,
            "self_pay_before_aid": yuan(rest),
            "self_pay_below_critical": yuan(below),
            "reasonable_out_of_scope": yuan(outside),
            "self_arranged_outside": own,
        }
        by = 2 if own else 1
        got = values(book, LIST + "supplementary-insurance", facts, "2021-12-31")
        assert got["supplementary_in_scope"] == yuan(half_up(max(rest - below, 0), by))
        assert got["supplementary_out_of_scope"] == yuan(max(half_up(outside, by) - 1_800_000, 0))
        assert (got["supplementary_premium"], got["supplementary_pay"]) == (100, None)


def test_zhelibao_is_known_for_2021_only(book: Book) -> None:
    facts = {"supplementary_enrolled": True}
    for day, in_force in (
        ("2020-12-31", 0),
        ("2021-01-01", 1),
        ("2021-12-31", 1),
        ("2022-01-01", 0),
    ):
        decision = book.decide(LIST + "supplementary-insurance", facts, as_of=day)
        assert (decision.status != "not-in-force") == bool(in_force)


# ---- all layers, with invented figures in the place of those that nobody published

COST = st.integers(0, 60_000_000)
PAID = st.integers(0, 45_000_000)


RESIDENTS = {"level_1": 84, "level_2": 70, "level_3": 65}


@given(
    level=st.sampled_from(list(RESIDENTS)),
    status=st.sampled_from(list(AID_SHARES)),
    cost=COST,
    paid=PAID,
    critical_paid=PAID,
    aid_paid=PAID,
)
def test_a_residents_stay_through_all_layers(
    full: Book, level: str, status: str, cost: int, paid: int, critical_paid: int, aid_paid: int
) -> None:
    pooled = min(half_up(max(cost - 100_000, 0) * RESIDENTS[level], 100), max(10_000_000 - paid, 0))
    first = cost - pooled
    line = 900_000 if status in ("destitute", "subsistence", "fallen_back") else 1_800_000
    critical = min(half_up(max(first - line, 0) * 825, 1000), max(40_000_000 - critical_paid, 0))
    second = first - critical
    help_ = assistance(status, max(5_000_000 - aid_paid, 0), second)
    facts = bill(cost) | {
        "scheme": "resident",
        "medical_type": "inpatient",
        "hospital_level": level,
        "pooled_paid_to_date": yuan(paid),
        "critical_paid_to_date": yuan(critical_paid),
        "aid_status": status,
        "aid_paid_to_date": yuan(aid_paid),
    }
    got = values(full, LIST + "resident-settlement", facts, "2026-11-22", "recalled")
    assert_settled(got, facts, pooled_pay=pooled, critical_pay=critical, aid_pay=help_)


EMPLOYEES = {
    ("active", True, "level_1"): 92,
    ("retired", True, "level_3"): 95,
    ("active", False, "level_1"): 87,
    ("retired", False, "level_2"): 90,
    ("active", False, "level_3"): 83,
    ("retired", False, "level_3"): 86,
}


@given(
    person=st.sampled_from(list(EMPLOYEES)),
    status=st.sampled_from(list(AID_SHARES)),
    cost=COST,
    paid=PAID,
)
def test_an_employees_stay_through_all_layers(
    full: Book, person: tuple[str, bool, str], status: str, cost: int, paid: int
) -> None:
    due = half_up(max(cost - 100_000, 0) * EMPLOYEES[person], 100)
    pooled = min(due, max(30_000_000 - paid, 0))
    large = half_up((due - pooled) * 875, 1000)
    first = cost - pooled - large
    help_ = assistance(status, 5_000_000, first)
    facts = bill(cost) | {
        "scheme": "employee",
        "medical_type": "inpatient",
        "person_type": person[0],
        "primary_care": person[1],
        "hospital_level": person[2],
        "pooled_paid_to_date": yuan(paid),
        "aid_status": status,
        "aid_paid_to_date": "0",
    }
    got = values(full, LIST + "employee-settlement", facts, "2026-11-22", "recalled")
    assert_settled(got, facts, pooled_pay=pooled, large_sum_pay=large, aid_pay=help_)


@pytest.mark.parametrize("rule", ["resident-settlement", "employee-settlement"])
def test_a_stay_is_settled_only_when_weak_figures_are_asked_for(book: Book, rule: str) -> None:
    facts = bill(1_100_000) | {
        "scheme": rule.split("-")[0],
        "medical_type": "inpatient",
        "person_type": "active",
        "hospital_level": "level_3",
        "primary_care": False,
        "pooled_paid_to_date": "0",
        "critical_paid_to_date": "0",
        "aid_status": "no_aid",
    }
    unasked = book.decide(LIST + rule, facts, as_of="2026-11-22")
    asked = book.decide(LIST + rule, facts, as_of="2026-11-22", min_evidence="weak")
    assert (unasked.status, asked.status, asked.evidence) == (
        "undetermined",
        "determined",
        "weak",
    )
