"""Truth values: comparisons and their junctions, with SQL's NULL."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from rulebook.batch.terms.leaves import Leaves
from rulebook.batch.terms.shapes import shifted
from rulebook.batch.terms.term import Term


class Conditions(Leaves):
    """Makes truth values out of leaves."""

    __slots__ = ()

    def equal(self, left: Term, right: Term) -> Term:
        """Whether both are the same; NULL where one is."""
        return self._compared("equal", left, right)

    def less(self, left: Term, right: Term) -> Term:
        """Whether ``left < right``."""
        return self._compared("less", left, right)

    def less_equal(self, left: Term, right: Term) -> Term:
        """Whether ``left ≤ right``."""
        return self._compared("less_equal", left, right)

    def _compared(
        self, op: Literal["equal", "less", "less_equal"], left: Term, right: Term
    ) -> Term:
        if left.is_literal(None) or right.is_literal(None):
            return self.null("truth")
        if left.op == "literal" and right.op == "literal":
            a, b = int(left.value or 0), int(right.value or 0)
            return self.literal({"equal": a == b, "less": a < b, "less_equal": a <= b}[op])
        if op != "equal" and not left.nullable and not right.nullable:
            more = left.high < right.low or (op == "less_equal" and left.high == right.low)
            if more or left.low > right.high or (op == "less" and left.low == right.high):
                return self.literal(more)
        for one, other in ((left, right), (right, left)):
            if one.op == "literal" and other.op == "add":
                plain, beyond = shifted(other)
                if beyond and plain is not None:
                    at = self.literal(int(one.value or 0) - beyond)
                    return self._compared(op, *((at, plain) if one is left else (plain, at)))
            if one.op == "literal" and other.op == "subtract" and other.parts[0].op == "literal":
                at = self.literal(int(other.parts[0].value or 0) - int(one.value or 0))
                taken = other.parts[1]
                return self._compared(op, *((taken, at) if one is left else (at, taken)))
        if left.kind == "truth" and op == "equal":
            for one, other in ((left, right), (right, left)):
                if one.op == "literal":
                    return other if one.value else self.not_(other)
        return self._make(op, (left, right), kind="truth")

    def not_(self, term: Term) -> Term:
        """The opposite; NULL stays NULL."""
        if term.is_literal(None):
            return term
        if term.op == "literal":
            return self.literal(not term.value)
        if term.op == "not":
            return term.parts[0]
        if term.op in ("less", "less_equal"):
            opposite = self.less_equal if term.op == "less" else self.less
            return opposite(term.parts[1], term.parts[0])
        return self._make("not", (term,), kind="truth")

    def and_(self, parts: Iterable[Term]) -> Term:
        """且, with SQL's NULL."""
        return self._junction("and", parts, decisive=False)

    def or_(self, parts: Iterable[Term]) -> Term:
        """或, with SQL's NULL."""
        return self._junction("or", parts, decisive=True)

    def _junction(self, op: Literal["and", "or"], parts: Iterable[Term], *, decisive: bool) -> Term:
        kept: dict[int, Term] = {}
        for part in parts:
            for each in part.parts if part.op == op else (part,):
                if each.is_literal(decisive):
                    return each
                if not each.is_literal(not decisive):
                    kept[id(each)] = each
        many = list(kept.values())
        if len(many) < 2:
            return many[0] if many else self.literal(not decisive)
        return self._make(op, many, kind="truth")

    def is_null(self, term: Term) -> Term:
        """Whether the term is NULL."""
        if not term.nullable:
            return self.literal(False)
        if term.is_literal(None):
            return self.literal(True)
        return self._make("is_null", (term,), kind="truth", nullable=False)
