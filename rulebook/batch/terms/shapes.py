"""Shapes that are known in a term before it is made part of another."""

from __future__ import annotations

from rulebook.batch.terms.term import Term


def possible(term: Term) -> frozenset[int] | None:
    """The numbers that a choice among literals may come to; None for any other term."""
    if term.op == "literal":
        return None if term.value is None else frozenset((int(term.value),))
    if term.op not in ("case", "look_up"):
        return None
    found: set[int] = set()
    values = term.parts[1:] if term.op == "look_up" else (*term.parts[1::2], term.parts[-1])
    for value in values:
        some = possible(value)
        if some is None:
            return None
        found |= some
    return frozenset(found)


def shifted(term: Term) -> tuple[Term | None, int]:
    """A number as a term without a constant part, and that part."""
    if term.op == "literal":
        return None, int(term.value or 0)
    if term.op == "add" and len(term.parts) == 2 and term.parts[1].op == "literal":
        return term.parts[0], int(term.parts[1].value or 0)
    return term, 0


def is_choice(term: Term) -> bool:
    """Whether a term chooses among known numbers."""
    return (
        term.op == "case"
        and term.kind == "number"
        and all(
            each.op == "literal" and each.value is not None
            for each in (*term.parts[1::2], term.parts[-1])
        )
    )


def is_at_most(term: Term, most: Term) -> bool:
    """Whether a term is the lesser of ``most`` and something else."""
    if term.op != "case" or len(term.parts) != 3 or term.parts[0].op != "less":
        return False
    test, value, other = term.parts
    lesser, greater = test.parts
    return (lesser, greater) == (value, other) and most in (value, other)


def is_zero_else(condition: Term, value: Term) -> bool:
    """Whether a product is zero anyway where its first factor is not above zero."""
    if value.nullable or condition.op != "less" or not condition.parts[0].is_literal(0):
        return False
    factor = condition.parts[1]
    if factor.low < 0:
        return False
    if value.op == "multiply":
        return factor is value.parts[0]
    return is_or_zero(value) and is_or_zero(factor) and factor.parts[0] is value.parts[0]


def is_or_zero(term: Term) -> bool:
    """Whether a term is a number under one condition, else zero."""
    return term.op == "case" and len(term.parts) == 3 and term.parts[2].is_literal(0)


def same_choice(one: Term, other: Term) -> bool:
    """Whether two terms choose among known numbers by the same conditions."""
    return is_choice(one) and is_choice(other) and one.parts[:-1:2] == other.parts[:-1:2]


def results(choice: Term) -> list[int]:
    """The numbers among which a term chooses."""
    return [int(each.value or 0) for each in (*choice.parts[1::2], choice.parts[-1])]


def towards_zero(number: int, divisor: int) -> int:
    """The whole quotient, towards zero."""
    quotient = abs(number) // abs(divisor)
    return quotient if (number < 0) == (divisor < 0) else -quotient


def without_floor(term: Term) -> Term:
    """A number where it is above zero: that which is at least zero by being limited."""
    return what_is_floored(term) or term


def what_is_floored(term: Term) -> Term | None:
    """What a number is where that is above zero, the number being zero elsewhere."""
    if not is_or_zero(term) or term.nullable:
        return None
    test, value, _ = term.parts
    if test.op != "less":
        return None
    if test.parts[0].is_literal(0) and test.parts[1] is value:
        return value
    # ``0 < limit - paid`` is made ``paid < limit``.
    left = value.op == "subtract" and value.parts == test.parts[::-1]
    return value if left else None
