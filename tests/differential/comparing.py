"""Programs and rows through every evaluator: whole answers have to be equal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from rulebook.answers.decision import Answer
from rulebook.book.model import BookContents
from rulebook.diagnostics import Diagnostic
from rulebook.meaning.typed import TypedBook
from tests.cases import RULE, Case, book_in, typed, with_rule
from tests.differential.constructs import constructs, nodes_of
from tests.differential.facts import Row
from tests.differential.programs import Program
from tests.evaluators import COMPILED, EVALUATORS, Refused

BOOK = Path(__file__).parent / "book"
DEFINITION = "reference"
"""The evaluator that the others are held against."""


class Difference(AssertionError):
    """An evaluator gave another answer than the reference."""

    def __init__(self, case: Case, evaluator: str, answer: Answer | Exception) -> None:
        super().__init__(
            f"{evaluator} answered\n  {answer}\nwhere the reference answered\n  {case.answer}\n"
            f"{case.rule}\n{''.join(case.others.values())}\n{case.figures}\n{dict(case.facts)}"
        )
        self.case = case
        self.evaluator = evaluator


@dataclass(slots=True)
class Tally:
    """What a run has seen."""

    programs: int = 0
    rows: int = 0
    refused: dict[int, str] = field(default_factory=dict)
    """Seeds of programs that a stage refused, though generated programs ought to be sound."""
    statuses: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    """Statuses of single outputs."""
    constructs: Counter[str] = field(default_factory=Counter)
    evidence: Counter[str] = field(default_factory=Counter)

    def share(self, status: str) -> float:
        """The part of all answers that had this status."""
        return self.statuses[status] / max(1, self.rows)


def typed_program(program: Program) -> tuple[BookContents, TypedBook]:
    """A program through all stages up to the typed tree."""
    contents = with_rule(book_in(BOOK), program.rule, program.figures, program.others)
    book, findings = typed(contents)
    errors = [each for each in findings if each.severity == "error"]
    if errors or RULE not in book.rules:
        raise Refused(told(errors))
    return contents, book


def told(findings: Iterable[Diagnostic]) -> str:
    """Findings as lines."""
    return "\n".join(f"{each.line}:{each.column} {each.code} {each.message}" for each in findings)


def compare(program: Program, rows: Iterable[Row], tally: Tally) -> None:
    """Raise :class:`Difference` at the first row on which an evaluator differs."""
    _, book = typed_program(program)
    tally.programs += 1
    seen = constructs(book.rules[RULE], program.rule)
    for case in cases(program, book, rows):
        tally.rows += 1
        tally.statuses[case.answer.status] += 1
        tally.evidence[str(case.answer.evidence)] += 1
        tally.outcomes.update(each.status for each in case.answer.outcomes.values())
        check(case, book)
    machine = COMPILED.machine
    assert machine is not None
    tally.constructs.update(seen | nodes_of(machine.program.rules[RULE]))


def cases(program: Program, book: TypedBook, rows: Iterable[Row]) -> Iterator[Case]:
    """The rows with the answers of the reference."""
    for row in rows:
        answer = EVALUATORS[DEFINITION](book, RULE, row.facts, row.day, row.min_evidence)
        yield Case(
            program.rule,
            row.facts,
            row.day,
            row.min_evidence,
            answer,
            program.figures,
            program.others,
        )


def check(case: Case, book: TypedBook) -> None:
    """Every evaluator gives the answer of the case."""
    for name, evaluator in EVALUATORS.items():
        if name == DEFINITION:
            continue
        try:
            answer: Answer | Exception = evaluator(
                book, RULE, case.facts, case.day, case.min_evidence
            )
        except Refused:
            raise
        except Exception as error:  # no rule may make one fail
            answer = error
        if answer != case.answer:
            raise Difference(case, name, answer)
