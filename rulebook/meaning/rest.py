"""否则 along a side of a two-way table: the tests of what the other cells leave."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from rulebook.book.model import Vocabulary
from rulebook.book.types import CalendarDay, Measure, OneOf, Truth
from rulebook.diagnostics import NOWHERE, Diagnostic, finding
from rulebook.language.tree import CompareOp
from rulebook.meaning import typed as t
from rulebook.meaning.stretches import ALL, Cut, Stretch, compared, meet, number_of, point


def rest_of(
    tests: Sequence[t.CellTest], column: t.Typed, vocabulary: Vocabulary
) -> tuple[t.CellTest, ...] | Diagnostic:
    """Tests that together take what ``tests`` don't; none where nothing is left.

    A value that has to be looked up is answered with a finding.
    """
    taken: list[Stretch] = []
    for test in tests:
        stretches = _stretches(test, column, vocabulary)
        if isinstance(stretches, Diagnostic):
            return stretches
        taken.extend(stretches)
    match column.type:
        case OneOf(enumeration):
            ids = [each.id for each in vocabulary.enumerations[enumeration].values]
            left = [id_ for place, id_ in enumerate(ids) if not _holds(taken, Fraction(place))]
            return _among([t.Literal(id_, column.type, NOWHERE) for id_ in left])
        case Truth():
            answers = [each for each in (True, False) if not _holds(taken, Fraction(int(each)))]
            return _among([t.Literal(each, column.type, NOWHERE) for each in answers])
        case Measure() | CalendarDay():
            return tuple(_within(stretch, column) for stretch in _outside(taken))
        case _:
            return ()


def _stretches(
    test: t.CellTest, column: t.Typed, vocabulary: Vocabulary
) -> tuple[Stretch, ...] | Diagnostic:
    match test:
        case t.AnyValue():
            return ALL
        case t.AmongValues(values):
            points: list[Stretch] = []
            for value in values:
                number = _number(value, column, vocabulary)
                if number is None:
                    return finding("RB6009", value.span)
                points.append(point(number))
            return tuple(points)
        case t.WithinBounds(bounds):
            found = ALL
            for op, bound in bounds:
                number = _number(bound, column, vocabulary)
                if number is None:
                    return finding("RB6009", bound.span)
                found = meet(found, compared(op, number))
            return found


def _number(value: t.Typed, column: t.Typed, vocabulary: Vocabulary) -> Fraction | None:
    if not isinstance(value, t.Literal):
        return None
    return number_of(value.value, column.type, vocabulary)


def _holds(stretches: list[Stretch], number: Fraction) -> bool:
    return any(meet((stretch,), (point(number),)) for stretch in stretches)


def _among(values: list[t.Literal]) -> tuple[t.CellTest, ...]:
    return (t.AmongValues(tuple(values)),) if values else ()


def _outside(taken: list[Stretch]) -> tuple[Stretch, ...]:
    """The stretches between and around those that are taken."""
    left = ALL
    for stretch in taken:
        below = () if stretch.low is None else (Stretch(None, stretch.low),)
        above = () if stretch.high is None else (Stretch(stretch.high, None),)
        left = meet(left, (*below, *above))
    return left


def _within(stretch: Stretch, column: t.Typed) -> t.CellTest:
    bounds: list[tuple[CompareOp, t.Typed]] = []
    if stretch.low is not None:
        bounds.append((">" if stretch.low[1] else "≥", _literal(stretch.low, column)))
    if stretch.high is not None:
        bounds.append(("≤" if stretch.high[1] else "<", _literal(stretch.high, column)))
    return t.WithinBounds(tuple(bounds)) if bounds else t.AnyValue()


def _literal(cut: Cut, column: t.Typed) -> t.Literal:
    number = cut[0]
    is_day = isinstance(column.type, CalendarDay)
    value: t.Value = date.fromordinal(int(number)) if is_day else number
    return t.Literal(value, column.type, NOWHERE)
