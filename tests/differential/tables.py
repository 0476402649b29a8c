"""Tables that neither overlap nor leave a gap, whatever their columns are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from tests.differential.choices import likely, pick, shuffled, some
from tests.differential.expressions import Writer
from tests.differential.kinds import KINDS, Kind, Listed, written
from tests.differential.named import (
    DAY_FACTS,
    DAYS_NAMED,
    GRADE_FACTS,
    GRADES,
    GROUP_FACTS,
    GROUPS,
    YES_NO,
)

MOST_ROWS = 14
Cells = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """Something that a table asks: a fact or a definition; ``of`` says what values it has."""

    name: str
    of: Kind | str
    reads: frozenset[str]
    low: Fraction | None = None
    high: Fraction | None = None


def rows(writer: Writer, columns: list[Column]) -> list[Cells]:
    """Rows of cells that together take every case once."""
    choices = writer.choices
    asked = len(columns)
    made = _split(writer, columns)
    while len(made) > MOST_ROWS:
        asked -= 1
        stars = ("*",) * (len(columns) - asked)
        made = [(*cells, *stars) for cells in _split(writer, columns[:asked])]
    return shuffled(choices, made) if likely(choices, 40) else made


def _split(writer: Writer, columns: list[Column]) -> list[Cells]:
    if not columns:
        return [()]
    first, rest = columns[0], columns[1:]
    if likely(writer.choices, 15):
        return [("*", *cells) for cells in _split(writer, rest)]
    return [
        (part, *cells)
        for part in parts(writer, first)
        for cells in ([("*",) * len(rest)] if likely(writer.choices, 30) else _split(writer, rest))
    ]


def parts(writer: Writer, column: Column) -> list[str]:
    """Cells that split a column's values, each value in one of them."""
    choices = writer.choices
    match column.of:
        case "truth":
            return ["是", "否"]
        case "grade":
            if likely(choices, 50):
                return bounds(writer, list(GRADES[1:]), point=True)
            return _lists(writer, GRADES)
        case "group":
            return _lists(writer, GROUPS)
        case "day":
            inner = [each for each in DAYS_NAMED if date(2019, 1, 1) < each < date(2026, 12, 31)]
            cuts = sorted(some(choices, inner, 1 + choices.below(3)))
            writer.days_named.update(cuts)
            return bounds(writer, [each.isoformat() for each in cuts], point=True)
        case Kind() as kind:
            return _measured(writer, kind, column)
        case _:
            raise AssertionError(column.of)


def _measured(writer: Writer, kind: Kind, column: Column) -> list[str]:
    inner = [
        each
        for each in kind.amounts
        if (column.low is None or column.low < each) and (column.high is None or each < column.high)
    ]
    cuts = sorted(some(writer.choices, inner, 1 + writer.choices.below(3)))
    writer.constants.setdefault(kind.name, set()).update(cuts)
    texts = [written(each, pick(writer.choices, kind.units)) for each in cuts]
    return bounds(writer, texts, point=True)


def bounds(writer: Writer, cuts: list[str], point: bool) -> list[str]:
    """Bounds between some of the cuts, each cut on one of its sides or a cell of its own."""
    chosen = [each for each in cuts if likely(writer.choices, 70)] or cuts[:1]
    made: list[str] = []
    below = ""
    for cut in chosen:
        way = writer.choices.below(3 if point else 2)
        if way == 0:
            made.append(f"{below} < {cut}")
            below = f"≥ {cut}"
        elif way == 1:
            made.append(f"{below} ≤ {cut}")
            below = f"> {cut}"
        else:
            made += [f"{below} < {cut}", cut]
            below = f"> {cut}"
    return [each.strip() for each in (*made, below)]


def _lists(writer: Writer, values: tuple[str, ...]) -> list[str]:
    groups: list[list[str]] = []
    for value in shuffled(writer.choices, values):
        if not groups or likely(writer.choices, 50):
            groups.append([value])
        else:
            groups[-1].append(value)
    return ["、".join(group) for group in groups]


def drawn(heading: list[str], lines: list[list[str]]) -> list[str]:
    """The lines of a table as text."""
    return [f"| {' | '.join(line)} |" for line in (heading, *lines)]


def fact_columns() -> list[Column]:
    columns = [
        Column(fact.name, kind, frozenset({fact.id}), fact.low, fact.high)
        for kind in KINDS
        for fact in kind.facts
    ]
    named = (
        (YES_NO, "truth"),
        (GRADE_FACTS, "grade"),
        (GROUP_FACTS, "group"),
        (DAY_FACTS, "day"),
    )
    for names, of in named:
        columns += [Column(name, of, frozenset({id_})) for name, id_ in names.items()]
    return columns


def record_columns(listed: Listed) -> list[Column]:
    """The fields of a list's records."""
    reads = frozenset({listed.id})
    return [
        *(
            Column(f"{listed.name}.{fact.name}", kind, reads, fact.low, fact.high)
            for kind, fact in listed.measures
        ),
        *(Column(f"{listed.name}.{name}", of, reads) for name, of in listed.others),
    ]
