"""The functions of a specialised version: checked and from dict to dict, or bare.

The checked one is what ``Book.compile`` gives: it takes facts as integers by id, looks at presence,
type and domain, and gives results as integers by id. The bare one serves ``Book.decide``, which has
read the facts already.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rulebook.answers import calendar, python
from rulebook.answers.fast.expressions import state
from rulebook.answers.fast.placing import Placed, place
from rulebook.answers.fast.recording import Layout, Reasons, layout
from rulebook.answers.fast.scope import Scope
from rulebook.answers.fast.specialising import specialise
from rulebook.answers.fast.writing import Writer, hit_name
from rulebook.answers.gathering import gather
from rulebook.answers.plan import Plan
from rulebook.answers.specials import NO_LIMIT, NOT_APPLICABLE, Held
from rulebook.answers.syntax import (
    assign,
    call,
    compare,
    every,
    function,
    group,
    is_,
    item,
    literal,
    made,
    opposite,
    read,
    when,
)
from rulebook.meaning import program as p

HeldFacts = Mapping[str, Any]
"""Facts by id as the program holds them: integers and truths; records as lists of mappings."""

HeldResults = dict[str, int | str]
"""Results by id as the program holds them, or the status of one that has no value."""

Bare = Callable[[HeldFacts, int], tuple[Held, ...] | None]

KNOWN: dict[str, object] = {
    "max": max,
    "min": min,
    "sum": sum,
    "int": int,
    "bool": bool,
    "gather": gather,
    "NA": NOT_APPLICABLE,
    "NO_LIMIT": NO_LIMIT,
    "FALL_BACK": (KeyError, TypeError),
    "Reasons": Reasons,
    "year": calendar.year,
    "age": calendar.age,
    "months": calendar.months,
    "medical_year": calendar.medical_year,
    "add_months": calendar.add_months,
}
"""All that a generated function can name, beside what belongs to its rule."""

UNDETERMINED, ABSENT = "undetermined", "not-applicable"


@dataclass(slots=True)
class Build:
    """A function in the making: the scope, where its nodes are placed, and who writes them."""

    scope: Scope
    placed: Placed
    writer: Writer
    facts: dict[str, str]
    layout: Layout | None

    @property
    def outputs(self) -> dict[str, p.Index]:
        """The node of each output."""
        version = self.scope.plan.version
        return {each: version.definitions[each].node for each in version.outputs}


def begin(scope: Scope, *, recorded: bool) -> Build:
    """Place what the outputs of a version need; with ``recorded`` the named steps as well."""
    version = scope.plan.version
    outputs = [version.definitions[each].node for each in version.outputs]
    applies = [] if version.applies is None else [version.applies]
    placed = place(scope, [applies, outputs])
    placed.held.update(scope.real(each) for each in outputs if scope.is_open(each))
    found = layout(scope, placed) if recorded else None
    kept = frozenset(found.kept) if found else frozenset()
    hits = frozenset(found.hits) if found else frozenset()
    writer = Writer(scope, placed, kept=kept, hits=hits)
    facts: dict[str, str] = {}
    for index in sorted(placed.region):
        node = scope.node(index)
        if isinstance(node, p.ReadFact):
            name = facts.setdefault(node.fact, f"f{len(facts)}")
            writer.names[index] = name
    return Build(scope, placed, writer, facts, found)


def bare(plan: Plan) -> Bare:
    """The results of a case whose facts are read; None where the general evaluator has to answer.

    The day is given with each case. None comes where a fact is missing or the rule does not apply.
    """
    build = begin(specialise(plan, None), recorded=False)
    body: list[ast.stmt] = [
        assign(name, item(read("facts"), literal(fact))) for fact, name in build.facts.items()
    ]
    body += _applying(build, [python.Return(literal(None))] * 3)
    body += build.writer.block(1)
    results = [build.writer.value(each) for each in build.outputs.values()]
    body.append(python.Return(group(*results)))
    evaluate: Bare = made([_guarded(("facts", "day"), body, literal(None))], KNOWN)["evaluate"]
    return evaluate


def checked(
    plan: Plan,
    day: int,
    specs: Mapping[str, p.ProgramFact],
    slow: Callable[[HeldFacts], Any],
    *,
    recorded: bool,
) -> tuple[Callable[[HeldFacts], Any], Layout | None]:
    """The function ``facts -> results`` of a plan on a day; ``slow`` answers where it can't.

    With ``recorded`` it gives results and ``Reasons``, and beside it comes how these are laid out.
    """
    build = begin(specialise(plan, day), recorded=recorded)
    known: dict[str, object] = {**KNOWN, "slow": slow, "LAYOUT": build.layout}
    body: list[ast.stmt] = []
    tests: list[ast.expr] = []
    for fact, name in build.facts.items():
        given = item(read("facts"), literal(fact))
        if specs[fact].fields:
            known[f"records_{name}"] = _records(specs[fact])
            given = call(f"records_{name}", given)
        else:
            tests += _outside(name, specs[fact])
        body.append(assign(name, given))
    if tests:
        body.append(python.If(every(tests, ast.Or), [python.Return(_slow())], []))
    body += _unset(build)
    states: list[tuple[Held, str]] = [
        (False, ABSENT),
        (None, UNDETERMINED),
        (NOT_APPLICABLE, ABSENT),
    ]
    body += _applying(
        build,
        [
            python.Return(_with_reasons(build, _same_for_all(build, status), held))
            for held, status in states
        ],
    )
    body += build.writer.block(1)
    results = python.Dict(
        [literal(each) for each in build.outputs],
        [_result(build, index) for index in build.outputs.values()],
    )
    body.append(python.Return(_with_reasons(build, results, True)))
    space = made([_guarded(("facts",), body, _slow())], known)
    return space["evaluate"], build.layout


def _slow() -> ast.expr:
    return call("slow", read("facts"))


def _guarded(arguments: Sequence[str], body: list[ast.stmt], otherwise: ast.expr) -> ast.stmt:
    """A function that gives up where a fact is missing."""
    handler = python.ExceptHandler(read("FALL_BACK"), None, [python.Return(otherwise)])
    return function("evaluate", arguments, [python.Try(body, [handler], [], [])])


def _outside(name: str, spec: p.ProgramFact) -> list[ast.expr]:
    """What a fact must not be: of another type, below or above its domain, between its steps."""
    kind = python.Attribute(read(name), "__class__", ast.Load())
    wanted = "bool" if spec.shape.kind == "truth" else "int"
    wrong: list[ast.expr] = [python.Compare(kind, [ast.IsNot()], [read(wanted)])]
    if spec.shape.kind == "truth":
        return wrong
    wrong.append(compare(read(name), ast.Lt, literal(spec.shape.low)))
    wrong.append(compare(read(name), ast.Gt, literal(spec.shape.high)))
    if spec.step != 1 and spec.shape.kind == "number":
        wrong.append(python.BinOp(read(name), ast.Mod(), literal(spec.step)))
    return wrong


def _records(spec: p.ProgramFact) -> Callable[[Any], tuple[tuple[int, ...], ...]]:
    """Reads records given as mappings; raises KeyError where a field is missing or not allowed."""
    fields = [(each.id, each) for each in spec.fields]

    def read_records(given: Any) -> tuple[tuple[int, ...], ...]:
        rows = tuple(tuple(_field(record[id_], spec) for id_, spec in fields) for record in given)
        if len(rows) > MOST_RECORDS:
            raise KeyError
        return rows

    return read_records


MOST_RECORDS = 1000


def _field(value: Any, spec: p.ProgramFact) -> int:
    if fits(value, spec):
        assert isinstance(value, int)
        return value
    raise KeyError(spec.id)


def fits(value: Any, spec: p.ProgramFact) -> bool:
    """Whether a value is one that a fact may be held as, records aside."""
    if spec.shape.kind == "truth":
        return type(value) is bool
    if type(value) is not int or not spec.shape.low <= value <= spec.shape.high:
        return False
    return spec.shape.kind != "number" or value % spec.step == 0


def _applying(build: Build, ends: Sequence[ast.stmt]) -> list[ast.stmt]:
    """What ends the function where the rule does not apply: false, unknown, 不适用."""
    version, scope = build.scope.plan.version, build.scope
    body = build.writer.block(0)
    if version.applies is None:
        return body
    false, unknown, absent = ends
    if scope.is_known(version.applies):
        held = scope.value(version.applies)
        if held is True:
            return body
        return [*body, false if held is False else unknown if held is None else absent]
    value = build.writer.value(version.applies)
    if not scope.is_open(version.applies):
        return [*body, python.If(opposite(value), [false], [])]
    body.append(assign("applies", value))
    for what, end in ((literal(False), false), (literal(None), unknown), (read("NA"), absent)):
        body.append(python.If(is_(read("applies"), what), [end], []))
    return body


def _same_for_all(build: Build, status: str) -> ast.expr:
    keys = [literal(each) for each in build.outputs]
    return python.Dict([*keys], [literal(status) for _ in keys])


def _result(build: Build, index: p.Index) -> ast.expr:
    """A result, or its status where it has no value."""
    scope = build.scope
    value = build.writer.value(index)
    if scope.is_known(index) and not isinstance(scope.value(index), int):
        return literal(UNDETERMINED if scope.value(index) is None else ABSENT)
    if scope.is_known(index):
        return value
    if scope.may_be_absent(index):
        value = when(is_(build.writer.value(index), read("NA")), literal(ABSENT), value)
    if scope.may_be_unknown(index):
        test = is_(build.writer.value(index), literal(None))
        value = when(test, literal(UNDETERMINED), value)
    return value


def _unset(build: Build) -> list[ast.stmt]:
    """Names that are recorded and that a way not taken leaves without a value."""
    names = [] if build.layout is None else _late_names(build)
    if not names:
        return []
    return [python.Assign([python.Name(each, ast.Store()) for each in names], literal(None))]


def _late_names(build: Build) -> list[str]:
    found = build.layout
    assert found is not None
    inner = [each for each in found.kept if build.placed.region[each] > 1]
    hits = [each for each in found.hits if build.placed.region[each] > 1]
    return [*(build.writer.called[each] for each in inner), *map(hit_name, hits)]


def _with_reasons(build: Build, results: ast.expr, applied: Held) -> ast.expr:
    """Results, alone or with what was recorded; only 适用 was where the rule does not apply."""
    found = build.layout
    if found is None:
        return results
    parts: list[ast.expr] = [read("LAYOUT"), state(applied)]
    for index in found.kept:
        fact = isinstance(build.scope.node(index), p.ReadFact)
        there = fact or applied is True or build.placed.region[index] != 1
        name = build.writer.names.get(index, build.writer.called[index])
        parts.append(read(name) if there else literal(None))
    for index in found.hits:
        there = applied is True or build.placed.region[index] != 1
        parts.append(read(hit_name(index)) if there else literal(None))
    return group(results, call("Reasons", group(*parts)))
