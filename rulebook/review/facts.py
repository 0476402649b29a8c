"""The tables of the facts: Markdown files whose tables have ids of rows in their first column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rulebook.review.grounds import rows_in

_LISTED = re.compile(r"\s*[-*]\s+\**([A-Z]{2,}(?:-[A-Z]+)*-\d+[a-z]?)\b")


@dataclass(frozen=True, slots=True)
class FactRow:
    """A row of a table: where it stands, and what its next cell says.

    ``required`` is false where the id only heads an item of a list, such as a gap.
    """

    id: str
    file: str
    line: int
    text: str
    required: bool = True


def fact_rows(files: Mapping[str, str]) -> dict[str, FactRow]:
    """All rows of some files (name → text), by id; a row whose first cell names several is each."""
    found: dict[str, FactRow] = {}
    for name, text in files.items():
        for number, line in enumerate(text.splitlines(), start=1):
            for row in _row(name, number, line):
                found.setdefault(row.id, row)
    return found


def _row(file: str, number: int, line: str) -> Iterator[FactRow]:
    listed = _LISTED.match(line)
    if listed is not None:
        yield FactRow(listed[1], file, number, line.strip(), required=False)
    if not line.lstrip().startswith("|"):
        return
    cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
    for id_ in rows_in(cells[0]):
        yield FactRow(id_, file, number, cells[1] if len(cells) > 1 else "")
