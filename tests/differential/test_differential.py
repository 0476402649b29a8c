"""Generated programs and rows: every evaluator gives the answer of the reference, whole."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rulebook.answers import compiled, plan, trace
from rulebook.answers.decision import STATUSES
from rulebook.meaning import program as p
from tests.cases import book_in, read_cases
from tests.differential import running
from tests.differential.comparing import BOOK, Difference, Tally
from tests.differential.constructs import ALL
from tests.differential.running import keep, recheck, run

SEEDS, ROWS = range(200), 30


def test_evaluators_agree() -> None:
    tally = Tally()
    try:
        run(SEEDS, ROWS, tally)
    except Difference as difference:
        pytest.fail(f"{difference}\nkept as {keep(difference)}", pytrace=False)
    assert tally.refused == {}
    assert tally.programs == len(SEEDS)
    assert tally.rows == len(SEEDS) * ROWS
    assert sorted(ALL - set(tally.constructs)) == []
    shares = {status: round(tally.share(status), 3) for status in STATUSES}
    assert min(shares.values()) >= 0.05, shares
    assert tally.outcomes["not-applicable"] > 100, tally.outcomes


# ---- an evaluator that is wrong is found out


def bounds_exclude(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(compiled.COMPARE, "≥", ast.Gt)


def halves_go_down(monkeypatch: pytest.MonkeyPatch) -> None:
    right = compiled.Emitter.rounded

    def wrong(self: compiled.Emitter, numerator: Any, divisor: Any, node: p.DivideRound) -> Any:
        if node.mode != "half_up":
            return right(self, numerator, divisor, node)
        twice = ast.BinOp(numerator, ast.Mult(), ast.Constant(2))
        less = ast.BinOp(ast.BinOp(twice, ast.Add(), divisor), ast.Sub(), ast.Constant(1))
        return ast.BinOp(less, ast.FloorDiv(), ast.BinOp(divisor, ast.Mult(), ast.Constant(2)))

    monkeypatch.setattr(compiled.Emitter, "rounded", wrong)


def a_last_day_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(self: plan.Dated, day: int) -> bool:
        starts = self.since is None or self.since <= day
        return starts and (self.until is None or day < self.until)

    monkeypatch.setattr(plan.Dated, "holds", wrong)


def the_rest_rests_on_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(self: trace.Trace, node: p.Table) -> Any:
        return iter(())

    monkeypatch.setattr(trace.Trace, "_columns_read", wrong)


def weak_evidence_is_let_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan, "too_weak", lambda level, asked: False)


@pytest.mark.parametrize(
    "spoil",
    [
        bounds_exclude,
        halves_go_down,
        a_last_day_is_forgotten,
        the_rest_rests_on_nothing,
        weak_evidence_is_let_in,
    ],
)
def test_a_wrong_evaluator_is_found_out(
    spoil: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil(monkeypatch)
    monkeypatch.setattr(running, "SHRINKING_SECONDS", 0)
    with pytest.raises(Difference) as found:
        run(SEEDS, ROWS, Tally())
    assert found.value.evaluator == "compiled"


def test_a_difference_is_shrunk_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        bounds_exclude(patch)
        with pytest.raises(Difference) as found:
            run(SEEDS, ROWS, Tally())
        (case,) = read_cases(keep(found.value, tmp_path), book_in(BOOK))
        assert len(case.rule.splitlines()) < 12, case.rule
        assert len(case.facts) <= 2
        with pytest.raises(Difference):
            recheck(case)
    recheck(case)
