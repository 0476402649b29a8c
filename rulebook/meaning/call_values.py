"""Calls that give a fact another value: it lies where the fact's own values lie."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from rulebook.book.model import BookContents, Fact
from rulebook.book.numerals import amount_text, range_ends
from rulebook.book.types import Measure
from rulebook.diagnostics import Bilingual, Diagnostic, finding
from rulebook.meaning import typed as t
from rulebook.meaning.extents import Extent, Extents


def outside_domains(
    contents: BookContents, version: t.TypedVersion, call: t.RuleRead
) -> Iterator[Diagnostic]:
    """Each amount of a call that lies outside the domain of the fact that it is given to.

    It is an error where it always does, a warning where it may, as far as amounts are known.
    The rule that is called is proved for the domains of its facts alone.
    """
    extents = Extents(version.definitions, contents)
    for id_, value in call.replaced:
        fact = contents.vocabulary.facts.get(id_)
        extent = None if fact is None else _extent(fact, value, extents)
        if fact is None or extent is None:
            continue
        low, high = fact.low, fact.high
        if _above(extent.low, high) or _above(low, extent.high):
            yield _told("RB3521", value, fact)
        elif _above(low, extent.low) or _above(extent.high, high):
            assert extent.low is not None and extent.high is not None
            lowest, highest = range_ends(extent.low, extent.high, fact.units)
            yield _told("RB3522", value, fact, least=lowest, most=highest)


def _extent(fact: Fact, value: t.Typed, extents: Extents) -> Extent | None:
    """How far an amount may come; nothing is told where a side of it is not known."""
    if not isinstance(fact.type, Measure):
        return None
    extent = extents.of(value)
    return None if extent.low is None or extent.high is None else extent


def _above(one: Fraction | None, other: Fraction | None) -> bool:
    return one is not None and other is not None and one > other


def _told(code: str, value: t.Typed, fact: Fact, **more: Bilingual) -> Diagnostic:
    low, high = _amount(fact.low, fact), _amount(fact.high, fact)
    if fact.low is not None and fact.high is not None:
        low, high = range_ends(fact.low, fact.high, fact.units)
    return finding(code, value.span, word=fact.label, low=low, high=high, **more)


def _amount(value: Fraction | None, fact: Fact) -> Bilingual:
    return _NO_END if value is None else amount_text(value, fact.units)


_NO_END = Bilingual("不限", "no end")
