"""The bodies of definitions: cases, tables and gatherings over named lines → typed values."""

from __future__ import annotations

from dataclasses import dataclass

from rulebook.book.types import TRUTH, Type
from rulebook.diagnostics import Bilingual, Span
from rulebook.language import tree
from rulebook.meaning import typed
from rulebook.meaning.expressions import Typer
from rulebook.meaning.naming import own_name


def body(
    typer: Typer, definition: tree.Definition, place: int, expected: Type | None
) -> typed.Typed | None:
    """Type the body of a definition for one of its targets, the one at ``place``."""
    node = definition.body
    match node:
        case tree.Cases():
            return _cases(typer, node, expected)
        case tree.Table():
            return _table(typer, node, definition.targets, place, expected)
        case tree.Gathered():
            return _gathered(typer, node, expected)
        case tree.Brackets(span=span):
            typer.not_yet(span, Bilingual("分段", "brackets"))
            return None
        case _:
            return typer.expression(node, expected)


def with_steps(
    typer: Typer, value: typed.Typed | None, steps: tuple[tree.Step, ...]
) -> typed.Typed | None:
    """The limits and roundings on lines of their own, each a step, top to bottom."""
    for step in steps:
        match step:
            case tree.LimitStep(kind, bound, span):
                value = typer.limited(value, kind, bound, span)
            case tree.RoundingStep(mode, size, span):
                value = typer.rounded(value, mode, size, span)
    return value


def _cases(typer: Typer, node: tree.Cases, expected: Type | None) -> typed.Typed | None:
    values: list[typed.Typed | None] = []
    conditions: list[typed.Typed | None] = []
    wanted = expected
    for case in node.cases:
        value = typer.value(case.value, wanted)
        wanted = wanted or (value.type if value else None)
        values.append(value)
        if case.condition is not None:
            conditions.append(typer.condition(case.condition))
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
    return typer.gathered(node.op, tuple(items), node.span)


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
        if heading is None:
            typer.report("RB6002", cell.span)
        if value is None:
            sound = False
            continue
        columns.append(_Column(number, value))
    return _rows(typer, node, columns, result, expected) if sound else None


def _column_of(heading: tree.Row, target: tree.Target) -> int | None:
    forms = {written(target)} | ({target.other.word} if target.other else set())
    for number, cell in enumerate(heading.cells):
        if isinstance(cell, tree.Name) and cell.word in forms:
            return number
    return None


def written(target: tree.Target) -> str:
    """A target's name as written."""
    reference = target.reference
    if isinstance(reference, tree.Name):
        return reference.word
    owner = reference.owner
    return f"{owner.word if isinstance(owner, tree.Name) else '…'}.{reference.part.word}"


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
    wanted = expected
    sound = True
    for number, row in enumerate(node.rows, start=1):
        if len(row.cells) != len(node.heading.cells):
            typer.report(
                "RB6003",
                row.span,
                found=str(len(row.cells)),
                expected=str(len(node.heading.cells)),
            )
            sound = False
            continue
        value = _result(typer, row.cells[result], wanted)
        wanted = wanted or (value.type if value else None)
        if any(isinstance(row.cells[column.place], tree.Rest) for column in columns):
            rest = value
            sound = sound and value is not None and _is_rest(typer, node, number, columns)
            continue
        tests = [_test(typer, row.cells[column.place], column.value) for column in columns]
        cells = tuple(test for test in tests if test is not None)
        if value is None or len(cells) < len(tests):
            sound = False
            continue
        rows.append(typed.TypedRow(number, cells, value, row.span))
    if not sound or wanted is None:
        return None
    inputs = tuple(column.value for column in columns)
    return typed.Lookup(inputs, tuple(rows), rest, typer.clause, wanted, node.span)


def _is_rest(typer: Typer, node: tree.Table, number: int, columns: list[_Column]) -> bool:
    """A 否则 row is the last, and says nothing else about the columns."""
    row = node.rows[number - 1]
    plain = all(
        isinstance(row.cells[column.place], tree.Rest | tree.Anything) for column in columns
    )
    if not plain or number != len(node.rows):
        typer.report("RB6004", row.span)
        return False
    return True


def _two_way(
    typer: Typer, node: tree.Table, corner: tree.Corner, expected: Type | None
) -> typed.Typed | None:
    down, across = typer.expression(corner.row), typer.expression(corner.column)
    if down is None or across is None:
        return None
    width = len(node.heading.cells)
    tests = [_test(typer, cell, across) for cell in node.heading.cells[1:]]
    rows: list[typed.TypedRow] = []
    wanted = expected
    sound = all(test is not None for test in tests)
    for row in node.rows:
        if len(row.cells) != width:
            typer.report("RB6003", row.span, found=str(len(row.cells)), expected=str(width))
            sound = False
            continue
        side = _test(typer, row.cells[0], down)
        for test, cell in zip(tests, row.cells[1:], strict=True):
            value = _result(typer, cell, wanted)
            wanted = wanted or (value.type if value else None)
            if side is None or test is None or value is None:
                sound = False
                continue
            rows.append(typed.TypedRow(len(rows) + 1, (side, test), value, cell.span))
    if not sound or wanted is None:
        return None
    return typed.Lookup((down, across), tuple(rows), None, typer.clause, wanted, node.span)


def _result(typer: Typer, cell: tree.Cell, expected: Type | None) -> typed.Typed | None:
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
