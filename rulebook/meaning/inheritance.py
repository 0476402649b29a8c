"""Rules that stand on others: 沿用 lays exceptions over one, a place adopts one as it is."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace

from rulebook.book.model import BookContents
from rulebook.diagnostics import Bilingual, Diagnostic, Related, finding
from rulebook.diagnostics.nearest import did_you_mean
from rulebook.language import tree
from rulebook.meaning.known_rules import KnownRule, KnownRules, names_of
from rulebook.meaning.scope import lineage


@dataclass(frozen=True, slots=True)
class OwnRule:
    """A rule of a place: its versions' trees, whole, and the rule that it stands on.

    ``adopted``: it stands on that rule as it is, and has no file of its own. ``broken`` is what
    could be read of versions that have an error in their text; others still know them by name.
    """

    path: str
    place: str
    family: str
    stem: str
    file: str
    versions: tuple[tree.Rule, ...]
    sound: bool
    based_on: str | None = None
    adopted: bool = False
    broken: tuple[tree.Rule, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """The names in the headings of all its versions."""
        return frozenset(name for each in (*self.versions, *self.broken) for name in names_of(each))


OfPlaces = dict[str, dict[str, OwnRule]]
"""The rules by path, of each place."""


def own_rules(
    contents: BookContents, trees: Mapping[str, tree.RuleFile], found: list[Diagnostic]
) -> dict[str, OwnRule]:
    """The rules of all places, by path, with what they adopt and stand on worked in."""
    rules: OfPlaces = {place: {} for place in contents.places}
    for text in contents.rules:
        file = trees.get(text.path)
        if file is None:
            continue
        path = f"{text.place}/{text.family}/{text.stem}"
        rules.setdefault(text.place, {})[path] = OwnRule(
            path,
            text.place,
            text.family,
            text.stem,
            text.path,
            file.rules,
            bool(file.rules) and not file.broken,
            broken=file.broken,
        )
    # From above downward: what a place takes over has been worked in already.
    for place in sorted(contents.places, key=lambda each: len(lineage(contents, each))):
        _adopt(contents, rules, place)
        _twins(rules[place], found)
        for path, rule in rules[place].items():
            rules[place][path] = _stand_on(contents, rules, rule, found)
    return {path: rule for own in rules.values() for path, rule in own.items()}


def _twins(rules: dict[str, OwnRule], found: list[Diagnostic]) -> None:
    """Two rules of one place under one name: a call could mean either, so neither is sound."""
    owners: dict[str, OwnRule] = {}
    for rule in list(rules.values()):
        for name in sorted({name for each in rule.versions for name in names_of(each)}):
            other = owners.setdefault(name, rule)
            if other.path == rule.path or other.file == rule.file:
                continue
            there = Related(other.versions[0].span, Bilingual("另一条规则", "the other rule"))
            head = rule.versions[0].name.span
            found.append(finding("RB3025", head, there, name=name, other=other.stem))
            rules[rule.path] = replace(rule, sound=False)


def known_rules(rules: Mapping[str, OwnRule]) -> KnownRules:
    """The rules as others may call them."""
    return KnownRules.of(
        KnownRule(rule.path, rule.place, rule.names, rule.versions, rule.broken)
        for rule in rules.values()
    )


def _adopt(contents: BookContents, rules: OfPlaces, place: str) -> None:
    """Rules that a place takes over as they stand answer in its name, with its figures.

    Their examples come along and run there: where a figure or a rule of the place changes what they
    expect, the place has to say so, by a rule of its own that is built on the one above.
    """
    for path in contents.places[place].adopts:
        base = rules.get(path.partition("/")[0], {}).get(path)
        own = f"{place}/{base.family}/{base.stem}" if base is not None else path
        if base is not None and own not in rules[place]:
            rules[place][own] = replace(base, path=own, place=place, based_on=path, adopted=True)


def _stand_on(
    contents: BookContents, rules: OfPlaces, rule: OwnRule, found: list[Diagnostic]
) -> OwnRule:
    versions: list[tree.Rule] = []
    based_on = rule.based_on
    sound = rule.sound
    for version in rule.versions:
        named = [each for each in version.statements if isinstance(each, tree.BasedOn)]
        if not named or rule.based_on is not None:
            versions.append(version)
            continue
        base = _base(contents, rules, rule, named[0], found)
        if base is None or not base.sound:
            sound = False
            continue
        based_on = base.path
        merged = _merged(version, base, found)
        sound = sound and bool(merged)
        versions.extend(merged)
    return replace(rule, versions=tuple(versions), based_on=based_on, sound=sound)


def _base(
    contents: BookContents,
    rules: OfPlaces,
    rule: OwnRule,
    statement: tree.BasedOn,
    found: list[Diagnostic],
) -> OwnRule | None:
    word = statement.rule.word if isinstance(statement.rule, tree.Name) else ""
    above = lineage(contents, rule.place)[1:]
    candidates = [each for place in above for each in rules[place].values()]
    for each in candidates:
        if word in each.names:
            return each
    known = [name for each in candidates for name in each.names]
    found.append(
        finding("RB3516", statement.rule.span, word=word, nearest=did_you_mean(word, known))
    )
    return None


def _merged(own: tree.Rule, base: OwnRule, found: list[Diagnostic]) -> list[tree.Rule]:
    """The base's versions with this rule's additions, each while both are in force."""
    force = next((each for each in own.statements if isinstance(each, tree.InForce)), None)
    changed = [each for each in own.statements if isinstance(each, tree.Applies)]
    found.extend(finding("RB3517", statement.span) for statement in changed)
    if force is None or changed:
        found.extend([] if force else [finding("RB5004", own.name.span, rule=own.name.word)])
        return []
    merged: list[tree.Rule] = []
    for version in base.versions:
        theirs = next((each for each in version.statements if isinstance(each, tree.InForce)), None)
        period = _both(force, theirs) if theirs else None
        if period is not None:
            merged.append(_laid_over(own, version, period))
    if not merged:
        found.append(finding("RB5007", force.span))
    return merged


def _both(own: tree.InForce, base: tree.InForce) -> tree.InForce | None:
    ends = [each for each in (own.until, base.until) if each is not None]
    since, until = max(own.since, base.since), min(ends, default=None)
    if until is not None and until < since:
        return None
    return tree.InForce(since, until, own.span)


def _laid_over(own: tree.Rule, base: tree.Rule, period: tree.InForce) -> tree.Rule:
    kept = tuple(
        each for each in base.statements if not isinstance(each, tree.InForce | tree.Example)
    )
    extra = tuple(
        each for each in own.statements if not isinstance(each, tree.InForce | tree.BasedOn)
    )
    since = period.since
    examples_first = _begins(own, since)
    added = tuple(each for each in extra if examples_first or not isinstance(each, tree.Example))
    titles = own.titles or base.titles
    return tree.Rule(own.name, own.other, titles, (period, *kept, *added), own.span)


def _begins(own: tree.Rule, since: datetime.date) -> bool:
    """Whether this is the version in which the rule's examples stand: its first."""
    force = next(each for each in own.statements if isinstance(each, tree.InForce))
    return since <= force.since or since == force.since
