"""Results that cannot be meant: beyond the range of their fact, rates above 100%, money below 0."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from rulebook.book.model import BookContents, Fact
from rulebook.book.numerals import amount_text, decimal_text
from rulebook.book.types import MONEY, RATE, Measure
from rulebook.diagnostics import Diagnostic, finding
from rulebook.meaning import typed as t
from rulebook.meaning.extents import Extent, Extents

ONE = Fraction(1)


def out_of_range(version: t.TypedVersion, contents: BookContents) -> list[Diagnostic]:
    """The results of a version that lie outside their range for certain.

    A definition that is a fact of the vocabulary has that fact's range: a value surely outside is
    an error. A rate or an amount of the rule itself has none: what is hardly ever meant is told.
    """
    extents = Extents(version.definitions, contents, any_figure=True)
    found: list[Diagnostic] = []
    for definition in version.definitions.values():
        fact = contents.vocabulary.facts.get(definition.id)
        for value in _results(definition.value):
            if fact is not None and isinstance(fact.type, Measure):
                found.extend(_beyond(fact, value, extents.of(value)))
            elif fact is None:
                found.extend(_odd(value))
    return found


def _results(node: t.Typed) -> Iterator[t.Typed]:
    """What a definition may come to: the values of its cases and rows."""
    match node:
        case t.Cases(cases=cases, otherwise=otherwise):
            for case in cases:
                yield from _results(case.value)
            yield from _results(otherwise)
        case t.Lookup(rows=rows, rest=rest):
            for row in rows:
                yield from _results(row.result)
            if rest is not None:
                yield from _results(rest)
        case t.Round(value=value):
            yield from _results(value)
        case t.Brackets(tiers=tiers):
            yield from (tier.rate for tier in tiers)
        case t.Limit(value=t.Brackets(tiers=tiers)):
            yield node
            yield from (tier.rate for tier in tiers)
        case _:
            yield node


def _beyond(fact: Fact, value: t.Typed, extent: Extent) -> Iterator[Diagnostic]:
    if value.type != fact.type:
        yield from _odd(value)  # the rate of a tier, whose result is money
        return
    low, high = fact.low, fact.high
    above = high is not None and extent.low is not None and extent.low > high
    below = low is not None and extent.high is not None and extent.high < low
    if not above and not below:
        return
    if above and high is not None:
        key, limit = "max", high
    else:
        assert low is not None
        key, limit = "min", low
    shown = amount_text(limit, fact.units)
    code = "RB4039" if above else "RB4040"
    yield finding(code, value.span, word=fact.label, limit=shown, key=key)


def _odd(value: t.Typed) -> Iterator[Diagnostic]:
    """A constant of a rule's own that is a rate above 100%, or below 0."""
    number = constant(value)
    if number is None or value.type not in (RATE, MONEY):
        return
    if value.type == RATE and number > ONE:
        yield finding("RB4041", value.span, times=decimal_text(number))
    elif number < 0:
        yield finding("RB4042", value.span)


def constant(node: t.Typed) -> Fraction | None:
    """The number that is written there, if it is one."""
    match node:
        case t.Literal(value=Fraction() as value):
            return value
        case t.Negate(operand):
            inner = constant(operand)
            return None if inner is None else -inner
        case _:
            return None
