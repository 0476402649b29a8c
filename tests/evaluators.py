"""Every evaluator that answers cases; whatever is added here runs all tests of the semantics."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from rulebook import reference
from rulebook.answers.decision import Answer, Outcome
from rulebook.answers.evaluate import Machine
from rulebook.answers.evaluate import answer as compiled_answer
from rulebook.book.model import EvidenceLevel
from rulebook.meaning.linking import link
from rulebook.meaning.typed import FactValue, TypedBook
from tests.fast_path import Fast

Evaluator = Callable[[TypedBook, str, Mapping[str, FactValue], date, EvidenceLevel], Answer]


class Refused(Exception):
    """A stage refuses a rule that a test takes for sound."""


class Compiled:
    """The production evaluator; the machine of the book asked last is kept."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Let go of the machine that is kept: a fault planted since is in none compiled before."""
        self.book: TypedBook | None = None
        self.machine: Machine | None = None

    def __call__(
        self,
        book: TypedBook,
        rule: str,
        facts: Mapping[str, FactValue],
        day: date,
        min_evidence: EvidenceLevel,
    ) -> Answer:
        if self.machine is None or book is not self.book:
            program, refused = link(book)
            if refused:
                raise Refused(
                    "\n".join(f"{each.line} {each.code} {each.message}" for each in refused)
                )
            self.book, self.machine = book, Machine(program)
        return compiled_answer(self.machine, rule, facts, day, min_evidence)

    def checks(
        self,
        book: TypedBook,
        rule: str,
        facts: Mapping[str, FactValue],
        day: date,
        min_evidence: EvidenceLevel,
    ) -> tuple[Outcome, ...]:
        """What the checks of a rule come to; call it after an answer of the same book."""
        assert book is self.book
        assert self.machine is not None
        trace = self.machine.trace(rule, facts, day, min_evidence)
        if trace is None:
            return ()
        version = trace.plan.version
        if version.applies is not None and trace.value(version.applies) is not True:
            return ()
        return tuple(_check(trace.value(each.node)) for each in version.checks)


def _check(held: object) -> Outcome:
    if held is None:
        return Outcome("undetermined", None)
    return (
        Outcome("determined", held) if isinstance(held, bool) else Outcome("not-applicable", None)
    )


COMPILED = Compiled()
FAST = Fast(COMPILED)
CHECKS = {"compiled": COMPILED.checks}
"""What the checks of a rule come to, by evaluators that can tell; held against the reference."""
EVALUATORS: dict[str, Evaluator] = {
    "reference": reference.answer,
    "compiled": COMPILED,
    "fast": FAST,
}
