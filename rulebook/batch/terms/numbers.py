"""Numbers: sums, products, whole quotients and extremes, with the bounds of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from rulebook.batch.terms.choices import Choices
from rulebook.batch.terms.shapes import (
    is_at_most,
    is_choice,
    is_or_zero,
    results,
    same_choice,
    shifted,
    towards_zero,
)
from rulebook.batch.terms.term import Term


class Numbers(Choices):
    """Makes numbers, which know what a choice among numbers comes to."""

    __slots__ = ()

    def add(self, parts: Sequence[Term]) -> Term:
        """The sum."""
        if any(each.is_literal(None) for each in parts):
            return self.null("number")
        known, rest = 0, list[Term]()
        for each in parts:
            plain, beyond = shifted(each)
            known += beyond
            if plain is not None:
                rest.append(plain)
        for place, each in enumerate(rest):
            others = [other for other in rest[place + 1 :] if same_choice(each, other)]
            if others:
                numbers = zip(*(results(one) for one in (each, *others)), strict=True)
                merged = self._chosen(each, [sum(some) for some in numbers])
                return self.add(
                    [*(e for e in rest if e not in (each, *others)), merged, self.literal(known)]
                )
        for place, each in enumerate(rest):
            if each.op == "subtract" and not each.nullable:
                again = next((n for n, one in enumerate(rest) if one is each.parts[1]), None)
                if again is not None:
                    left = [one for n, one in enumerate(rest) if n not in (place, again)]
                    return self.add([*left, each.parts[0], self.literal(known)])
        if len(rest) == 1 and known and is_choice(rest[0]):
            return self._chosen(rest[0], [each + known for each in results(rest[0])])
        if known or not rest:
            rest.append(self.literal(known))
        if len(rest) == 1:
            return rest[0]
        low, high = sum(each.low for each in rest), sum(each.high for each in rest)
        return self._make("add", rest, bounds=(low, high))

    def subtract(self, left: Term, right: Term) -> Term:
        """The difference."""
        if right.op == "literal" and isinstance(right.value, int):
            return self.add([left, self.literal(-right.value)])
        if left.is_literal(None) or right.is_literal(None):
            return self.null("number")
        low = left.low - right.high
        if not left.nullable and is_at_most(right, left):
            low = max(low, 0)
        bounds = (low, left.high - right.low)
        return self._make("subtract", (left, right), bounds=bounds)

    def multiply(self, left: Term, right: Term) -> Term:
        """The product."""
        for one, other in ((left, right), (right, left)):
            if one.is_literal(None):
                return self.null("number")
            if one.is_literal(1):
                return other
            if one.is_literal(0) and not other.nullable:
                return one
            if one.op == "literal":
                times = int(one.value or 0)
                if is_choice(other):
                    return self._chosen(other, [each * times for each in results(other)])
                if other.op == "multiply":
                    factor = other.parts[1]
                    if factor.op == "literal" or is_choice(factor):
                        return self.multiply(other.parts[0], self.multiply(factor, one))
        for one, other in ((left, right), (right, left)):
            counts = other.op == "literal" or is_choice(other)
            if is_or_zero(one) and (counts or one.parts[1].op == "literal") and not other.nullable:
                # What the other comes to is only asked where it counts.
                test, value, zero = one.parts
                return self.case([(test, self.multiply(value, other))], zero)
        if left.op == "literal" and right.op != "literal":
            left, right = right, left
        if left.op == "literal" and right.op == "literal":
            return self.literal(int(left.value or 0) * int(right.value or 0))
        edges = [a * b for a in (left.low, left.high) for b in (right.low, right.high)]
        return self._make("multiply", (left, right), bounds=(min(edges), max(edges)))

    def quotient(self, left: Term, right: Term) -> Term:
        """The whole quotient, towards zero; ``right`` is above zero wherever it counts.

        A divisor that may be zero in a row where the quotient isn't read is guarded where it
        stands: engines work out columns for all rows.
        """
        if left.is_literal(None) or right.is_literal(None):
            return self.null("number")
        if right.is_literal(1):
            return left
        if left.op == "literal" and right.op == "literal":
            return self.literal(towards_zero(int(left.value or 0), int(right.value or 0)))
        if right.op == "literal" and is_choice(left):
            over = int(right.value or 0)
            return self._chosen(left, [towards_zero(each, over) for each in results(left)])
        if right.op != "literal" and right.low < 1:
            positive = self.less(self.literal(0), right)
            guarded = self.case([(positive, right)], self.literal(1))
            guarded = self.bounded(guarded, 1, right.high)
        else:
            guarded = right
        nullable = left.nullable or right.nullable
        bounds = (min(left.low, 0), max(left.high, 0) // max(guarded.low, 1))
        return self._make("quotient", (left, guarded), nullable=nullable, bounds=bounds)

    def remainder(self, left: Term, right: Term) -> Term:
        """What the whole quotient leaves; ``left`` is never below zero, ``right`` above it."""
        if left.is_literal(None):
            return left
        if left.op == "literal" and right.op == "literal":
            return self.literal(int(left.value or 0) % int(right.value or 0))
        return self._make("remainder", (left, right), bounds=(0, right.high - 1))

    def negate(self, value: Term) -> Term:
        """The number with the other sign."""
        return self.subtract(self.literal(0), value)

    def extreme(self, kind: Literal["max", "min"], left: Term, right: Term) -> Term:
        """The greater or lesser; NULL where one is.

        Engines take twice the time for ``least`` and ``greatest``, which also pass over NULL.
        """
        if left is right:
            return left
        if left.op == "literal" and right.op != "literal":
            left, right = right, left
        if right.op == "literal" and not (left.nullable or right.nullable):
            if left.low >= right.low:
                return left if kind == "max" else right
            if left.high <= right.low:
                return right if kind == "max" else left
        first = self.less(right, left) if kind == "max" else self.less(left, right)
        if not left.nullable and not right.nullable:
            term = self.case([(first, left)], right)
        else:
            term = self.case([(first, left), (self.not_(first), right)], self.null("number"))
        low = max(left.low, right.low) if kind == "max" else min(left.low, right.low)
        high = max(left.high, right.high) if kind == "max" else min(left.high, right.high)
        return self.bounded(term, low, high)
