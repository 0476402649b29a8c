"""The whole check: every place, every item of the list, on a day."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from rulebook.answers.evaluate import Machine
from rulebook.book.model import BookContents, ListBound, Place
from rulebook.book.place_names import unknown_place
from rulebook.conformity.checks import ORDER, all_judged, off_list, verdict_on
from rulebook.conformity.conditions import Comparison, read_condition
from rulebook.conformity.model import ConformityReport, Finding, Judged
from rulebook.conformity.standing import Ground, standing
from rulebook.diagnostics import NOWHERE, Diagnostic, finding
from rulebook.meaning.program import Program
from rulebook.meaning.scope import scope_of
from rulebook.meaning.typed import TypedBook


def conform(
    contents: BookContents,
    typed: TypedBook,
    program: Program,
    day: datetime.date,
    places: Sequence[str] | None = None,
) -> ConformityReport:
    """The verdict on each item of the list for some places, or for all that stand under another.

    Only sound rules are looked at. Differences come first, place by place.
    """
    conditions, found = _conditions(contents)
    ground = Ground(contents, typed, program, day, conditions, Machine(program))
    wanted = [contents.places[each] for each in dict.fromkeys(places or below_others(contents))]
    findings: list[Finding] = []
    every: list[Judged] = []
    for place in wanted:
        stood = [standing(ground, place, each) for each in contents.items.values()]
        of_place = [*(verdict_on(each) for each in stood), *_off_list(ground, place)]
        findings += sorted(of_place, key=lambda each: ORDER[each.verdict])
        every += [judged for each in stood if each.rules for judged in all_judged(each)]
    return ConformityReport(day, tuple(findings), found, tuple(every), conditions)


def below_others(contents: BookContents) -> tuple[str, ...]:
    """The places that stand under another one, and so under its list."""
    return tuple(id_ for id_, place in sorted(contents.places.items()) if place.parent is not None)


def unknown_places(contents: BookContents, places: Sequence[str]) -> list[Diagnostic]:
    """What is wrong with some places: the book has no such, or the list is their own."""
    below = below_others(contents)
    found: list[Diagnostic] = []
    for place in places:
        if place not in contents.places:
            known = [contents.places[each] for each in below]
            found.append(unknown_place("RB9205", place, known))
        elif place not in below:
            found.append(finding("RB9206", NOWHERE, place=place))
    return found


def _off_list(ground: Ground, place: Place) -> Iterator[Finding]:
    for rule in ground.rules_of(place.id):
        version = ground.version(rule.id)
        outside = off_list(rule, version) if version is not None else None
        if outside is not None:
            yield outside


def _conditions(
    contents: BookContents,
) -> tuple[dict[ListBound, tuple[Comparison, ...]], tuple[Diagnostic, ...]]:
    """The conditions of all bounds, read in the scope of the place above all."""
    top = next((id_ for id_, place in contents.places.items() if place.parent is None), "national")
    scope = scope_of(contents, top)
    conditions: dict[ListBound, tuple[Comparison, ...]] = {}
    found: list[Diagnostic] = []
    for item in contents.items.values():
        asked = item.bounds if item.exists is None else (*item.bounds, item.exists)
        for bound in asked:
            if bound.condition is not None:
                conditions[bound], wrong = read_condition(scope, item, bound)
                found.extend(wrong)
    return conditions, tuple(found)
