"""What is worked out for each record: fields of the record in hand, stage by stage."""

from __future__ import annotations

from collections.abc import Mapping

from rulebook.batch.terms import Term, Terms


def mapped(t: Terms, records: Term, fields: Mapping[str, Term]) -> Term:
    """The records with ``fields``, of which literals and the list itself need no place."""
    needed = [(name, term) for name, term in fields.items() if term.op != "literal"]
    return t.map(records, needed)
