"""A definition's table as a real table, in one language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from rulebook.diagnostics import Language
from rulebook.meaning import typed as t
from rulebook.site.html import Row, row, table, two
from rulebook.site.prose import Names, cell, phrase

OTHERWISE = two("其他", "otherwise")


@dataclass(frozen=True, slots=True)
class Column:
    """What a table gives: the name of the definition, and its part of the table."""

    name: str
    lookup: t.Lookup


def lookup_table(caption: str, columns: Sequence[Column], names: Names, lang: Language) -> Markup:
    """The table that gives one or more definitions; those share its conditions."""
    first = columns[0].lookup
    if len(columns) == 1 and _is_two_way(first):
        return _two_way(caption, first, names, lang)
    heads = [
        *(phrase(each, names).text(lang) for each in first.inputs),
        *(Markup("<strong>{}</strong>").format(each.name) for each in columns),
    ]
    rows = [_row(number, columns, names, lang) for number in range(len(first.rows))]
    if first.rest is not None:
        rests = [phrase(c.lookup.rest, names).text(lang) for c in columns if c.lookup.rest]
        rows.append(row(*(OTHERWISE.text(lang) for _ in first.inputs), *rests))
    return table(caption, heads, rows, quiet=True)


def brackets_table(caption: str, node: t.Brackets, names: Names, lang: Language) -> Markup:
    """The tiers of 分段: from where, up to where, at which rate."""
    heads = [
        each.text(lang) for each in (two("超过", "above"), two("至", "up to"), two("比例", "rate"))
    ]
    rows, below = [], two("–")
    for tier in node.tiers:
        upper = two("不限", "no end") if tier.upper is None else phrase(tier.upper, names)
        cells = (below, upper, phrase(tier.rate, names))
        rows.append(row(*(each.text(lang) for each in cells)))
        below = upper
    return table(caption, heads, rows, quiet=True)


def _row(number: int, columns: Sequence[Column], names: Names, lang: Language) -> Row:
    first = columns[0].lookup
    tests = zip(first.rows[number].cells, first.inputs, strict=True)
    return row(
        *(cell(test, column, names).text(lang) for test, column in tests),
        *(phrase(each.lookup.rows[number].result, names).text(lang) for each in columns),
    )


def _is_two_way(lookup: t.Lookup) -> bool:
    """Whether several of its rows stand on one line of the source."""
    lines = {each.span.line for each in lookup.rows}
    return len(lookup.inputs) == 2 and 0 < len(lines) < len(lookup.rows)


def _two_way(caption: str, lookup: t.Lookup, names: Names, lang: Language) -> Markup:
    down, across = lookup.inputs
    lines: dict[int, list[t.TypedRow]] = {}
    for each in lookup.rows:
        lines.setdefault(each.span.line, []).append(each)
    top = next(iter(lines.values()))
    corner = Markup("{} ↓ · {} →").format(
        phrase(down, names).text(lang), phrase(across, names).text(lang)
    )
    heads = [corner, *(cell(each.cells[1], across, names).text(lang) for each in top)]
    rows = [
        row(
            cell(line[0].cells[0], down, names).text(lang),
            *(phrase(each.result, names).text(lang) for each in line),
        )
        for line in lines.values()
    ]
    return table(caption, heads, rows, quiet=True)
