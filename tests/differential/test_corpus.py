"""Differences that were found once: every evaluator gives the answer that was decided on."""

from __future__ import annotations

import pytest

from tests.cases import RULE, Case, book_in, read_cases, typed, with_rule
from tests.differential.comparing import BOOK
from tests.differential.running import CORPUS
from tests.evaluators import EVALUATORS

CASES = [case for path in sorted(CORPUS.glob("*.yaml")) for case in read_cases(path, book_in(BOOK))]


@pytest.mark.parametrize("evaluator", EVALUATORS)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.file)
def test_kept(case: Case, evaluator: str) -> None:
    book, findings = typed(with_rule(book_in(BOOK), case.rule, case.figures, case.others))
    assert not [each for each in findings if each.severity == "error"]
    answer = EVALUATORS[evaluator](book, RULE, case.facts, case.day, case.min_evidence)
    assert answer == case.answer
