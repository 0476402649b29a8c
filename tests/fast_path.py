"""The fast path as an evaluator: its results, beside what it leaves to the general evaluator."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from rulebook.answers.decision import Answer, Outcome
from rulebook.answers.evaluate import Machine, held_fact, overall, told_outcome
from rulebook.answers.fast import function
from rulebook.answers.fast.function import Bare, bare, checked
from rulebook.answers.fast.recording import of_trace
from rulebook.answers.plan import Plan
from rulebook.answers.specials import Held
from rulebook.book.model import EvidenceLevel
from rulebook.meaning import program as p
from rulebook.meaning.typed import FactValue, TypedBook

if TYPE_CHECKING:
    from tests.evaluators import Compiled

EVERY = 3
"""One row in so many also goes through the function from dict to dict, with its reasons."""


class Fast:
    """Gives the fast path's results; what it can't do raises here, where it would fall back."""

    def __init__(self, compiled: Compiled) -> None:
        self.compiled = compiled
        self.asked = 0
        self.answered = 0
        self.forget()

    def forget(self) -> None:
        """Let go of the functions that were made."""
        self.functions: dict[int, tuple[Plan, Bare]] = {}

    def __call__(
        self,
        book: TypedBook,
        rule: str,
        facts: Mapping[str, FactValue],
        day: date,
        min_evidence: EvidenceLevel,
    ) -> Answer:
        general = self.compiled(book, rule, facts, day, min_evidence)
        machine = self.compiled.machine
        assert machine is not None
        ready = machine.plan(rule, day.toordinal(), min_evidence)
        if ready is None:
            return general
        self.asked += 1
        with nothing_hidden():
            return self._answer(machine, rule, ready.plan, facts, day, min_evidence, general)

    def _answer(
        self,
        machine: Machine,
        rule: str,
        plan: Plan,
        facts: Mapping[str, FactValue],
        day: date,
        min_evidence: EvidenceLevel,
        general: Answer,
    ) -> Answer:
        known = machine.program.facts
        held = {id_: held_fact(machine.program, known[id_], value) for id_, value in facts.items()}
        whole = {id_: value for id_, value in held.items() if not _has_holes(value)}
        results = self._bare(plan)(whole, day.toordinal())
        if self.asked % EVERY == 0:
            trace = machine.trace(rule, facts, day, min_evidence)
            assert trace is not None
            given = {id_: _mappings(known[id_], value) for id_, value in whole.items()}
            compare_checked(plan, given, day, machine, general, trace)
        if results is None:
            return general
        self.answered += 1
        outcomes = {
            id_: _outcome(machine.program, plan.version, id_, value)
            for id_, value in zip(plan.version.outputs, results, strict=True)
        }
        status = overall([each.status for each in outcomes.values()])
        return replace(general, outcomes=outcomes, status=status)

    def _bare(self, plan: Plan) -> Bare:
        if id(plan) not in self.functions:
            if len(self.functions) > 1000:
                self.functions.clear()
            self.functions[id(plan)] = plan, bare(plan)
        return self.functions[id(plan)][1]


def compare_checked(
    plan: Plan,
    facts: Mapping[str, Any],
    day: date,
    machine: Machine,
    general: Answer,
    trace: Any,
) -> None:
    """From dict to dict the results are those of the general evaluator, and so are the reasons."""
    specs = machine.program.facts
    fallen: list[Any] = []
    made, layout = checked(plan, day.toordinal(), specs, fallen.append, recorded=True)
    assert layout is not None
    given = made(facts)
    if fallen:
        read = {node.fact for node in plan.version.nodes if isinstance(node, p.ReadFact)}
        assert read - facts.keys(), "it only falls back where a fact is missing"
        return
    results, reasons = given
    for id_ in plan.version.outputs:
        node = plan.version.definitions[id_].node
        outcome = general.outcomes.get(id_)
        if outcome is None or outcome.status != "determined":
            assert results[id_] == ("not-applicable" if outcome is None else outcome.status)
        else:
            assert results[id_] == trace.value(node)
    wanted = of_trace(layout, trace)
    assert reasons.steps == wanted.steps, (reasons.steps, wanted.steps)


@contextmanager
def nothing_hidden() -> Iterator[None]:
    """Let the functions made raise what they would otherwise hide by falling back."""
    before = function.KNOWN["FALL_BACK"]
    function.KNOWN["FALL_BACK"] = (KeyError,)
    try:
        yield
    finally:
        function.KNOWN["FALL_BACK"] = before


def _outcome(program: p.Program, version: p.Version, id_: str, held: Held) -> Outcome:
    definition = version.definitions[id_]
    return told_outcome(program, definition, version.nodes[definition.node].shape, held)


def _has_holes(value: Any) -> bool:
    return value is None or (isinstance(value, tuple) and any(None in each for each in value))


def _mappings(spec: p.ProgramFact, value: Any) -> Any:
    """Records as mappings, as callers give them."""
    if not isinstance(value, tuple):
        return value
    ids = [each.id for each in spec.fields]
    return [dict(zip(ids, record, strict=True)) for record in value]
