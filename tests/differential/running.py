"""Runs of the comparison: many programs, some rows each; a difference is shrunk and kept."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from tests.cases import RULE, Case, book_in, typed, with_rule, written_case
from tests.differential.choices import Choices, Replayed, Seeded
from tests.differential.comparing import BOOK, DEFINITION, Difference, Tally, check, compare
from tests.differential.facts import rows
from tests.differential.programs import program
from tests.differential.shrinking import shrunk
from tests.evaluators import EVALUATORS, Refused

CORPUS = Path(__file__).parents[1] / "corpus"
SHRINKING_SECONDS = 60.0


def run(seeds: range, rows_each: int, tally: Tally) -> None:
    """Compare the program of each seed; raises the smallest difference that could be found."""
    for seed in seeds:
        choices = Seeded(seed)
        try:
            one(choices, seed, rows_each, tally)
        except Difference as difference:
            raise smallest(choices.taken, seed, rows_each, difference) from None
        except Refused as refused:
            tally.refused[seed] = str(refused)


def one(choices: Choices, seed: int, rows_each: int, tally: Tally) -> None:
    """Compare one program on the rows of a seed."""
    made = program(choices)
    compare(made, rows(made, book_in(BOOK), seed, rows_each), tally)


def smallest(
    choices: Sequence[int], seed: int, rows_each: int, difference: Difference
) -> Difference:
    """The difference of the smallest program and the fewest facts that still differ."""
    found = difference

    def fails(candidate: Sequence[int]) -> Sequence[int] | None:
        nonlocal found
        replayed = Replayed(candidate)
        try:
            one(replayed, seed, rows_each, Tally())
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
        case = difference.case
        facts = {known: value for known, value in case.facts.items() if known != name}
        try:
            recheck(Case(case.rule, facts, case.day, case.min_evidence, case.answer, case.figures))
        except Difference as still:
            difference = still
    return difference


def recheck(case: Case) -> None:
    """Ask every evaluator again, with the answer of the reference as it is now."""
    book, _ = typed(with_rule(book_in(BOOK), case.rule, case.figures))
    answer = EVALUATORS[DEFINITION](book, RULE, case.facts, case.day, case.min_evidence)
    check(Case(case.rule, case.facts, case.day, case.min_evidence, answer, case.figures), book)


def keep(difference: Difference, folder: Path = CORPUS) -> Path:
    """Write the case of a difference into the corpus."""
    text = written_case(difference.case, book_in(BOOK))
    path = folder / f"{sha256(text.encode()).hexdigest()[:12]}.yaml"
    path.write_text(f"# {difference.evaluator} differed\n{text}", encoding="utf-8")
    return path
