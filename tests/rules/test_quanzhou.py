"""Quanzhou's rules under Fujian's, held against the same provisions worked out by hand."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulebook.api import Book
from tests.rules.by_hand import half_up, states, values, yuan

LIST = "quanzhou/benefit-list/"
CREDIT = "quanzhou/credit-scoring/"
TARGETS = "quanzhou/plan-targets/"


# ---- what became of the facts


def test_no_row_of_the_facts_is_lost(book: Book) -> None:
    assert states(book, "quanzhou") == {"encoded": 82, "conflict": 8, "left-out": 34, "unset": 7}


@pytest.mark.parametrize("place", ["quanzhou", "fujian"])
def test_no_figure_and_no_rule_goes_missing(book: Book, place: str) -> None:
    figures = [each for owner, each in book.contents.figures if owner == place]
    rules = [each.id for each in book.contents.rules if each.place == place]
    assert (len(figures), len(rules)) == {"quanzhou": (94, 24), "fujian": (13, 4)}[place]


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
