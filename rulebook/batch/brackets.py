"""Brackets as choices: where an amount lies decides at once what each tier below it takes.

The program adds up the shares of all tiers, each with its limits. Once it is known in which tier an
amount ends, most limits are known too, and the tiers below take what they always take.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from rulebook.batch.terms import Term, Terms
from rulebook.batch.terms.shapes import is_or_zero, without_floor


def stepped(t: Terms, value: Term) -> Term:
    """The sum of the shares, chosen by the tier in which the amount ends; NULL must be nowhere.

    Where the amount does not pass what it lies on no tier takes anything, which is asked first.
    """
    made = _stepped(t, value)
    if made.op != "case" or not is_or_zero(made.parts[1]):
        return made
    ends, first, *others = made.parts
    passes, share, _ = first.parts
    if passes.op != "less" or not passes.parts[0].is_literal(0):
        return made
    more = passes.parts[1]
    if more.op != "subtract" or more.parts[0] is not ends.parts[0]:
        return made
    amount, start = more.parts
    passed = Within(t, amount, max(amount.low, start.low + 1), amount.high)
    if start.low >= 0:
        passed.subject_is = without_floor(amount)
    parts = [passed.of(each) for each in (ends, share, *others)]
    ways = [(t.less_equal(amount, start), t.literal(0))]
    ways += zip(parts[:-1:2], parts[1::2], strict=True)
    return t.bounded(t.case(ways, parts[-1]), made.low, made.high)


def _stepped(t: Terms, value: Term) -> Term:
    if value.op == "multiply" and value.parts[1].op == "literal":
        return t.multiply(_stepped(t, value.parts[0]), value.parts[1])
    if value.op != "add" or len(value.parts) != 2 or value.nullable:
        return value
    for share, later in (value.parts, value.parts[::-1]):
        found = _later(t, later)
        if found is None:
            continue
        ends, rest = found
        amount, upper = ends.parts
        below = Within(t, amount, amount.low, upper.low)
        above = Within(t, amount, upper.low + 1, amount.high)
        beyond = t.add([above.of(share), above.of(_stepped(t, rest))])
        return t.bounded(t.case([(ends, below.of(share))], beyond), value.low, value.high)
    return value


def _later(t: Terms, term: Term) -> tuple[Term, Term] | None:
    """Of ``0 if amount ≤ upper else rest``, perhaps scaled, the condition and the rest."""
    if term.op == "multiply" and term.parts[1].op == "literal":
        found = _later(t, term.parts[0])
        return None if found is None else (found[0], t.multiply(found[1], term.parts[1]))
    if term.op != "case" or not term.parts[1].is_literal(0):
        return None
    ends = term.parts[0]
    if ends.op != "less_equal" or ends.parts[1].op != "literal" or ends.parts[0].op == "literal":
        return None
    ways = zip(term.parts[2:-1:2], term.parts[3::2], strict=True)
    return ends, t.case(ways, term.parts[-1])


@dataclass(slots=True)
class Within:
    """Terms where ``subject`` is known to lie from ``low`` to ``high``, and perhaps what it is."""

    terms: Terms
    subject: Term
    low: int
    high: int
    subject_is: Term | None = None
    done: dict[int, Term] = field(default_factory=dict)

    def of(self, term: Term) -> Term:
        """What a term comes to there."""
        if term is self.subject:
            return self.subject_is or term
        if term.is_leaf:
            return term
        if id(term) not in self.done:
            self.done[id(term)] = self._of(term)
        return self.done[id(term)]

    def _of(self, term: Term) -> Term:
        known = self._compared(term)
        if known is not None:
            return self.terms.literal(known)
        if self._is_limit(term):
            return self.subject
        parts = [self.of(each) for each in term.parts]
        if all(new is old for new, old in zip(parts, term.parts, strict=True)):
            return term
        made = self.terms.remade(term, parts)
        return self.terms.bounded(made, term.low, term.high) if made.kind == "number" else made

    def _compared(self, term: Term) -> bool | None:
        """Whether a comparison of the subject with a number holds, where all its values agree."""
        if term.op not in ("less", "less_equal"):
            return None
        left, right = term.parts
        strictly = term.op == "less"
        if left is self.subject and right.op == "literal":
            first, last = self.low - right.low, self.high - right.low
        elif right is self.subject and left.op == "literal":
            first, last = left.low - self.high, left.low - self.low
        else:
            return None
        if last < 0 or (last == 0 and not strictly):
            return True
        return False if first > 0 or (first == 0 and strictly) else None

    def _is_limit(self, term: Term) -> bool:
        """Whether a term is the subject limited by what it keeps to anyway."""
        if term.op != "case" or len(term.parts) != 3:
            return False
        test, value, other = term.parts
        if value is not self.subject or other.op != "literal" or test.op != "less":
            return False
        if test.parts[0] is value and test.parts[1] is other:
            return self.high <= other.low
        return test.parts[0] is other and test.parts[1] is value and self.low >= other.low
