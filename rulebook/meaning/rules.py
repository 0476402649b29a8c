"""All rule files of a book → typed rules, each with its versions in order of time."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from itertools import pairwise

from rulebook.book.model import BookContents, RuleText
from rulebook.diagnostics import Bilingual, Diagnostic, Related, finding
from rulebook.language import tree
from rulebook.meaning import typed
from rulebook.meaning.completeness import incomplete_tables
from rulebook.meaning.examples import type_examples
from rulebook.meaning.naming import own_name
from rulebook.meaning.scope import Scope, scope_of
from rulebook.meaning.versions import VersionTyper


def type_book(
    contents: BookContents, trees: Mapping[str, tree.RuleFile]
) -> tuple[typed.TypedBook, tuple[Diagnostic, ...]]:
    """The typed rules of a book; ``trees`` are its rule files' by path.

    A rule with an error in one of its versions is left out, so that nothing answers in its name.
    """
    found: list[Diagnostic] = []
    rules: dict[str, typed.TypedRule] = {}
    scopes: dict[str, Scope] = {}
    for text in contents.rules:
        if text.path not in trees:
            continue
        scope = scopes.setdefault(text.place, scope_of(contents, text.place))
        rule = _rule(scope, text, trees[text.path], found)
        if rule is not None:
            rules[rule.id] = rule
    return typed.TypedBook(contents, rules), tuple(dict.fromkeys(found))


def _rule(
    scope: Scope, text: RuleText, file: tree.RuleFile, found: list[Diagnostic]
) -> typed.TypedRule | None:
    path = f"{text.place}/{text.family}/{text.stem}"
    expected = text.stem.replace("-", "_")
    versions: list[typed.TypedVersion] = []
    examples: list[typed.TypedExample] = []
    sound = bool(file.rules) and not file.broken
    for rule in file.rules:
        id_, _ = own_name(rule.name.word, rule.other.word if rule.other else None)
        if id_ != expected:
            found.append(
                finding("RB3014", rule.name.span, word=id_, expected=expected, file=text.path)
            )
            sound = False
        typer = VersionTyper(scope, path, rule)
        version = typer.version()
        found.extend(typer.found)
        if version is None:
            sound = False
            continue
        gaps = incomplete_tables(version, scope.contents)
        found.extend(gaps)
        sound = sound and not gaps
        versions.append(version)
        shown, wrong = type_examples(scope, path, version, rule.statements)
        found.extend(wrong)
        examples.extend(shown)
        sound = sound and not wrong
    if not versions:
        return None
    ordered = tuple(sorted(versions, key=lambda each: each.since))
    clashes = _clashes(ordered)
    found.extend(clashes)
    if not sound or any(each.severity == "error" for each in clashes):
        return None
    first = file.rules[0]
    id_, label = own_name(first.name.word, first.other.word if first.other else None)
    titles = file.rules[-1].titles
    title = Bilingual(titles[0], titles[1] if len(titles) > 1 else label.en) if titles else label
    return typed.TypedRule(path, label, title, text.place, text.family, ordered, tuple(examples))


def _clashes(versions: tuple[typed.TypedVersion, ...]) -> list[Diagnostic]:
    """Versions that overlap (an error), end before they begin, or leave a gap (a warning)."""
    found = [
        finding("RB5003", each.span, since=str(each.since), until=str(each.until))
        for each in versions
        if each.until is not None and each.until < each.since
    ]
    for earlier, later in pairwise(versions):
        other = Related(earlier.span, Bilingual("另一个版本", "the other version"))
        if earlier.until is None or earlier.until >= later.since:
            day = str(later.since)
            found.append(finding("RB5001", later.span, other, day=day))
        elif earlier.until + datetime.timedelta(days=1) < later.since:
            first = earlier.until + datetime.timedelta(days=1)
            last = later.since - datetime.timedelta(days=1)
            found.append(finding("RB5002", later.span, other, first=str(first), last=str(last)))
    return found
