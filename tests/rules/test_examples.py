"""Every rule of every place shows what it gives there: three executed examples or more."""

from __future__ import annotations

from collections import Counter

import pytest

from rulebook.answers.evaluate import Machine, answer
from rulebook.answers.examples import ExamplesReport
from rulebook.api import Book
from tests.conftest import ROOT
from tests.differential.comparing import says_what_is_missing

EXAMPLES_EACH = 3
"""How many examples of a rule are asked again with each of their facts left out."""


@pytest.fixture(scope="module")
def report(book: Book) -> ExamplesReport:
    return book.run_examples()


def test_every_example_holds(report: ExamplesReport) -> None:
    assert [each.text("zh") for each in report.failures] == []


def test_every_rule_runs_three_examples_in_its_own_place(
    book: Book, report: ExamplesReport
) -> None:
    counted = Counter(run.decision.rule for run in report.runs)
    assert set(counted) == set(book.rules)
    assert {rule: number for rule, number in counted.items() if number < 3} == {}


def test_adopted_rules_run_the_examples_of_the_place_above(
    book: Book, report: ExamplesReport
) -> None:
    shown: dict[str, list[object]] = {rule: [] for rule in book.rules}
    for run in report.runs:
        shown[run.decision.rule].append((run.example.name, run.example.day, run.example.facts))
    places = book.contents.places.values()
    adopted = [(place.id, path) for place in places for path in place.adopts]
    assert len(adopted) >= 23
    for place, path in adopted:
        own = f"{place}/{path.partition('/')[2]}"
        assert not (ROOT / "rules" / f"{own}.rule").exists(), own
        assert shown[own] == shown[path], own


def test_an_undetermined_answer_says_what_is_missing_whatever_is_left_out(
    book: Book, report: ExamplesReport
) -> None:
    machine = Machine(book.program)
    seen: Counter[str] = Counter()
    shown: Counter[str] = Counter()
    for run in report.runs:
        example, rule = run.example, run.decision.rule
        shown[rule] += 1
        if shown[rule] > EXAMPLES_EACH:
            continue
        for left_out in (None, *example.facts):
            facts = {key: each for key, each in example.facts.items() if key != left_out}
            found = answer(machine, rule, facts, example.day, example.evidence)
            assert says_what_is_missing(found), (rule, example.name, left_out)
            seen[found.status] += 1
    assert seen["undetermined"] > len(book.rules)
