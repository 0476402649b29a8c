"""Terms: what SQL works out of a row, over 64-bit integers and truth values, with SQL's NULL.

Every term is made once (equal terms are one object), is folded as it is made, and knows the bounds
of its integers and whether it may be NULL, so that nothing is written that no row needs. Terms know
no dialect.

``Terms`` makes them. It is written in the order in which one kind is made out of another, each
module over the one before: ``leaves``, ``conditions``, ``choices`` by conditions, ``numbers`` that
fold what a choice comes to, ``bits`` of numbers, ``records``. Everyone imports from here.
"""

from __future__ import annotations

from rulebook.batch.terms.records import Terms
from rulebook.batch.terms.shapes import possible
from rulebook.batch.terms.term import HIGH, LOW, Kind, Op, Term, Way

__all__ = ["HIGH", "LOW", "Kind", "Op", "Term", "Terms", "Way", "possible"]
