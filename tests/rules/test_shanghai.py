"""Shanghai's rules, held against the same provisions worked out by hand in plain integers."""

from __future__ import annotations

import itertools
import json
from collections import Counter
from decimal import Decimal

import pytest

from rulebook.api import Book
from tests.conftest import ROOT
from tests.rules.by_hand import half_up, yuan

INPATIENT = "shanghai/benefit-list/resident-inpatient"
HOME = "shanghai/long-term-care/home-care"
INSTITUTION = "shanghai/long-term-care/institution-care"
EXAMPLES = ROOT / "docs" / "examples"


def test_the_book_has_nothing_to_complain_of(book: Book) -> None:
    assert [each.code for each in book.check()] == []


@pytest.mark.parametrize("rule", [INPATIENT, HOME, INSTITUTION])
def test_examples_hold_and_show_a_refusal_and_something_undetermined(book: Book, rule: str) -> None:
    runs = book.examples(rule)
    assert [run.example.name for run in runs if not run.passed] == []
    statuses = Counter(run.decision.status for run in runs)
    assert len(runs) >= 5
    assert set(statuses) == {"determined", "undetermined", "not-applicable"}


CAP = 18_200_000
DEDUCTIBLE = {"level_1": 5_000, "level_2": 10_000, "level_3": 30_000}
ELDER = {"level_1": 90, "level_2": 80, "level_3": 70}
YOUNGER = {"level_1": 80, "level_2": 75, "level_3": 60}


@pytest.mark.parametrize("level", list(DEDUCTIBLE))
@pytest.mark.parametrize(("age", "disabled"), [(59, False), (59, True), (60, False), (61, True)])
def test_inpatient_stay_to_the_fen(book: Book, level: str, age: int, disabled: bool) -> None:
    ratio = (ELDER if disabled or age >= 60 else YOUNGER)[level]
    base = DEDUCTIBLE[level]
    for cost in (0, 1, base - 1, base, base + 1, base + 2, base + 3, base + 101, 9_999_999):
        for paid in (0, CAP - 1, CAP, CAP + 1):
            before_cap = half_up(max(cost - base, 0) * ratio, 100)
            pooled = min(before_cap, max(CAP - paid, 0))
            decision = book.decide(
                INPATIENT,
                {
                    "scheme": "resident",
                    "age": age,
                    "severely_disabled": disabled,
                    "hospital_level": level,
                    "in_scope_cost": yuan(cost),
                    "pooled_paid_to_date": yuan(paid),
                },
                as_of="2024-06-30",
                min_evidence="weak",
            )
            values = {id_: result.value for id_, result in decision.results.items()}
            assert values == {
                "deductible": yuan(base),
                "deductible_paid": yuan(min(base, cost)),
                "payment_ratio": Decimal(ratio),
                "pooled_pay_before_cap": yuan(before_cap),
                "pooled_pay": yuan(pooled),
                "in_scope_self_pay": yuan(cost - pooled),
            }


def test_the_cap_of_one_weak_source_is_not_used_unasked(book: Book) -> None:
    facts = json.loads((EXAMPLES / "resident-inpatient.json").read_text("utf-8"))
    decision = book.decide(INPATIENT, facts, as_of="2026-11-22")
    assert decision.status == "undetermined"
    assert decision.results["pooled_pay_before_cap"].value == Decimal("8431.97")
    assert [(each.id, each.level) for each in decision.missing.figures] == [
        ("resident_annual_cap", "weak")
    ]


def test_home_care_to_the_fen(book: Book) -> None:
    hours_of = {2: 3, 3: 3, 4: 5, 5: 7, 6: 7}
    months = (0, 1, 6, 7)
    for level, month, choice in itertools.product(hours_of, months, ("extra_hours", "cash")):
        step = 0 if level < 5 or month < 1 else 1 if month <= 6 else 2
        for halves, price in ((1, 4001), (1, 4010), (24, 6500), (59, 8000)):
            cost = half_up(halves * price, 2)
            fund = half_up(halves * price * 90, 200)
            decision = book.decide(
                HOME,
                {
                    "age": 60,
                    "scheme": "resident",
                    "care_level": level,
                    "continuous_home_care_months": month,
                    "incentive_choice": choice,
                    "service_hours": Decimal(halves) / 2,
                    "hourly_price": yuan(price),
                },
                as_of="2025-06-30",
            )
            values = {id_: result.value for id_, result in decision.results.items()}
            assert values == {
                "weekly_hours": hours_of[level],
                "monthly_extra_hours": step if choice == "extra_hours" else 0,
                "monthly_allowance": 40 * step if choice == "cash" else 0,
                "care_cost": yuan(cost),
                "fund_pay": yuan(fund),
                "self_pay": yuan(cost - fund),
            }


@pytest.mark.parametrize("rule", [HOME, INSTITUTION])
def test_who_is_refused_and_why(book: Book, rule: str) -> None:
    good = {"age": 60, "scheme": "employee", "pension_drawn": True, "care_level": 2}
    for change, condition in (
        ({"age": 59}, "eligible.aged_60"),
        ({"pension_drawn": False}, "eligible.insured"),
        ({"scheme": "other_scheme"}, "eligible.insured"),
        ({"care_level": 1}, "eligible.assessed"),
        ({"care_level": 0}, "eligible.assessed"),
    ):
        decision = book.decide(rule, good | change, as_of="2025-06-30")
        assert decision.status == "not-applicable"
        assert [each.id for each in decision.failed_conditions] == [condition]


def test_the_day_picks_the_rate_of_an_institution(book: Book) -> None:
    rates = {
        "2025-08-31": {2: 20, 3: 20, 4: 25, 5: 30, 6: 30},
        "2025-09-01": {2: 25, 3: 25, 4: 35, 5: 45, 6: 45},
    }
    for day, by_level in rates.items():
        for level, rate in by_level.items():
            facts = {"age": 80, "scheme": "resident", "care_level": level, "care_days": 31}
            decision = book.decide(INSTITUTION, facts, as_of=day, min_evidence="recalled")
            fund = half_up(31 * rate * 100 * 85, 100)
            assert decision.results["day_rate"].value == rate
            assert decision.results["fund_pay"].value == yuan(fund)
            assert decision.results["self_pay"].value == yuan(31 * rate * 100 - fund)
            assert decision.evidence == "recalled"
            unasked = book.decide(INSTITUTION, facts, as_of=day)
            assert unasked.status == "undetermined"
            assert {each.level for each in unasked.missing.figures} == {"recalled"}


def test_the_page_that_still_shows_the_old_rates_is_listed_as_a_conflict(book: Book) -> None:
    for size, old in (("low", 20), ("middle", 25), ("high", 30)):
        figure = book.contents.figures["shanghai", f"institution_day_rate_{size}"]
        (conflict,) = figure.conflicts
        assert conflict.value == f"{old}元/天"
        assert conflict.facts == ("SH-L-13", "SH-K-04")
        assert figure.values[0].value == old


@pytest.mark.parametrize(
    ("rule", "file", "fund"),
    [
        (INPATIENT, "resident-inpatient.json", ("pooled_pay", "8431.97")),
        (HOME, "home-care.json", ("fund_pay", "1725.75")),
        (INSTITUTION, "institution-care.json", ("fund_pay", "892.50")),
    ],
)
def test_facts_files_as_a_clerk_writes_them(
    book: Book, rule: str, file: str, fund: tuple[str, str]
) -> None:
    facts = json.loads((EXAMPLES / file).read_text("utf-8"))
    decision = book.decide(rule, facts, as_of="2026-11-22", min_evidence="recalled")
    output, amount = fund
    assert decision.status == "determined"
    assert decision.results[output].value == Decimal(amount)
