"""Generated programs and rows: every evaluator gives the answer of the reference, whole."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from rulebook.answers.decision import STATUSES
from rulebook.answers.fast import specialising, writing
from rulebook.answers.fast.expressions import Expressions
from rulebook.answers.fast.lookups import lookup
from rulebook.answers.fast.scope import Lookup, Scope
from rulebook.answers.fast.writing import Writer
from rulebook.answers.syntax import literal
from rulebook.meaning import program as p
from tests.cases import book_in, read_cases
from tests.differential import running
from tests.differential.comparing import BOOK, Difference, Tally
from tests.differential.conftest import forget
from tests.differential.constructs import ALL
from tests.differential.faults import FAULTS, bounds_exclude
from tests.differential.running import keep, of_seed, recheck, run
from tests.evaluators import FAST

SEEDS, ROWS = range(200), 30
CHECKED = ("True", "False", "undetermined")
MORE_SEEDS = range(1000)
"""A rare fault may take more programs to be found; the run ends with the first."""


def test_evaluators_agree() -> None:
    tally = Tally()
    FAST.answered = FAST.asked = 0
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
    assert FAST.answered > 0.1 * tally.rows, (FAST.answered, FAST.asked)
    assert min(tally.checks[each] for each in CHECKED) > 20, tally.checks


# ---- an evaluator that is wrong is found out


@pytest.mark.parametrize(("spoil", "word"), FAULTS, ids=[each.__name__ for each, _ in FAULTS])
def test_a_wrong_evaluator_is_found_out(
    spoil: Callable[[pytest.MonkeyPatch], None], word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil(monkeypatch)
    monkeypatch.setattr(running, "SHRINKING_SECONDS", 0)
    with pytest.raises(Difference) as found:
        run(MORE_SEEDS, ROWS, Tally(), word)
    assert found.value.evaluator == "compiled"


def small_ones() -> list[int]:
    """Seeds of the smallest programs first: those that are shrunk soonest."""
    return sorted(SEEDS[:60], key=lambda seed: len(of_seed(seed, ROWS)[0]))


def test_a_difference_is_shrunk_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        bounds_exclude(patch)
        patch.setattr(running, "SHRINKING_SECONDS", 30)
        with pytest.raises(Difference) as found:
            run(small_ones(), ROWS, Tally())
        (case,) = read_cases(keep(found.value, tmp_path), book_in(BOOK))
        assert len(case.rule.splitlines()) < 12, case.rule
        assert len(case.facts) <= 2
        with pytest.raises(Difference):
            recheck(case)
    forget()
    recheck(case)


# ---- the fast path


def floors_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    right = Writer.limit

    def wrong(self: Writer, index: int, node: p.Bound) -> list[ast.stmt]:
        body = right(self, index, node)
        return body[:-1] if node.kind == "floor" else body

    monkeypatch.setattr(Writer, "limit", wrong)


def halves_are_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    right = Expressions.rounded_by

    def wrong(self: Expressions, above: ast.expr, divisor: int, mode: str) -> ast.expr:
        return right(self, above, divisor, "down" if mode == "half_up" else mode)

    monkeypatch.setattr(Expressions, "rounded_by", wrong)


def looked_up_one_off(monkeypatch: pytest.MonkeyPatch) -> None:
    right = lookup

    def wrong(within: Scope, node: p.Table) -> Lookup | None:
        found = right(within, node)
        return found and replace(found, entries=(*found.entries[1:], found.entries[0]))

    monkeypatch.setattr(specialising, "lookup", wrong)


def empty_lists_take_a_record(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "_gathered", lambda op, name, item: ([], literal(1)))


@pytest.mark.parametrize(
    "spoil", [floors_are_forgotten, halves_are_cut, looked_up_one_off, empty_lists_take_a_record]
)
def test_a_wrong_fast_path_is_found_out(
    spoil: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil(monkeypatch)
    monkeypatch.setattr(running, "SHRINKING_SECONDS", 0)
    with pytest.raises(Difference) as found:
        run(MORE_SEEDS, ROWS, Tally())
    assert found.value.evaluator == "fast"
