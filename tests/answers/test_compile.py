"""Compiled rules and quick answers: the same as the general evaluator's, only sooner."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from decimal import Context, Decimal, localcontext
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from rulebook import Book, FactsError, UnknownRule, open_book
from rulebook.answers import examples
from rulebook.answers.fast import function
from rulebook.answers.fast.recording import Taken
from rulebook.book.model import EvidenceLevel
from rulebook.meaning.typed import TypedExample

ROOT = Path(__file__).parents[2]
SETTLEMENT = "city/benefit-list/settlement"
EVERY = 5
"""One answer in so many is compared with its whole explanation."""
DAY = datetime.date(2026, 1, 1)
HELD = {
    "level": 2,
    "status": 2,
    "retired": False,
    "admission": 1,
    "cost": 8_090_000,
    "pooled_to_date": 0,
    "burden_to_date": 0,
    "assisted_to_date": 0,
}
GIVEN = {
    "医疗机构等级": "三级",
    "身份": "低保对象",
    "已退休": False,
    "本年住院次序": 1,
    "政策范围内费用": "80900.00",
    "本年统筹已支付": "0",
    "本年累计自付": 0,
    "本年救助已支付": "0元",
}


@cache
def packaged() -> Book:
    return open_book(ROOT / "rules")


@cache
def settlements() -> Book:
    return open_book(ROOT / "benchmarks" / "rules")


def each_example() -> Iterator[tuple[Book, TypedExample]]:
    for book in (packaged(), settlements()):
        for info in book.rules.values():
            yield from ((book, example) for example in info.examples)


def raw_facts(book: Book, example: TypedExample) -> dict[str, Any]:
    return examples.facts_json(example.facts, book.contents.vocabulary)


@pytest.mark.parametrize("evidence", ["code", "recalled"])
def test_quick_answers_are_the_general_ones(evidence: EvidenceLevel) -> None:
    quick = 0
    for book, example in each_example():
        raw = raw_facts(book, example)
        facts = book.contents.vocabulary.facts
        chinese = {facts[id_].label.zh: value for id_, value in raw.items()}
        general = book.decide(example.rule, {**raw, **_unread(book, raw)}, example.day, evidence)
        book.decide(example.rule, raw, example.day, evidence)
        for given in (raw, chinese):
            answer = book.decide(example.rule, given, example.day, evidence)
            quick += "trace" not in vars(answer)
            assert (answer.status, answer.results) == (general.status, general.results)
            assert repr(answer.results) == repr(general.results)
            assert answer == general
        if quick % EVERY == 0:
            assert answer.to_json() == general.to_json()
    assert quick > 300


def _unread(book: Book, raw: dict[str, Any]) -> dict[str, Any]:
    """A fact given as missing under a name that only the general reading knows."""
    other = next(id_ for id_ in book.contents.vocabulary.facts if id_ not in raw)
    return {f" {other}": None}


@pytest.mark.parametrize("evidence", ["code", "recalled"])
def test_compiled_rules_give_the_general_results(
    evidence: EvidenceLevel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(function.KNOWN, "FALL_BACK", (KeyError,))  # nothing else is hidden
    made: dict[object, Any] = {}
    values = 0
    for book, example in each_example():
        raw = raw_facts(book, example)
        answer = book.decide(example.rule, raw, example.day, evidence).answer
        held = book.hold(example.rule, raw)
        asked = (book.folder, example.rule, example.day)
        if asked not in made:
            made[asked] = (
                book.compile(example.rule, example.day, evidence),
                book.compile(example.rule, example.day, evidence, reasons="rule"),
            )
        plain, with_reasons = made[asked]
        results, (explained, reasons) = plain(held), with_reasons(held)
        assert explained == results
        assert (reasons is None) == (answer.status == "not-in-force")
        for id_, value in results.items():
            outcome = answer.outcomes.get(id_)
            if isinstance(value, str):
                assert value == (outcome.status if outcome else answer.status)
            else:
                assert outcome is not None and outcome.status == "determined"
                values += 1
    assert values > 300


def test_a_settlement() -> None:
    f = settlements().compile(SETTLEMENT, as_of=DAY)
    assert f(HELD) == {
        "deductible": 90_000,
        "pooled_pay": 6_900_000,
        "critical_pay": 413_000,
        "assistance_pay": 582_750,
        "own_pay": 194_250,
    }
    assert settlements().hold(SETTLEMENT, GIVEN) == HELD
    assert (f.rule, f.as_of) == (SETTLEMENT, DAY)
    assert (f.facts["cost"].scale, f.facts["cost"].high) == (2, 1_000_000_000)
    assert f.facts["level"].values == ("primary", "secondary", "tertiary")
    assert f.results["own_pay"].scale == 2


def test_reasons() -> None:
    f = settlements().compile(SETTLEMENT, as_of=DAY, reasons="rule")
    _, reasons = f(HELD)
    assert reasons is not None
    assert (reasons.since, reasons.until) == (datetime.date(2024, 1, 1), None)
    steps = {each.definition: each for each in reasons.steps}
    assert steps["standard_deductible"].taken == (Taken("row", 3),)
    assert steps["deductible_of_admission"].taken == (Taken("case", 1),)
    assert steps["tier_pay"].taken == (Taken("tier", 3),)
    assert steps["retired_bonus"].taken == (Taken("case", 0),)
    assert steps["critical_pay"].taken == (Taken("tier", 1),)
    assert steps["pooled_base"].value == 8_000_000
    order = [each.definition for each in reasons.steps]
    assert order.index("pooled_base") < order.index("pooled_pay") < order.index("own_pay")
    assert reasons.to_json()["steps"][order.index("tier_pay")]["taken"] == [
        {"kind": "tier", "number": 3}
    ]


def test_reasons_of_a_case_that_falls_back() -> None:
    f = settlements().compile(SETTLEMENT, as_of=DAY, reasons="rule")
    facts = {id_: value for id_, value in HELD.items() if id_ != "retired"}
    results, reasons = f(facts)
    assert results["deductible"] == 90_000
    assert results["pooled_pay"] == "undetermined"
    assert reasons is not None
    steps = {each.definition: each for each in reasons.steps}
    assert steps["retired_bonus"].value is None
    assert steps["retired_bonus"].taken == (Taken("case", None),)
    assert steps["standard_deductible"].taken == (Taken("row", 3),)


def test_a_day_without_a_version() -> None:
    f = settlements().compile(SETTLEMENT, as_of="2023-12-31")
    assert set(f(HELD).values()) == {"not-in-force"}
    assert settlements().compile(SETTLEMENT, "2023-12-31", reasons="rule")(HELD)[1] is None


def test_the_day_chooses_the_figures() -> None:
    dear = {**HELD, "cost": 100_000_000}
    before = settlements().compile(SETTLEMENT, as_of="2025-06-30")(dear)
    after = settlements().compile(SETTLEMENT, as_of="2025-07-01")(dear)
    assert (before["pooled_pay"], after["pooled_pay"]) == (25_000_000, 30_000_000)


@pytest.mark.parametrize(
    ("fact", "given"),
    [
        ("cost", -1),
        ("cost", 1_000_000_001),
        ("cost", 1.0),
        ("cost", True),
        ("cost", "80900"),
        ("cost", Decimal(1)),
        ("admission", 0),
        ("level", 3),
        ("level", "tertiary"),
        ("retired", 0),
        ("retired", 1),
    ],
)
def test_facts_that_do_not_fit(fact: str, given: object) -> None:
    f = settlements().compile(SETTLEMENT, as_of=DAY)
    with pytest.raises(FactsError) as raised:
        f({**HELD, fact: given})
    (found,) = raised.value.diagnostics
    assert found.code == "RB8140"
    assert fact in found.message
    decided = {"cost": "1e5", "admission": 0, "level": 3, "retired": 1}[fact]
    with pytest.raises(FactsError):
        settlements().decide(SETTLEMENT, {**GIVEN, fact: decided}, DAY)


@pytest.mark.parametrize("facts", [None, 3, [HELD], "cost"])
def test_what_is_no_mapping(facts: Any) -> None:
    f = settlements().compile(SETTLEMENT, as_of=DAY)
    with pytest.raises(FactsError) as raised:
        f(facts)
    assert [each.code for each in raised.value.diagnostics] == ["RB8104"]


def test_facts_that_the_rule_does_not_read_are_passed_over() -> None:
    f = settlements().compile(SETTLEMENT, as_of=DAY)
    assert f({**HELD, "own_pay": "whatever", "more": None}) == f(HELD)


def test_a_missing_fact_that_is_not_needed() -> None:
    book = packaged()
    rule = "shanghai/benefit-list/resident-inpatient"
    facts = {"scheme": "employee"}
    f = book.compile(rule, "2024-06-01")
    assert set(f(book.hold(rule, facts)).values()) == {"not-applicable"}


def test_unknown_rules_are_told() -> None:
    with pytest.raises(UnknownRule):
        packaged().compile("nowhere/nothing/at-all")
    with pytest.raises(UnknownRule):
        packaged().hold("nowhere/nothing/at-all", {})


@pytest.mark.parametrize(
    "change",
    [
        {"政策范围内费用": "80900.001"},
        {"政策范围内费用": "-1"},
        {"政策范围内费用": "10000000.01"},
        {"政策范围内费用": 80900.0},
        {"政策范围内费用": True},
        {"政策范围内费用": "80900.", "本年统筹已支付": "x"},
        {"cost": "80900"},
        {"cost": None},
        {"医疗机构等级": "四级"},
        {"医疗机构等级": 2},
        {"医疗机构等级": []},
        {"已退休": 1},
        {"本年住院次序": "1.5"},
        {"没有的事": 1},
    ],
)
def test_a_rule_asked_before_says_what_is_wrong_all_the_same(change: dict[str, Any]) -> None:
    fresh, used = open_book(ROOT / "benchmarks" / "rules"), settlements()
    used.decide(SETTLEMENT, GIVEN, DAY)
    told = []
    for book in (fresh, used):
        with pytest.raises(FactsError) as raised:
            book.decide(SETTLEMENT, {**GIVEN, **change}, DAY)
        told.append([each.message for each in raised.value.diagnostics])
    assert told[0] == told[1] != []


def test_all_usual_forms_are_read_alike() -> None:
    book = settlements()
    book.decide(SETTLEMENT, GIVEN, DAY)
    wanted = book.decide(SETTLEMENT, GIVEN, DAY).results
    for form in ("80900", "80900.0", "80900.00", 80900, "8.09万元", "80900元", Decimal(80900)):
        given = {**GIVEN, "政策范围内费用": form, "已退休": "否", "医疗机构等级": "tertiary"}
        assert book.decide(SETTLEMENT, given, DAY).results == wanted
    with_none = {**GIVEN, "own_pay": None}
    assert book.decide(SETTLEMENT, with_none, DAY).results == wanted


def test_a_coarse_decimal_context_changes_nothing() -> None:
    book = settlements()
    with localcontext(Context(prec=3)):
        book.decide(SETTLEMENT, GIVEN, DAY)
        results = book.decide(SETTLEMENT, GIVEN, DAY).results
        assert results["pooled_pay"].value == Decimal("69000.00")
        assert str(results["assistance_pay"].value) == "5827.50"


def test_today_is_not_kept_for_tomorrow(monkeypatch: pytest.MonkeyPatch) -> None:
    class Clock(datetime.date):
        now = datetime.date(2025, 6, 30)

        @classmethod
        def today(cls) -> datetime.date:  # type: ignore[override]  # a date, as of the class it replaces
            return cls.now

    monkeypatch.setattr("rulebook.api.datetime.date", Clock)
    book, dear = open_book(ROOT / "benchmarks" / "rules"), {**GIVEN, "政策范围内费用": 1_000_000}
    for day, most in ((datetime.date(2025, 6, 30), 250_000), (datetime.date(2025, 7, 1), 300_000)):
        Clock.now = day
        for _ in range(2):
            decision = book.decide(SETTLEMENT, dear)
            assert (decision.as_of, decision.results["pooled_pay"].value) == (day, most)
