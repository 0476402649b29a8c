"""Calls between rules: no circles, and no reading of a rule that may not be in force or apply."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rulebook.book.model import BookContents
from rulebook.diagnostics import Bilingual, Diagnostic, Related, finding, has_errors
from rulebook.meaning import typed as t
from rulebook.meaning.beyond import gaps_beyond
from rulebook.meaning.call_values import outside_domains
from rulebook.meaning.laid import Laid
from rulebook.meaning.stretches import (
    Key,
    Stretch,
    conjuncts,
    denied,
    number_of,
    point,
    restriction,
    restrictions,
    within,
)
from rulebook.meaning.walking import bare, everything, parts


@dataclass(frozen=True, slots=True)
class _Site:
    """A place where a rule is read, with the conditions that hold there."""

    node: t.RuleRead
    holds: tuple[t.Typed, ...]


def check_calls(
    contents: BookContents,
    rules: Mapping[str, t.TypedRule],
    names: Mapping[str, str],
    kept: Mapping[str, t.TypedRule],
) -> tuple[set[str], list[Diagnostic]]:
    """The rules whose calls can't stand, and why: circles, unsound rules, gaps.

    ``names`` are the names of all rules by path, also of those with errors. ``kept`` are sound
    rules that are called and call none of the others.
    """
    found: list[Diagnostic] = []
    unsound: set[str] = set()
    circles: set[frozenset[str]] = set()
    every = Laid(rules, kept)
    calls = {id_: called(rule) for id_, rule in rules.items()}
    for rule in rules.values():
        wrong = [
            each
            for version in rule.versions
            for site in _sites(version)
            for each in _check(contents, every, version, site)
        ]
        wrong.extend(_broken(every, rule, names))
        circle = _circle(calls, rule.id)
        if circle and frozenset(circle) not in circles:
            circles.add(frozenset(circle))
            wrong.append(_told(rules, circle))
        found.extend(wrong)
        if has_errors(wrong) or circle:
            unsound.add(rule.id)
    return _with_callers(calls, kept, unsound), found


def _with_callers(
    calls: Mapping[str, list[str]], kept: Mapping[str, t.TypedRule], unsound: set[str]
) -> set[str]:
    """The unsound rules and all that call them, however far, or call what has errors."""
    callers: dict[str, list[str]] = {}
    for rule, others in calls.items():
        for other in others:
            callers.setdefault(other, []).append(rule)
    broken = {each for each in callers if each not in calls and each not in kept}
    spread: set[str] = set()
    waiting = [*unsound, *(caller for each in broken for caller in callers[each])]
    while waiting:
        rule = waiting.pop()
        if rule not in spread:
            spread.add(rule)
            waiting.extend(callers.get(rule, ()))
    return spread


def called(rule: t.TypedRule) -> list[str]:
    """The rules that a rule reads, in written order, each once."""
    return list(dict.fromkeys(each for version in rule.versions for each in called_by(version)))


def called_by(version: t.TypedVersion) -> list[str]:
    """The rules that a version reads."""
    nodes = (node for root in roots(version) for node in everything(root))
    return [node.rule for node in nodes if isinstance(node, t.RuleRead)]


def roots(version: t.TypedVersion) -> Iterator[t.Typed]:
    """The typed nodes that a version is made of."""
    if version.applies is not None:
        yield version.applies
    yield from (definition.value for definition in version.definitions.values())
    yield from (check.condition for check in version.checks)


def _sites(version: t.TypedVersion) -> Iterator[_Site]:
    """Every reading of a rule, with what holds there: 适用, and the case it stands in."""
    if version.applies is not None:
        yield from _below(version.applies, ())
    holds = () if version.applies is None else (version.applies,)
    for root in roots(version):
        if root is not version.applies:
            yield from _below(root, holds)


def _below(node: t.Typed, holds: tuple[t.Typed, ...]) -> Iterator[_Site]:
    if isinstance(node, t.RuleRead):
        yield _Site(node, holds)
    if isinstance(node, t.Cases):
        for case in node.cases:
            yield from _below(case.condition, holds)
            yield from _below(case.value, (*holds, case.condition))
            failed = denied(case.condition)
            holds = holds if failed is None else (*holds, failed)
        yield from _below(node.otherwise, holds)
        return
    for part in parts(node):
        yield from _below(part, holds)


def _check(
    contents: BookContents,
    rules: Mapping[str, t.TypedRule],
    version: t.TypedVersion,
    site: _Site,
) -> Iterator[Diagnostic]:
    other = rules.get(site.node.rule)
    if other is None:
        return
    outside = list(outside_domains(contents, version, site.node))
    yield from outside
    if not has_errors(outside):
        yield from gaps_beyond(contents, rules, version, site.node)
    if site.node.fallback is not None:
        return
    if site.node.day is None:
        gap = _not_in_force(version, other)
        if gap is not None:
            yield finding("RB5006", site.node.span, rule=other.title, day=gap.isoformat())
    replaced = dict(site.node.replaced)
    for each in other.versions:
        missing = _not_implied(contents, version, site, each, replaced)
        if missing is not None:
            condition = Related(missing.span, Bilingual("它适用的条件", "when it applies"))
            line = str(missing.span.line)
            yield finding("RB3519", site.node.span, condition, rule=other.title, line=line)
            return


def _broken(
    rules: Mapping[str, t.TypedRule], caller: t.TypedRule, names: Mapping[str, str]
) -> Iterator[Diagnostic]:
    """Each rule that is read here and has errors of its own, told once."""
    told: set[str] = set()
    for version in caller.versions:
        for site in _sites(version):
            rule = site.node.rule
            if rule not in rules and rule not in told:
                told.add(rule)
                yield finding("RB3518", site.node.span, rule=names.get(rule, rule))


def _not_in_force(version: t.TypedVersion, other: t.TypedRule) -> datetime.date | None:
    """The first day of the caller's version on which the other rule is not in force."""
    day = version.since
    for each in other.versions:
        if each.since <= day and (each.until is None or day <= each.until):
            if each.until is None or (version.until and version.until <= each.until):
                return None
            day = each.until + datetime.timedelta(days=1)
    return day


def _not_implied(
    contents: BookContents,
    version: t.TypedVersion,
    site: _Site,
    other: t.TypedVersion,
    replaced: Mapping[str, t.Typed],
) -> t.Typed | None:
    """A condition of the other rule's 适用 that may fail here; None where all surely hold."""
    vocabulary = contents.vocabulary
    known: dict[Key, tuple[Stretch, ...]] = {}
    keys: set[object] = set()
    for condition in site.holds:
        known.update(restrictions(condition, version.definitions, vocabulary))
        keys |= {bare(each) for each in conjuncts(condition, version.definitions)}
    for condition in conjuncts(other.applies, other.definitions):
        if isinstance(condition, t.DefinitionRead) and condition.definition in other.definitions:
            continue
        if bare(condition) in keys and not _reads_any(condition, replaced):
            continue
        said = restriction(condition, vocabulary)
        if said is not None:
            key, stretches = said
            here = _of_call(key, replaced, known, contents)
            if here is not None and within(here, stretches):
                continue
        return condition
    return None


def _of_call(
    key: Key,
    replaced: Mapping[str, t.Typed],
    known: Mapping[Key, tuple[Stretch, ...]],
    contents: BookContents,
) -> tuple[Stretch, ...] | None:
    """What is known where the call stands of a fact that the other rule reads."""
    if key[0] != "fact":
        return None
    given = replaced.get(key[1])
    match given:
        case None:
            return known.get(key)
        case t.FactRead(fact):
            return known.get(("fact", fact))
        case t.DefinitionRead(definition):
            return known.get(("definition", definition))
        case t.Literal(value):
            number = number_of(value, given.type, contents.vocabulary)
            return None if number is None else (point(number),)
        case _:
            return None


def _reads_any(node: t.Typed, facts: Mapping[str, t.Typed]) -> bool:
    return any(isinstance(each, t.FactRead) and each.fact in facts for each in everything(node))


def _circle(calls: Mapping[str, list[str]], start: str) -> list[str]:
    """The shortest way from a rule back to itself; empty where there is none."""
    ways: list[list[str]] = [[start]]
    seen: set[str] = set()
    while ways:
        way = ways.pop(0)
        for each in calls.get(way[-1], ()):
            if each == start:
                return [*way, each]
            if each not in seen:
                seen.add(each)
                ways.append([*way, each])
    return []


def _told(rules: Mapping[str, t.TypedRule], way: list[str]) -> Diagnostic:
    labels = [rules[each].label for each in way]
    path = Bilingual(" → ".join(each.zh for each in labels), " → ".join(each.en for each in labels))
    reads = (
        node
        for version in rules[way[0]].versions
        for root in roots(version)
        for node in everything(root)
    )
    span = next(n.span for n in reads if isinstance(n, t.RuleRead) and n.rule == way[1])
    return finding("RB3510", span, path=path)
