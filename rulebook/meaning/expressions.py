"""Expressions of the tree → typed expressions: names found, units checked.

Each function takes the type expected by the surroundings, which decides what an enumeration's
value means, and returns None after reporting what is wrong.
"""

from __future__ import annotations

from dataclasses import dataclass

from rulebook.book.types import DAY, TRUTH, Type
from rulebook.diagnostics import Bilingual
from rulebook.language import tree
from rulebook.meaning import typed
from rulebook.meaning.gathering import aggregate
from rulebook.meaning.limits import limited, rounded
from rulebook.meaning.literals import amount, choice, special
from rulebook.meaning.names import name, quoted
from rulebook.meaning.operators import arithmetic, comparison, junction, membership, minus
from rulebook.meaning.references import call, part, when_not_applicable
from rulebook.meaning.typer import Typer


@dataclass(slots=True)
class ExpressionTyper(Typer):
    """Types every kind of expression, each by the functions of its module."""

    def expression(  # noqa: C901 - one arm a construct
        self, node: tree.Expression, expected: Type | None = None
    ) -> typed.Typed | None:
        """Type an expression; names of enumeration values are looked up in ``expected``."""
        match node:
            case tree.Name():
                return name(self, node, expected)
            case tree.Amount():
                return amount(self, node)
            case tree.Day(date, span):
                return typed.Literal(date, DAY, span)
            case tree.YesNo(value, span):
                return typed.Literal(value, TRUTH, span)
            case tree.Quoted(text, span):
                return quoted(self, text, span, expected)
            case tree.Bracketed(value):
                return self.expression(value, expected)
            case tree.Minus(operand, span):
                return minus(self, operand, span)
            case tree.Arithmetic():
                return arithmetic(self, node, expected)
            case tree.Comparison():
                return comparison(self, node)
            case tree.Membership():
                return membership(self, node)
            case tree.Not(operand, span):
                inner = self.condition(operand)
                return None if inner is None else typed.Not(inner, TRUTH, span)
            case tree.And(operands, span):
                return junction(self, "and", operands, span)
            case tree.Or(operands, span):
                return junction(self, "or", operands, span)
            case tree.Aggregate():
                return aggregate(self, node, expected)
            case tree.Limit():
                inner = self.expression(node.value, expected)
                return limited(self, inner, node.kind, node.bound, node.span)
            case tree.Rounding():
                inner = self.expression(node.value, expected)
                return rounded(self, inner, node.mode, node.step, node.span)
            case tree.Part():
                return part(self, node, None)
            case tree.Call():
                return call(self, node)
            case tree.WhenNotApplicable():
                return when_not_applicable(self, node)
            case tree.Choice():
                return choice(self, node, expected)
            case tree.Base(span):
                if self.base is None:
                    self.report("RB4023", span)
                return self.base
            case tree.NoLimit(span):
                return special(self, typed.NoLimitValue, span, expected)
            case tree.NotApplicable(span):
                return special(self, typed.NotApplicableValue, span, expected)
            case tree.Undetermined(span=span):
                self.report("RB4018", span, word=Bilingual("未定", "undetermined"))
        return None
