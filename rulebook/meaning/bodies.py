"""The bodies of definitions: cases, tables and gatherings over named lines → typed values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import product
from typing import Literal, TypeVar

from rulebook.book.types import RATE, TRUTH, Measure, SetOf, Type
from rulebook.diagnostics import Bilingual, Diagnostic, Span
from rulebook.language import tree
from rulebook.meaning import typed
from rulebook.meaning.gathering import gathered
from rulebook.meaning.limits import limited, rounded
from rulebook.meaning.literals import set_of
from rulebook.meaning.naming import own_name
from rulebook.meaning.rest import rest_of
from rulebook.meaning.typer import LOOK, Typer

N = TypeVar("N", bound=tree.Cell)


def body(
    typer: Typer, definition: tree.Definition, place: int, expected: Type | None
) -> typed.Typed | None:
    """Type the body of a definition for one of its targets, the one at ``place``.

    The rows of a table are as long as its heading, which holds names: the parser sees to it.
    """
    node = definition.body
    match node:
        case tree.Cases():
            return _cases(typer, node, expected)
        case tree.Table():
            return _table(typer, node, definition.targets, place, expected)
        case tree.Gathered():
            return _gathered(typer, node, expected)
        case tree.Brackets():
            return brackets(typer, node)
        case _:
            return typer.expression(node, expected)


def with_steps(
    typer: Typer, value: typed.Typed | None, steps: tuple[tree.Step, ...]
) -> typed.Typed | None:
    """The limits and roundings on lines of their own, each a step, top to bottom."""
    for step in steps:
        match step:
            case tree.LimitStep(kind, bound, span):
                value = limited(typer, value, kind, bound, span)
            case tree.RoundingStep(mode, size, span):
                value = rounded(typer, value, mode, size, span)
    return value


def _cases(typer: Typer, node: tree.Cases, expected: Type | None) -> typed.Typed | None:
    values = _alike([case.value for case in node.cases], expected, typer.value)
    conditions = [
        typer.condition(case.condition) for case in node.cases if case.condition is not None
    ]
    last = values[-1]
    pairs = list(zip(node.cases, conditions, values, strict=False))
    if last is None or len(conditions) != len(node.cases) - 1:
        return None
    cases: list[typed.TypedCase] = []
    for case, condition, value in pairs:
        if condition is None or value is None:
            return None
        cases.append(typed.TypedCase(condition, value, case.span))
    return typed.Cases(tuple(cases), last, last.type, node.span)


def _alike(
    nodes: Sequence[N],
    expected: Type | None,
    of: Callable[[N, Type | None], typed.Typed | None],
) -> list[typed.Typed | None]:
    """Values of one type: that expected, else the first one's that is not a special value."""
    found: dict[int, typed.Typed | None] = {}
    for place in sorted(range(len(nodes)), key=lambda each: _is_special(nodes[each])):
        found[place] = value = of(nodes[place], expected)
        expected = expected or (value.type if value else None)
    return [found[place] for place in range(len(nodes))]


def _is_special(node: tree.Cell) -> bool:
    while isinstance(node, tree.Bracketed):
        node = node.value
    return isinstance(node, tree.NoLimit | tree.NotApplicable)


def _gathered(typer: Typer, node: tree.Gathered, expected: Type | None) -> typed.Typed | None:
    wanted = TRUTH if node.op in ("all", "any", "count") else expected
    items: list[typed.GatherItem] = []
    seen: dict[str, Span] = {}
    for line in node.lines:
        value = typer.expression(line.value, wanted)
        word = line.name.word if isinstance(line.name, tree.Name) else line.name.text
        if word in seen:
            typer.report("RB3004", line.span, word=word)
        seen[word] = line.span
        if value is None:
            continue
        id_, label = own_name(word, line.other.word if line.other else None)
        items.append(typed.GatherItem(id_, label, value))
        wanted = wanted or value.type
    if len(items) < len(node.lines):
        return None
    return gathered(typer, node.op, tuple(items), node.span)


# ---- tables --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Column:
    """A condition column: where its cells stand, and what they test."""

    place: int
    value: typed.Typed


def _table(
    typer: Typer,
    node: tree.Table,
    targets: tuple[tree.Target, ...],
    place: int,
    expected: Type | None,
) -> typed.Typed | None:
    first = node.heading.cells[0]
    typer.in_table = True
    if isinstance(first, tree.Corner):
        return _two_way(typer, node, first, expected)
    return _one_way(typer, node, targets, place, expected)


def _one_way(
    typer: Typer,
    node: tree.Table,
    targets: tuple[tree.Target, ...],
    place: int,
    expected: Type | None,
) -> typed.Typed | None:
    results = [_column_of(node.heading, target) for target in targets]
    result = results[place]
    if result is None:
        target = targets[place]
        typer.report("RB6001", node.heading.span, target=written(target))
        return None
    columns: list[_Column] = []
    sound = True
    for number, cell in enumerate(node.heading.cells):
        if number in results:
            continue
        heading = _heading(cell)
        value = typer.expression(heading) if heading is not None else None
        if value is None:
            sound = False
            continue
        columns.append(_Column(number, value))
    return _rows(typer, node, columns, result, expected) if sound else None


def _column_of(heading: tree.Row, target: tree.Target) -> int | None:
    forms = {written(target)} | ({target.other.word} if target.other else set())
    for number, cell in enumerate(heading.cells):
        if isinstance(cell, tree.Name | tree.Part) and dotted(cell) in forms:
            return number
    return None


def dotted(reference: tree.Name | tree.Part) -> str:
    """A name or a record's item as written."""
    if isinstance(reference, tree.Name):
        return reference.word
    owner = reference.owner
    return f"{owner.word if isinstance(owner, tree.Name) else '…'}.{reference.part.word}"


def written(target: tree.Target) -> str:
    """A target's name as written."""
    return dotted(target.reference)


def _heading(cell: tree.Cell) -> tree.Expression | None:
    if isinstance(cell, tree.Anything | tree.Rest | tree.Bounds | tree.Several | tree.Corner):
        return None
    return cell


def _rows(
    typer: Typer,
    node: tree.Table,
    columns: list[_Column],
    result: int,
    expected: Type | None,
) -> typed.Typed | None:
    rows: list[typed.TypedRow] = []
    rest: typed.Typed | None = None
    sound = True
    cells = [row.cells[result] for row in node.rows]
    values = _alike(cells, expected, partial(_result, typer))
    wanted = expected or next((each.type for each in values if each), None)
    for number, (row, value) in enumerate(zip(node.rows, values, strict=True), start=1):
        if any(isinstance(row.cells[column.place], tree.Rest) for column in columns):
            rest = value
            sound = sound and value is not None and _is_rest(typer, node, number, columns)
            continue
        tests = [_test(typer, row.cells[column.place], column.value) for column in columns]
        known = tuple(test for test in tests if test is not None)
        if value is None or len(known) < len(tests):
            sound = False
            continue
        rows.append(typed.TypedRow(number, known, value, row.span))
    if not sound or wanted is None:
        return None
    inputs = tuple(column.value for column in columns)
    return typed.Lookup(inputs, tuple(rows), rest, typer.clause, wanted, node.span)


def _is_rest(typer: Typer, node: tree.Table, number: int, columns: list[_Column]) -> bool:
    """A 否则 row is the last, and says nothing else about the columns."""
    row = node.rows[number - 1]
    if number != len(node.rows):
        typer.report("RB6004", row.span)
        return False
    cells = [row.cells[column.place] for column in columns]
    stray = [each for each in cells if not isinstance(each, tree.Rest | tree.Anything)]
    for cell in stray:
        typer.report("RB6013", cell.span)
    return not stray


def _two_way(
    typer: Typer, node: tree.Table, corner: tree.Corner, expected: Type | None
) -> typed.Typed | None:
    down, across = typer.expression(corner.row), typer.expression(corner.column)
    if down is None or across is None:
        return None
    tops = _tests(typer, node.heading.cells[1:], across)
    sides = _tests(typer, tuple(row.cells[0] for row in node.rows), down)
    sound = None not in (*tops, *sides)
    cells = [cell for row in node.rows for cell in row.cells[1:]]
    values = _alike(cells, expected, partial(_result, typer))
    wanted = expected or next((each.type for each in values if each), None)
    if not sound or wanted is None or None in values:
        return None
    crossings = [
        typed.Crossing(place, column, row.cells[0].span, top.span)
        for place, row in enumerate(node.rows, start=1)
        for column, top in enumerate(node.heading.cells[1:], start=1)
    ]
    rows = tuple(
        typed.TypedRow(number, pair, value, cell.span, crossing)
        for number, (value, cell, crossing, (side, top)) in enumerate(
            zip(values, cells, crossings, product(sides, tops), strict=True), start=1
        )
        if value is not None
        for pair in product(side or (), top or ())
    )
    return typed.Lookup((down, across), rows, None, typer.clause, wanted, node.span)


def _tests(
    typer: Typer, cells: tuple[tree.Cell, ...], column: typed.Typed
) -> list[tuple[typed.CellTest, ...] | None]:
    """What each cell down the side or across the top tests; None for a mistaken one.

    否则 as the last one takes what the others leave, which may need several tests.
    """
    found: list[tuple[typed.CellTest, ...] | None] = []
    for number, cell in enumerate(cells, start=1):
        if isinstance(cell, tree.Rest) and number == len(cells) and None not in found:
            others = [test for tests in found for test in tests or ()]
            rest = rest_of(others, column, typer.scope.contents.vocabulary)
            if isinstance(rest, Diagnostic):
                typer.found.append(rest)
            elif not rest:
                typer.report("RB6008", cell.span)
            found.append(None if isinstance(rest, Diagnostic) else rest)
            continue
        test = _test(typer, cell, column)
        found.append(None if test is None else (test,))
    return found


def _result(typer: Typer, cell: tree.Cell, expected: Type | None) -> typed.Typed | None:
    if isinstance(cell, tree.Several) and isinstance(expected, SetOf):
        return set_of(typer, cell.items, expected, cell.span)
    if isinstance(cell, tree.Anything | tree.Rest | tree.Bounds | tree.Several | tree.Corner):
        typer.report("RB6005", cell.span)
        return None
    return typer.value(cell, expected)


def _test(typer: Typer, cell: tree.Cell, column: typed.Typed) -> typed.CellTest | None:
    match cell:
        case tree.Anything():
            return typed.AnyValue()
        case tree.Bounds(bounds, span):
            if not typer.ordered(column.type) and any(op not in "=≠" for op, _ in bounds):
                typer.report("RB4009", span, op=bounds[0][0], found=typer.kind(column.type))
                return None
            typed_bounds = [(op, typer.value(bound, column.type)) for op, bound in bounds]
            sound = tuple((op, bound) for op, bound in typed_bounds if bound is not None)
            return typed.WithinBounds(sound) if len(sound) == len(bounds) else None
        case tree.Several(items):
            values = [typer.value(item, column.type) for item in items]
            known = tuple(value for value in values if value is not None)
            return typed.AmongValues(known) if len(known) == len(values) else None
        case tree.Rest() | tree.Corner():
            typer.report("RB6004", cell.span)
            return None
        case _:
            value = typer.value(cell, column.type)
            return None if value is None else typed.AmongValues((value,))


# ---- brackets ------------------------------------------------------------------------------


def brackets(typer: Typer, node: tree.Brackets) -> typed.Typed | None:
    """分段: each part of the amount at the rate of its tier.

    The first column bounds the amount from above, ascending, ``*`` last; what the heading says over
    the rates is for people. With a corner, the rate also depends on the column that fits.
    """
    on_top = typer.expression(node.on_top_of) if node.on_top_of is not None else None
    first = node.heading.cells[0]
    typer.in_table = True
    across = typer.expression(first.column) if isinstance(first, tree.Corner) else None
    subject = first.row if isinstance(first, tree.Corner) else _heading(first)
    amount = typer.expression(subject) if subject is not None else None
    if amount is None or (isinstance(first, tree.Corner) and across is None):
        return None
    if not isinstance(amount.type, Measure) or (on_top and on_top.type != amount.type):
        wrong = on_top if on_top is not None and isinstance(amount.type, Measure) else amount
        found = typer.kind(wrong.type)
        typer.report("RB4004", wrong.span, expected=_an_amount(), found=found, advice=LOOK)
        return None
    tests = [_test(typer, cell, across) for cell in node.heading.cells[1:]] if across else None
    if tests is None and len(node.heading.cells) != 2:
        typer.report("RB6003", node.heading.span)
        return None
    tiers: list[typed.Tier] = []
    for place, row in enumerate(node.rows):
        upper = _upper(typer, row.cells[0], amount, last=place == len(node.rows) - 1)
        rate = _rate(typer, row, across, tests)
        if rate is not None and upper is not False:
            tiers.append(typed.Tier(upper, rate, row.span))
    if len(tiers) < len(node.rows) or (tests is not None and None in tests):
        return None
    return typed.Brackets(amount, on_top, tuple(tiers), typer.clause, amount.type, node.span)


def _an_amount() -> Bilingual:
    return Bilingual("同一单位的数额", "an amount of one unit")


def _upper(
    typer: Typer, cell: tree.Cell, amount: typed.Typed, *, last: bool
) -> typed.Typed | Literal[False] | None:
    """The bound of a tier; None for the last one's ``*``, False after reporting."""
    match cell:
        case tree.Anything() if last:
            return None
        case tree.Bounds(((("≤", bound)),)) if not last:
            return typer.value(bound, amount.type) or False
        case _:
            typer.report("RB6011" if last else "RB6010", cell.span)
            return False


def _rate(
    typer: Typer,
    row: tree.Row,
    across: typed.Typed | None,
    tests: list[typed.CellTest | None] | None,
) -> typed.Typed | None:
    values = [_result(typer, cell, RATE) for cell in row.cells[1:]]
    if any(value is None for value in values):
        return None
    rates = [value for value in values if value is not None]
    if across is None or tests is None:
        return rates[0]
    rows = tuple(
        typed.TypedRow(number, (test,), rate, rate.span)
        for number, (test, rate) in enumerate(zip(tests, rates, strict=True), start=1)
        if test is not None
    )
    return typed.Lookup((across,), rows, None, typer.clause, RATE, row.span)
