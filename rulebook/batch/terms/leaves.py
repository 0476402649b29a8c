"""Terms that stand for themselves, and how every term is made once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from rulebook.batch.terms.term import Kind, Op, Term


@dataclass(slots=True)
class Leaves:
    """Makes terms, each once."""

    seen: dict[tuple[object, ...], Term] = field(default_factory=dict)

    def _make(
        self,
        op: Op,
        parts: Sequence[Term] = (),
        *,
        kind: Kind = "number",
        nullable: bool | None = None,
        bounds: tuple[int, int] = (0, 1),
        value: int | bool | None = None,
        names: tuple[str, ...] = (),
        of_record: bool | None = None,
    ) -> Term:
        key = (op, kind, tuple(map(id, parts)), type(value), value, names)
        found = self.seen.get(key)
        if found is None:
            may_be_null = any(each.nullable for each in parts) if nullable is None else nullable
            inner = any(each.of_record for each in parts) if of_record is None else of_record
            found = Term(op, tuple(parts), value, names, kind, may_be_null, *bounds, inner)
            self.seen[key] = found
        return found

    def literal(self, value: int | bool) -> Term:
        """A number or a truth value."""
        kind: Kind = "truth" if isinstance(value, bool) else "number"
        bounds = (int(value), int(value))
        return self._make("literal", kind=kind, nullable=False, bounds=bounds, value=value)

    def null(self, kind: Kind) -> Term:
        """NULL."""
        return self._make("literal", kind=kind, nullable=True, bounds=(0, 0))

    def column(
        self, name: str, kind: Kind, bounds: tuple[int, int] = (0, 1), *, nullable: bool = True
    ) -> Term:
        """A column of the input."""
        return self._make("column", kind=kind, nullable=nullable, bounds=bounds, names=(name,))

    def record_field(
        self, name: str, kind: Kind, bounds: tuple[int, int] = (0, 1), *, nullable: bool = True
    ) -> Term:
        """A field of the record in hand."""
        return self._make(
            "field", kind=kind, nullable=nullable, bounds=bounds, names=(name,), of_record=True
        )

    def bounded(self, term: Term, low: int, high: int) -> Term:
        """The term with bounds that are known from elsewhere."""
        if term.op == "literal" or (term.low >= low and term.high <= high):
            return term
        bounds = (max(term.low, low), min(term.high, high))
        key = ("bounded", id(term), *bounds)
        if key not in self.seen:
            self.seen[key] = Term(
                term.op, term.parts, term.value, term.names, term.kind, term.nullable, *bounds,
                term.of_record,
            )  # fmt: skip
        return self.seen[key]
