"""Records: lists in a row, and what is gathered over them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from rulebook.batch.terms.bits import Bits
from rulebook.batch.terms.term import Kind, Term


class Terms(Bits):
    """Makes terms, each once."""

    __slots__ = ()

    def map(self, records: Term, fields: Sequence[tuple[str, Term]]) -> Term:
        """The records with other fields."""
        parts = (records, *(term for _, term in fields))
        names = tuple(name for name, _ in fields)
        return self._make(
            "map",
            parts,
            kind="records",
            nullable=records.nullable,
            names=names,
            of_record=False,
        )

    def gathered(
        self,
        op: Literal["total", "most", "least", "every_bit", "some", "length", "first"],
        records: Term,
        names: tuple[str, ...],
        kind: Kind,
        bounds: tuple[int, int],
    ) -> Term:
        """A field gathered over the records: see ``Op``; NULL where there is nothing to gather."""
        return self._make(
            op, (records,), kind=kind, nullable=True, bounds=bounds, names=names, of_record=False
        )
