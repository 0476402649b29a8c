"""Faults planted into the compiled evaluator: the comparison has to find each of them."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from rulebook.answers import calendar, compiled, gathering, plan, trace
from rulebook.answers.syntax import COMPARE
from rulebook.meaning import lowering, tabulating
from rulebook.meaning import program as p


def bounds_exclude(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(COMPARE, "≥", ast.Gt)


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


def tiers_begin_late(monkeypatch: pytest.MonkeyPatch) -> None:
    right: Callable[..., int] = tabulating._Built.part

    def wrong(self: Any, lower: int | None, upper: int | None) -> int:
        part = right(self, lower, upper)
        if lower is None:
            return part
        one = self.low.add(p.Constant(1, None, p.Shape("number", 2, 1, 1), self.span))
        less: int = self.bound("floor", self.low.subtract(part, one, self.span), self.zero)
        return less

    monkeypatch.setattr(tabulating._Built, "part", wrong)


def without(monkeypatch: pytest.MonkeyPatch, name: str, **fields: Any) -> None:
    """Let lowering forget parts of a node."""
    right: Callable[..., int] = getattr(lowering, name)
    monkeypatch.setattr(lowering, name, lambda low, node: right(low, replace(node, **fields)))


def what_came_before_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch, "brackets", on_top_of=None)


def every_record_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch, "for_each", where=None)


def fallbacks_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch, "consult", fallback=None)


def facts_are_not_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch, "consult", replaced=())


def the_day_is_not_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch, "consult", day=None)


def not_applicable_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(compiled.KNOWN, "NA", None)


def months_run_over(monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(day: int, months: int) -> int:
        year, month, of_month = calendar.split(day)
        whole = year * 12 + month - 1 + months
        return calendar.number(whole // 12, whole % 12 + 1, of_month)

    monkeypatch.setitem(compiled.KNOWN, "add_months", wrong)


def birthdays_come_late(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(compiled.KNOWN, "age", lambda birth, day: calendar.age(birth, day - 1))


def medical_years_begin_late(monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(day: int, month: int) -> int:
        return calendar.medical_year(day, month + 1)

    monkeypatch.setitem(compiled.KNOWN, "medical_year", wrong)


def missing_lists_are_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(op: Any, pairs: Any, otherwise: Any) -> Any:
        return gathering.gather(op, pairs or (), otherwise)

    monkeypatch.setitem(compiled.KNOWN, "gather", wrong)


FAULTS = (
    (bounds_exclude, ""),
    (halves_go_down, ""),
    (a_last_day_is_forgotten, ""),
    (the_rest_rests_on_nothing, "| 否则 |"),
    (weak_evidence_is_let_in, ""),
    (tiers_begin_late, "= 分段"),
    (what_came_before_is_forgotten, "= 分段 接"),
    (every_record_counts, "其中"),
    (fallbacks_are_forgotten, "不适用时"),
    (facts_are_not_replaced, "副1("),
    (the_day_is_not_replaced, "、基准日: "),
    (not_applicable_is_unknown, ""),
    (months_run_over, "个月"),
    (birthdays_come_late, "周岁(甲日、基准日)"),
    (medical_years_begin_late, "医保年度("),
    (missing_lists_are_empty, "录"),
)
"""Each fault with a word that rules must have to show it."""
