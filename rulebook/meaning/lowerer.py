"""What lowering goes by: the rule in hand, what of it is lowered, and what that stands on."""

from __future__ import annotations

import dataclasses
import datetime
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from fractions import Fraction

from rulebook.book.types import Measure, OneOf, SetOf, Type
from rulebook.book.units import shown_in
from rulebook.diagnostics import Span, finding
from rulebook.language.marks import CompareOp
from rulebook.meaning import program as p
from rulebook.meaning import typed as t
from rulebook.meaning.frames import Frame
from rulebook.meaning.making import Maker, Ratio, written_order
from rulebook.meaning.refused import Refused
from rulebook.meaning.shapes import shape_of
from rulebook.meaning.walking import innermost_first


@dataclass(slots=True, kw_only=True)
class Lowerer(Maker, ABC):
    """Lowers one version of a rule.

    ``start`` is a day of the period for which it is lowered: every rule that is called has one
    version throughout that period.
    """

    book: t.TypedBook
    frame: Frame
    start: datetime.date
    facts: dict[str, p.ProgramFact]
    figures: dict[str, p.ProgramFigure]
    defined: dict[tuple[str, str], p.Index] = field(default_factory=dict)
    definitions: dict[str, p.ProgramDefinition] = field(default_factory=dict)
    clauses: list[t.Clause] = field(default_factory=list)
    frames: dict[object, Frame] = field(default_factory=dict)

    @abstractmethod
    def plain(self, node: t.Typed) -> p.Index:
        """A condition, a day or a value of an enumeration."""

    @abstractmethod
    def number(self, node: t.Typed) -> Ratio:
        """A measure."""

    def clause(self, clause: t.Clause) -> int:
        """The number of a clause in this version."""
        if clause not in self.clauses:
            self.clauses.append(clause)
        return self.clauses.index(clause)

    def whole(self, node: t.Typed) -> p.Index:
        """The node of a value that is not a division left open."""
        if not isinstance(node.type, Measure):
            return self.plain(node)
        ratio = self.number(node)
        if ratio.denominator is not None:
            raise Refused(finding("RB4010", node.span))
        return ratio.numerator

    def wholes(self, nodes: tuple[t.Typed, ...] | list[t.Typed], span: Span) -> list[p.Index]:
        """Several values, numbers among them at one scale."""
        indices = [self.whole(node) for node in nodes]
        if nodes and isinstance(nodes[0].type, Measure):
            return self.aligned(indices, span)
        return indices

    def definition(self, id_: str) -> p.Index:
        """The node of a definition of the rule in hand, lowered when first read.

        What it rests on is lowered before it, so that long chains need no deep stack.
        """
        definitions = self.frame.version.definitions
        definition = definitions[id_]
        key = (self.frame.name, id_)
        if key not in self._kept(definition):
            for each in innermost_first(id_, definitions, self._is_lowered):
                if definitions[each].records is None:
                    self._lower(definitions[each])
            if definition.records is not None:
                for each in innermost_first(id_, definitions, self._is_whole_or_lowered):
                    self._lower(definitions[each])
        return self._kept(definition)[key]

    def _lower(self, definition: t.TypedDefinition) -> None:
        kept = self._kept(definition)
        body, self.body = self.body, None if kept is self.defined else self.body
        kept[self.frame.name, definition.id] = self._define(definition)
        self.body = body

    def _kept(self, definition: t.TypedDefinition) -> dict[tuple[str, str], p.Index]:
        """Where the node of a definition is kept: with the record in hand, or for all records."""
        if definition.records is None and not self.frame.of_record:
            return self.defined
        assert self.body is not None
        return self.body.defined

    def _is_lowered(self, id_: str) -> bool:
        definition = self.frame.version.definitions[id_]
        if definition.records is not None and self.body is None:
            return False
        return (self.frame.name, id_) in self._kept(definition)

    def _is_whole_or_lowered(self, id_: str) -> bool:
        return self.frame.version.definitions[id_].records is None or self._is_lowered(id_)

    def _define(self, definition: t.TypedDefinition) -> p.Index:
        value = self.whole(definition.value)
        fact = self.facts.get(definition.id)
        if fact is not None and fact.shape.kind == "number":
            value = self.at_scale_of(fact, value, definition.clause.span)
        name = self.frame.name + definition.id
        shape = dataclasses.replace(self.shape(value), units=definition.units)
        node = self.add(p.Define(name, value, shape, definition.span))
        self.definitions[name] = p.ProgramDefinition(
            id=definition.id,
            rule=self.frame.rule,
            label=definition.label,
            node=node,
            units=definition.units,
            enumeration=enumeration_of(definition.type),
            clause=self.clause(definition.clause),
        )
        return node

    def at_scale_of(self, fact: p.ProgramFact, value: p.Index, span: Span) -> p.Index:
        """An output at its fact's scale; a finer one needs a rounding."""
        more = fact.shape.scale - self.shape(value).scale
        if more < 0:
            step = f"{Fraction(fact.step, 10**fact.shape.scale)}"
            decimals = str(fact.shape.scale)
            raise Refused(
                finding(
                    "RB7003",
                    span,
                    word=fact.label,
                    decimals=str(self.shape(value).scale),
                    allowed=decimals,
                    step=step,
                )
            )
        return self.scaled(value, 10**more, more, span)

    def absent(self, type_: Type, span: Span) -> p.Index:
        """不适用, of whatever type it stands for."""
        number = isinstance(type_, Measure)
        shape = p.Shape("number") if number else shape_of(type_, self.book.contents)
        shape = dataclasses.replace(shape, units=shown_in(type_), absent=True)
        return self.add(p.Special("absent", shape, span))

    def compare(self, op: CompareOp, left: t.Typed, right: t.Typed, span: Span) -> p.Index:
        """A comparison; divisions on either side are multiplied across."""
        written: tuple[p.Index, ...] = ()
        if isinstance(left.type, Measure):
            one, other = self.number(left), self.number(right)
            a, b = self.common(one, other, span)
            written = written_order(one, other)
        else:
            a, b = self.whole(left), self.whole(right)
        return self.add(p.Test(op, a, b, p.TRUTH_SHAPE, span, written))


def enumeration_of(type_: object) -> str | None:
    """The enumeration that a type takes its values from, if any."""
    return type_.enumeration if isinstance(type_, OneOf | SetOf) else None
