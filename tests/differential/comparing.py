"""Programs and rows through every evaluator: whole answers have to be equal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from rulebook import reference
from rulebook.answers.decision import Answer, Outcome
from rulebook.diagnostics import Diagnostic
from rulebook.meaning.calls import called
from rulebook.meaning.typed import TypedBook
from tests.cases import RULE, Case, book_in, typed, with_rule
from tests.differential.constructs import constructs, nodes_of
from tests.differential.facts import Row
from tests.differential.programs import Program
from tests.evaluators import CHECKS, COMPILED, EVALUATORS, Refused

BOOK = Path(__file__).parent / "book"
Checked = tuple[Outcome, ...]
"""What the checks of a rule came to."""
DEFINITION = "reference"
"""The evaluator that the others are held against."""


class Difference(AssertionError):
    """An evaluator gave another answer than the reference."""

    def __init__(
        self,
        case: Case,
        evaluator: str,
        answer: Answer | Exception | Checked,
        wanted: Checked | None = None,
    ) -> None:
        expected = case.answer if wanted is None else wanted
        super().__init__(
            f"{evaluator} answered\n  {answer}\nwhere the reference answered\n  {expected}\n"
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
    checks: Counter[str] = field(default_factory=Counter)
    """What 核对 came to."""

    def share(self, status: str) -> float:
        """The part of all answers that had this status."""
        return self.statuses[status] / max(1, self.rows)


def typed_program(program: Program) -> tuple[TypedBook, tuple[Diagnostic, ...]]:
    """A program through all stages up to the typed tree, and what is warned of."""
    contents = with_rule(book_in(BOOK), program.rule, program.figures, program.others)
    book, findings = typed(contents)
    errors = [each for each in findings if each.severity == "error"]
    if errors or RULE not in book.rules:
        raise Refused(told(errors))
    return book, findings


def told(findings: Iterable[Diagnostic]) -> str:
    """Findings as lines."""
    return "\n".join(f"{each.line}:{each.column} {each.code} {each.message}" for each in findings)


@dataclass(slots=True)
class Prepared:
    """A program with what the reference says of it; both are worked out when first asked for."""

    program: Program
    rows: list[Row]
    known: tuple[TypedBook, tuple[Diagnostic, ...]] | None = None
    answered: list[Case] = field(default_factory=list)
    met: set[str] = field(default_factory=set)

    @property
    def book(self) -> TypedBook:
        return self.typed()[0]

    def typed(self) -> tuple[TypedBook, tuple[Diagnostic, ...]]:
        """The typed book, and what is warned of in it."""
        if self.known is None:
            self.known = typed_program(self.program)
        return self.known

    def cases(self) -> Iterator[Case]:
        """The rows with the answers of the reference."""
        made = self.program
        for place, row in enumerate(self.rows):
            if place == len(self.answered):
                asked = (row.facts, row.day, row.min_evidence)
                answer = EVALUATORS[DEFINITION](self.book, RULE, *asked)
                case = Case(made.rule, *asked, answer, made.figures, made.others)
                self.answered.append(case)
            yield self.answered[place]

    def constructs(self) -> set[str]:
        """The constructs of the rule."""
        if not self.met:
            rule = self.book.rules[RULE]
            self.met = constructs(rule, self.program.rule)
            if any(self.book.rules[each].based_on for each in called(rule)):
                self.met.add("adopted rule")
        return self.met


def says_what_is_missing(answer: Answer) -> bool:
    """Whether an undetermined answer names a fact or a figure, and any other answer none."""
    named = bool(answer.missing_facts or answer.missing_figures)
    return named == (answer.status == "undetermined")


def compare(prepared: Prepared, tally: Tally) -> None:
    """Raise :class:`Difference` at the first row on which an evaluator differs."""
    book = prepared.book
    tally.programs += 1
    for case in prepared.cases():
        tally.rows += 1
        tally.statuses[case.answer.status] += 1
        tally.evidence[str(case.answer.evidence)] += 1
        tally.outcomes.update(each.status for each in case.answer.outcomes.values())
        assert says_what_is_missing(case.answer), case
        check(case, book, tally)
    machine = COMPILED.machine
    assert machine is not None
    tally.constructs.update(prepared.constructs() | nodes_of(machine.program.rules[RULE]))


def check(case: Case, book: TypedBook, tally: Tally | None = None) -> None:
    """Every evaluator gives the answer of the case, and finds its checks as the reference does."""
    asked = (book, RULE, case.facts, case.day, case.min_evidence)
    for name, evaluator in EVALUATORS.items():
        if name == DEFINITION:
            continue
        try:
            answer: Answer | Exception = evaluator(*asked)
        except Refused:
            raise
        except Exception as error:  # no rule may make one fail
            answer = error
        if answer != case.answer:
            raise Difference(case, name, answer)
    if not any(version.checks for version in book.rules[RULE].versions):
        return
    wanted = reference.checks(*asked)
    if tally is not None:
        tally.checks.update(
            str(each.value if each.value is not None else each.status) for each in wanted
        )
    for name, checks in CHECKS.items():
        found = checks(*asked)
        if found != wanted:
            raise Difference(case, name, found, wanted)
