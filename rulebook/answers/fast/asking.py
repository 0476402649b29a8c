"""A rule made ready to be asked many times: by ``Book.decide``, or as a function of integers."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol, cast

from rulebook.answers.answering import Answering, answering_of
from rulebook.answers.evaluate import Ready, held_fact, held_status
from rulebook.answers.fact_values import kind_of
from rulebook.answers.fast.function import (
    MOST_RECORDS,
    Bare,
    HeldFacts,
    HeldResults,
    bare,
    checked,
    fits,
)
from rulebook.answers.fast.recording import Reasons, of_trace
from rulebook.answers.results import Decision
from rulebook.answers.trace import Trace
from rulebook.diagnostics import NOWHERE, Bilingual, Diagnostic, finding
from rulebook.errors import FactsError
from rulebook.meaning import program as p
from rulebook.meaning.values import FactValue


class Quick:
    """A rule on a day, with evidence: answers read facts; its function is made at first use."""

    __slots__ = ("_answering", "_bare", "_day", "_number", "_ready")

    def __init__(self, answering: Answering, ready: Ready, day: datetime.date) -> None:
        self._answering = answering_of(answering, ready.plan.version)
        self._ready = ready
        self._day = day
        self._number = day.toordinal()
        self._bare: Bare | None = None

    def decide(self, facts: HeldFacts) -> Decision:
        """The answer to facts as the program holds them."""
        evaluate = self._bare
        if evaluate is None:
            evaluate = self._bare = bare(self._ready.plan)
        ready, number = self._ready, self._number
        return Decision(
            self._answering,
            self._day,
            lambda: ready.trace(facts, number),
            evaluate(facts, number),
        )


@dataclass(frozen=True, slots=True)
class HeldFact:
    """How a compiled rule takes a fact or gives a result.

    ``number``: the value × 10**scale in base units, so money (scale 2) is in fen; ``truth``: a
    ``bool``; ``day``: ``date.toordinal``; ``code``: the place in ``values``, from 0; ``set``: one
    bit for each of ``values``; ``records``: a list of mappings, by the ids of ``fields``. ``low``
    and ``high`` bound it, ``step`` is its smallest step.
    """

    kind: p.Kind
    scale: int
    low: int
    high: int
    step: int = 1
    values: tuple[str, ...] = ()
    fields: Mapping[str, HeldFact] | None = None


class CompiledRule(Protocol):
    """A rule compiled for a day: integers by id in, integers by id out.

    ``facts`` and ``results`` say how each is held. A result without a value is its status:
    ``"undetermined"``, ``"not-applicable"`` or ``"not-in-force"``.
    """

    rule: str
    as_of: datetime.date
    facts: Mapping[str, HeldFact]
    results: Mapping[str, HeldFact]

    def __call__(self, facts: HeldFacts, /) -> HeldResults:
        """The results; facts that the rule does not read are passed over.

        Raises FactsError where a fact is of another type or outside its domain.
        """


class ExplainedRule(Protocol):
    """A compiled rule that gives rule-level reasons with its results."""

    rule: str
    as_of: datetime.date
    facts: Mapping[str, HeldFact]
    results: Mapping[str, HeldFact]

    def __call__(self, facts: HeldFacts, /) -> tuple[HeldResults, Reasons | None]:
        """The results with their reasons; None where no version is in force."""


def compile_rule(
    program: p.Program,
    rule: str,
    ready: Ready | None,
    day: datetime.date,
    outputs: tuple[str, ...],
    reasons: Literal["rule"] | None,
) -> CompiledRule | ExplainedRule:
    """The function of a rule on a day; ``outputs`` are named where no version is in force."""
    recorded = reasons == "rule"
    made: Callable[[HeldFacts], Any]
    if ready is None:
        made = _never(outputs, recorded=recorded)
    else:
        made = _made(program, ready, day, recorded=recorded)
        outputs = ready.plan.version.outputs
    read = () if ready is None else ready.facts
    # A plain function is called fastest; what it knows of itself are its attributes.
    made.__name__ = made.__qualname__ = rule.rpartition("/")[2].replace("-", "_")
    compiled = cast(CompiledRule, made)
    compiled.rule, compiled.as_of = rule, day
    compiled.facts = {fact: held_as(program, program.facts[fact]) for fact in read}
    compiled.results = {fact: held_as(program, program.facts[fact]) for fact in outputs}
    if ready is not None:
        version = ready.plan.version
        shapes = {id_: version.nodes[version.definitions[id_].node].shape for id_ in outputs}
        compiled.results = {id_: _held(program, shapes[id_]) for id_ in outputs}
    return compiled


def held_as(program: p.Program, spec: p.ProgramFact) -> HeldFact:
    """How a fact is held."""
    fields = {each.id: held_as(program, each) for each in spec.fields} or None
    return _held(program, spec.shape, spec.step, fields)


def _held(
    program: p.Program,
    shape: p.Shape,
    step: int = 1,
    fields: Mapping[str, HeldFact] | None = None,
) -> HeldFact:
    values = program.enumerations[shape.enumeration] if shape.enumeration else ()
    return HeldFact(shape.kind, shape.scale, shape.low, shape.high, step, values, fields)


def _never(outputs: tuple[str, ...], *, recorded: bool) -> Callable[[HeldFacts], Any]:
    def not_in_force(facts: HeldFacts, /) -> Any:
        results: HeldResults = dict.fromkeys(outputs, "not-in-force")
        return (results, None) if recorded else results

    return not_in_force


def _made(
    program: p.Program, ready: Ready, day: datetime.date, *, recorded: bool
) -> Callable[[HeldFacts], Any]:
    """The generated function, and behind it the general evaluator."""

    def slow(facts: HeldFacts) -> Any:
        trace = ready.trace(taken(program, ready, facts), day.toordinal())
        results = held_results(trace)
        return results if layout is None else (results, of_trace(layout, trace))

    function, layout = checked(ready.plan, day.toordinal(), program.facts, slow, recorded=recorded)
    return function


def held_results(trace: Trace) -> HeldResults:
    """What an evaluation gives: integers, or statuses."""
    version = trace.plan.version
    applied = True if version.applies is None else trace.value(version.applies)
    results: HeldResults = {}
    for id_ in version.outputs:
        held = trace.value(version.definitions[id_].node)
        if applied is not True:
            results[id_] = "undetermined" if applied is None else "not-applicable"
        else:
            results[id_] = held if isinstance(held, int) else held_status(held)
    return results


def held_as_integers(program: p.Program, values: Mapping[str, FactValue]) -> dict[str, Any]:
    """Facts that were read as a compiled rule takes them."""
    known = program.facts
    return {
        id_: _as_mappings(known[id_], held_fact(program, known[id_], value))
        for id_, value in values.items()
    }


def _as_mappings(spec: p.ProgramFact, held: Any) -> Any:
    """Records by the ids of their fields."""
    if not spec.fields:
        return held
    ids = [each.id for each in spec.fields]
    return [dict(zip(ids, record, strict=True)) for record in held]


# ---- facts given as integers -----------------------------------------------------------------


def taken(program: p.Program, ready: Ready, facts: object) -> dict[str, Any]:
    """The facts that a rule reads, each looked at; missing ones are left out."""
    if not isinstance(facts, Mapping):
        raise FactsError([finding("RB8104", NOWHERE, kind=kind_of(facts))])
    wrong: list[Diagnostic] = []
    found: dict[str, Any] = {}
    for id_ in ready.facts:
        given = facts.get(id_)
        if given is not None:
            spec = program.facts[id_]
            read = _records(spec, given, wrong) if spec.fields else _one(spec, id_, given, wrong)
            found[id_] = read
    if wrong:
        raise FactsError(wrong)
    return found


def _one(spec: p.ProgramFact, name: str, given: object, wrong: list[Diagnostic]) -> object:
    if not fits(given, spec):
        wrong.append(_misfit(name, _form(spec), given))
    return given


def _records(spec: p.ProgramFact, given: object, wrong: list[Diagnostic]) -> object:
    if not isinstance(given, list | tuple) or len(given) > MOST_RECORDS:
        form = Bilingual(
            f"至多 {MOST_RECORDS} 条记录的列表", f"a list of up to {MOST_RECORDS} records"
        )
        wrong.append(_misfit(spec.id, form, given))
        return ()
    rows: list[tuple[object, ...]] = []
    for number, record in enumerate(given, 1):
        if not isinstance(record, Mapping):
            form = Bilingual("一条记录（对象）", "a record, as a mapping")
            wrong.append(_misfit(f"{spec.id}[{number}]", form, record))
            continue
        fields = [(each, record.get(each.id)) for each in spec.fields]
        rows.append(
            tuple(
                None
                if value is None
                else _one(each, f"{spec.id}[{number}].{each.id}", value, wrong)
                for each, value in fields
            )
        )
    return tuple(rows)


def _form(spec: p.ProgramFact) -> Bilingual:
    if spec.shape.kind == "truth":
        return Bilingual("True 或 False", "True or False")
    low, high, step = spec.shape.low, spec.shape.high, spec.step
    zh, en = f"{low} 至 {high} 的整数", f"a whole number from {low} to {high}"
    if step != 1 and spec.shape.kind == "number":
        return Bilingual(f"{zh}，以 {step} 为一步", f"{en} in steps of {step}")
    return Bilingual(zh, en)


def _misfit(name: str, form: Bilingual, given: object) -> Diagnostic:
    shown = repr(given)
    shown = shown if len(shown) <= 40 else shown[:39] + "…"
    return finding("RB8140", NOWHERE, key=name, name=name, form=form, given=shown)
