"""Reading an output of another rule: the whole of that rule, as if facts and day were others."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Protocol

from rulebook.book.model import EvidenceLevel
from rulebook.meaning.typed import RuleRead, Typed, TypedBook, TypedVersion
from rulebook.reference.days import version_in_force
from rulebook.reference.results import (
    Known,
    NotApplicable,
    Result,
    evidence_of,
    is_false,
    is_true,
    resting_on,
)


class Caller(Protocol):
    """An evaluation that reads another rule."""

    @property
    def book(self) -> TypedBook:
        """The rules that there are."""

    @property
    def day(self) -> Result:
        """The day of its case."""

    def result(self, node: Typed) -> Result:
        """The value of a node, or what is missing for it."""

    def definition(self, name: str) -> Result:
        """The value of a definition of its rule."""

    def calling(self, version: TypedVersion, day: Known, given: Mapping[str, Result]) -> Caller:
        """The evaluation of another rule's version, with other facts and another day."""


def consulted(caller: Caller, node: RuleRead) -> Result:
    """The output as the other rule's version of that day gives it.

    Where no version is in force, its 适用 is false or the output is 不适用, the fallback stands in,
    不适用 without one. What replaces facts and day is worked out in the caller, where what it
    replaces still holds.
    """
    day = caller.day if node.day is None else caller.result(node.day)
    result = _as_of(caller, node, day) if isinstance(day, Known) else day
    if isinstance(result, NotApplicable) and node.fallback is not None:
        return resting_on(caller.result(node.fallback), result.evidence)
    return result


def _as_of(caller: Caller, node: RuleRead, day: Known) -> Result:
    """The output on a day; 不适用 where the rule is not in force or doesn't apply."""
    assert isinstance(day.value, date)
    version = version_in_force(caller.book.rules[node.rule].versions, day.value)
    if version is None:
        return NotApplicable(day.evidence)
    given = {fact: caller.result(value) for fact, value in node.replaced}
    called = caller.calling(version, day, given)
    applies = Known(True) if version.applies is None else called.result(version.applies)
    if is_true(applies):
        return resting_on(called.definition(node.output), _seen_on(day, applies))
    if is_false(applies):
        return NotApplicable(_seen_on(day, applies))
    return resting_on(applies, day.evidence)


def _seen_on(day: Known, applies: Result) -> EvidenceLevel | None:
    """The evidence that a rule that was in force on a day applied, or did not."""
    return evidence_of([day, applies])
