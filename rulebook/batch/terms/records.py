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

    # ---- once more -------------------------------------------------------------------------

    def remade(self, term: Term, parts: Sequence[Term]) -> Term:
        """The same operation on other parts."""
        match term.op:
            case "add":
                return self.add(parts)
            case "subtract":
                return self.subtract(*parts)
            case "multiply":
                return self.multiply(*parts)
            case "case":
                return self.case(zip(parts[:-1:2], parts[1::2], strict=True), parts[-1])
            case "equal" | "less" | "less_equal":
                return self._compared(term.op, *parts)
            case "not":
                return self.not_(parts[0])
            case "and":
                return self.and_(parts)
            case "or":
                return self.or_(parts)
            case _:
                return self._make(
                    term.op,
                    parts,
                    kind=term.kind,
                    nullable=term.nullable,
                    bounds=(term.low, term.high),
                    names=term.names,
                    of_record=term.of_record,
                )
