"""Quanzhou's rules under Fujian's, held against the same provisions worked out by hand."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulebook import open_book
from rulebook.api import Book
from rulebook.book.model import EvidenceLevel
from rulebook.review.fidelity import fidelity
from tests.rules.filled import ROOT, filled

LIST = "quanzhou/benefit-list/"
CREDIT = "quanzhou/credit-scoring/"
TARGETS = "quanzhou/plan-targets/"
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
def book() -> Book:
    return open_book(ROOT / "rules")


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Book:
    return filled(tmp_path_factory.mktemp("filled") / "rules", "quanzhou", FILLED)


def half_up(numerator: int, denominator: int) -> int:
    return (2 * numerator + denominator) // (2 * denominator)


def yuan(fen: int) -> Decimal:
    return Decimal(fen) / 100


def values(
    book: Book, rule: str, facts: dict[str, Any], day: str, level: EvidenceLevel = "code"
) -> dict[str, Any]:
    decision = book.decide(rule, facts, as_of=day, min_evidence=level)
    return {id_: result.value for id_, result in decision.results.items()}


# ---- what became of the facts


def test_no_row_of_the_facts_is_lost(book: Book) -> None:
    report = fidelity(book, ["quanzhou"])
    states = Counter(each.state for each in report.rows)
    assert states == {"encoded": 82, "conflict": 8, "left-out": 34, "unset": 7}


@pytest.mark.parametrize("place", ["quanzhou", "fujian"])
def test_no_figure_and_no_rule_goes_missing(book: Book, place: str) -> None:
    figures = [each for owner, each in book.contents.figures if owner == place]
    rules = [each.id for each in book.contents.rules if each.place == place]
    assert (len(figures), len(rules)) == {"quanzhou": (94, 24), "fujian": (13, 4)}[place]


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
SELF = {"fully_self_paid": 10_003, "over_price_limit": 202, "paid_first": 3_001}


def bill(cost: int) -> dict[str, Any]:
    parts = {name: yuan(fen) for name, fen in SELF.items()}
    return parts | {"in_scope_cost": yuan(cost), "total_fee": yuan(cost + sum(SELF.values()))}


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
    assert (got["pooled_pay"], got["critical_pay"]) == (yuan(pooled), yuan(critical))
    assert got["aid_pay"] == yuan(help_)
    assert got["fund_pay"] == yuan(pooled + critical + help_)
    assert got["fund_pay"] + got["self_pay"] == facts["total_fee"]
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
    assert (got["pooled_pay"], got["large_sum_pay"]) == (yuan(pooled), yuan(large))
    assert got["aid_pay"] == yuan(help_)
    assert got["fund_pay"] == yuan(pooled + large + help_)
    assert got["fund_pay"] + got["self_pay"] == facts["total_fee"]
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


# ---- outpatient, premiums, maternity, contributions


@given(cost=st.integers(0, 200_000), before=st.integers(0, 100_000))
def test_township_outpatient_never_passes_420_a_year(book: Book, cost: int, before: int) -> None:
    facts = {
        "scheme": "resident",
        "village_clinic": False,
        "primary_care": True,
        "in_scope_cost": yuan(cost),
        "outpatient_cost_to_date": yuan(before),
    }
    got = values(book, LIST + "resident-outpatient", facts, "2025-06-30")
    expected = half_up(min(cost, max(60_000 - before, 0)) * 70, 100)
    assert got["pooled_pay"] == yuan(expected) <= 420
    assert got["in_scope_self_pay"] == yuan(cost - expected)


PREMIUMS = {2021: (290, 550), 2022: (330, 580), 2023: (360, 610), 2025: (400, 670)}


@pytest.mark.parametrize("year", range(2021, 2028))
def test_premiums_by_year(book: Book, year: int) -> None:
    for end in ("01-01", "12-31"):
        got = values(
            book,
            LIST + "resident-premium",
            {"scheme": "resident"},
            f"{year}-{end}",
            "recalled",
        )
        own, public = PREMIUMS.get(year, (None, None))
        assert (got["personal_premium"], got["public_money"]) == (own, public)


def test_the_lump_sums_of_a_birth(book: Book) -> None:
    rows = {
        ("normal_delivery", False): (1300, 300),
        ("caesarean", False): (1800, 300),
        ("normal_delivery", True): (1100, None),
        ("caesarean", True): (1300, None),
    }
    for (delivery, elsewhere), (lump, prenatal) in rows.items():
        facts = {"scheme": "resident", "delivery": delivery, "cross_area": elsewhere}
        got = values(book, LIST + "maternity", facts, "2025-06-30")
        assert (got["maternity_pay"], got["prenatal_part"]) == (lump, prenatal)


def test_figures_of_portals_are_not_used_unasked(book: Book) -> None:
    facts = {"scheme": "employee", "person_type": "active", "contribution_wage": "8000"}
    rule = LIST + "employee-premium"
    unasked = book.decide(rule, facts, as_of="2025-06-30")
    assert unasked.status == "undetermined"
    assert {each.level for each in unasked.missing.figures} == {"weak"}
    asked = values(book, rule, facts, "2025-06-30", "weak")
    assert (asked["employer_contribution"], asked["own_contribution"]) == (600, 160)


def test_what_was_rejected_is_listed_and_never_a_value(book: Book) -> None:
    rows = {
        row: (id_, each.value)
        for (place, id_), figure in book.contents.figures.items()
        if place == "quanzhou"
        for each in figure.conflicts
        for row in each.facts
    }
    assert rows["QZ-K-02"] == ("employee_outpatient_ratio", "85%、90%、95%")
    assert rows["QZ-K-03"][0] == "employee_outpatient_cap"
    assert rows["QZ-K-04"][0] == "employee_outpatient_cap"
    assert rows["QZ-K-05"] == ("resident_annual_cap", "10万元")
    assert rows["QZ-K-06"] == ("volume_device_kinds_midterm", "33种")
    elsewhere = book.contents.figures["quanzhou", "employee_out_of_area_share"]
    assert [each.value for each in elsewhere.conflicts] == ["80%", "92%"]


# ---- credit, points, long-term care


def test_points_of_staff_pass_from_the_city_to_the_province(book: Book) -> None:
    doctor, staff = CREDIT + "doctor-points", CREDIT + "personnel-points"
    record = {"scored_on": "2024-10-01", "act": "fictitious_service", "score": 12}
    for day, status in (
        ("2024-08-25", "not-in-force"),
        ("2024-08-26", "determined"),
        ("2025-02-28", "determined"),
        ("2025-03-01", "not-in-force"),
    ):
        decision = book.decide(doctor, {"doctor_points_records": [record]}, as_of=day)
        assert decision.status == status
    facts = {
        "staff_kind": "hospital_medical",
        "earlier_sanction": "normal_standing",
        "emergency_service": True,
        "points_records": [
            {
                "decided_on": "2025-03-01",
                "band": "band_4",
                "points": 12,
                "institution_sanctioned": True,
            }
        ],
    }
    assert book.decide(staff, facts, as_of="2025-02-28").status == "not-in-force"
    assert values(book, staff, facts, "2025-03-01")["payment_qualification"] == "terminated"


def test_twelve_points_stop_a_doctor_for_at_most_30_days(book: Book) -> None:
    for scores, stopped in (((6, 3, 2), False), ((6, 6), True), ((12,), True)):
        records = [
            {"scored_on": f"2024-09-0{day}", "act": "other_act", "score": score}
            for day, score in enumerate(scores, start=1)
        ]
        got = values(
            book, CREDIT + "doctor-points", {"doctor_points_records": records}, "2024-12-31"
        )
        assert got["red_card"] is stopped
        assert got["suspension_days_longest"] == (30 if stopped else None)
        assert got["points_fit_bands"] is True


@given(
    st.lists(
        st.tuples(
            st.dates(min_value=dt.date(2022, 1, 1), max_value=dt.date(2026, 12, 31)),
            st.integers(0, 100),
            st.integers(0, 100),
        ),
        max_size=8,
    )
)
def test_the_credit_year_begins_at_100(book: Book, records: list[tuple[Any, int, int]]) -> None:
    facts = {
        "credit_subject": "insured_person",
        "credit_records": [
            {"entered_on": day.isoformat(), "points_off": off, "points_back": back}
            for day, off, back in records
        ],
    }

    def score(counted: list[tuple[Any, int, int]]) -> int:
        return min(max(100 - sum(off - back for _, off, back in counted), 0), 100)

    got = values(book, CREDIT + "credit-year", facts, "2024-07-15")
    today = dt.date(2024, 7, 15)
    assert got["credit_score"] == score(
        [each for each in records if each[0].year == 2024 and each[0] <= today]
    )
    assert got["score_at_year_end"] == score([each for each in records if each[0].year == 2023])
    assert got["listed_dishonest"] is None


def test_there_is_no_long_term_care_and_the_answer_says_so(book: Book) -> None:
    decision = book.decide(
        "quanzhou/long-term-care/scheme-in-force", {"scheme": "resident"}, as_of="2026-11-22"
    )
    assert decision.status == "determined"
    assert decision.results["long_term_care_in_force"].value is False
    assert decision.evidence == "official"


# ---- the thirteen indicators


def test_each_verdict_that_follows_is_the_texts(book: Book) -> None:
    got = book.decide(TARGETS + "mid-term-review", {}, as_of="2026-11-22").results
    names = [id_.removesuffix("_verdict") for id_ in got if id_.endswith("_verdict")]
    assert len(names) == 13
    stated = Counter(got[f"{name}_stated"].value for name in names)
    assert stated == {"ahead": 6, "above": 4, "as_expected": 1, "below": 2}
    again = {name: got[f"{name}_verdict"].value for name in names}
    for name in names:
        said = got[f"{name}_stated"].value
        assert again[name] == (said if said == "ahead" else None), name
