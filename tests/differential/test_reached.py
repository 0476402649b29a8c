"""What the check says no case comes to, no case comes to, whatever the facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from rulebook.diagnostics import Diagnostic, Span
from rulebook.meaning import typed as t
from rulebook.meaning.reached import written_rest
from rulebook.reference import answer
from rulebook.reference.evaluation import Evaluation
from rulebook.reference.results import Result, is_false, is_true
from tests.cases import RULE
from tests.differential.running import of_seed
from tests.differential.test_differential import ROWS

SEEDS, FEW = range(100), 20
REST, NEVER = "RB6016", "RB6017"
CODES = {"RB6014", "RB6015", REST, NEVER, "RB6018"}

Come = tuple[bool, Span]
"""Whether to a 否则, and what is pointed at."""


def test_no_case_comes_there(monkeypatch: pytest.MonkeyPatch) -> None:
    come: set[Come] = set()
    walk = Evaluation._walked_down

    def watched(case: Evaluation, node: t.Cases) -> Result:
        come.update(_reached(case, node))
        return walk(case, node)

    monkeypatch.setattr(Evaluation, "_walked_down", watched)
    told: Counter[str] = Counter()
    for seed in SEEDS:
        _, made = of_seed(seed, ROWS)
        book, findings = made.typed()
        warned = {(each.code == REST, each.span): each for each in findings if each.code in CODES}
        told.update(each.code for each in warned.values())
        come.clear()
        for row in made.rows[:FEW] if warned else ():
            answer(book, RULE, row.facts, row.day, row.min_evidence)
        wrong = [f"{each.line} {each.code} {each.message}" for each in _of(warned, come)]
        assert wrong == [], f"seed {seed}\n{made.program.rule}"
    assert sorted(CODES - set(told)) == []


def _of(warned: dict[Come, Diagnostic], come: set[Come]) -> list[Diagnostic]:
    return [warned[each] for each in sorted(warned.keys() & come, key=str)]


def _reached(case: Evaluation, node: t.Cases) -> Iterator[Come]:
    """The place of the choice to which this case comes."""
    for each in node.cases:
        condition = case.result(each.condition)
        if is_true(condition):
            yield False, each.span if each.name is None else each.condition.span
            if each.name is not None:
                yield False, each.value.span
            return
        if not is_false(condition):
            return
    if node.cases[-1].name is None:
        yield True, written_rest(node)
