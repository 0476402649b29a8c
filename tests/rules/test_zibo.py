"""Zibo's and Shandong's rules, held against the provisions worked out by hand in plain integers."""

from __future__ import annotations

import pytest

from rulebook.api import Book
from tests.conftest import ROOT
from tests.rules.by_hand import Facts, half_up, states, values, yuan

LIST = "zibo/benefit-list/"


# ---- what became of the facts


def test_no_row_of_the_facts_is_lost(book: Book) -> None:
    assert states(book, "zibo") == {"encoded": 100, "left-out": 17, "conflict": 6, "unset": 5}


def test_conflicts_are_shown_and_not_used(book: Book) -> None:
    rows = {
        row: (place, figure)
        for (place, figure), each in book.contents.figures.items()
        for conflict in each.conflicts
        for row in conflict.facts
        if row.startswith("ZB-")
    }
    assert rows == {
        "ZB-R-09": ("shandong", "critical_poor_ratio"),
        "ZB-K-04": ("shandong", "critical_poor_ratio"),
        "ZB-E-11": ("zibo", "employee_outpatient_cap"),
        "ZB-K-01": ("zibo", "employee_outpatient_cap"),
        "ZB-E-16": ("zibo", "account_ratio_active"),
        "ZB-K-02": ("zibo", "critical_line"),
    }


@pytest.mark.parametrize("place", ["zibo", "shandong"])
def test_no_rule_goes_missing(book: Book, place: str) -> None:
    rules = [id_ for id_ in book.rules if id_.startswith(f"{place}/")]
    assert len(rules) == {"zibo": 33, "shandong": 7}[place]
    own = [each for each in rules if (ROOT / "rules" / f"{each}.rule").exists()]
    assert len(own) == {"zibo": 26, "shandong": 4}[place]


# ---- figures read back from the rows of the facts


@pytest.mark.parametrize(
    ("day", "adult", "pupil", "subsidy"),
    [
        ("2017-12-31", None, None, None),
        ("2018-01-01", 280, 180, None),
        ("2018-12-31", 280, 180, None),
        ("2019-01-01", None, None, None),
        ("2020-12-31", None, None, 550),
        ("2023-12-31", None, None, None),
        ("2024-01-01", 440, 340, None),
        ("2024-12-31", 440, 340, None),
        ("2025-01-01", 460, 360, 670),
        ("2025-12-31", 460, 360, 670),
        ("2026-01-01", None, None, None),
    ],
)
def test_premiums_by_year(
    book: Book, day: str, adult: int | None, pupil: int | None, subsidy: int | None
) -> None:
    for kind, own in (("adult_resident", adult), ("pupil", pupil)):
        facts: Facts = {"scheme": "resident", "person_type": kind}
        got = values(book, LIST + "resident-premium", facts, day)
        if day < "2018":
            assert got == {}
            continue
        total = None if own is None or subsidy is None else own + subsidy
        assert got == {"personal_premium": own, "public_money": subsidy, "pool_total": total}


@pytest.mark.parametrize(
    ("service", "months", "paid"),
    [
        ("prenatal_checks", 9, 1_000),
        ("abortion", 3, 400),
        ("abortion", 4, 800),
        ("iud", 0, 160),
        ("sterilisation", 0, 1_000),
        ("reversal", 0, 2_000),
        ("giving_birth", 9, 9_000),
    ],
)
def test_maternity_item_by_item(book: Book, service: str, months: int, paid: int) -> None:
    facts: Facts = {
        "scheme": "employee",
        "maternity_service": service,
        "pregnancy_months": months,
        "maternity_cost": "9000",
    }
    for wife, expected in ((False, paid), (True, paid // 2)):
        got = values(book, LIST + "maternity", facts | {"uninsured_wife": wife}, "2026-11-22")
        assert got["maternity_pay"] == expected


@pytest.mark.parametrize(
    ("level", "demented", "limit"),
    [(5, False, 1_800), (4, False, 1_400), (3, False, 900), (0, True, 1_800), (4, True, 1_800)],
)
def test_care_by_the_month(book: Book, level: int, demented: bool, limit: int) -> None:
    for cost in (0, 1, 100 * limit - 1, 100 * limit, 100 * limit + 1, 999_999):
        facts: Facts = {"scheme": "employee", "disability_level": level}
        facts |= {"severe_dementia": demented, "care_cost": yuan(cost)}
        got = values(book, "zibo/long-term-care/care-benefit", facts, "2026-11-22")
        fund = half_up(min(cost, 100 * limit) * 75, 100)
        assert (got["fund_pay"], got["self_pay"]) == (yuan(fund), yuan(cost - fund))


def test_what_the_province_rules_holds_in_the_city(book: Book) -> None:
    grades: dict[str, object] = {"credit_grade": "grade_d", "credit_grade_before": "grade_d_minus"}
    points: dict[str, object] = {"credit_added": 30, "credit_deducted": 130}
    for place in ("shandong", "zibo"):
        measures = values(
            book, f"{place}/credit-scoring/institution-measures", grades, "2023-01-31"
        )
        assert measures == {"agreement_ends": True, "fewer_checks": False}
        rating = values(book, f"{place}/credit-scoring/institution-rating", points, "2026-11-22")
        assert rating == {"credit_score": 900, "credit_grade": None}


# ---- boundaries of time


@pytest.mark.parametrize(
    ("rule", "before", "first"),
    [
        ("benefit-list/resident-inpatient", "2023-12-31", "2024-01-01"),
        ("benefit-list/resident-critical-illness", "2023-12-31", "2024-01-01"),
        ("benefit-list/employee-inpatient", "2023-09-29", "2023-09-30"),
        ("benefit-list/medical-assistance", "2025-11-10", "2025-11-11"),
        ("benefit-list/resident-settlement", "2025-11-10", "2025-11-11"),
        ("benefit-list/employee-settlement", "2025-11-10", "2025-11-11"),
        ("benefit-list/maternity", "2021-12-10", "2021-12-11"),
        ("long-term-care/care-benefit", "2020-12-30", "2020-12-31"),
        ("credit-scoring/personnel-points", "2025-04-03", "2025-04-04"),
        ("plan-targets/plan-indicators", "2021-12-10", "2021-12-11"),
    ],
)
def test_rules_begin_on_the_first_day_that_can_be_shown(
    book: Book, rule: str, before: str, first: str
) -> None:
    assert book.decide(f"zibo/{rule}", {}, as_of=before).status == "not-in-force"
    assert book.decide(f"zibo/{rule}", {}, as_of=first).status != "not-in-force"
