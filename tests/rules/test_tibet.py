"""Tibet's rules, held against the same provisions worked out by hand in plain integers."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulebook.api import Book
from rulebook.book.model import EvidenceLevel
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

LIST = "tibet/benefit-list/"
FILLED = INVENTED_AID | {
    "resident_deductible_level1": "123.45元",
    "resident_deductible_level2": "345.67元",
    "resident_deductible_level3": "801.23元",
    "critical_line": "9876.53元",
    "critical_base_ratio": "62.5%",
    "tilt_after_transition": "是",
    "tilt_cap_removed": "是",
    "employee_deductible_township": "101.01元",
    "employee_deductible_level1": "202.02元",
    "employee_deductible_level2": "303.03元",
    "employee_deductible_level3": "404.04元",
    "employee_deductible_outside": "305.05元",
    "employee_cap": "8万元",
    "employee_large_sum_cap": "14万元",
    "employee_large_sum_ratio": "87.5%",
    "retired_ratio": "90.5%",
    "retired_59328_outside_ratio": "97%",
}
"""Invented, so that the layers can be followed to the fen; none of them is a figure of the book."""


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Book:
    return filled(tmp_path_factory.mktemp("filled") / "rules", "tibet", FILLED)


# ---- what became of the facts


def test_no_row_of_the_facts_is_lost(book: Book) -> None:
    assert states(book, "tibet") == {"encoded": 51, "conflict": 8, "left-out": 7, "unset": 5}


# ---- figures read back from the rows of the facts

PREMIUMS: dict[int, tuple[int | None, int | None, EvidenceLevel, int]] = {
    # year → personal high and low, weak or not, fiscal subsidy
    2019: (None, None, "code", 555),
    2023: (None, None, "code", 645),
    2024: (380, 200, "code", 675),
    2025: (400, 220, "weak", 705),
}


@pytest.mark.parametrize("year", list(PREMIUMS))
def test_premiums_by_tier_and_year(book: Book, year: int) -> None:
    high, low, level, subsidy = PREMIUMS[year]
    for (tier, own), end in itertools.product(
        (("high_tier", high), ("low_tier", low)), ("01-01", "12-31")
    ):
        facts: Facts = {"scheme": "resident", "premium_tier": tier}
        got = values(book, LIST + "resident-premium", facts, f"{year}-{end}", level)
        assert got["public_money"] == subsidy
        assert got["personal_premium"] == own
        assert got["pool_total"] == (None if own is None else own + subsidy)
    if level == "weak":
        assert (
            values(book, LIST + "resident-premium", facts, f"{year}-06-01")["personal_premium"]
            is None
        )


def test_nobody_published_the_premiums_of_2026(book: Book) -> None:
    facts: Facts = {"scheme": "resident", "premium_tier": "high_tier"}
    got = values(book, LIST + "resident-premium", facts, "2026-01-01", "recalled")
    assert set(got.values()) == {None}


@pytest.mark.parametrize(
    ("day", "primary", "deductible"),
    [
        ("2023-04-30", False, 100),
        ("2023-05-01", False, 50),
        ("2025-11-11", True, 50),
        ("2025-11-12", True, 0),
        ("2025-11-12", False, 50),
    ],
)
def test_the_outpatient_deductible_by_day(
    book: Book, day: str, primary: bool, deductible: int
) -> None:
    facts: Facts = {"scheme": "resident", "primary_care": primary}
    assert values(book, LIST + "resident-outpatient", facts, day)["deductible"] == deductible


RATIOS = {
    ("high_tier", "level_1"): 90,
    ("high_tier", "level_2"): 90,
    ("high_tier", "level_3"): 85,
    ("low_tier", "level_1"): 65,
    ("low_tier", "level_2"): 65,
    ("low_tier", "level_3"): 60,
}


@pytest.mark.parametrize("case", list(RATIOS))
def test_ratios_by_tier_and_level_with_the_ten_year_bonus(
    book: Book, case: tuple[str, str]
) -> None:
    for years, bonus in ((0, 0), (9, 0), (10, 3), (40, 3)):
        facts: Facts = {
            "scheme": "resident",
            "premium_tier": case[0],
            "hospital_level": case[1],
            "years_enrolled": years,
        }
        got = values(book, LIST + "resident-inpatient", facts, "2025-01-01", "weak")
        assert got["payment_ratio"] == RATIOS[case] + bonus
        assert (
            values(book, LIST + "resident-inpatient", facts, "2025-01-01")["payment_ratio"] is None
        )
        before = values(book, LIST + "resident-inpatient", facts, "2024-12-31", "recalled")
        assert before["payment_ratio"] is None


def test_the_cut_outside_the_area_ends_with_region_wide_pooling(book: Book) -> None:
    facts: Facts = {"scheme": "resident", "cross_area": True}
    for day, cut in (("2023-04-30", 10), ("2023-05-01", 0)):
        assert values(book, LIST + "resident-inpatient", facts, day)["cross_area_deduction"] == cut


def test_increments_of_the_cap_and_their_ceiling(book: Book) -> None:
    for years, claims_free in itertools.product((0, 4, 5, 8, 11, 60), (0, 1, 3, 4, 60)):
        facts: Facts = {
            "scheme": "resident",
            "aid_status": "no_aid",
            "years_enrolled": years,
            "years_without_claim": claims_free,
        }
        raise_ = min((max(years - 4, 0) + claims_free) * 4_000, 28_000)
        got = values(book, LIST + "resident-critical-illness", facts, "2025-11-12")
        assert (got["cap_increase"], got["critical_cap_after"]) == (raise_, 140_000 + raise_)
        day_before = values(book, LIST + "resident-critical-illness", facts, "2025-11-11")
        assert day_before["critical_cap_after"] == 140_000


def test_the_tilt_and_the_cap_that_goes_step_by_step(book: Book) -> None:
    for status, day, missing in (
        ("subsistence", "2025-12-31", {"tilt_cap_removed"}),
        ("subsistence", "2026-01-01", {"tilt_after_transition", "tilt_cap_removed"}),
        ("low_income", "2025-12-31", set[str]()),
    ):
        facts = {"scheme": "resident", "aid_status": status}
        decision = book.decide(
            LIST + "resident-critical-illness", facts, as_of=day, min_evidence="recalled"
        )
        removed = decision.results["critical_cap_removed"]
        assert removed.value is (None if missing else False)
        assert missing <= {each.id for each in decision.missing.figures}


def test_long_term_care_is_unset_and_not_none(book: Book) -> None:
    for place, answer in (("tibet", None), ("lishui", None), ("quanzhou", False)):
        decision = book.decide(
            f"{place}/long-term-care/scheme-in-force",
            {"scheme": "resident"},
            as_of="2026-11-22",
            min_evidence="recalled",
        )
        assert decision.results["long_term_care_in_force"].value is answer


# ---- all layers, with invented figures in the place of those that nobody published

DEDUCTIBLE = {"level_1": 12_345, "level_2": 34_567, "level_3": 80_123}
COST = st.integers(0, 30_000_000)
PAID = st.integers(0, 20_000_000)


@given(
    case=st.sampled_from(list(RATIOS)),
    years=st.integers(0, 20),
    status=st.sampled_from(list(AID_SHARES)),
    cost=COST,
    paid=PAID,
    critical_paid=PAID,
    aid_paid=PAID,
    serious=st.booleans(),
)
def test_a_residents_stay_through_all_layers(
    full: Book,
    case: tuple[str, str],
    years: int,
    status: str,
    cost: int,
    paid: int,
    critical_paid: int,
    aid_paid: int,
    serious: bool,
) -> None:
    ratio = RATIOS[case] + (3 if years >= 10 else 0)
    before_cap = half_up(max(cost - DEDUCTIBLE[case[1]], 0) * ratio, 100)
    pooled = min(before_cap, max(6_000_000 - paid, 0))
    first = cost - pooled
    tilted = status in ("destitute", "subsistence", "fallen_back")
    line = 987_653 - half_up(987_653, 2) if tilted else 987_653
    share = 675 if tilted else 625
    critical = half_up(max(first - line, 0) * share, 1000)
    if not tilted:
        cap = 14_000_000 + min(max(years - 4, 0) * 400_000, 2_800_000)
        critical = min(critical, max(cap - critical_paid, 0))
    second = first - critical
    limit = 30_000_000 if serious else 15_000_000
    help_ = assistance(status, max(limit - aid_paid, 0), second)
    facts = bill(cost) | {
        "scheme": "resident",
        "medical_type": "inpatient",
        "premium_tier": case[0],
        "hospital_level": case[1],
        "years_enrolled": years,
        "years_without_claim": 0,
        "pooled_paid_to_date": yuan(paid),
        "critical_paid_to_date": yuan(critical_paid),
        "aid_status": status,
        "serious_illness": serious,
        "aid_paid_to_date": yuan(aid_paid),
    }
    got = values(full, LIST + "resident-settlement", facts, "2026-11-22", "recalled")
    assert_settled(got, facts, pooled_pay=pooled, critical_pay=critical, aid_pay=help_)


PERSONS = {
    # kind, 59328, settled outside, years of service → ratios of the brackets in thousandths
    ("active", False, False, 0): (930, 960, 980),
    ("active", False, True, 0): (930, 960, 980),
    ("retired", True, False, 0): (950, 980, 1000),
    ("retired", False, True, 20): (850, 850, 850),
    ("retired", False, True, 21): (900, 900, 900),
    ("retired", False, True, 30): (900, 900, 900),
    ("retired", False, True, 31): (950, 950, 950),
    ("retired", False, False, 40): (905, 905, 905),
    ("retired", True, True, 40): (970, 970, 970),
}
PLACES = {
    ("level_1", True): 10_101,
    ("level_1", False): 20_202,
    ("level_2", False): 30_303,
    ("level_3", False): 40_404,
}


@given(
    person=st.sampled_from(list(PERSONS)),
    where=st.sampled_from(list(PLACES)),
    status=st.sampled_from(list(AID_SHARES)),
    cost=COST | st.sampled_from([2_000_000, 2_000_001, 4_000_000, 4_000_001]),
    paid=PAID,
    large_paid=PAID,
)
def test_an_employees_stay_through_all_layers(
    full: Book,
    person: tuple[str, bool, bool, int],
    where: tuple[str, bool],
    status: str,
    cost: int,
    paid: int,
    large_paid: int,
) -> None:
    one, two, three = PERSONS[person]
    deductible = min(30_505 if person[2] else PLACES[where], cost)
    parts = (min(cost, 2_000_000), min(max(cost - 2_000_000, 0), 2_000_000))
    rest = cost - sum(parts)
    total = half_up(parts[0] * one + parts[1] * two + rest * three, 1000)
    due = min(max(total - half_up(deductible * one, 1000), 0), cost - deductible)
    pooled = min(due, max(8_000_000 - paid, 0))
    large = min(half_up((due - pooled) * 875, 1000), max(14_000_000 - large_paid, 0))
    first = cost - pooled - large
    help_ = assistance(status, 15_000_000, first)
    facts = bill(cost) | {
        "scheme": "employee",
        "medical_type": "inpatient",
        "person_type": person[0],
        "status_59328": person[1],
        "settled_outside": person[2],
        "regional_service_years": person[3],
        "hospital_level": where[0],
        "primary_care": where[1],
        "pooled_paid_to_date": yuan(paid),
        "large_sum_paid_to_date": yuan(large_paid),
        "aid_status": status,
        "serious_illness": False,
        "aid_paid_to_date": "0",
    }
    got = values(full, LIST + "employee-settlement", facts, "2026-11-22", "recalled")
    assert_settled(got, facts, pooled_pay=pooled, large_sum_pay=large, aid_pay=help_)


@pytest.mark.parametrize("rule", ["resident-settlement", "employee-settlement"])
def test_nothing_is_settled_with_figures_that_nobody_published(book: Book, rule: str) -> None:
    facts = bill(1_000_000) | {
        "scheme": rule.split("-")[0],
        "medical_type": "inpatient",
        "person_type": "active",
        "premium_tier": "high_tier",
        "hospital_level": "level_3",
        "primary_care": False,
        "settled_outside": False,
        "years_enrolled": 3,
        "years_without_claim": 0,
        "pooled_paid_to_date": "0",
        "critical_paid_to_date": "0",
        "large_sum_paid_to_date": "0",
        "aid_status": "no_aid",
    }
    decision = book.decide(LIST + rule, facts, as_of="2026-11-22", min_evidence="recalled")
    assert decision.status == "undetermined"
    assert decision.missing.facts == ()
    assert {each.reason for each in decision.missing.figures} == {"unset"}
