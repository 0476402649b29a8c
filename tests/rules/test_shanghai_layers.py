"""Shanghai's layers of settlement, held against the provisions worked out by hand in integers."""

from __future__ import annotations

import itertools

import pytest

from rulebook.api import Book
from rulebook.book.model import EvidenceLevel
from tests.rules.by_hand import Facts, Values, assert_settled, bill, half_up, yuan

LIST = "shanghai/benefit-list/"


def values(
    book: Book, rule: str, facts: Facts, day: str, level: EvidenceLevel = "reported"
) -> Values:
    decision = book.decide(LIST + rule, facts, as_of=day, min_evidence=level)
    assert decision.status == "determined", decision.missing
    return {id_: result.value for id_, result in decision.results.items()}


# ---- employees

PERSONS = {
    # kind → deductible in fen, inpatient ratio, outpatient deductible in fen, outpatient ratios
    ("active", "2020-01-01"): (150_000, 85, 50_000, (80, 75, 70)),
    ("retired", "2001-01-01"): (120_000, 92, 30_000, (85, 80, 75)),
    ("retired", "2000-12-31"): (70_000, 92, 20_000, (90, 85, 80)),
}
CAPS = {
    "2022-07-01": 59_000_000,
    "2023-06-30": 59_000_000,
    "2023-07-01": 61_000_000,
    "2024-07-01": 63_000_000,
    "2025-06-30": 63_000_000,
    "2025-07-01": 65_000_000,
    "2026-06-30": 65_000_000,
}


def employee_stay(base: int, ratio: int, cap: int, cost: int, met: int, paid: int) -> list[int]:
    """Deductible paid now, pooled fund, additional fund, what the person pays in scope."""
    own = min(max(base - met, 0), cost)
    above, left = cost - own, max(cap - paid, 0)
    pooled = min(half_up(above * ratio, 100), left)
    within = min(half_up(left * 100, ratio), above)
    additional = half_up((above - within) * 80, 100)
    return [own, pooled, additional, cost - pooled - additional]


@pytest.mark.parametrize("day", list(CAPS))
@pytest.mark.parametrize("person", list(PERSONS))
def test_an_employees_stay_to_the_fen(book: Book, day: str, person: tuple[str, str]) -> None:
    base, ratio, *_ = PERSONS[person]
    cap = CAPS[day]
    costs = (0, 1, base - 1, base, base + 1, base + 333, 9_999_999)
    for cost, met, paid in itertools.product(costs, (0, 60_001, base), (0, cap - 7, cap, cap + 1)):
        facts: Facts = {
            "scheme": "employee",
            "person_type": person[0],
            "retirement_date": person[1],
            "in_scope_cost": yuan(cost),
            "deductible_paid_to_date": yuan(met),
            "pooled_paid_to_date": yuan(paid),
        }
        got = values(book, "employee-inpatient", facts, day)
        expected = employee_stay(base, ratio, cap, cost, met, paid)
        names = ("deductible_paid", "pooled_pay", "additional_fund_pay", "in_scope_self_pay")
        assert [got[name] for name in names] == [yuan(each) for each in expected]


@pytest.mark.parametrize("person", list(PERSONS))
def test_an_employees_outpatient_visit_to_the_fen(book: Book, person: tuple[str, str]) -> None:
    *_, base, ratios = PERSONS[person]
    for level, ratio in enumerate(ratios, start=1):
        for cost, met in itertools.product((0, base - 1, base, base + 1, 123_457), (0, 1, base)):
            own = min(max(base - met, 0), cost)
            pooled = half_up((cost - own) * ratio, 100)
            facts: Facts = {
                "scheme": "employee",
                "person_type": person[0],
                "retirement_date": person[1],
                "hospital_level": f"level_{level}",
                "in_scope_cost": yuan(cost),
                "deductible_paid_to_date": yuan(met),
            }
            got = values(book, "employee-outpatient", facts, "2025-06-30")
            assert got["benefit_year"] == 2024
            assert (got["deductible_paid"], got["payment_ratio"]) == (yuan(own), ratio)
            assert (got["pooled_pay"], got["in_scope_self_pay"]) == (
                yuan(pooled),
                yuan(cost - pooled),
            )


def test_the_cap_from_july_2026_is_not_guessed(book: Book) -> None:
    facts = {
        "scheme": "employee",
        "person_type": "active",
        "in_scope_cost": "21500",
        "deductible_paid_to_date": "0",
        "pooled_paid_to_date": "0",
    }
    decision = book.decide(
        LIST + "employee-inpatient", facts, as_of="2026-11-22", min_evidence="recalled"
    )
    assert decision.status == "undetermined"
    assert [each.id for each in decision.missing.figures] == ["employee_cap"]


# ---- all layers

AID = {"no_aid": 0, "subsistence": 90, "low_income": 80}


@pytest.mark.parametrize("aid", list(AID))
@pytest.mark.parametrize("disease", ["tumour", "other_disease"])
def test_a_residents_stay_through_all_layers(book: Book, aid: str, disease: str) -> None:
    cap, critical_cap, ratio = 18_200_000, 40_000_000, 60
    for cost, paid, critical_paid, left in itertools.product(
        (0, 30_001, 1_234_567, 9_999_999),
        (0, cap - 5, cap),
        (0, critical_cap - 11),
        (0, 5_000_000),
    ):
        pooled = min(half_up(max(cost - 30_000, 0) * ratio, 100), cap - paid)
        first = cost - pooled
        share = 0 if disease == "other_disease" else 60 if aid == "no_aid" else 65
        critical = min(half_up(first * share, 100), critical_cap - critical_paid)
        second = first - critical
        help_ = min(half_up(second * AID[aid], 100), left)
        facts = bill(cost) | {
            "scheme": "resident",
            "medical_type": "inpatient",
            "age": 45,
            "severely_disabled": False,
            "hospital_level": "level_3",
            "pooled_paid_to_date": yuan(paid),
            "critical_disease": disease,
            "critical_paid_to_date": yuan(critical_paid),
            "aid_status": aid,
            "aid_limit_left": yuan(left),
        }
        got = values(book, "resident-settlement", facts, "2024-06-30", "weak")
        assert_settled(got, facts, pooled_pay=pooled, critical_pay=critical, aid_pay=help_)


@pytest.mark.parametrize("aid", list(AID))
def test_an_employees_stay_through_all_layers(book: Book, aid: str) -> None:
    cap = CAPS["2025-07-01"]
    for cost, paid, left in itertools.product(
        (0, 150_001, 9_999_999), (0, cap - 12_345, cap), (0, 5_000_000)
    ):
        _, pooled, additional, first = employee_stay(150_000, 85, cap, cost, 0, paid)
        help_ = min(half_up(first * AID[aid], 100), left)
        facts = bill(cost) | {
            "scheme": "employee",
            "medical_type": "inpatient",
            "person_type": "active",
            "deductible_paid_to_date": "0",
            "pooled_paid_to_date": yuan(paid),
            "aid_status": aid,
            "aid_limit_left": yuan(left),
        }
        got = values(book, "employee-settlement", facts, "2025-07-01")
        layers = {"pooled_pay": pooled, "additional_fund_pay": additional, "aid_pay": help_}
        assert_settled(got, facts, **layers)


@pytest.mark.parametrize("rule", ["resident-settlement", "employee-settlement"])
def test_a_bill_whose_parts_do_not_add_up_is_refused(book: Book, rule: str) -> None:
    scheme = rule.split("-")[0]
    good = bill(100_000) | {
        "scheme": scheme,
        "person_type": "active",
        "medical_type": "inpatient",
    }
    for change, condition in (
        ({"total_fee": "1132.07"}, "settleable.parts_match"),
        ({"medical_type": "outpatient"}, "settleable.inpatient"),
        ({"scheme": "other_scheme"}, "settleable.insured"),
    ):
        decision = book.decide(LIST + rule, good | change, as_of="2024-06-30")
        assert decision.status == "not-applicable"
        assert [each.id for each in decision.failed_conditions] == [condition]


# ---- premiums

PREMIUMS = {
    2022: (520, 690, 860, 220),
    2023: (545, 715, 885, 245),
    2024: (595, 765, 935, 295),
    2025: (655, 825, 995, 355),
    2026: (700, 870, 1040, 400),
}


@pytest.mark.parametrize("year", list(PREMIUMS))
def test_premiums_by_year_and_age(book: Book, year: int) -> None:
    ages = {70: 0, 100: 0, 69: 1, 60: 1, 59: 2, 18: 2, 17: 3, 0: 3}
    for (age, band), end in itertools.product(ages.items(), ("01-01", "12-31")):
        facts = {"scheme": "resident", "age": age, "person_type": "adult_resident"}
        rule, day = LIST + "resident-premium", f"{year}-{end}"
        asked = book.decide(rule, facts, as_of=day, min_evidence="weak")
        assert asked.results["personal_premium"].value == PREMIUMS[year][band]
        unasked = book.decide(rule, facts, as_of=day).results["personal_premium"]
        assert (unasked.value is None) == (year == 2025)
