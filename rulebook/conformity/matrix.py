"""The findings as a matrix: a row for each item of the list, a cell for each place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rulebook.book.model import BookContents, ListItem
from rulebook.conformity.model import ConformityReport, Finding


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """An item with the finding on it of each place, by the place's id."""

    item: ListItem
    cells: Mapping[str, Finding]


def matrix(contents: BookContents, report: ConformityReport) -> tuple[MatrixRow, ...]:
    """A row for each item, in the order of the list; cells in the order of the report's places."""
    cells: dict[str, dict[str, Finding]] = {id_: {} for id_ in contents.items}
    for finding in report.findings:
        if finding.item is not None:
            cells[finding.item][finding.place] = finding
    return tuple(MatrixRow(item, cells[id_]) for id_, item in contents.items.items())


def off_list(report: ConformityReport) -> tuple[Finding, ...]:
    """The rules that stand under no item."""
    return tuple(each for each in report.findings if each.item is None)
