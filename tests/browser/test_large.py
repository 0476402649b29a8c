"""Rules near the limits, in JavaScript: large tables, definitions that build on each other."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.answers.test_large import book_of, chain, table
from tests.answers.test_missing_figures import PLACES, book_of_two_places
from tests.browser.conftest import Evaluator
from tests.browser.holding import Case, hold

RULE = "national/benefit-list/trial"


def test_a_table_of_two_thousand_rows(evaluator: Evaluator, tmp_path: Path) -> None:
    facts = [
        {"数一": 57, "数二": 3, "选中": True},
        {"数一": 57, "选中": True},
        {"数二": 3},
        {},
    ]
    cases = [Case(RULE, each, "2025-01-01") for each in facts]
    determined, *others = hold(evaluator, book_of(tmp_path, table(100)), cases)
    assert determined["decision"]["results"]["pay"]["value"] == "5703.00"
    assert {each["decision"]["status"] for each in others} == {"undetermined"}


@pytest.mark.parametrize("many", [150, 1500])
def test_a_chain_of_definitions(evaluator: Evaluator, tmp_path: Path, many: int) -> None:
    book = book_of(tmp_path, chain(many))
    cases = [Case(RULE, {"费用": "0.50"}, "2025-01-01"), Case(RULE, {}, "2025-01-01")]
    determined, _ = hold(evaluator, book, cases)
    assert determined["decision"]["results"]["pay"]["value"] == f"{many - 1}.50"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_figures_of_one_id_in_two_places(evaluator: Evaluator, tmp_path: Path, lang: str) -> None:
    rules = [f"{place}/benefit-list/trial" for place in PLACES]
    cases = [Case(rule, {"费用": 1}, "2025-01-01", lang=lang) for rule in rules]
    answers = hold(evaluator, book_of_two_places(tmp_path), cases)
    assert len({each["decision"]["missing"]["figures"][0]["label"] for each in answers}) == 2
