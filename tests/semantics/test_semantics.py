"""One executed test a sentence of `docs/semantics.md`, on every evaluator."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.cases import RULE, Case, book_in, read_cases, typed, with_rule
from tests.evaluators import EVALUATORS

HERE = Path(__file__).parent
BOOK = HERE / "book"
FILES = sorted((HERE / "cases").glob("*.yaml"))
SENTENCES = HERE.parents[1] / "docs" / "semantics.md"
LATER: frozenset[str] = frozenset()
"""Sentences about constructs that no evaluator knows yet."""


def sentences() -> list[str]:
    lines = SENTENCES.read_text(encoding="utf-8").splitlines()
    return [line.removeprefix("- ").strip() for line in lines if line.startswith("- ")]


CASES = [case for file in FILES for case in read_cases(file, book_in(BOOK))]


def name(case: Case) -> str:
    number = [each for each in CASES if each.sentence == case.sentence].index(case)
    return f"{case.sentence} ({number + 1})"


@pytest.mark.parametrize("evaluator", EVALUATORS)
@pytest.mark.parametrize("case", CASES, ids=name)
def test(case: Case, evaluator: str) -> None:
    book, findings = typed(with_rule(book_in(BOOK), case.rule, case.figures, case.others))
    errors = [each for each in findings if each.severity == "error"]
    assert not errors, [f"{each.span} {each.code} {each.message}" for each in errors]
    answer = EVALUATORS[evaluator](book, RULE, case.facts, case.day, case.min_evidence)
    assert answer == case.answer


def test_every_sentence_has_a_test() -> None:
    tested = {case.sentence for case in CASES}
    assert [each for each in sentences() if each not in tested | LATER] == []


def test_every_test_belongs_to_a_sentence() -> None:
    known = Counter(sentences())
    assert [each for each, count in known.items() if count > 1] == []
    assert sorted({case.sentence for case in CASES} - set(known)) == []
