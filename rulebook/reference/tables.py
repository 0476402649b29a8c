"""查表: the row that surely matches decides; rows that only may match leave the answer open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import assert_never

from rulebook.book.model import EvidenceLevel
from rulebook.book.types import TRUTH
from rulebook.meaning.typed import (
    AmongValues,
    AnyValue,
    CellTest,
    Compare,
    Junction,
    Lookup,
    Member,
    Typed,
    TypedRow,
    WithinBounds,
)
from rulebook.reference.logic import conjunction
from rulebook.reference.results import (
    BrokenBookError,
    Leaf,
    NotApplicable,
    Result,
    Unknown,
    evidence_of,
    first_not_applicable,
    is_false,
    is_true,
    resting_on,
)

Evaluate = Callable[[Typed], Result]


def looked_up(table: Lookup, evaluate: Evaluate) -> Result:
    """The result of the row that matches; of 否则 where none may match.

    A row rests on the columns that its own cells read, 否则 on those that any row reads. Where no
    row surely matches, a row that may match leaves the answer open; else one whose cells are 不适用
    and none of them false makes it 不适用.
    """
    matches = [_match(table, row, evaluate) for row in table.rows]
    for row, match in zip(table.rows, matches, strict=True):
        if is_true(match):
            return resting_on(evaluate(row.result), evidence_of([match]))
    open_rows = [row for row, match in zip(table.rows, matches, strict=True) if not is_false(match)]
    if any(isinstance(match, Unknown) for match in matches):
        return Unknown(tuple(dict.fromkeys(_missing(table, open_rows, evaluate))))
    if open_rows:
        return NotApplicable(_first_not_applicable(table, open_rows, evaluate))
    if table.rest is None:
        raise BrokenBookError(f"no row of {table.clause.id} takes this case")
    return resting_on(evaluate(table.rest), evidence_of(_cells(table, evaluate)))


def _match(table: Lookup, row: TypedRow, evaluate: Evaluate) -> Result:
    """Whether a row matches: whether all its cells do."""
    return conjunction(
        [
            evaluate(_condition(column, cell))
            for column, cell in zip(table.inputs, row.cells, strict=True)
            if not isinstance(cell, AnyValue)
        ]
    )


def _cells(table: Lookup, evaluate: Evaluate) -> list[Result]:
    return [
        evaluate(_condition(column, cell))
        for row in table.rows
        for column, cell in zip(table.inputs, row.cells, strict=True)
        if not isinstance(cell, AnyValue)
    ]


def _missing(table: Lookup, rows: list[TypedRow], evaluate: Evaluate) -> Iterator[Leaf]:
    """What the rows would need: the columns that they read, then what is written in their cells."""
    for index, column in enumerate(table.inputs):
        value = evaluate(column)
        if isinstance(value, Unknown) and any(
            not isinstance(row.cells[index], AnyValue) for row in rows
        ):
            yield from value.missing
    for row in rows:
        for column, cell in zip(table.inputs, row.cells, strict=True):
            match = evaluate(_condition(column, cell))
            if isinstance(match, Unknown):
                yield from match.missing


def _first_not_applicable(
    table: Lookup, rows: list[TypedRow], evaluate: Evaluate
) -> EvidenceLevel | None:
    """The evidence of the first of the rows' cells that is 不适用, column by column.

    By columns since the order of the rows never matters.
    """
    tests = [
        evaluate(_condition(column, row.cells[index]))
        for index, column in enumerate(table.inputs)
        for row in rows
    ]
    absent = first_not_applicable(tests)
    assert absent is not None
    return absent.evidence


def _condition(column: Typed, cell: CellTest) -> Typed:
    """What a cell asks of its column: ``≥ 60岁 < 70岁`` both, ``甲、乙`` is 属于."""
    match cell:
        case AnyValue():
            return Junction("and", (), TRUTH, column.span)
        case WithinBounds(bounds):
            tests = tuple(Compare(op, column, bound, TRUTH, column.span) for op, bound in bounds)
            return Junction("and", tests, TRUTH, column.span)
        case AmongValues(values):
            return Member(column, values, TRUTH, column.span)
        case _:
            assert_never(cell)
