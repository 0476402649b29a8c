"""A row of a table as the facts that `decide` takes: for those who answer rows one by one.

What only tables say is put into the form that facts have: an empty text is a missing fact, 1 and 0
stand for truth values, names stand in one text, and under platform names codes stand for values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rulebook.answers.fact_values import clean
from rulebook.batch.columns import Column
from rulebook.book.amounts import read_given_day, tidy
from rulebook.book.model import Fact, Vocabulary
from rulebook.book.platform import Names, values_of_codes
from rulebook.book.types import OneOf, Records, SetOf, Truth

BITS = {"1": True, "0": False}


@dataclass(frozen=True, slots=True)
class Giver:
    """Gives the facts of rows; ``columns`` say which column holds each."""

    vocabulary: Vocabulary
    names: Names
    columns: Mapping[str, Column]

    def facts(self, row: Mapping[str, Any]) -> dict[str, object]:
        """The facts of a row, as the Python API takes them."""
        return {
            fact: self.value(self.vocabulary.facts[fact], row[column.name])
            for fact, column in self.columns.items()
        }

    def value(self, fact: Fact, value: Any) -> object:
        """A value of a column."""
        if isinstance(value, str) and not clean(value):
            return None
        match fact.type:
            case Truth():
                return BITS.get(tidy(str(value)), value) if isinstance(value, str | int) else value
            case OneOf(name) if self.names == "platform":
                codes = values_of_codes(self.vocabulary.enumerations[name])
                meant = codes.get(clean(str(value)), ())
                return meant[0].id if len(meant) == 1 else value
            case SetOf() if isinstance(value, str):
                return clean(value).replace("；", ";").replace("、", ";").split(";")
            case Records(name) if isinstance(value, list):
                fields = {
                    called: each
                    for each in self.vocabulary.records[name].fields
                    for called in (each.id, each.label.zh)
                }
                return [self._record(fields, each) for each in value]
            case _:
                return value

    def _record(self, fields: Mapping[str, Fact], record: Any) -> object:
        if not isinstance(record, dict):
            return record
        return {
            name: self.value(fields[called], each)
            for name, each in record.items()
            if (called := clean(name)) in fields
        }


def given_day(value: Any) -> Any:
    """A day of a table, which may be a text in one of the forms that tables have."""
    if not isinstance(value, str):
        return value
    day = read_given_day(value)
    return day if day is not None else clean(value) or None
