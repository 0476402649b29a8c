"""What a version's nodes come to before any case is known: each known, another node, or open."""

from __future__ import annotations

from collections.abc import Sequence

from rulebook.answers.decision import MissingFigure
from rulebook.answers.fast.lookups import lookup
from rulebook.answers.fast.scope import Choice, Scope, State, Way
from rulebook.answers.fast.strict import strict
from rulebook.answers.gathering import junction
from rulebook.answers.plan import Plan
from rulebook.answers.specials import NO_LIMIT, NOT_APPLICABLE
from rulebook.meaning import program as p


def specialise(plan: Plan, day: int | None) -> Scope:
    """What a plan comes to on a day; ``day`` is None where it is given with each case."""
    scope = Scope(plan, plan.version.nodes, day)
    for index, node in enumerate(plan.version.nodes):
        _settle(scope, index, node)
    return scope


def _settle(scope: Scope, index: p.Index, node: p.Node) -> None:
    """Say of one node whether it is known, another node, or open."""
    if scope.plan.unset(index, node) is not None:
        scope.known[index] = None
        return
    match node:
        case p.Constant(value=value, shape=shape):
            scope.known[index] = bool(value) if shape.kind == "truth" else value
        case p.Special(kind=kind):
            scope.known[index] = NOT_APPLICABLE if kind == "absent" else NO_LIMIT
        case p.ReadFact() | p.ReadField():
            pass
        case p.ReadDay():
            if scope.day is not None:
                scope.known[index] = scope.day
        case p.ReadFigure():
            _settle_figure(scope, index, node)
        case p.Define(value=value) | p.Gathering(value=value) | p.Tiers(value=value):
            scope.same[index] = value
        case p.Choose(conditions=conditions, values=values, otherwise=otherwise):
            ways = [
                Way(number, (condition,), value)
                for number, (condition, value) in enumerate(zip(conditions, values, strict=True), 1)
            ]
            _settle_choice(scope, index, ways, otherwise)
        case p.Consult(applies=applies, value=value, otherwise=otherwise):
            _settle_choice(scope, index, [Way(1, (applies,), value)], otherwise)
        case p.Table():
            _settle_table(scope, index, node)
        case p.Join():
            _settle_join(scope, index, node)
        case p.Absent():
            _settle_absent(scope, index, node)
        case p.ForEach():
            _settle_gathering(scope, index, node)
        case _:
            _settle_strict(scope, index, node)


def _settle_figure(scope: Scope, index: p.Index, node: p.ReadFigure) -> None:
    truth = node.shape.kind == "truth"
    if node.day is None:
        state = scope.plan.figures[index].state
    elif not scope.is_known(node.day):
        scope.unsure.add(index)
        return
    else:
        day = scope.value(node.day)
        if not isinstance(day, int):
            scope.known[index] = day
            return
        state = scope.plan.figure_on(node.figure, day).state
    if isinstance(state, MissingFigure):
        scope.known[index] = None
    else:
        scope.known[index] = bool(state[0]) if truth else state[0]


def _settle_strict(scope: Scope, index: p.Index, node: p.Strict) -> None:
    parts = p.operands(node)
    held = [scope.value(each) for each in parts if scope.is_known(each)]
    if len(held) == len(parts):
        scope.known[index] = strict(node, held)
    elif any(each is NOT_APPLICABLE for each in held):
        scope.known[index] = NOT_APPLICABLE
    elif None in held and not any(scope.may_be_absent(each) for each in parts):
        scope.known[index] = None
    elif isinstance(node, p.Bound) and NO_LIMIT in held and scope.is_known(node.bound):
        scope.same[index] = node.value  # 无上限 limits nothing
    elif any(scope.may_be_unknown(each) for each in parts):
        scope.unsure.add(index)
    elif isinstance(node, p.Add) and (whole := _put_back(scope, node)) is not None:
        scope.same[index] = whole


def _put_back(scope: Scope, node: p.Add) -> p.Index | None:
    """``whole`` of ``part + (whole - part)``; brackets on top of something read so."""
    if len(node.operands) != 2:
        return None
    part, rest = (scope.real(each) for each in node.operands)
    taken = scope.node(rest)
    if not isinstance(taken, p.Subtract) or rest in scope.same or scope.real(taken.right) != part:
        return None
    parts = (part, taken.left)
    plain = not any(scope.is_open(each) or scope.may_be_unlimited(each) for each in parts)
    return taken.left if plain else None


def _settle_absent(scope: Scope, index: p.Index, node: p.Absent) -> None:
    if scope.is_known(node.value):
        held = scope.value(node.value)
        scope.known[index] = None if held is None else held is NOT_APPLICABLE
    elif scope.may_be_unknown(node.value):
        scope.unsure.add(index)
    elif not scope.may_be_absent(node.value):
        scope.known[index] = False


def _settle_join(scope: Scope, index: p.Index, node: p.Join) -> None:
    decisive = node.op == "or"
    held = [scope.value(each) for each in node.operands if scope.is_known(each)]
    if any(each is decisive for each in held):
        scope.known[index] = decisive
    elif len(held) == len(node.operands):
        scope.known[index] = junction(held, decisive=decisive)
    elif any(scope.may_be_unknown(each) for each in node.operands):
        scope.unsure.add(index)


def _settle_choice(
    scope: Scope, index: p.Index, ways: Sequence[Way], otherwise: p.Index | None
) -> None:
    """Leave out what can't be, and stop at what is sure."""
    left: list[Way] = []
    last: tuple[int, p.Index | State] | None = None if otherwise is None else (0, otherwise)
    for way in ways:
        tests = tuple(each for each in way.tests if not _is(scope, each, True))
        if any(_is(scope, each, False) for each in tests):
            continue
        if not tests:
            last = (way.number, way.value)
            break
        if len(tests) == 1 and scope.is_known(tests[0]):
            last = (way.number, State(scope.value(tests[0])))
            break
        left.append(Way(way.number, tests, way.value))
    if last is None and left:
        # A table is proved whole wherever it is read, so its last row holds where no other does.
        # Worked out where it isn't read, it may give anything.
        final = left.pop()
        last = (final.number, final.value)
    _keep_choice(scope, index, Choice(tuple(left), last or (0, State(None))))


def _keep_choice(scope: Scope, index: p.Index, choice: Choice) -> None:
    scope.choices[index] = choice
    last = choice.last[1]
    if not choice.ways:
        if isinstance(last, State):
            scope.known[index] = last.held
        else:
            scope.same[index] = last
        return
    parts = [each for way in choice.ways for each in (*way.tests, way.value)]
    ends_unknown = last.held is None if isinstance(last, State) else scope.may_be_unknown(last)
    if ends_unknown or any(scope.may_be_unknown(each) for each in parts):
        scope.unsure.add(index)


def _is(scope: Scope, index: p.Index, held: bool) -> bool:
    return scope.is_known(index) and scope.value(index) is held


def _settle_table(scope: Scope, index: p.Index, node: p.Table) -> None:
    cells = [cell.test for row in node.rows for cell in row.cells]
    if any(scope.is_open(each) for each in cells):
        # Which rows may match has to be told apart: the emitter looks at all of them.
        scope.unsure.add(index)
        return
    found = lookup(scope, node)
    if found is not None:
        scope.lookups[index] = found
        return
    ways = [
        Way(row.number, tuple(cell.test for cell in row.cells), row.result) for row in node.rows
    ]
    # Rows don't overlap, so one that always holds is the only one.
    sure = [way for way in ways if all(_is(scope, each, True) for each in way.tests)]
    _settle_choice(scope, index, sure[:1] or ways, node.rest)


def _settle_gathering(scope: Scope, index: p.Index, node: p.ForEach) -> None:
    body = Scope(scope.plan, node.body, scope.day, scope)
    for place, each in enumerate(node.body):
        _settle(body, p.BODY + place, each)
    scope.bodies[index] = body
    parts = [each for each in (node.where, node.item) if each is not None]
    empty = node.op in ("max", "min") and (
        node.otherwise is None or scope.may_be_unknown(node.otherwise)
    )
    if empty or any(body.may_be_unknown(each) for each in parts):
        scope.unsure.add(index)
