"""Zibo's and Shandong's rules, held against the provisions worked out by hand in plain integers."""

from __future__ import annotations

import itertools
from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rulebook import open_book
from rulebook.api import Book
from rulebook.book.model import EvidenceLevel
from rulebook.review.fidelity import fidelity
from tests.rules.filled import ROOT, filled

INCOME = 4_567_891
"""Invented, in fen: with it the group whose deductible hangs on it can be followed to the end."""


@pytest.fixture(scope="module")
def book() -> Book:
    return open_book(ROOT / "rules")


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Book:
    folder = tmp_path_factory.mktemp("filled") / "rules"
    return filled(folder, "national", {"local_income_per_head": f"{yuan(INCOME)}元"})


def half_up(numerator: int, denominator: int) -> int:
    return (2 * numerator + denominator) // (2 * denominator)


def yuan(fen: int) -> Decimal:
    return Decimal(fen) / 100


def values(
    book: Book, rule: str, facts: dict[str, object], day: str, level: EvidenceLevel = "code"
) -> dict[str, object]:
    decision = book.decide(rule, facts, as_of=day, min_evidence=level)
    return {id_: result.value for id_, result in decision.results.items()}


def listed(name: str) -> str:
    return f"zibo/benefit-list/{name}"


# ---- what became of the facts


def test_no_row_of_the_facts_is_lost(book: Book) -> None:
    states = Counter(each.state for each in fidelity(book, ["zibo"]).rows)
    assert states == {"encoded": 100, "left-out": 17, "conflict": 6, "unset": 5}


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
        facts: dict[str, object] = {"scheme": "resident", "person_type": kind}
        got = values(book, listed("resident-premium"), facts, day)
        if day < "2018":
            assert got == {}
            continue
        total = None if own is None or subsidy is None else own + subsidy
        assert got == {"personal_premium": own, "public_money": subsidy, "pool_total": total}


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
    facts: dict[str, object] = {"scheme": "employee", "person_type": person}
    facts |= {"hospital_level": level, "admission_number": 1, "in_scope_cost": "1000"}
    got = values(book, listed("employee-inpatient"), facts, "2024-06-30")
    names = ("bracket_ratio_1", "bracket_ratio_2", "bracket_ratio_3", "large_sum_ratio")
    assert tuple(got[name] for name in names) == tuple(
        Decimal(each) / 10 for each in shares(level, person)
    )
    assert got["deductible"] is None
    weak = values(book, listed("employee-inpatient"), facts, "2024-06-30", "weak")
    assert weak["deductible"] == yuan(EMPLOYEE_DEDUCTIBLE[level])


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
    facts: dict[str, object] = {
        "scheme": "employee",
        "maternity_service": service,
        "pregnancy_months": months,
        "maternity_cost": "9000",
    }
    for wife, expected in ((False, paid), (True, paid // 2)):
        got = values(book, listed("maternity"), facts | {"uninsured_wife": wife}, "2026-11-22")
        assert got["maternity_pay"] == expected


@pytest.mark.parametrize(
    ("level", "demented", "limit"),
    [(5, False, 1_800), (4, False, 1_400), (3, False, 900), (0, True, 1_800), (4, True, 1_800)],
)
def test_care_by_the_month(book: Book, level: int, demented: bool, limit: int) -> None:
    for cost in (0, 1, 100 * limit - 1, 100 * limit, 100 * limit + 1, 999_999):
        facts: dict[str, object] = {"scheme": "employee", "disability_level": level}
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


# ---- a bill through all layers

SELF = {"fully_self_paid": 12_345, "over_price_limit": 678, "paid_first": 9_001}
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


def bill(cost: int) -> dict[str, object]:
    own = {id_: yuan(amount) for id_, amount in SELF.items()}
    return own | {"in_scope_cost": yuan(cost), "total_fee": yuan(cost + sum(SELF.values()))}


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
    burden = left - helped - again
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
    got = values(full, listed("resident-settlement"), facts, "2026-11-22", "recalled")
    assert (got["pooled_pay"], got["critical_pay"]) == (yuan(pooled), yuan(large))
    assert (got["aid_pay"], got["second_aid_pay"]) == (yuan(helped), yuan(again))
    assert got["fund_pay"] == yuan(pooled + large + helped + again)
    assert got["in_scope_burden"] == yuan(burden)
    assert got["self_pay"] == yuan(burden + sum(SELF.values()))
    assert facts["total_fee"] == yuan(cost + sum(SELF.values()))
    assert Decimal(str(got["fund_pay"])) + Decimal(str(got["self_pay"])) == facts["total_fee"]


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
    burden = left - helped - again
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
    got = values(full, listed("employee-settlement"), facts, "2026-11-22", "recalled")
    assert (got["pooled_pay"], got["large_sum_pay"]) == (yuan(pooled), yuan(large))
    assert (got["aid_pay"], got["second_aid_pay"]) == (yuan(helped), yuan(again))
    assert got["fund_pay"] == yuan(pooled + large + helped + again)
    assert got["in_scope_burden"] == yuan(burden)
    assert Decimal(str(got["fund_pay"])) + Decimal(str(got["self_pay"])) == facts["total_fee"]


def test_what_lies_above_the_last_bracket_is_not_guessed(book: Book) -> None:
    facts: dict[str, object] = {
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
        rule = listed("employee-inpatient")
        decision = book.decide(rule, asked, as_of="2026-11-22", min_evidence="recalled")
        paid = decision.results["large_sum_pay"].value
        assert paid == (900 if known else None)
        missing = [each.id for each in decision.missing.figures]
        assert missing == ([] if known else ["large_sum_ratio_above"])
