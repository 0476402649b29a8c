"""What every node of the typed tree means.

An :class:`Evaluation` is one rule's version on one case. It starts where it is asked and reads
only what it must: a definition is evaluated where it is read, at most once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import assert_never

from rulebook.answers.decision import MissingFigure
from rulebook.book.model import BookContents, EvidenceLevel
from rulebook.language.tree import GatherOp
from rulebook.meaning.typed import (
    Arithmetic,
    Brackets,
    CaseDayRead,
    Cases,
    Clause,
    Compare,
    Contains,
    DefinitionRead,
    FactRead,
    FieldRead,
    FigureRead,
    FunctionCall,
    Gather,
    Junction,
    Limit,
    Literal,
    Lookup,
    Member,
    Negate,
    NoLimitValue,
    Not,
    NotApplicableValue,
    RecordGather,
    Round,
    RuleRead,
    Typed,
    TypedVersion,
    Value,
)
from rulebook.reference.days import figure_on
from rulebook.reference.logic import conjunction, disjunction, negation
from rulebook.reference.measures import calculated, compared, measure, rank, rounded
from rulebook.reference.results import (
    Known,
    MissingFact,
    Result,
    Unknown,
    evidence_of,
    is_false,
    is_true,
    missing_of,
    resting_on,
    weaker,
)
from rulebook.reference.tables import looked_up


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A version of a rule, on the facts and the day of one case."""

    contents: BookContents
    version: TypedVersion
    facts: Mapping[str, Value]
    day: date
    min_evidence: EvidenceLevel
    _definitions: dict[str, Result] = field(default_factory=dict)

    def definition(self, name: str) -> Result:
        """The value of a definition of the rule."""
        if name not in self._definitions:
            self._definitions[name] = self.result(self.version.definitions[name].value)
        return self._definitions[name]

    def result(self, node: Typed) -> Result:
        """The value of a node, or what is missing for it."""
        match node:
            case Literal():
                return self._standing_on(node.clause, lambda: Known(node.value))
            case FactRead(fact):
                return Known(self.facts[fact]) if fact in self.facts else _unknown(fact)
            case CaseDayRead():
                return Known(self.day)
            case FigureRead():
                return self._figure(node)
            case DefinitionRead(definition):
                return self.definition(definition)
            case Negate(operand):
                return self._strict((operand,), lambda value: -measure(value))
            case Arithmetic(sign, left, right):
                return self._strict(
                    (left, right), lambda one, other: calculated(sign, measure(one), measure(other))
                )
            case Compare():
                return self._comparison(node)
            case Member(operand, options):
                return self._strict((operand, *options), lambda value, *others: value in others)
            case Not(operand):
                return negation(self.result(operand))
            case Junction(op, operands):
                joined = conjunction if op == "and" else disjunction
                return joined(self._results(operands))
            case Gather():
                return self._gathered(node)
            case Limit():
                return self._limited(node)
            case Round(mode, value, step):
                return self._strict((value,), lambda known: rounded(mode, measure(known), step))
            case Cases():
                return self._walked_down(node)
            case Lookup():
                return self._standing_on(
                    node.clause,
                    lambda: looked_up(node, self.result),
                )
            case (
                Brackets()
                | Contains()
                | FieldRead()
                | FunctionCall()
                | NoLimitValue()
                | NotApplicableValue()
                | RecordGather()
                | RuleRead()
            ):
                raise NotImplementedError(f"{type(node).__name__} is still to be defined here")
            case _:
                assert_never(node)

    def _results(self, nodes: Sequence[Typed]) -> list[Result]:
        return [self.result(node) for node in nodes]

    def _strict(self, operands: Sequence[Typed], work: Callable[..., Value]) -> Result:
        """Work on the operands' values; one unknown operand makes it unknown."""
        return strict(self._results(operands), work)

    def _figure(self, node: FigureRead) -> Result:
        """A figure as of the day of the case, or as of the day that the rule names."""
        day = Known(self.day) if node.day is None else self.result(node.day)
        if isinstance(day, Unknown):
            return day
        assert isinstance(day.value, date)
        figure = self.contents.figures[node.place, node.figure]
        return resting_on(figure_on(figure, day.value, self.min_evidence), day.evidence)

    def _standing_on(self, clause: Clause | None, result: Callable[[], Result]) -> Result:
        """A result as sure as the clause; a clause weaker than asked for is not read at all."""
        if clause is None or clause.evidence is None:
            return result()
        if weaker(clause.evidence, self.min_evidence):
            return Unknown((MissingFigure(clause.id, "too-weak", clause.evidence),))
        return resting_on(result(), clause.evidence)

    def _comparison(self, node: Compare) -> Result:
        vocabulary, of_type = self.contents.vocabulary, node.left.type
        return self._strict(
            (node.left, node.right),
            lambda left, right: compared(node.op, left, right, of_type, vocabulary),
        )

    def _limited(self, node: Limit) -> Result:
        choose = max if node.kind == "floor" else min
        return self._strict((node.value, node.bound), self._choice(choose, node))

    def _gathered(self, node: Gather) -> Result:
        items = self._results([item.value for item in node.items])
        op: GatherOp = node.op
        match op:
            case "all":
                return conjunction(items)
            case "any":
                return disjunction(items)
            case "sum":
                return strict(items, lambda *values: sum(map(measure, values), Fraction(0)))
            case "count":
                return strict(items, lambda *values: Fraction(values.count(True)))
            case "max":
                return strict(items, self._choice(max, node))
            case "min":
                return strict(items, self._choice(min, node))
            case _:
                assert_never(op)

    def _choice(self, choose: Callable[..., Value], node: Limit | Gather) -> Callable[..., Value]:
        """The greatest or the least of some values of the node's type."""

        def by_rank(value: Value) -> Fraction:
            return rank(value, node.type, self.contents.vocabulary)

        return lambda *values: choose(values, key=by_rank)

    def _walked_down(self, node: Cases) -> Result:
        """The first true condition decides, false ones are passed, an unknown one stops."""
        passed: list[Result] = []
        for case in node.cases:
            condition = self.result(case.condition)
            passed.append(condition)
            if is_true(condition):
                return resting_on(self.result(case.value), evidence_of(passed))
            if not is_false(condition):
                return condition
        return resting_on(self.result(node.otherwise), evidence_of(passed))


def strict(operands: Sequence[Result], work: Callable[..., Value]) -> Result:
    """Work on known values; one unknown operand makes the whole unknown, even 0 × unknown."""
    values = [operand.value for operand in operands if isinstance(operand, Known)]
    if len(values) < len(operands):
        return Unknown(missing_of(operands))
    return Known(work(*values), evidence_of(operands))


def _unknown(fact: str) -> Unknown:
    return Unknown((MissingFact(fact),))
