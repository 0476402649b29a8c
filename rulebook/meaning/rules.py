"""All rule files of a book → typed rules, each with its versions in order of time."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from itertools import pairwise
from types import MappingProxyType

from rulebook.book.model import BookContents
from rulebook.diagnostics import Bilingual, Diagnostic, Related, Span, finding, has_errors
from rulebook.language import tree
from rulebook.meaning import typed
from rulebook.meaning.calls import check_calls
from rulebook.meaning.completeness import incomplete_tables
from rulebook.meaning.examples import type_examples
from rulebook.meaning.inheritance import OwnRule, known_rules, own_rules
from rulebook.meaning.laid import Laid
from rulebook.meaning.naming import own_name
from rulebook.meaning.out_of_range import out_of_range
from rulebook.meaning.reached import never_reached
from rulebook.meaning.scope import Scope, Scopes
from rulebook.meaning.versions import VersionTyper


def type_book(
    contents: BookContents,
    trees: Mapping[str, tree.RuleFile],
    kept: Mapping[str, typed.TypedRule] = MappingProxyType({}),
) -> tuple[typed.TypedBook, tuple[Diagnostic, ...]]:
    """The typed rules of a book; ``trees`` are its rule files' by path.

    A rule with an error in one of its versions is left out, so that nothing answers in its name.
    ``kept`` are sound rules that were typed before, and that nothing has touched since: they are
    not typed again, and of their trees only the headings count, where no other rule reads them.
    """
    found: list[Diagnostic] = []
    own = own_rules(contents, trees, found)
    known = known_rules(own)
    rules: dict[str, typed.TypedRule] = {}
    scopes = Scopes(contents, known)
    for rule in own.values():
        if rule.path in kept:
            continue
        result = _rule(scopes.of(rule.place), rule, found)
        if result is not None:
            rules[result.id] = result
    unsound, wrong = check_calls(contents, rules, known.titles(), kept)
    found.extend(wrong)
    sound = {id_: rule for id_, rule in rules.items() if id_ not in unsound}
    return typed.TypedBook(contents, Laid(sound, kept)), tuple(dict.fromkeys(found))


def _rule(scope: Scope, rule: OwnRule, found: list[Diagnostic]) -> typed.TypedRule | None:
    expected = rule.stem.replace("-", "_")
    versions: list[typed.TypedVersion] = []
    examples: list[typed.TypedExample] = []
    sound = rule.sound
    periods: dict[datetime.date, Span] = {}
    for tree_ in rule.versions:
        id_, _ = own_name(tree_.name.word, tree_.other.word if tree_.other else None)
        if id_ != expected:
            other = tree_.other
            written = other if other is not None and other.word == id_ else tree_.name
            found.append(
                finding(
                    "RB3014",
                    written.span,
                    word=id_,
                    expected=expected,
                    file=rule.file.rpartition("/")[2],
                )
            )
            sound = False
        typer = VersionTyper(scope, rule.path, tree_)
        version = typer.version()
        found.extend(typer.found)
        if version is None:
            sound = False
            continue
        gaps = [
            *incomplete_tables(version, scope.contents),
            *out_of_range(version, scope.contents),
        ]
        if not rule.adopted:
            found.extend(never_reached(version, scope.contents))
        shown, wrong = type_examples(scope, rule.path, version, tree_.statements)
        found.extend([*gaps, *wrong])
        sound = sound and not has_errors([*gaps, *wrong])
        versions.append(version)
        force = next(each for each in tree_.statements if isinstance(each, tree.InForce))
        periods.setdefault(version.since, force.span)
        examples.extend(shown)
    if not versions:
        return None
    ordered = tuple(sorted(versions, key=lambda each: each.since))
    clashes = _clashes(ordered, periods)
    found.extend(clashes)
    if not sound or has_errors(clashes):
        return None
    last = rule.versions[-1]
    _, label = own_name(last.name.word, last.other.word if last.other else None)
    titles = last.titles
    title = Bilingual(titles[0], titles[1] if len(titles) > 1 else label.en) if titles else label
    return typed.TypedRule(
        id=rule.path,
        label=label,
        title=title,
        place=rule.place,
        family=rule.family,
        versions=ordered,
        examples=tuple(examples),
        based_on=rule.based_on,
    )


def _clashes(
    versions: tuple[typed.TypedVersion, ...], periods: Mapping[datetime.date, Span]
) -> list[Diagnostic]:
    """Versions that overlap (an error), or leave a gap (a warning); told at their 施行."""
    found: list[Diagnostic] = []
    for earlier, later in pairwise(versions):
        other = Related(periods[earlier.since], Bilingual("另一个版本", "the other version"))
        if earlier.until is None or earlier.until >= later.since:
            day = str(later.since)
            found.append(finding("RB5001", periods[later.since], other, day=day))
        elif earlier.until + datetime.timedelta(days=1) < later.since:
            first = earlier.until + datetime.timedelta(days=1)
            last = later.since - datetime.timedelta(days=1)
            found.append(
                finding("RB5002", periods[later.since], other, first=str(first), last=str(last))
            )
    return found
