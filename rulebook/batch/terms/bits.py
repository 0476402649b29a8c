"""Numbers read as sets of bits."""

from __future__ import annotations

from collections.abc import Iterable

from rulebook.batch.terms.numbers import Numbers
from rulebook.batch.terms.term import Term


class Bits(Numbers):
    """Makes sets of bits."""

    __slots__ = ()

    def bit_or(self, parts: Iterable[Term]) -> Term:
        """All bits of some numbers, none of which is NULL."""
        known, rest = 0, dict[int, Term]()
        for each in parts:
            if each.op == "literal":
                known |= int(each.value or 0)
            else:
                rest[id(each)] = each
        many = list(rest.values())
        if known or not many:
            many.append(self.literal(known))
        high = (1 << max(each.high for each in many).bit_length()) - 1
        result = many[0]
        for each in many[1:]:
            result = self._make("bit_or", (result, each), bounds=(0, high))
        return result

    def has_bit(self, bits: Term, place: Term) -> Term:
        """Whether a number has the bit at a place."""
        if bits.op == "literal" and place.op == "literal" and None not in (bits.value, place.value):
            return self.literal(bool(int(bits.value or 0) >> int(place.value or 0) & 1))
        if bits.is_literal(None) or place.is_literal(None):
            return self.null("truth")
        if place.op == "literal":
            mask = self.literal(1 << int(place.value or 0))
            met = self._make("bit_and", (bits, mask), bounds=(0, mask.high))
            return self.not_(self.equal(met, self.literal(0)))
        shifted = self._make("shift_right", (bits, place), bounds=(0, bits.high))
        met = self._make("bit_and", (shifted, self.literal(1)))
        return self.equal(met, self.literal(1))
