"""The typed tree → the program: scales, bounds, and one node after the other.

A number that was divided is carried as numerator and denominator until it is rounded or compared,
so nothing is ever rounded that the rule doesn't round.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from rulebook.meaning import program as p
from rulebook.meaning import typed as t
from rulebook.meaning.calculating import (
    arithmetic,
    day_arithmetic,
    function,
    gathered,
    limited,
    rounded,
)
from rulebook.meaning.consulting import consult
from rulebook.meaning.foreach import for_each
from rulebook.meaning.lowerer import Lowerer
from rulebook.meaning.making import Ratio
from rulebook.meaning.reads import number_literal, plain_literal, read
from rulebook.meaning.tabulating import brackets, cases, table


@dataclass(slots=True, kw_only=True)
class Lowering(Lowerer):
    """Lowers every kind of node, each by the functions of its module."""

    def plain(self, node: t.Typed) -> p.Index:
        """A condition, a day or a value of an enumeration."""
        match node:
            case t.Literal():
                return plain_literal(self, node)
            case (
                t.FactRead()
                | t.FigureRead()
                | t.CaseDayRead()
                | t.DefinitionRead()
                | t.FieldRead()
                | t.NoLimitValue()
                | t.NotApplicableValue()
            ):
                return read(self, node)
            case t.RuleRead():
                return consult(self, node)
            case t.FunctionCall():
                return function(self, node)
            case t.RecordGather():
                return for_each(self, node)
            case t.Contains(operand, of, _, span):
                return self.add(
                    p.Contains(self.whole(operand), self.whole(of), p.TRUTH_SHAPE, span)
                )
            case t.Arithmetic():
                return day_arithmetic(self, node)
            case t.Compare():
                return self.compare(node.op, node.left, node.right, node.span)
            case t.Member(operand, options, _, span):
                value, *choices = self.wholes([operand, *options], span)
                return self.add(p.OneOf(value, tuple(choices), p.TRUTH_SHAPE, span))
            case t.Not(operand, _, span):
                return self.add(p.Invert(self.whole(operand), p.TRUTH_SHAPE, span))
            case t.Junction(op, operands, _, span):
                parts = tuple(self.whole(operand) for operand in operands)
                return self.add(p.Join(op, parts, (), p.TRUTH_SHAPE, span))
            case t.Gather():
                return gathered(self, node)
            case t.Cases():
                return cases(self, node)
            case t.Lookup():
                return table(self, node)
            case t.Negate() | t.Limit() | t.Round() | t.Brackets():
                raise AssertionError("a measure, lowered by number()")
            case _:
                assert_never(node)

    def number(self, node: t.Typed) -> Ratio:
        """A measure."""
        match node:
            case t.Literal():
                return Ratio(number_literal(self, node))
            case (
                t.FactRead()
                | t.FigureRead()
                | t.DefinitionRead()
                | t.CaseDayRead()
                | t.FieldRead()
                | t.NoLimitValue()
                | t.NotApplicableValue()
            ):
                return Ratio(read(self, node))
            case t.RuleRead():
                return Ratio(consult(self, node))
            case t.FunctionCall():
                return Ratio(function(self, node))
            case t.RecordGather():
                return Ratio(for_each(self, node))
            case t.Brackets():
                return Ratio(brackets(self, node))
            case t.Negate(operand, _, span):
                inner = self.number(operand)
                negative = self.negate(inner.numerator, span)
                return Ratio(negative, inner.denominator, inner.written)
            case t.Arithmetic():
                return arithmetic(self, node)
            case t.Limit():
                return limited(self, node)
            case t.Round():
                return Ratio(rounded(self, node))
            case t.Gather():
                return Ratio(gathered(self, node))
            case t.Cases():
                return Ratio(cases(self, node))
            case t.Lookup():
                return Ratio(table(self, node))
            case t.Compare() | t.Member() | t.Not() | t.Junction() | t.Contains():
                raise AssertionError("a condition, lowered by plain()")
            case _:
                assert_never(node)
