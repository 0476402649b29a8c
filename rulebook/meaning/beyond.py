"""Calls that give a fact values outside its range, and tables of what they read that have no row.

Tables are proved whole for the declared ranges of facts. A call may give a fact other values, and
nobody refuses those as they are refused of a case. So the tables of the rule that is called, and of
all that it reads, are swept once more for how far the call can go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from rulebook.book.model import BookContents, Fact
from rulebook.book.types import CalendarDay, Measure
from rulebook.diagnostics import Bilingual, Diagnostic, Related, finding
from rulebook.meaning import typed as t
from rulebook.meaning.completeness import incomplete_tables
from rulebook.meaning.domains import Domains, finest
from rulebook.meaning.extents import Extent
from rulebook.meaning.walking import everything

BROKEN = frozenset({"RB6006", "RB6007"})
"""Gaps and overlaps."""


def gaps_beyond(
    contents: BookContents,
    rules: Mapping[str, t.TypedRule],
    version: t.TypedVersion,
    call: t.RuleRead,
) -> Iterator[Diagnostic]:
    """The first table behind a call that has no row for what the call may give a fact."""
    for gap, facts in _behind(contents, rules, version, call, frozenset()):
        labels = [contents.vocabulary.facts[each].label for each in facts]
        word = Bilingual(
            "、".join(each.zh for each in labels), ", ".join(each.en for each in labels)
        )
        case = gap.arguments["case"]
        there = Related(gap.span, Bilingual("这张表", "the table"))
        line = str(gap.span.line)
        other = rules[call.rule].title
        yield finding("RB3523", call.span, there, word=word, rule=other, case=case, line=line)
        return


def _behind(
    contents: BookContents,
    rules: Mapping[str, t.TypedRule],
    version: t.TypedVersion,
    call: t.RuleRead,
    above: frozenset[str],
) -> Iterator[tuple[Diagnostic, tuple[str, ...]]]:
    """The gaps of the rule that is called and of those that it calls, with the facts at fault."""
    other = rules.get(call.rule)
    facts = _widened(contents, version, call)
    if other is None or call.rule in above or not (facts or above):
        return
    wide = _with(contents, facts)
    for each in other.versions:
        for gap in incomplete_tables(each, wide):
            if gap.code in BROKEN:
                yield gap, tuple(facts)
        for node in (node for root in _roots(each) for node in everything(root)):
            if isinstance(node, t.RuleRead):
                for gap, _ in _behind(wide, rules, each, node, above | {call.rule}):
                    yield gap, tuple(facts)


def _roots(version: t.TypedVersion) -> Iterator[t.Typed]:
    if version.applies is not None:
        yield version.applies
    yield from (definition.value for definition in version.definitions.values())


def _widened(
    contents: BookContents, version: t.TypedVersion, call: t.RuleRead
) -> Mapping[str, Fact]:
    """The facts that a call may give values outside their range, as they are then."""
    domains = Domains(version.definitions, contents)
    found: dict[str, Fact] = {}
    for id_, value in call.replaced:
        fact = contents.vocabulary.facts.get(id_)
        if fact is None:
            continue
        wide = _as_given(fact, value, domains)
        if wide != fact:
            found[id_] = wide
    return found


def _as_given(fact: Fact, value: t.Typed, domains: Domains) -> Fact:
    match fact.type:
        case Measure():
            extent = domains.extents.of(value)
            step = finest(fact.step, extent.step)
            return replace(fact, low=_low(fact, extent), high=_high(fact, extent), step=step)
        case CalendarDay():
            given = domains.fact_of(value) if isinstance(value, t.FactRead) else None
            if isinstance(value, t.Literal):
                return fact  # a fixed day outside is refused where it stands
            first = given.first if given else None
            last = given.last if given else None
            early = fact.first is not None and (first is None or first < fact.first)
            late = fact.last is not None and (last is None or last > fact.last)
            return replace(
                fact, first=first if early else fact.first, last=last if late else fact.last
            )
        case _:
            return fact


def _low(fact: Fact, given: Extent) -> Fraction | None:
    """The lesser of both ends: values that only other callers give do no harm."""
    return None if given.low is None or fact.low is None else min(given.low, fact.low)


def _high(fact: Fact, given: Extent) -> Fraction | None:
    return None if given.high is None or fact.high is None else max(given.high, fact.high)


def _with(contents: BookContents, facts: Mapping[str, Fact]) -> BookContents:
    vocabulary = contents.vocabulary
    return replace(contents, vocabulary=replace(vocabulary, facts={**vocabulary.facts, **facts}))
