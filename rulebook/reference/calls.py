"""Reading an output of another rule: the whole of that rule, as if facts and day were others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from rulebook.meaning.typed import RuleRead
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

if TYPE_CHECKING:
    from rulebook.reference.evaluation import Evaluation


def consulted(caller: Evaluation, node: RuleRead) -> Result:
    """The output as the other rule's version of that day gives it.

    Where no version is in force, or its 适用 is false, the fallback stands in, 不适用 without one.
    What replaces facts and day is worked out in the caller, where what it replaces still holds.
    """
    day = caller.day if node.day is None else caller.result(node.day)
    if not isinstance(day, Known):
        return day
    assert isinstance(day.value, date)
    result = _as_of(caller, node, Known(day.value, day.evidence))
    return resting_on(result, day.evidence)


def _as_of(caller: Evaluation, node: RuleRead, day: Known) -> Result:
    assert isinstance(day.value, date)
    version = version_in_force(caller.book.rules[node.rule].versions, day.value)
    if version is None:
        return _instead(caller, node)
    given = {fact: caller.result(value) for fact, value in node.replaced}
    called = replace(
        caller,
        version=version,
        day=day,
        replaced={**caller.replaced, **given},
        record=None,
        whole=None,
        _definitions={},
    )
    applies = Known(True) if version.applies is None else called.result(version.applies)
    if is_true(applies):
        return resting_on(called.definition(node.output), evidence_of([applies]))
    if is_false(applies):
        return resting_on(_instead(caller, node), evidence_of([applies]))
    return applies


def _instead(caller: Evaluation, node: RuleRead) -> Result:
    return NotApplicable() if node.fallback is None else caller.result(node.fallback)
