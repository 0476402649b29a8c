"""Tables over a few codes and truths, worked out for each combination of their columns."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from math import prod

from rulebook.answers.fast.scope import Lookup, Scope
from rulebook.answers.fast.strict import strict
from rulebook.answers.gathering import junction
from rulebook.answers.specials import Held
from rulebook.meaning import program as p

MOST_ENTRIES = 1_000
"""How many combinations of its columns a table may have to be looked up by them."""


def lookup(scope: Scope, node: p.Table) -> Lookup | None:
    """The table by its columns, where these are codes and truths and its results are known."""
    columns = _columns(scope, node)
    kinds = [scope.node(each).shape.kind == "truth" for each in columns]
    sizes = tuple(
        2 if truth else scope.node(each).shape.high + 1
        for each, truth in zip(columns, kinds, strict=True)
    )
    if not columns or prod(sizes) > MOST_ENTRIES:
        return None
    entries: list[int] = []
    rows: list[int] = []
    for values in product(*(range(size) for size in sizes)):
        held = [bool(v) if truth else v for v, truth in zip(values, kinds, strict=True)]
        try:
            row, value = _entry(scope, node, dict(zip(columns, held, strict=True)))
        except _ElsewhereError:
            return None
        if not isinstance(value, int):
            return None
        entries.append(value)
        rows.append(row)
    return Lookup(columns, sum(kinds), sizes, tuple(entries), tuple(rows))


def _columns(scope: Scope, node: p.Table) -> tuple[p.Index, ...]:
    """The columns that a table reads, truths first; none where one has no short list of values."""
    read = sorted({cell.column for row in node.rows for cell in row.cells})
    columns = dict.fromkeys(scope.real(node.columns[each]) for each in read)
    for each in columns:
        listed = scope.node(each).shape.kind in ("code", "truth")
        if not listed or scope.is_known(each) or scope.is_open(each):
            return ()
    # Truths are asked first, since each is asked once.
    return tuple(sorted(columns, key=lambda each: scope.node(each).shape.kind != "truth"))


def _entry(scope: Scope, node: p.Table, given: Mapping[p.Index, Held]) -> tuple[int, Held]:
    """The row, 0 for the rest, that holds where the columns have some values; and what it gives."""
    hit = next((row for row in node.rows if _matches(scope, row, given)), None)
    result = node.rest if hit is None else hit.result
    if result is None:
        # Never read there: a table is proved whole wherever it is.
        result = node.rows[0].result
    value = scope.value(result) if scope.is_known(result) else None
    return 0 if hit is None else hit.number, value


class _ElsewhereError(Exception):
    """A cell reads something else than its column."""


def _matches(scope: Scope, row: p.TableRow, given: Mapping[p.Index, Held]) -> bool:
    return all(_probe(scope, cell.test, given) is True for cell in row.cells)


def _probe(scope: Scope, index: p.Index, given: Mapping[p.Index, Held]) -> Held:
    """What a cell's condition comes to where some nodes have the values ``given``."""
    real = scope.real(index)
    if real in given:
        return given[real]
    if scope.is_known(real):
        return scope.value(real)
    node = scope.node(real)
    if not isinstance(node, p.Join | p.Test | p.OneOf | p.Invert | p.Contains):
        raise _ElsewhereError
    held = [_probe(scope, each, given) for each in p.operands(node)]
    if isinstance(node, p.Join):
        return junction(held, decisive=node.op == "or")
    return strict(node, held)
