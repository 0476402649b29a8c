"""What is worked out for each record: fields of the record in hand, stage by stage."""

from __future__ import annotations

from collections.abc import Mapping

from rulebook.batch.terms import Term, Terms


def mapped(t: Terms, records: Term, fields: Mapping[str, Term], *, whole: bool = False) -> Term:
    """The records with ``fields``, of which literals need no place unless they are asked for."""
    literal = [name for name, term in fields.items() if term.op == "literal"]
    spared = [] if whole else [each for each in literal if fields[each].value is not None]
    needed = [(name, term) for name, term in fields.items() if name not in spared]
    return t.map(records, needed)
