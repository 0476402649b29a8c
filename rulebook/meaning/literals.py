"""Values written out: amounts, sets, 无上限 and 不适用."""

from __future__ import annotations

from rulebook.book.numerals import with_unit
from rulebook.book.types import Measure, OneOf, SetOf, Type
from rulebook.book.units import measure_of
from rulebook.diagnostics import Bilingual, Span
from rulebook.language import tree
from rulebook.meaning import typed
from rulebook.meaning.naming import in_both
from rulebook.meaning.typer import Typer


def amount(typer: Typer, node: tree.Amount) -> typed.Typed:
    """A number with its unit. Outside a table an amount other than 0 is set by its clause."""
    measure, factor = measure_of(node.units)
    value = node.number * factor
    sourced = bool(node.units) and value != 0 and not typer.in_table
    clause = typer.clause if sourced else None
    if clause is not None and not clause.citations:
        typer.report("RB4015", node.span, amount=amount_written(node))
    return typed.Literal(value, measure, node.span, clause, node.units)


def special(
    typer: Typer,
    kind: type[typed.NoLimitValue | typed.NotApplicableValue],
    span: Span,
    expected: Type | None,
) -> typed.Typed | None:
    """无上限 or 不适用, which are of whatever type is expected."""
    if expected is None or (kind is typed.NoLimitValue and not isinstance(expected, Measure)):
        keyword = in_both("NOLIMIT" if kind is typed.NoLimitValue else "NA")
        typer.report("RB4024", span, word=keyword)
        return None
    return kind(expected, span)


def choice(typer: Typer, node: tree.Choice, expected: Type | None) -> typed.Typed | None:
    """``(甲、乙)``: a set of an enumeration's values."""
    if not isinstance(expected, SetOf):
        typer.report("RB4026", node.span)
        return None
    return set_of(typer, node.items, expected, node.span)


def set_of(
    typer: Typer, items: tuple[tree.Expression, ...], expected: SetOf, span: Span
) -> typed.Typed | None:
    """A set written out."""
    values = [typer.value(item, OneOf(expected.enumeration)) for item in items]
    names = [value.value for value in values if isinstance(value, typed.Literal)]
    if len(names) < len(values):
        if None not in values:
            typer.report("RB3203", span)
        return None
    return typed.Literal(frozenset(str(name) for name in names), expected, span)


def amount_written(amount: tree.Amount) -> Bilingual:
    """An amount as it is written, with its unit."""
    return Bilingual(*(with_unit(amount.digits, amount.units, lang) for lang in ("zh", "en")))
