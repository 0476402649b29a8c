"""What every node of the typed tree means.

An :class:`Evaluation` is one rule's version on one case. It starts where it is asked and reads
only what it must: a definition is evaluated where it is read, at most once, and one that is worked
out per record at most once for each. A rule that is called is an evaluation of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import assert_never

from rulebook.answers.decision import MissingFigure
from rulebook.book.model import BookContents, EvidenceLevel
from rulebook.book.types import CalendarDay
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
    FactValue,
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
    TypedBook,
    TypedVersion,
    Value,
)
from rulebook.reference.brackets import in_parts
from rulebook.reference.calendar import called, days_between, moved
from rulebook.reference.calls import consulted
from rulebook.reference.days import figure_on
from rulebook.reference.logic import conjunction, disjunction, negation
from rulebook.reference.measures import (
    calculated,
    compared,
    limited,
    measure,
    rank,
    rounded,
    total,
)
from rulebook.reference.records import Share, gathered
from rulebook.reference.results import (
    NO_LIMIT,
    Held,
    Known,
    MissingFact,
    MissingField,
    NotApplicable,
    Result,
    Unknown,
    evidence_of,
    is_false,
    is_true,
    resting_on,
    strict,
    weaker,
)
from rulebook.reference.tables import looked_up


@dataclass(frozen=True, slots=True)
class Record:
    """A record in hand, and the fact whose records are gone over."""

    records: str
    fields: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A version of a rule, on the facts and the day of one case.

    ``replaced`` are the values that facts have for a call, which all that is called from there
    reads as well; so it is with ``day``. ``record`` is the record in hand where a gathering works
    out its parts; ``whole`` is then the evaluation of the rule itself.
    """

    book: TypedBook
    version: TypedVersion
    facts: Mapping[str, FactValue]
    day: Result
    min_evidence: EvidenceLevel
    replaced: Mapping[str, Result] = field(default_factory=dict)
    record: Record | None = None
    whole: Evaluation | None = None
    _definitions: dict[str, Result] = field(default_factory=dict)

    @property
    def contents(self) -> BookContents:
        """The data that the rules of the book read."""
        return self.book.contents

    def definition(self, name: str) -> Result:
        """The value of a definition of the rule; of one per record, for the record in hand."""
        definition = self.version.definitions[name]
        if self.whole is not None and definition.records is None:
            return self.whole.definition(name)
        if name not in self._definitions:
            self._definitions[name] = self.result(definition.value)
        return self._definitions[name]

    def result(self, node: Typed) -> Result:  # noqa: C901 - one arm a construct
        """The value of a node, or what is missing for it."""
        match node:
            case Literal():
                return self._standing_on(node.clause, lambda: Known(node.value))
            case FactRead(fact):
                return self._fact(fact)
            case FieldRead():
                return self._field(node)
            case CaseDayRead():
                return self.day
            case NoLimitValue():
                return Known(NO_LIMIT)
            case NotApplicableValue():
                return NotApplicable()
            case FigureRead():
                return self._figure(node)
            case DefinitionRead(definition):
                return self.definition(definition)
            case Negate(operand):
                return self._strict((operand,), lambda value: -measure(value))
            case Arithmetic():
                return self._arithmetic(node)
            case FunctionCall(function, arguments):
                return self._strict(arguments, lambda *values: called(function, values))
            case Compare():
                return self._comparison(node)
            case Member(operand, options):
                return self._strict((operand, *options), lambda value, *others: value in others)
            case Contains(operand, of):
                return self._strict((operand, of), _contains)
            case Not(operand):
                return negation(self.result(operand))
            case Junction(op, operands):
                joined = conjunction if op == "and" else disjunction
                return joined(self._results(operands))
            case Gather():
                return self._gathered(node)
            case RecordGather():
                return self._over_records(node)
            case Limit(kind, value, bound):
                return self._strict((value, bound), lambda one, other: limited(kind, one, other))
            case Round(mode, value, step):
                return self._strict((value,), lambda known: rounded(mode, measure(known), step))
            case Cases():
                return self._walked_down(node)
            case Lookup():
                return self._standing_on(node.clause, lambda: looked_up(node, self.result))
            case Brackets():
                return self._standing_on(node.clause, lambda: in_parts(node, self.result))
            case RuleRead():
                return consulted(self, node)
            case _:
                assert_never(node)

    def calling(self, version: TypedVersion, day: Known, given: Mapping[str, Result]) -> Evaluation:
        """The evaluation of another rule that this one calls, with no record in hand."""
        return replace(
            self,
            version=version,
            day=day,
            replaced={**self.replaced, **given},
            record=None,
            whole=None,
            _definitions={},
        )

    def _results(self, nodes: Sequence[Typed]) -> list[Result]:
        return [self.result(node) for node in nodes]

    def _strict(self, operands: Sequence[Typed], work: Callable[..., Held]) -> Result:
        """Work on the operands' values, where all of them are known."""
        return strict(self._results(operands), work)

    def _fact(self, fact: str) -> Result:
        """A fact of the case, or what it is replaced by."""
        if fact in self.replaced:
            return self.replaced[fact]
        if fact not in self.facts:
            return Unknown((MissingFact(fact),))
        value = self.facts[fact]
        assert not isinstance(value, tuple), "records are read by gatherings alone"
        return Known(value)

    def _field(self, node: FieldRead) -> Result:
        """A field of the record in hand."""
        assert self.record is not None
        assert self.record.records == node.records
        if node.field not in self.record.fields:
            return Unknown((MissingField(node.records, node.field),))
        return Known(self.record.fields[node.field])

    def _arithmetic(self, node: Arithmetic) -> Result:
        op, operands = node.op, (node.left, node.right)
        if isinstance(node.type, CalendarDay):
            length = node.right.type
            return self._strict(operands, lambda start, by: moved(op, start, by, length))
        if isinstance(node.left.type, CalendarDay):
            return self._strict(operands, days_between)
        return self._strict(operands, lambda one, other: calculated(op, one, other))

    def _figure(self, node: FigureRead) -> Result:
        """A figure as of the day of the case, or as of the day that the rule names."""
        day = self.day if node.day is None else self.result(node.day)
        if not isinstance(day, Known):
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

    def _gathered(self, node: Gather) -> Result:
        items = self._results([item.value for item in node.items])
        op: GatherOp = node.op
        match op:
            case "all":
                return conjunction(items)
            case "any":
                return disjunction(items)
            case "sum":
                return strict(items, lambda *values: total(values))
            case "count":
                return strict(items, lambda *values: Fraction(values.count(True)))
            case "max":
                return strict(items, self._choice(max, node))
            case "min":
                return strict(items, self._choice(min, node))
            case _:
                assert_never(op)

    def _over_records(self, node: RecordGather) -> Result:
        """A gathering over the records of a fact, in their order."""
        if node.records not in self.facts:
            return Unknown((MissingFact(node.records),))
        records = self.facts[node.records]
        assert isinstance(records, tuple)

        def otherwise() -> Result:
            assert node.otherwise is not None
            return self.result(node.otherwise)

        shares = [self._with(Record(node.records, fields))._share(node) for fields in records]
        choose = max if node.op == "max" else min
        return gathered(node.op, shares, otherwise, self._choice(choose, node))

    def _with(self, record: Record) -> Evaluation:
        """The evaluation with a record in hand."""
        return replace(self, record=record, whole=self, _definitions={})

    def _share(self, node: RecordGather) -> Share:
        """Whether the record in hand counts, and what is gathered of it."""
        where = Known(True) if node.where is None else self.result(node.where)
        return Share(where, Known(True) if node.item is None else self.result(node.item))

    def _choice(
        self, choose: Callable[..., Held], node: Gather | RecordGather
    ) -> Callable[..., Held]:
        """The greatest or the least of some values of the node's type."""

        def by_rank(value: Held) -> Fraction:
            return rank(value, node.type, self.contents.vocabulary)

        return lambda *values: choose(values, key=by_rank)

    def _walked_down(self, node: Cases) -> Result:
        """The first true condition decides, false ones are passed, any other one stops."""
        passed: list[Result] = []
        for case in node.cases:
            condition = self.result(case.condition)
            passed.append(condition)
            if is_true(condition):
                return resting_on(self.result(case.value), evidence_of(passed))
            if not is_false(condition):
                return resting_on(condition, evidence_of(passed))
        return resting_on(self.result(node.otherwise), evidence_of(passed))


def _contains(value: Held, of: Held) -> bool:
    assert isinstance(of, frozenset)
    return value in of
