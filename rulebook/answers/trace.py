"""Which nodes decided an answer: its evidence, and what was missing.

Reads the values of a plan's nodes, as the compiled evaluator recorded them, by the rules of the
semantics: a false 且 rests on its first false part, cases on the conditions walked, a table on the
row that matched. What was not read spoils nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from rulebook.answers.compiled import Values
from rulebook.answers.decision import MissingFigure
from rulebook.answers.plan import Plan
from rulebook.book.model import EVIDENCE_LEVELS, EvidenceLevel
from rulebook.meaning import program as p

Missing = str | MissingFigure
"""A fact by its id, or a figure."""


@dataclass(slots=True)
class Trace:
    """The values of one evaluation, and what is read off them."""

    plan: Plan
    values: Values
    rests_on: dict[p.Index, frozenset[EvidenceLevel]] = field(default_factory=dict)
    lacking: dict[p.Index, tuple[Missing, ...]] = field(default_factory=dict)

    def evidence(self, index: p.Index) -> frozenset[EvidenceLevel]:
        """The levels of evidence that a known value rests on."""
        if index not in self.rests_on:
            node = self.plan.version.nodes[index]
            own = self._own_evidence(index, node)
            parts = (self.evidence(each) for each in self.deciding(node))
            self.rests_on[index] = own.union(*parts)
        return self.rests_on[index]

    def missing(self, index: p.Index) -> tuple[Missing, ...]:
        """The unknown leaves that stopped an unknown value, in written order, each once."""
        if self.values[index] is not None:
            return ()
        if index not in self.lacking:
            node = self.plan.version.nodes[index]
            if index in self.plan.unset:
                leaves: Iterable[Missing] = (self.plan.unset[index],)
            elif isinstance(node, p.ReadFact):
                leaves = (node.fact,)
            else:
                leaves = (leaf for each in self.stopping(node) for leaf in self.missing(each))
            self.lacking[index] = tuple(dict.fromkeys(leaves))
        return self.lacking[index]

    def _own_evidence(self, index: p.Index, node: p.Node) -> frozenset[EvidenceLevel]:
        level: EvidenceLevel | None = None
        match node:
            case p.ReadFigure():
                level = self.plan.known[index][1]
            case p.Constant(clause=int(number)) | p.Table(clause=number):
                level = self.plan.version.clauses[number].evidence
            case _:
                pass
        return frozenset() if level is None else frozenset({level})

    def deciding(self, node: p.Node) -> Iterator[p.Index]:
        """The nodes that a known value rests on."""
        match node:
            case p.Join(op=op, operands=operands):
                decisive = op == "or"
                first = next((each for each in operands if self.values[each] is decisive), None)
                yield from operands if first is None else (first,)
            case p.Choose():
                yield from self.walked(node)
            case p.Table():
                row = self.row_hit(node)
                if row is None:
                    yield from self._columns_read(node)
                    if node.rest is not None:
                        yield node.rest
                else:
                    yield from (cell.test for cell in row.cells)
                    yield row.result
            case _:
                yield from p.operands(node)

    def _columns_read(self, node: p.Table) -> Iterator[p.Index]:
        """The columns that rule out every row: ``*`` reads none, an unknown one decides nothing."""
        read = sorted({cell.column for row in node.rows for cell in row.cells})
        yield from (
            node.columns[each] for each in read if self.values[node.columns[each]] is not None
        )

    def walked(self, node: p.Choose) -> Iterator[p.Index]:
        """The conditions walked, and the value that was chosen; an unknown condition is the last."""
        for condition, value in zip(node.conditions, node.values, strict=True):
            yield condition
            if self.values[condition] is None:
                return
            if self.values[condition]:
                yield value
                return
        yield node.otherwise

    def row_hit(self, node: p.Table) -> p.TableRow | None:
        """The row that surely matches."""
        for row in node.rows:
            if all(self.values[cell.test] is True for cell in row.cells):
                return row
        return None

    def stopping(self, node: p.Node) -> Iterator[p.Index]:
        """The nodes whose being unknown stopped this one."""
        match node:
            case p.Choose():
                *_, last = self.walked(node)
                yield last
            case p.Table():
                yield from self._stopping_table(node)
            case p.DivideRound(written=written) | p.Test(written=written) if written:
                yield from written
            case _:
                yield from p.operands(node)

    def _stopping_table(self, node: p.Table) -> Iterator[p.Index]:
        row = self.row_hit(node)
        if row is not None:
            yield row.result
            return
        possible = [
            row
            for row in node.rows
            if all(self.values[cell.test] is not False for cell in row.cells)
        ]
        if not possible and node.rest is not None:
            yield node.rest
            return
        for column in range(len(node.columns)):
            for row in possible:
                yield from (cell.test for cell in row.cells if cell.column == column)


def weakest(levels: Iterable[EvidenceLevel]) -> EvidenceLevel | None:
    """The weakest of some levels; None where nothing with a source was read."""
    return max(levels, key=EVIDENCE_LEVELS.index, default=None)
