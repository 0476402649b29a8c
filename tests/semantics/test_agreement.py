"""All evaluators agree on the rules of the semantics, whatever the facts.

Beside the rules of `cases/` those of `mixed/`, where constructs meet that a sentence keeps apart.
The facts are drawn from those of all cases: some left out, records put together anew, on other
days and with other evidence asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from random import Random

import pytest

from rulebook.book.model import EVIDENCE_LEVELS
from rulebook.book.types import Records
from rulebook.meaning.typed import FactValue, TypedBook, Value
from tests.cases import RULE, Case, book_in, read_cases, typed, with_rule
from tests.evaluators import EVALUATORS
from tests.semantics.test_semantics import BOOK, CASES, HERE

MIXED = [
    case
    for path in sorted((HERE / "mixed").glob("*.yaml"))
    for case in read_cases(path, book_in(BOOK))
]
RULES = {(case.rule, str(case.others), case.figures): case for case in (*CASES, *MIXED)}
ROWS_EACH = 25
MISSING = (0.0, 0.1, 0.3)
"""How likely a fact or field is left out; one of these for each row."""
DAYS = (date(2022, 12, 31), date(2023, 6, 1), date(2024, 12, 31), date(2025, 1, 1))


@cache
def pools() -> Mapping[str, list[FactValue]]:
    """The values that the cases give a fact."""
    found: dict[str, list[FactValue]] = {}
    for case in CASES:
        for name, value in case.facts.items():
            found.setdefault(name, []).append(value)
    return found


@cache
def fields(records: str) -> Mapping[str, list[Value]]:
    """The values that the cases give a record's fields."""
    found: dict[str, list[Value]] = {}
    for value in pools()[records]:
        assert isinstance(value, tuple)
        for record in value:
            for name, part in record.items():
                found.setdefault(name, []).append(part)
    return found


def read_by(book: TypedBook) -> list[str]:
    """The facts that the rules of a book read, as far as cases give them."""
    versions = [version for rule in book.rules.values() for version in rule.versions]
    return sorted({name for version in versions for name in version.inputs} & set(pools()))


def facts(random: Random, names: list[str]) -> dict[str, FactValue]:
    """Facts for a row."""
    missing = random.choice(MISSING)
    vocabulary = book_in(BOOK).vocabulary.facts
    return {
        name: records(random, name, missing)
        if isinstance(vocabulary[name].type, Records)
        else random.choice(pools()[name])
        for name in names
        if random.random() >= missing
    }


def records(random: Random, name: str, missing: float) -> tuple[Mapping[str, Value], ...]:
    """Up to three records."""
    return tuple(
        {
            field: random.choice(pool)
            for field, pool in fields(name).items()
            if random.random() >= missing
        }
        for _ in range(random.choice((0, 1, 1, 2, 2, 3)))
    )


def name(case: Case) -> str:
    return f"{Path(case.file).stem}: {case.sentence}"


@pytest.mark.parametrize("case", RULES.values(), ids=name)
def test_agreement(case: Case) -> None:
    book, findings = typed(with_rule(book_in(BOOK), case.rule, case.figures, case.others))
    assert [each.message for each in findings if each.severity == "error"] == []
    random = Random(case.rule)
    names = read_by(book)
    for _ in range(ROWS_EACH):
        row = facts(random, names)
        day = random.choice((case.day, *DAYS))
        level = random.choice((case.min_evidence, case.min_evidence, *EVIDENCE_LEVELS))
        answers = [give(book, RULE, row, day, level) for give in EVALUATORS.values()]
        assert all(each == answers[0] for each in answers), (case.rule, row, day, level)
