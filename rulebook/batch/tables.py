"""Look-ups as cells: the row that surely matches, else unknown where one may, else the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rulebook.batch.cells import Cell, Cells
from rulebook.batch.grids import grid
from rulebook.batch.terms import Kind, Term, Terms, Way
from rulebook.meaning import program as p

Of = Callable[[p.Index], Cell]
"""The cell of a node that is already there."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row: whether it surely matches, is ruled out, and the cells of its parts."""

    hit: Term
    excluded: Term
    tests: tuple[tuple[int, Cell], ...]
    result: Cell


def looked_up(cells: Cells, of: Of, node: p.Table) -> Cell:
    """A table's cell, without the evidence of its clause."""
    t = cells.terms
    rows = [_row(t, of, each) for each in node.rows]
    rest = None if node.rest is None else of(node.rest)
    columns = [of(each) for each in node.columns]
    placed = _placed(cells, columns, rows, rest or _nothing(cells, node))
    if placed is not None:
        return placed
    sure = all(test.sure for row in rows for _, test in row.tests)
    plain = all(test.absent.is_literal(False) for row in rows for _, test in row.tests)
    kind = rows[0].result.value.kind
    values: list[Way] = [(row.hit, row.result.value) for row in rows]
    absents: list[Way] = [(row.hit, row.result.absent) for row in rows]
    limits: list[Way] = [(row.hit, row.result.unlimited) for row in rows]
    levels: list[Way] = [(row.hit, _rests_on(cells, row)) for row in rows]
    words = [[(row.hit, row.result.lacking[word]) for row in rows] for word in range(cells.words)]
    if not (sure and plain):
        open_ = [t.and_([t.not_(row.hit), t.not_(row.excluded)]) for row in rows]
        unknown = t.or_(
            t.and_([is_open, _some_unknown(cells, row)])
            for is_open, row in zip(open_, rows, strict=True)
        )
        some_open = t.or_(open_)
        values.append((some_open, t.null(kind)))
        limits.append((some_open, cells.no))
        absents.append((some_open, t.not_(unknown)))
        levels.append((some_open, _first_absent(cells, rows, open_, len(columns))))
        for word, ways in enumerate(words):
            ways.append((some_open, _open_bits(cells, rows, open_, word)))
    elif rest is None:
        return _among(cells, rows)
    last = rest if rest is not None else _nothing(cells, node)
    read = _columns_read(cells, node, columns)
    return Cell(
        t.case(values, last.value),
        t.case(absents, last.absent),
        t.case(limits, last.unlimited),
        tuple(t.case(ways, last.lacking[word]) for word, ways in enumerate(words)),
        _levels(cells, levels, cells.weakest([*read, last.evidence])),
        sure and all(row.result.sure for row in rows) and last.sure,
    )


def _among(cells: Cells, rows: Sequence[Row]) -> Cell:
    """The row that matches, where one surely does: the last needs no condition."""
    t = cells.terms
    last = rows[-1].result

    def chosen(parts: Sequence[Term]) -> Term:
        hits = [row.hit for row in rows[:-1]]
        return t.case(zip(hits, parts[:-1], strict=True), parts[-1])

    return Cell(
        chosen([row.result.value for row in rows]),
        chosen([row.result.absent for row in rows]),
        chosen([row.result.unlimited for row in rows]),
        tuple(chosen([row.result.lacking[word] for row in rows]) for word in range(cells.words)),
        chosen([_rests_on(cells, row) for row in rows]),
        last.sure and all(row.result.sure for row in rows),
    )


def _placed(cells: Cells, columns: Sequence[Cell], rows: Sequence[Row], rest: Cell) -> Cell | None:
    """The look-up by place, where the columns are plain and compared with constants only."""
    t = cells.terms
    plain = all(
        each.absent.is_literal(False)
        and each.unlimited.is_literal(False)
        and each.evidence.op == "literal"
        for row in rows
        for each in (*columns, row.result, rest, *(test for _, test in row.tests))
    )
    found = None
    if plain:
        tests = [
            {at: [test.value for place, test in row.tests if place == at] for at, _ in row.tests}
            for row in rows
        ]
        found = grid([each.value for each in columns], tests)
    if found is None:
        return None
    place = found.place(t)
    results = [row.result for row in rows]
    levels = [_rests_on(cells, row) for row in rows]
    last = cells.weakest([*(each.evidence for each in columns), rest.evidence])
    outcomes = sorted(set(found.outcomes))
    reached = {at: number for number, at in enumerate(outcomes)}
    kind = results[0].value.kind

    def looked(own: Sequence[Term], none: Term, stopped: Mapping[int, Term]) -> Term:
        """A part of the result: straight from the place, or by way of the row."""
        chosen = [
            stopped[at] if at < 0 else none if at == len(rows) else own[at] for at in outcomes
        ]
        if all(each.op == "literal" for each in chosen):
            return t.pick([chosen[reached[at]] for at in found.outcomes], place)
        row = t.pick([t.literal(reached[at]) for at in found.outcomes], place)
        ways = [(t.equal(row, t.literal(n)), each) for n, each in enumerate(chosen)]
        return t.case(ways[:-1], ways[-1][1])

    open_ = [at for at in outcomes if at < 0]
    lacking = tuple(
        looked(
            [each.lacking[word] for each in results],
            rest.lacking[word],
            {
                at: t.bit_or(
                    column.lacking[word] for n, column in enumerate(columns) if -at >> n & 1
                )
                for at in open_
            },
        )
        for word in range(cells.words)
    )
    return Cell(
        looked([each.value for each in results], rest.value, dict.fromkeys(open_, t.null(kind))),
        cells.no,
        cells.no,
        lacking,
        looked(levels, last, dict.fromkeys(open_, cells.none)),
        min(outcomes) >= 0 and all(each.sure for each in (*results, rest)),
    )


def _levels(cells: Cells, levels: list[Way], last: Term) -> Term:
    """The evidence; a table whose rows all rest on one level needs no second look-up."""
    first = levels[0][1]
    same = first.op == "literal" and all(term is first for _, term in levels)
    if same and last.op == "literal" and last.high <= first.high:
        return first
    return cells.terms.case(levels, last)


def _row(t: Terms, of: Of, row: p.TableRow) -> Row:
    tests = tuple((cell.column, of(cell.test)) for cell in row.cells)
    return Row(
        hit=t.and_([t.surely(test.value) for _, test in tests]),
        excluded=t.or_([t.surely(t.not_(test.value)) for _, test in tests]),
        tests=tests,
        result=of(row.result),
    )


def _rests_on(cells: Cells, row: Row) -> Term:
    return cells.weakest([*(test.evidence for _, test in row.tests), row.result.evidence])


def _some_unknown(cells: Cells, row: Row) -> Term:
    return cells.terms.or_([cells.is_unknown(test) for _, test in row.tests])


def _columns_read(cells: Cells, node: p.Table, columns: Sequence[Cell]) -> list[Term]:
    """The evidence of the columns that rule out every row: one that is unknown decides nothing."""
    read = sorted({cell.column for row in node.rows for cell in row.cells})
    return [
        cells.terms.case([(cells.is_unknown(columns[each]), cells.none)], columns[each].evidence)
        for each in read
    ]


def _nothing(cells: Cells, node: p.Table) -> Cell:
    """Where no row matches and none may: rows leave no gap, so it doesn't come to this."""
    kind: Kind = "truth" if node.shape.kind == "truth" else "number"
    return Cell(cells.terms.null(kind), cells.no, cells.no, cells.nothing, cells.none, sure=True)


def _open_bits(cells: Cells, rows: Sequence[Row], open_: Sequence[Term], word: int) -> Term:
    """What is missing in the conditions of the rows that may match."""
    t = cells.terms
    return t.bit_or(
        cells.where(is_open, test.lacking[word])
        for is_open, row in zip(open_, rows, strict=True)
        for _, test in row.tests
    )


def _first_absent(cells: Cells, rows: Sequence[Row], open_: Sequence[Term], columns: int) -> Term:
    """The evidence of the first condition that is 不适用, column by column: rows have no order."""
    t = cells.terms
    ways = [
        (t.and_([is_open, test.absent]), test.evidence)
        for column in range(columns)
        for is_open, row in zip(open_, rows, strict=True)
        for place, test in row.tests
        if place == column
    ]
    return t.case(ways, cells.none)
