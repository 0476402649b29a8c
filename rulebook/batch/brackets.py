"""Brackets as choices: where an amount lies decides at once what each tier below it takes.

The program adds up the shares of all tiers, each with its limits. Once it is known in which tier an
amount ends, most limits are known too, and the tiers below take what they always take.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from rulebook.batch.terms import Term, Terms


def stepped(t: Terms, value: Term) -> Term:
    """The sum of the shares, chosen by the tier in which the amount ends; NULL must be nowhere."""
    if value.op == "multiply" and value.parts[1].op == "literal":
        return t.multiply(stepped(t, value.parts[0]), value.parts[1])
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
        beyond = t.add([above.of(share), above.of(stepped(t, rest))])
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
    """Terms where ``subject`` is known to lie from ``low`` to ``high``."""

    terms: Terms
    subject: Term
    low: int
    high: int
    done: dict[int, Term] = field(default_factory=dict)

    def of(self, term: Term) -> Term:
        """What a term comes to there."""
        if term is self.subject or term.is_leaf:
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
        made = self._made(term, parts)
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

    def _made(self, term: Term, parts: list[Term]) -> Term:
        t = self.terms
        match term.op:
            case "add":
                return t.add(parts)
            case "subtract":
                return t.subtract(*parts)
            case "multiply":
                return t.multiply(*parts)
            case "case":
                return t.case(zip(parts[:-1:2], parts[1::2], strict=True), parts[-1])
            case "less":
                return t.less(*parts)
            case "less_equal":
                return t.less_equal(*parts)
            case "not":
                return t.not_(parts[0])
            case "and":
                return t.and_(parts)
            case "or":
                return t.or_(parts)
            case _:
                return term
