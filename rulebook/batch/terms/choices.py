"""Choices: one of some terms, by conditions or by a place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rulebook.batch.terms.conditions import Conditions
from rulebook.batch.terms.shapes import is_zero_else
from rulebook.batch.terms.term import Term, Way


class Choices(Conditions):
    """Makes terms that choose among others."""

    __slots__ = ()

    def case(self, ways: Iterable[Way], otherwise: Term) -> Term:
        """The term of the first condition that is true, a NULL condition not being so."""
        kept: list[Way] = []
        for condition, value in ways:
            if condition.is_literal(False) or condition.is_literal(None):
                continue
            if condition.is_literal(True):
                otherwise = value
                break
            kept.append((condition, value))
        while kept and kept[-1][1] is otherwise:
            kept.pop()
        if not kept:
            return otherwise
        if len(kept) == 1 and not kept[0][0].nullable and otherwise.kind == "truth":
            folded = self._truth_case(kept[0][0], kept[0][1], otherwise)
            if folded is not None:
                return folded
        if len(kept) == 1 and otherwise.is_literal(0) and is_zero_else(*kept[0]):
            return kept[0][1]
        values = [value for _, value in kept] + [otherwise]
        real = [each for each in values if not each.is_literal(None)] or values
        parts = [part for way in kept for part in way] + [otherwise]
        return self._make(
            "case",
            parts,
            kind=real[0].kind,
            nullable=any(each.nullable for each in values),
            bounds=(min(each.low for each in real), max(each.high for each in real)),
        )

    def _chosen(self, choice: Term, numbers: Sequence[int]) -> Term:
        """The choice among other numbers."""
        values = [self.literal(each) for each in numbers]
        return self.case(zip(choice.parts[:-1:2], values[:-1], strict=True), values[-1])

    def _truth_case(self, condition: Term, value: Term, otherwise: Term) -> Term | None:
        if value.is_literal(True):
            return self.or_([condition, otherwise])
        if value.is_literal(False):
            return self.and_([self.not_(condition), otherwise])
        if otherwise.is_literal(False) and not value.nullable:
            return self.and_([condition, value])
        return None

    def pick(self, values: Sequence[Term], index: Term) -> Term:
        """The value at a place, from 0; NULL where the place is."""
        if index.op == "literal" and isinstance(index.value, int):
            return values[index.value]
        if all(each is values[0] for each in values) and not index.nullable:
            return values[0]
        if len(values) == 2 and not index.nullable:
            return self.case([(self.equal(index, self.literal(0)), values[0])], values[1])
        real = [each for each in values if not each.is_literal(None)] or list(values)
        return self._make(
            "pick",
            (index, *values),
            kind=real[0].kind,
            nullable=index.nullable or any(each.nullable for each in values),
            bounds=(min(each.low for each in real), max(each.high for each in real)),
        )

    def look_up(self, values: Sequence[Term], place: Term) -> Term:
        """The literal at the place that a column tells, from 1, which is never NULL."""
        if all(each is values[0] for each in values):
            return values[0]
        bounds = (min(each.low for each in values), max(each.high for each in values))
        parts = (place, *values)
        return self._make("look_up", parts, kind=values[0].kind, nullable=False, bounds=bounds)

    def surely(self, term: Term) -> Term:
        """Whether a truth value is true, no where it is NULL."""
        if not term.nullable:
            return term
        return self.case([(term, self.literal(True))], self.literal(False))

    def or_else(self, term: Term, otherwise: Term) -> Term:
        """The term, or where it is NULL the other."""
        if not term.nullable:
            return term
        return self.case([(self.is_null(term), otherwise)], term)
