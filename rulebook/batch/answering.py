"""A rule over a stretch of days → the terms of its answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rulebook.answers.decision import MissingFigure, Status
from rulebook.answers.plan import Plan, every_node, make_plan
from rulebook.batch.cells import BITS, Cell, Cells, Leaves, Missing
from rulebook.batch.lowering import Inputs, Lowering
from rulebook.batch.terms import Term, Terms, Way
from rulebook.book.model import EvidenceLevel
from rulebook.meaning import program as p

STATUSES: Final[tuple[Status, ...]] = (
    "determined",
    "undetermined",
    "not-applicable",
    "not-in-force",
)
"""By the number that a row holds."""

DETERMINED, UNDETERMINED, NOT_APPLICABLE, NOT_IN_FORCE = range(4)
NOTHING = -1
"""The status of an output that the answer doesn't give."""


@dataclass(frozen=True, slots=True)
class Epoch:
    """Days from ``since`` to ``until`` (both included) on which one plan holds, or no version."""

    since: int
    until: int
    plan: Plan | None


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer to a row: see ``rulebook.answers.decision.Answer``.

    ``status`` and ``states`` (of the outputs) are numbers, see ``STATUSES``; ``lacking`` are the
    bits of ``missing``; ``failed`` tells of each condition whether it failed, in written order.
    """

    status: Term
    values: Mapping[str, Term]
    states: Mapping[str, Term]
    shapes: Mapping[str, p.Shape]
    lacking: tuple[Term, ...]
    missing: tuple[Missing, ...]
    failed: tuple[tuple[str, Term], ...]
    evidence: Term


def epochs(
    program: p.Program, rule: str, first: int, last: int, asked: EvidenceLevel
) -> tuple[Epoch, ...]:
    """The stretches of days of ``first`` to ``last`` between which a rule changes."""
    versions = program.rules[rule]
    edges = {first}
    for version in versions:
        ends = [] if version.until is None else [version.until + 1]
        edges.update([version.since, *ends])
        for _, node in every_node(version):
            if isinstance(node, p.ReadFigure) and node.day is None:
                for value in program.figures[node.figure].values:
                    edges.update(() if value.since is None else (value.since,))
                    edges.update(() if value.until is None else (value.until + 1,))
    begins = sorted(each for each in edges if first <= each <= last)
    ends = [*(each - 1 for each in begins[1:]), last]
    return tuple(
        Epoch(since, until, _plan(program, versions, since, asked))
        for since, until in zip(begins, ends, strict=True)
    )


def _plan(
    program: p.Program, versions: Sequence[p.Version], day: int, asked: EvidenceLevel
) -> Plan | None:
    for version in versions:
        if version.since <= day and (version.until is None or day <= version.until):
            return make_plan(program, version, day, asked)
    return None


def epoch_of(t: Terms, day: Term, stretches: Sequence[Epoch]) -> Term:
    """The number of the epoch that a day lies in."""
    later = list(enumerate(stretches))[1:]
    ways = [(t.less_equal(t.literal(each.since), day), t.literal(n)) for n, each in later]
    return t.case(reversed(ways), t.literal(0))


def answered(
    program: p.Program,
    stretches: Sequence[Epoch],
    terms: Terms,
    facts: Mapping[str, Term],
    day: Term,
) -> Answered:
    """The terms of a rule's answer, over checked facts and a day within the epochs."""
    leaves = Leaves()
    _number_leaves(leaves, stretches)
    cells = Cells(terms, leaves, max(1, -(-len(leaves.places) // BITS)))
    inputs = Inputs(facts, day, epoch_of(terms, day, stretches))
    parts = [_part(cells, program, first, plans, inputs) for first, plans in _runs(stretches)]
    return _chosen(cells, inputs.epoch, _runs(stretches), parts)


def _number_leaves(leaves: Leaves, stretches: Sequence[Epoch]) -> None:
    """Give every missing thing its bit; how many there are decides how many words hold them."""
    for each in stretches:
        if each.plan is None:
            continue
        for index, node in every_node(each.plan.version):
            unset = each.plan.unset(index, node)
            if unset is not None:
                leaves.place(unset)
            match node:
                case p.ReadFact(fact):
                    leaves.place(fact)
                case p.ReadField(records, name):
                    leaves.place(f"{records}.{name}")
                case p.ReadFigure(figure=figure, day=int()):
                    leaves.place(_nothing(figure))
                    for period in each.plan.dated[figure]:
                        if not isinstance(period.state, tuple):
                            leaves.place(period.state)
                case _:
                    pass


def _nothing(figure: str) -> Missing:
    return MissingFigure(figure.partition("/")[2], "unset", None)


Run = tuple[int, tuple[Plan, ...]]
"""Epochs of one version: the number of the first, and their plans; none where none is in force."""


def _runs(stretches: Sequence[Epoch]) -> list[Run]:
    runs: list[Run] = []
    before: p.Version | None = None
    for number, each in enumerate(stretches):
        version = None if each.plan is None else each.plan.version
        plans = () if each.plan is None else (each.plan,)
        if runs and version is before and plans:
            runs[-1] = (runs[-1][0], runs[-1][1] + plans)
        else:
            runs.append((number, plans))
        before = version
    return runs


def _part(
    cells: Cells, program: p.Program, first: int, plans: Sequence[Plan], inputs: Inputs
) -> Answered:
    """The answer of one version, or that none is in force."""
    t = cells.terms
    if not plans:
        status = t.literal(NOT_IN_FORCE)
        return Answered(status, {}, {}, {}, cells.nothing, (), (), cells.none)
    version = plans[0].version
    lowering = Lowering(program, plans, first, cells, inputs)
    nodes = lowering.run()
    applies = None if version.applies is None else nodes[version.applies]
    outputs = {name: nodes[version.definitions[name].node] for name in version.outputs}
    states = {name: _state(cells, each) for name, each in outputs.items()}
    overall = _overall(t, list(states.values()))
    shapes = {name: version.nodes[version.definitions[name].node].shape for name in version.outputs}
    lacking = cells.all_lacking(list(outputs.values()))
    levels = [
        t.case([(t.equal(states[name], t.literal(UNDETERMINED)), cells.none)], each.evidence)
        for name, each in outputs.items()
    ]
    evidence = cells.weakest(levels)
    values = {name: each.value for name, each in outputs.items()}
    if applies is None:
        return Answered(overall, values, states, shapes, lacking, (), (), evidence)
    holds, unknown = applies.value, cells.is_unknown(applies)
    stopped: list[Way] = [(t.not_(holds), t.literal(NOT_APPLICABLE))]
    stopped.append((unknown, t.literal(UNDETERMINED)))
    stopped.append((applies.absent, t.literal(NOT_APPLICABLE)))
    gates: list[Way] = [(t.not_(holds), t.literal(NOTHING)), *stopped[1:]]
    both = cells.weakest([applies.evidence, evidence])
    reached = t.surely(holds)
    return Answered(
        t.case(stopped, overall),
        {name: t.case([(reached, each)], t.null(each.kind)) for name, each in values.items()},
        {name: t.case(gates, each) for name, each in states.items()},
        shapes,
        tuple(
            t.case([(reached, own)], stop)
            for own, stop in zip(lacking, applies.lacking, strict=True)
        ),
        (),
        tuple(_failing(lowering, nodes, version.applies)) if version.applies is not None else (),
        t.case([(unknown, cells.none), (reached, both)], applies.evidence),
    )


def _state(cells: Cells, cell: Cell) -> Term:
    """An output's own status; what is 无上限 is no result."""
    t = cells.terms
    special = t.or_([cell.absent, cell.unlimited])
    ways = [(special, t.literal(NOT_APPLICABLE)), (cells.is_unknown(cell), t.literal(UNDETERMINED))]
    return t.case(ways, t.literal(DETERMINED))


def _overall(t: Terms, states: Sequence[Term]) -> Term:
    """Undetermined where an output is; not applicable only where all are."""
    open_ = t.or_([t.equal(each, t.literal(UNDETERMINED)) for each in states])
    some = t.or_([t.equal(each, t.literal(DETERMINED)) for each in states])
    ways = [(open_, t.literal(UNDETERMINED)), (some, t.literal(DETERMINED))]
    return t.case(ways, t.literal(NOT_APPLICABLE))


def _chosen(cells: Cells, epoch: Term, runs: Sequence[Run], parts: Sequence[Answered]) -> Answered:
    """The answer of the version that the epoch lies in."""
    t = cells.terms
    missing = tuple(cells.leaves.places)

    def by_epoch(terms: Sequence[Term]) -> Term:
        later = [
            (t.less_equal(t.literal(first), epoch), term)
            for (first, _), term in list(zip(runs, terms, strict=True))[1:]
        ]
        return t.case(reversed(later), terms[0])

    names = list(dict.fromkeys(name for each in parts for name in each.values))
    shapes: dict[str, p.Shape] = {}
    for part in parts:
        for name, shape in part.shapes.items():
            if name not in shapes or shape.scale > shapes[name].scale:
                shapes[name] = shape
    values: dict[str, Term] = {}
    for name in names:
        kind = next(each.values[name].kind for each in parts if name in each.values)
        values[name] = by_epoch(
            [_scaled(t, each, name, shapes, kind_null=t.null(kind)) for each in parts]
        )
    nothing = t.literal(NOTHING)
    failed: list[tuple[str, Term]] = []
    for number, part in enumerate(parts):
        last = None if number + 1 == len(runs) else runs[number + 1][0] - 1
        here = _within(t, epoch, runs[number][0], last)
        failed += [(name, t.and_([here, term])) for name, term in part.failed]
    return Answered(
        by_epoch([each.status for each in parts]),
        values,
        {name: by_epoch([each.states.get(name, nothing) for each in parts]) for name in names},
        shapes,
        tuple(by_epoch([each.lacking[word] for each in parts]) for word in range(cells.words)),
        missing,
        tuple(failed),
        by_epoch([each.evidence for each in parts]),
    )


def _within(t: Terms, epoch: Term, first: int, last: int | None) -> Term:
    """Whether an epoch is one of those from ``first`` to ``last``; None is the end."""
    tests = [] if first == 0 else [t.less_equal(t.literal(first), epoch)]
    tests += [] if last is None else [t.less_equal(epoch, t.literal(last))]
    return t.and_(tests)


def _scaled(
    t: Terms, part: Answered, name: str, shapes: Mapping[str, p.Shape], kind_null: Term
) -> Term:
    """An output's value in the scale that all versions share."""
    if name not in part.values:
        return kind_null
    value = part.values[name]
    own, shared = part.shapes[name].scale, shapes[name].scale
    return value if own == shared else t.multiply(value, t.literal(10 ** (shared - own)))


def _failing(low: Lowering, nodes: Sequence[Cell], applies: p.Index) -> Iterator[tuple[str, Term]]:
    """The conditions whose failing makes the rule not applicable: see ``Answer.failed``."""
    found: dict[str, Term] = {}
    t = low.cells.terms
    for name, term in _parts(low, nodes, applies):
        found[name] = t.or_([found[name], term]) if name in found else term
    yield from found.items()


def _parts(low: Lowering, nodes: Sequence[Cell], applies: p.Index) -> Iterator[tuple[str, Term]]:
    node = low.plan.version.nodes[applies]
    if isinstance(node, p.Join) and node.op == "and" and not node.lines:
        for place, operand in enumerate(node.operands, start=1):
            yield from _inner_parts(low, nodes, operand, f"applies.{place}")
        return
    yield from _inner_parts(low, nodes, applies, "applies")


def _inner_parts(
    low: Lowering, nodes: Sequence[Cell], index: p.Index, name: str
) -> Iterator[tuple[str, Term]]:
    t, all_nodes = low.cells.terms, low.plan.version.nodes
    node = all_nodes[index]
    false = t.surely(t.not_(nodes[index].value))
    if isinstance(node, p.Join) and node.op == "and" and not node.lines:
        for operand in node.operands:
            yield from _inner_parts(low, nodes, operand, name)
        return
    if not isinstance(node, p.Define):
        yield name, false
        return
    value = all_nodes[node.value]
    if isinstance(value, p.Join) and value.op == "and" and value.lines:
        for line, operand in zip(value.lines, value.operands, strict=True):
            yield f"{node.definition}.{line.id}", t.surely(t.not_(nodes[operand].value))
        return
    yield node.definition, false
