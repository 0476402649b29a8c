"""Runs of the comparison: many programs, some rows each; a difference is shrunk and kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from rulebook.meaning.typed import FactValue, TypedBook
from tests.cases import RULE, Case, book_in, typed, with_rule, written_case
from tests.differential.choices import Choices, Replayed, Seeded
from tests.differential.comparing import (
    BOOK,
    DEFINITION,
    Difference,
    Prepared,
    Tally,
    check,
    compare,
    told,
)
from tests.differential.facts import rows
from tests.differential.programs import Program, program
from tests.differential.shrinking import shrunk
from tests.evaluators import EVALUATORS, Refused

CORPUS = Path(__file__).parents[1] / "corpus"
SHRINKING_SECONDS = 60.0
KEPT = 400
"""Programs that are kept with the answers of the reference, since planted faults are looked for in
the same ones."""


def run(seeds: Sequence[int], rows_each: int, tally: Tally, word: str = "") -> None:
    """Compare the program of each seed; raises the smallest difference that could be found.

    Programs without ``word`` are passed over.
    """
    for seed in seeds:
        taken, prepared = of_seed(seed, rows_each)
        if word and not has_word(prepared.program, word):
            continue
        try:
            compare(prepared, tally)
        except Difference as difference:
            if not SHRINKING_SECONDS:
                raise
            raise smallest(taken, seed, rows_each, difference) from None
        except Refused as refused:
            tally.refused[seed] = str(refused)


def has_word(made: Program, word: str) -> bool:
    """Whether the rules of a program have a word."""
    return any(word in text for text in (made.rule, *made.others.values()))


@lru_cache(maxsize=KEPT)
def of_seed(seed: int, rows_each: int) -> tuple[list[int], Prepared]:
    """The choices of a seed and its program, which many runs compare."""
    choices = Seeded(seed)
    made = prepared_from(choices, seed, rows_each)
    return choices.taken, made


def prepared_from(choices: Choices, seed: int, rows_each: int) -> Prepared:
    """The program of some choices, with rows of facts of a seed."""
    made = program(choices)
    return Prepared(made, list(rows(made, book_in(BOOK), seed, rows_each)))


def smallest(
    choices: Sequence[int], seed: int, rows_each: int, difference: Difference
) -> Difference:
    """The difference of the smallest program and the fewest facts that still differ."""
    found = difference

    def fails(candidate: Sequence[int]) -> Sequence[int] | None:
        nonlocal found
        replayed = Replayed(candidate)
        try:
            compare(prepared_from(replayed, seed, rows_each), Tally())
        except Difference as still:
            found = still
            return replayed.taken
        except Refused:
            return None
        return None

    best = shrunk(choices, fails, SHRINKING_SECONDS)
    fails(best)
    return with_fewer_facts(found)


def with_fewer_facts(difference: Difference) -> Difference:
    """The difference without the facts that it does not need."""
    for name in list(difference.case.facts):
        for fewer in _fewer(difference.case.facts, name):
            try:
                recheck(replace(difference.case, facts=fewer))
            except Difference as still:
                difference = still
                break
    for path in list(difference.case.others):
        others = {each: text for each, text in difference.case.others.items() if each != path}
        try:
            recheck(replace(difference.case, others=others))
        except Difference as still:
            difference = still
        except Refused:
            pass
    return difference


def _fewer(facts: Mapping[str, FactValue], name: str) -> Iterator[Mapping[str, FactValue]]:
    """Facts without one of them, or with fewer of its records."""
    yield {known: value for known, value in facts.items() if known != name}
    value = facts[name]
    if isinstance(value, tuple):
        yield {**facts, name: ()}
        for record in value:
            yield {**facts, name: (record,)}


def recheck(case: Case) -> None:
    """Ask every evaluator again, with the answer of the reference as it is now."""
    book = book_of(case.rule, case.figures, tuple(case.others.items()))
    answer = EVALUATORS[DEFINITION](book, RULE, case.facts, case.day, case.min_evidence)
    check(replace(case, answer=answer), book)


@lru_cache(maxsize=2)
def book_of(rule: str, figures: str | None, others: tuple[tuple[str, str], ...]) -> TypedBook:
    """The typed book of a case; its facts change more often than its rules."""
    book, findings = typed(with_rule(book_in(BOOK), rule, figures, dict(others)))
    if RULE not in book.rules:
        raise Refused(told(findings))
    return book


def keep(difference: Difference, folder: Path = CORPUS) -> Path:
    """Write the case of a difference into the corpus."""
    text = written_case(difference.case, book_in(BOOK))
    path = folder / f"{sha256(text.encode()).hexdigest()[:12]}.yaml"
    path.write_text(f"# {difference.evaluator} differed\n{text}", encoding="utf-8")
    return path
