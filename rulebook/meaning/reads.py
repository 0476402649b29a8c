"""What is written or read as it stands, lowered: amounts, facts, figures, definitions, fields."""

from __future__ import annotations

import dataclasses
from fractions import Fraction

from rulebook.book.units import shown_in
from rulebook.meaning import program as p
from rulebook.meaning import typed as t
from rulebook.meaning.lowerer import Lowerer
from rulebook.meaning.shapes import held, scale_of, shape_of

Leaf = (
    t.FactRead
    | t.FigureRead
    | t.DefinitionRead
    | t.CaseDayRead
    | t.FieldRead
    | t.NoLimitValue
    | t.NotApplicableValue
)
"""What is read as it stands."""


def plain_literal(low: Lowerer, node: t.Literal) -> p.Index:
    """A value written in the rule that is not a measure."""
    number = held(node.value, 0, low.book.contents.vocabulary.enumerations, node.type)
    shape = shape_of(node.type, low.book.contents)
    shape = dataclasses.replace(shape, low=number, high=number)
    return low.add(p.Constant(number, _clause_of(low, node.clause), shape, node.span))


def number_literal(low: Lowerer, node: t.Literal) -> p.Index:
    """An amount written in the rule, at the least scale that holds it."""
    assert isinstance(node.value, Fraction)
    scale = scale_of(node.value)
    number = int(node.value * 10**scale)
    shape = p.Shape("number", scale, number, number)
    return low.add(p.Constant(number, _clause_of(low, node.clause), shape, node.span))


def _clause_of(low: Lowerer, clause: t.Clause | None) -> int | None:
    return None if clause is None else low.clause(clause)


def read(low: Lowerer, node: Leaf) -> p.Index:
    """A fact, a figure, the day, another definition, a field, or a special value."""
    match node:
        case t.FactRead(fact, _, span):
            replaced = low.frame.replaced(fact)
            if replaced is not None:
                return replaced
            return low.add(p.ReadFact(fact, low.facts[fact].shape, span))
        case t.FigureRead(place, figure, _, span, day):
            key = f"{place}/{figure}"
            on = low.whole(day) if day is not None else low.frame.day
            return low.add(p.ReadFigure(key, on, low.figures[key].shape, span))
        case t.DefinitionRead(definition):
            return low.definition(definition)
        case t.CaseDayRead(type_, span):
            if low.frame.day is not None:
                return low.frame.day
            return low.add(p.ReadDay(shape_of(type_, low.book.contents), span))
        case t.FieldRead(records, name, _, span):
            fields = low.facts[records].fields
            shape = next(each.shape for each in fields if each.id == name)
            return low.add(p.ReadField(records, name, shape, span))
        case t.NoLimitValue(type_, span):
            shape = p.Shape("number", units=shown_in(type_), unlimited=True)
            return low.add(p.Special("unlimited", shape, span))
        case t.NotApplicableValue(type_, span):
            return low.absent(type_, span)
