"""Program, facts, day and evidence → the bare answer: the production evaluator's public face."""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rulebook.answers.compiled import Evaluator, compile_plan, facts_read
from rulebook.answers.decision import Answer, MissingFigure, Outcome, Status
from rulebook.answers.plan import Plan, horizon, make_plan, version_on
from rulebook.answers.specials import NOT_APPLICABLE, Given, Held, SpecialValue
from rulebook.answers.trace import Missing, Trace, weakest
from rulebook.book.model import EvidenceLevel
from rulebook.diagnostics import Bilingual
from rulebook.meaning import program as p
from rulebook.meaning.shapes import told
from rulebook.meaning.values import FactValue, Value


@dataclass(frozen=True, slots=True)
class Ready:
    """A plan with its function."""

    plan: Plan
    evaluate: Evaluator
    facts: tuple[str, ...]

    def trace(self, facts: Mapping[str, Given], day: int) -> Trace:
        """Evaluate facts as the program holds them, by id, on a day number."""
        values, bodies = self.evaluate([facts.get(each) for each in self.facts], day)
        return Trace(self.plan, values, bodies)


@dataclass(slots=True)
class Machine:
    """Answers cases of a program; plans and their functions are made once and kept."""

    program: p.Program
    ready: dict[tuple[str, int, int, EvidenceLevel], Ready] = field(default_factory=dict)
    edges: dict[tuple[str, int], list[int]] = field(default_factory=dict)

    def plan(self, rule: str, day: int, asked: EvidenceLevel) -> Ready | None:
        """The plan of a rule on a day number; None where no version is in force."""
        version = version_on(self.program.rules[rule], day)
        if version is None:
            return None
        key = (rule, version.since)
        if key not in self.edges:
            self.edges[key] = horizon(self.program, version)
        stretch = bisect_right(self.edges[key], day)
        found = self.ready.get((*key, stretch, asked))
        if found is None:
            plan = make_plan(self.program, version, day, asked)
            found = Ready(plan, compile_plan(plan), facts_read(version))
            self.ready[(*key, stretch, asked)] = found
        return found

    def trace(
        self, rule: str, facts: Mapping[str, FactValue], day: datetime.date, asked: EvidenceLevel
    ) -> Trace | None:
        """Evaluate a case and keep every node's value; None where no version is in force."""
        number = day.toordinal()
        ready = self.plan(rule, number, asked)
        if ready is None:
            return None
        known = self.program.facts
        given = {
            fact: held_fact(self.program, known[fact], facts[fact])
            for fact in ready.facts
            if fact in facts
        }
        return ready.trace(given, number)


def held_fact(program: p.Program, spec: p.ProgramFact, value: FactValue | None) -> Given:
    """A fact's value as the program holds it; of records, their fields in order."""
    match value:
        case None:
            return None
        case bool():
            return value
        case tuple():
            return tuple(
                tuple(_held_field(program, each, record.get(each.id)) for each in spec.fields)
                for record in value
            )
        case datetime.date():
            return value.toordinal()
        case frozenset():
            ids = program.enumerations[spec.enumeration or ""]
            return sum(1 << ids.index(each) for each in value)
        case str():
            return program.enumerations[spec.enumeration or ""].index(value)
        case _:
            scaled = value * 10**spec.shape.scale
            assert scaled.denominator == 1, "facts are checked for their step before"
            return int(scaled)


def _held_field(program: p.Program, spec: p.ProgramFact, value: Value | None) -> int | None:
    held = held_fact(program, spec, value)
    assert not isinstance(held, tuple)
    return held


def answer(
    machine: Machine,
    rule: str,
    facts: Mapping[str, FactValue],
    day: datetime.date,
    asked: EvidenceLevel = "code",
) -> Answer:
    """The bare answer of a case, equal to the reference interpreter's."""
    trace = machine.trace(rule, facts, day, asked)
    if trace is None:
        return Answer("not-in-force", {}, (), (), (), None, day)
    return read_answer(machine.program, trace, day)


def read_answer(program: p.Program, trace: Trace, day: datetime.date) -> Answer:
    """Status, outcomes, missing and evidence of an evaluation, in this order of statuses."""
    version = trace.plan.version
    applies = version.applies
    if applies is not None and trace.value(applies) is False:
        failed = tuple(failed_conditions(trace, applies))
        return Answer("not-applicable", {}, (), (), failed, weakest(trace.evidence(applies)), day)
    if applies is not None and trace.value(applies) is None:
        facts, figures = split(trace.missing(applies))
        unknown = {output: Outcome("undetermined", None) for output in version.outputs}
        return Answer("undetermined", unknown, facts, figures, (), None, day)
    levels = set(trace.evidence(applies)) if applies is not None else set()
    if applies is not None and trace.value(applies) is NOT_APPLICABLE:
        absent = {output: Outcome("not-applicable", None) for output in version.outputs}
        return Answer("not-applicable", absent, (), (), (), weakest(levels), day)
    outcomes: dict[str, Outcome] = {}
    lacking: list[Missing] = []
    for output in version.outputs:
        definition = version.definitions[output]
        outcomes[output] = outcome(program, trace, definition)
        if outcomes[output].status == "undetermined":
            lacking.extend(trace.missing(definition.node))
        else:
            levels |= trace.evidence(definition.node)
    status = overall([each.status for each in outcomes.values()])
    facts, figures = split(tuple(dict.fromkeys(lacking)))
    return Answer(status, outcomes, facts, figures, (), weakest(levels), day)


def outcome(program: p.Program, trace: Trace, definition: p.ProgramDefinition) -> Outcome:
    """A definition's own status and value in a case."""
    shape = trace.node(definition.node).shape
    return told_outcome(program, definition, shape, trace.value(definition.node))


def held_status(held: Held) -> Status:
    """The status of an output by the value that is held of it."""
    if held is None:
        return "undetermined"
    return "not-applicable" if isinstance(held, SpecialValue) else "determined"


def told_outcome(
    program: p.Program, definition: p.ProgramDefinition, shape: p.Shape, held: Held
) -> Outcome:
    """What a value that is held says of a definition."""
    if held is None or isinstance(held, SpecialValue):
        return Outcome(held_status(held), None)
    ids = program.enumerations[definition.enumeration] if definition.enumeration else None
    return Outcome("determined", told(held, shape, ids))


def overall(statuses: Sequence[Status]) -> Status:
    """The answer's status: undetermined where an output is; not applicable only where all are."""
    if "undetermined" in statuses:
        return "undetermined"
    return "determined" if "determined" in statuses else "not-applicable"


def split(
    missing: tuple[Missing, ...],
) -> tuple[tuple[str, ...], tuple[MissingFigure, ...]]:
    """Missing facts and missing figures apart."""
    return (
        tuple(each for each in missing if isinstance(each, str)),
        tuple(each for each in missing if isinstance(each, MissingFigure)),
    )


def failed_conditions(trace: Trace, applies: p.Index) -> Iterator[str]:
    """The ids of the conditions that are false, see ``Answer.failed``."""
    for id_, _, _ in failing(trace, applies):
        yield id_


def failing(trace: Trace, applies: p.Index) -> Iterator[tuple[str, Bilingual | None, p.Index]]:
    """The false parts of 适用, each id once: id, label where the rule gives one, and node."""
    told: set[str] = set()
    for part in _failing(trace, applies):
        if part[0] not in told:
            told.add(part[0])
            yield part


def _failing(trace: Trace, applies: p.Index) -> Iterator[tuple[str, Bilingual | None, p.Index]]:
    node = trace.plan.version.nodes[applies]
    if isinstance(node, p.Join) and node.op == "and" and not node.lines:
        for place, operand in enumerate(node.operands, start=1):
            if trace.value(operand) is False:
                yield from _failing_part(trace, operand, f"applies.{place}")
        return
    yield from _failing_part(trace, applies, "applies")


def _failing_part(
    trace: Trace, index: p.Index, name: str
) -> Iterator[tuple[str, Bilingual | None, p.Index]]:
    version = trace.plan.version
    node = version.nodes[index]
    if isinstance(node, p.Join) and node.op == "and" and not node.lines:
        for operand in node.operands:
            if trace.value(operand) is False:
                yield from _failing_part(trace, operand, name)
        return
    if not isinstance(node, p.Define):
        yield name, None, index
        return
    value = version.nodes[node.value]
    if isinstance(value, p.Join) and value.op == "and" and value.lines:
        for line, operand in zip(value.lines, value.operands, strict=True):
            if trace.value(operand) is False:
                yield f"{node.definition}.{line.id}", line.label, operand
        return
    yield node.definition, version.definitions[node.definition].label, index
