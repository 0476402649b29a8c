"""Expressions of two sides: arithmetic, comparisons, 属于, and conditions joined."""

from __future__ import annotations

from typing import TypeGuard

from rulebook.book.types import NUMBER, PERCENTAGE_POINTS, TRUTH, Measure, OneOf, SetOf, Type
from rulebook.diagnostics import Span
from rulebook.language import tree
from rulebook.meaning import typed
from rulebook.meaning.arithmetic import product, quotient, sum_or_difference
from rulebook.meaning.measures import meet
from rulebook.meaning.scope import CASE_DAY
from rulebook.meaning.typer import Typer


def minus(typer: Typer, operand: tree.Expression, span: Span) -> typed.Typed | None:
    """A leading minus, before a measure."""
    inner = typer.expression(operand)
    if inner is None:
        return None
    if not isinstance(inner.type, Measure):
        typer.report("RB4020", operand.span, found=typer.kind(inner.type))
        return None
    return typed.Negate(inner, inner.type, span)


def arithmetic(typer: Typer, node: tree.Arithmetic, expected: Type | None) -> typed.Typed | None:
    """``+ - × /``: see ``rulebook.meaning.arithmetic``."""
    left = typer.expression(node.left, expected)
    right = typer.expression(node.right, expected)
    if left is None or right is None:
        return None
    rule = {"×": product, "/": quotient}.get(node.op)
    outcome = (
        rule(left.type, right.type)
        if rule is not None
        else sum_or_difference(node.op, left.type, right.type)
    )
    if isinstance(outcome, str):
        _misfit(typer, outcome, node, left, right)
        return None
    return typed.Arithmetic(node.op, left, right, outcome, node.span)


def _misfit(
    typer: Typer, code: str, node: tree.Arithmetic, left: typed.Typed, right: typed.Typed
) -> None:
    """Report why an operator has no result for its operands."""
    kinds = {"left": typer.kind(left.type), "right": typer.kind(right.type)}
    match code:
        case "RB4020":
            wrong = right if isinstance(left.type, Measure) else left
            typer.report(code, wrong.span, found=typer.kind(wrong.type))
        case "RB4006":
            other = left if right.type == PERCENTAGE_POINTS else right
            typer.report(code, node.span, other=typer.kind(other.type))
        case _:
            typer.report(code, node.span, op=node.op, **kinds)


def _operands(
    typer: Typer, first: tree.Expression, second: tree.Expression
) -> tuple[typed.Typed | None, typed.Typed | None]:
    """Two operands that are to meet; one that may be an enumeration's value comes second."""
    if _needs_context(typer, first) and not _needs_context(typer, second):
        right = typer.expression(second)
        left = typer.expression(first, right.type) if right else None
        return left, right
    left = typer.expression(first)
    if left is None and _needs_context(typer, second):
        return None, None
    return left, typer.expression(second, left.type if left else None)


def _needs_context(typer: Typer, node: tree.Expression) -> bool:
    """Whether an operand means something only beside another: a value of an enumeration."""
    if isinstance(node, tree.Quoted):
        return True
    if not isinstance(node, tree.Name):
        return False
    named = node.word in typer.names or node.word in typer.scope.figures
    return not named and node.word not in typer.scope.facts and node.word not in CASE_DAY


def _is_calendar_year(node: tree.Expression) -> TypeGuard[tree.Amount]:
    """Whether an amount such as ``2024年`` is likely meant as a year of the calendar."""
    return isinstance(node, tree.Amount) and node.units == ("year",) and 1900 <= node.number <= 2100


def comparison(typer: Typer, node: tree.Comparison) -> typed.Typed | None:
    """Two operands compared; a bare number beside a unit is told as such."""
    left, right = _operands(typer, node.left, node.right)
    if left is None or right is None:
        return None
    if meet(left.type, right.type) is None:
        bare, other = (node.left, right) if left.type == NUMBER else (node.right, left)
        if isinstance(bare, tree.Amount) and not bare.units and NUMBER in (left.type, right.type):
            typer.fit(typed.Literal(bare.number, NUMBER, bare.span), other.type, bare)
            return None
        year = next((each for each in (node.left, node.right) if _is_calendar_year(each)), None)
        if year is not None and NUMBER in (left.type, right.type):
            typer.report("RB4043", year.span, year=year.digits)
            return None
        typer.report("RB4002", node.span, left=typer.kind(left.type), right=typer.kind(right.type))
        return None
    if node.op not in ("=", "≠") and not typer.ordered(left.type):
        typer.report("RB4009", node.span, op=node.op, found=typer.kind(left.type))
        return None
    return typed.Compare(node.op, left, right, TRUTH, node.span)


def membership(typer: Typer, node: tree.Membership) -> typed.Typed | None:
    """属于: in values written out, or in a fact or definition that is a set."""
    options = node.options
    while isinstance(options, tree.Bracketed):
        options = options.value
    if not isinstance(options, tree.Choice) and _needs_context(typer, node.operand):
        of = typer.expression(options)
        if of is None or not isinstance(of.type, SetOf):
            if of is not None:
                typer.report("RB4037", options.span, found=typer.kind(of.type))
            return None
        operand = typer.value(node.operand, OneOf(of.type.enumeration))
        return None if operand is None else typed.Contains(operand, of, TRUTH, node.span)
    operand = typer.expression(node.operand)
    if operand is None:
        return None
    if isinstance(operand.type, OneOf) and not isinstance(options, tree.Choice):
        of = typer.expression(options, operand.type)
        if of is None:
            return None
        if of.type == SetOf(operand.type.enumeration):
            return typed.Contains(operand, of, TRUTH, node.span)
    if not isinstance(options, tree.Choice):
        of = typer.expression(options, operand.type)
        if of is not None and meet(of.type, operand.type) is None:
            typer.report("RB4037", options.span, found=typer.kind(of.type))
            return None
    items = options.items if isinstance(options, tree.Choice) else (options,)
    values = [typer.value(item, operand.type) for item in items]
    sound = tuple(value for value in values if value is not None)
    if len(sound) < len(values):
        return None
    return typed.Member(operand, sound, TRUTH, node.span)


def junction(
    typer: Typer, op: str, operands: tuple[tree.Expression, ...], span: Span
) -> typed.Typed | None:
    """且 and 或: every part has to be a condition."""
    parts = [typer.condition(operand) for operand in operands]
    sound = tuple(part for part in parts if part is not None)
    if len(sound) < len(parts):
        return None
    return typed.Junction("and" if op == "and" else "or", sound, TRUTH, span)
