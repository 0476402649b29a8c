"""What an evaluation says of one node: its value as shown, its text, and what decided it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from rulebook.answers.explanation import Operation, Read, Shown
from rulebook.answers.specials import SpecialValue
from rulebook.answers.trace import Trace, weakest
from rulebook.book.model import EvidenceLevel
from rulebook.diagnostics import Bilingual, Span
from rulebook.meaning import program as p
from rulebook.meaning.shapes import told

MOST_COLUMNS = 10_000
"""More columns than a line has."""


@dataclass(slots=True)
class Walked:
    """The nodes of one evaluation, as an explanation speaks of them."""

    program: p.Program
    rule: str
    trace: Trace
    text_of: Callable[[Span], str]

    def _node(self, index: p.Index) -> p.Node:
        return self.trace.node(index)

    def _strip(self, index: p.Index) -> p.Index:
        """The node below changes of scale."""
        index = self._called(index)
        node = self._node(index)
        return self._strip(node.value) if isinstance(node, p.Scale) else index

    def _called(self, index: p.Index) -> p.Index:
        """Of a call the reading itself, unless 不适用时 stands in for a result that is 不适用."""
        node = self._node(index)
        if not isinstance(node, p.Choose) or not self._of_call(node):
            return index
        absent = self.trace.value(node.conditions[0]) is True
        return index if absent else self._strip(node.otherwise)

    def _of_call(self, node: p.Choose) -> bool:
        """Whether a choice is what 不适用时 makes of a result that may be 不适用."""
        first = node.conditions[:1]
        return bool(first) and isinstance(self._node(first[0]), p.Absent)

    def _as(self, index: p.Index, units: tuple[str, ...], enumeration: str | None) -> Shown:
        """A node's value as it is shown in some units, or as a value of an enumeration."""
        held = self.trace.value(index)
        if held is None or isinstance(held, SpecialValue):
            return Shown(None, units, enumeration, held)
        shape = self._node(index).shape
        ids = self.program.enumerations[shape.enumeration] if shape.enumeration else None
        return Shown(told(held, shape, ids), units, enumeration or shape.enumeration)

    def shown(self, index: p.Index) -> Shown:
        """A node's value in the units of its shape."""
        shape = self._node(index).shape
        return self._as(index, shape.units, shape.enumeration)

    def _text(self, node: p.Node) -> str:
        """The rule's text of a step: of a table the row that hit, of a gathering nothing."""
        match node:
            case p.Table():
                row = self.trace.row_hit(node)
                return self.text_of(row.span) if row else ""
            case p.Choose() if not self._of_call(node):
                return self._exception_text(node)
            case p.Tiers():
                return ""
            case p.Gathering():
                return ""
            case p.Join(lines=lines) if lines:
                return ""
            case _:
                return self.text_of(node.span)

    def _place(self, node: p.Node) -> Span:
        """Where that text stands."""
        row = self.trace.row_hit(node) if isinstance(node, p.Table) else None
        return node.span if row is None else row.span

    def _crossing(self, node: p.Node) -> p.Crossing | None:
        """Where the cell of a two-way table that hit stands."""
        row = self.trace.row_hit(node) if isinstance(node, p.Table) else None
        return None if row is None else row.crossing

    def _heads(self, crossing: p.Crossing) -> tuple[str, str]:
        return self.text_of(crossing.side), self.text_of(crossing.top)

    def _exception(self, node: p.Node) -> Bilingual | None:
        """The name of the exception that a choice took."""
        hit = self._case_hit(node) if isinstance(node, p.Choose) else None
        return node.names[hit - 1] if hit and isinstance(node, p.Choose) else None

    def _exception_text(self, node: p.Choose) -> str:
        """The heading of the exception that applies; of ordinary cases nothing."""
        hit = self._case_hit(node)
        if not hit or not node.names[hit - 1]:
            return ""
        heading = replace(node.span, end_line=node.span.line, end_column=MOST_COLUMNS)
        return self.text_of(heading)

    def _evidence(self, index: p.Index) -> EvidenceLevel | None:
        known = self.trace.value(index) is not None
        return weakest(self.trace.evidence(index)) if known else None

    def _kind(self, node: p.Node, plain: Operation) -> tuple[Operation, int | None]:
        match node:
            case p.Choose() if not self._of_call(node):
                return "cases", self._case_hit(node)
            case p.Table():
                row = self.trace.row_hit(node)
                if row is None or row.crossing is None:
                    return "table", row.number if row else None
                return "table", row.crossing.row
            case p.Bound():
                return "limit", None
            case p.DivideRound():
                return "round", None
            case p.Join(op=op, lines=lines) if lines:
                return ("all" if op == "and" else "any"), None
            case p.ForEach(op=op_):
                return op_, None
            case p.Consult() | p.Choose():
                return "rule", None
            case p.Tiers():
                return "brackets", None
            case p.Extreme(kind=kind):
                return kind, None
            case p.Gathering(value=value):
                gathered = self._node(value)
                if isinstance(gathered, p.Extreme):
                    return gathered.kind, None
                return ("count" if isinstance(gathered, p.CountTrue) else "sum"), None
            case _:
                return plain, None

    def _case_hit(self, node: p.Choose) -> int | None:
        for number, condition in enumerate(node.conditions, start=1):
            if self.trace.value(condition) is True:
                return number
            if self.trace.value(condition) is not False:
                return None
        return 0

    def _parts(self, index: p.Index, node: p.Node) -> Iterator[tuple[p.Index, p.Line | None]]:
        """The nodes on the way that was taken; named lines with their names."""
        match node:
            case p.Join(lines=lines) | p.Gathering(lines=lines) if lines:
                yield from zip(node.operands, lines, strict=True)
            case _ if self.trace.value(index) is None:
                yield from ((each, None) for each in self._unknown_parts(node))
            case _:
                yield from ((each, None) for each in self.trace.deciding(node))

    def _unknown_parts(self, node: p.Node) -> Iterator[p.Index]:
        match node:
            case p.Choose(conditions=conditions, values=values, otherwise=otherwise):
                yield from self.trace.walked(conditions, values, otherwise)
            case p.Consult(applies=applies, value=value, otherwise=otherwise):
                yield from self.trace.walked((applies,), (value,), otherwise)
            case p.Table():
                yield from node.columns
                row = self.trace.row_hit(node)
                if row is not None:
                    yield row.result
            case _:
                yield from p.operands(node)

    def _figure(self, index: p.Index, key: str) -> Read:
        spec = self.program.figures[key]
        node = self._node(index)
        assert isinstance(node, p.ReadFigure)
        known = node.day is None or isinstance(self.trace.value(node.day), int)
        dated = self.trace.figure(index, node) if known else None
        state = dated.state if dated else None
        stated = dated.stated if dated else None
        return Read(
            "figure",
            key.partition("/")[2],
            spec.label,
            self._as(index, spec.units, spec.shape.enumeration),
            state[1] if isinstance(state, tuple) else None,
            stated.source if stated else None,
            stated.section if stated else None,
        )
