"""Look-ups by place: a table's rows over the intervals of its columns, found without a ladder.

Where each column is compared with constants only, its values fall into intervals within which no
condition changes. The intervals of all columns make a grid, each cell of which leads to one row
(or to none); a list holds where. A column that is unknown is one more interval.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

from rulebook.batch.terms import Term, Terms

MOST_CELLS = 20_000
FEWEST_ROWS = 5
"""Of fewer rows a ladder is as good."""


@dataclass(frozen=True, slots=True)
class Side:
    """A column: its intervals by their first values, and the rows that each admits, as bits.

    ``unsure``: it may be unknown, which is the last interval; ``surely`` are then the rows that
    don't read it.
    """

    value: Term
    begins: tuple[int, ...]
    admits: tuple[int, ...]
    surely: int

    @property
    def unsure(self) -> bool:
        """Whether the column may be unknown."""
        return self.value.nullable

    @property
    def width(self) -> int:
        """How many intervals it has, being unknown among them."""
        return len(self.begins) + self.unsure


@dataclass(frozen=True, slots=True)
class Grid:
    """Where each cell leads: a row's number, or ``rows`` for none.

    A negative number tells that the columns of its bits stopped the look-up: ``-bits``.
    """

    sides: tuple[Side, ...]
    outcomes: tuple[int, ...]

    def place(self, t: Terms) -> Term:
        """The number of the cell of a row of facts."""
        total = t.literal(0)
        for side in self.sides:
            total = t.add([t.multiply(total, t.literal(side.width)), _interval(t, side)])
        return t.bounded(total, 0, len(self.outcomes) - 1)


def grid(columns: Sequence[Term], rows: Sequence[Mapping[int, Sequence[Term]]]) -> Grid | None:
    """The grid of a table whose rows put conditions on columns, by the columns' places.

    None where a condition reads more than its column, or the grid would be too large.
    """
    if len(rows) < FEWEST_ROWS:
        return None
    sides: list[Side] = []
    for place, column in enumerate(columns):
        side = _side(column, [row.get(place, ()) for row in rows])
        if side is None:
            return None
        sides.append(side)
        if prod(each.width for each in sides) > MOST_CELLS:
            return None
    return Grid(tuple(sides), tuple(_outcomes(sides, len(rows))))


def _outcomes(sides: Sequence[Side], rows: int) -> Iterator[int]:
    every = (1 << rows) - 1
    for cell in product(*(range(side.width) for side in sides)):
        unknown = [n for n, at in enumerate(cell) if at == len(sides[n].begins)]
        possible = sure = every
        for number, (side, at) in enumerate(zip(sides, cell, strict=True)):
            if number in unknown:
                sure &= side.surely
            else:
                possible &= side.admits[at]
        sure &= possible
        if sure:
            yield (sure & -sure).bit_length() - 1
        elif possible:
            yield -sum(1 << n for n in unknown if possible & ~sides[n].surely)
        else:
            yield rows


def _side(column: Term, tests: Sequence[Sequence[Term]]) -> Side | None:
    """The intervals of a column; None where a condition reads anything else.

    A row's conditions change only at their own edges: what a row admits is noted there alone.
    """
    low, high = (0, 1) if column.kind == "truth" else (column.low, column.high)
    changes: dict[int, int] = {low: 0}
    for row, many in enumerate(tests):
        edges = {low, high} if column.kind == "truth" else {low}
        if not all(_collect(test, column, edges) for test in many):
            return None
        met = False
        for edge in sorted(each for each in edges if low <= each <= high):
            holds = all(_holds(test, column, edge) for test in many)
            if holds != met:
                changes[edge] = changes.get(edge, 0) ^ 1 << row
            met = holds
    begins: list[int] = []
    admits: list[int] = []
    now = 0
    for edge in sorted(changes):
        now ^= changes[edge]
        if not admits or admits[-1] != now:
            begins.append(edge)
            admits.append(now)
    surely = sum(1 << row for row, many in enumerate(tests) if not many)
    return Side(column, tuple(begins), tuple(admits), surely)


def _collect(term: Term, column: Term, edges: set[int]) -> bool:
    """Note where a condition may change; False where it reads more than the column."""
    if term is column:
        return True
    if term.op == "literal":
        if term.value is None:
            return False
        edges.update((int(term.value), int(term.value) + 1))
        return True
    known = ("and", "or", "not", "equal", "less", "less_equal")
    return term.op in known and all(_collect(part, column, edges) for part in term.parts)


def _holds(term: Term, column: Term, value: int) -> int:
    """What a condition comes to for a value of the column."""
    if term is column:
        return value
    parts = [_holds(part, column, value) for part in term.parts]
    match term.op:
        case "literal":
            return int(term.value or 0)
        case "and":
            return int(all(parts))
        case "or":
            return int(any(parts))
        case "not":
            return int(not parts[0])
        case "equal":
            return int(parts[0] == parts[1])
        case "less":
            return int(parts[0] < parts[1])
        case _:
            return int(parts[0] <= parts[1])


def _interval(t: Terms, side: Side) -> Term:
    """The number of the interval that a column lies in, found by halving."""
    value = side.value
    if value.kind == "truth":
        found = t.case([(value, t.literal(len(side.begins) - 1))], t.literal(0))
    else:
        found = _halved(t, value, side.begins, 0)
    if not side.unsure:
        return found
    return t.case([(t.is_null(value), t.literal(len(side.begins)))], found)


def _halved(t: Terms, value: Term, begins: Sequence[int], first: int) -> Term:
    count = len(begins)
    if count == 1:
        return t.literal(first)
    if begins[-1] - begins[0] == count - 1 and value.low == begins[0] and value.high == begins[-1]:
        return t.add([value, t.literal(first - begins[0])])
    middle = count // 2
    below = t.less(value, t.literal(begins[middle]))
    left = _halved(t, value, begins[:middle], first)
    return t.case([(below, left)], _halved(t, value, begins[middle:], first + middle))
