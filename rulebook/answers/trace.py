"""Which nodes decided an answer: its evidence, and what was missing.

Reads the values of a plan's nodes, as the compiled evaluator recorded them, by the rules of the
semantics: a false 且 rests on its first false part, cases on the conditions walked, a table on the
row that matched. What was not read spoils nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rulebook.answers.compiled import Bodies, Values
from rulebook.answers.decision import MissingFigure
from rulebook.answers.gathering import element, implied
from rulebook.answers.plan import Dated, Plan
from rulebook.answers.specials import NOT_APPLICABLE, Held
from rulebook.book.model import EVIDENCE_LEVELS, EvidenceLevel
from rulebook.meaning import program as p

Missing = str | MissingFigure
"""A fact by its id, or a figure."""

Levels = frozenset[EvidenceLevel]


@dataclass(slots=True)
class Trace:
    """The values of one evaluation, and what is read off them.

    ``body`` and ``record`` are set in the trace of one record of a gathering: its nodes and values.
    """

    plan: Plan
    values: Values
    bodies: Bodies
    body: tuple[p.Node, ...] = ()
    record: Values = ()
    whole: Trace | None = None
    rests_on: dict[p.Index, Levels] = field(default_factory=dict)
    lacking: dict[p.Index, tuple[Missing, ...]] = field(default_factory=dict)
    decided: dict[int, tuple[p.Index, ...]] = field(default_factory=dict)
    """What nodes rest on, by the identity of the node: it is asked for evidence and for reasons."""

    # ---- nodes and values ------------------------------------------------------------------

    def node(self, index: p.Index) -> p.Node:
        """A node of the version, or of the body in hand."""
        return self.plan.version.nodes[index] if index < p.BODY else self.body[index - p.BODY]

    def value(self, index: p.Index) -> Held:
        """A node's value."""
        return self.values[index] if index < p.BODY else self.record[index - p.BODY]

    def records(self, index: p.Index) -> list[Trace]:
        """The traces of the records that a gathering went over."""
        node = self.node(index)
        assert isinstance(node, p.ForEach)
        return [
            Trace(self.plan, self.values, self.bodies, node.body, record, self)
            for record in self.bodies[index]
        ]

    # ---- evidence and missing --------------------------------------------------------------

    def evidence(self, index: p.Index) -> Levels:
        """The levels of evidence that a known value rests on."""
        if self.whole is not None and index < p.BODY:
            return self.whole.evidence(index)
        for each in self._below(index, self.rests_on, self.deciding):
            node = self.node(each)
            own = self._own_evidence(each, node)
            if isinstance(node, p.ForEach):
                own |= self._evidence_of_records(each, node)
            self.rests_on[each] = own.union(*map(self._known_evidence, self.deciding(node)))
        return self.rests_on[index]

    def missing(self, index: p.Index) -> tuple[Missing, ...]:
        """The unknown leaves that stopped an unknown value, in written order, each once."""
        if self.value(index) is not None:
            return ()
        if self.whole is not None and index < p.BODY:
            return self.whole.missing(index)
        for each in self._below(index, self.lacking, self._unknown_parts):
            self.lacking[each] = tuple(dict.fromkeys(self._leaves(each)))
        return self.lacking[index]

    def _known_evidence(self, index: p.Index) -> Levels:
        own = self.whole is None or index >= p.BODY
        return self.rests_on[index] if own else self.evidence(index)

    def _unknown_parts(self, node: p.Node) -> Iterator[p.Index]:
        """What stopped a node, as far as it is unknown; a gathering looks at its records itself."""
        if not isinstance(node, p.ForEach):
            yield from (each for each in self.stopping(node) if self.value(each) is None)

    def _below(
        self,
        index: p.Index,
        done: Mapping[p.Index, object],
        parts: Callable[[p.Node], Iterable[p.Index]],
    ) -> list[p.Index]:
        """The nodes that ``index`` leads to and that are not done yet, those read first.

        A walk without recursion: definitions may build on each other by the thousand. A node reads
        only nodes before it, so the order of numbers is the order of reading.
        """
        found: set[p.Index] = set()
        waiting = [index]
        while waiting:
            each = waiting.pop()
            elsewhere = self.whole is not None and each < p.BODY
            if each in found or each in done or elsewhere:
                continue
            found.add(each)
            waiting.extend(parts(self.node(each)))
        return sorted(found)

    def figure(self, index: p.Index, node: p.ReadFigure) -> Dated:
        """What is stated of a figure on the day for which it was read."""
        if node.day is None:
            return self.plan.figures[index]
        day = self.value(node.day)
        assert isinstance(day, int)
        return self.plan.figure_on(node.figure, day)

    def _leaves(self, index: p.Index) -> Iterable[Missing]:
        node = self.node(index)
        unset = self.plan.unset(index, node)
        if unset is not None:
            return (unset,)
        match node:
            case p.ReadFact(fact):
                return (fact,)
            case p.ReadField(records, name):
                return (f"{records}.{name}",)
            case p.ReadFigure(day=int(day)) if isinstance(self.value(day), int):
                state = self.figure(index, node).state
                return (state,) if isinstance(state, MissingFigure) else ()
            case p.ForEach():
                return self._missing_of_records(index, node)
            case _:
                return [leaf for each in self._unknown_parts(node) for leaf in self.missing(each)]

    def _own_evidence(self, index: p.Index, node: p.Node) -> Levels:
        level: EvidenceLevel | None = None
        match node:
            case p.ReadFigure(day=day):
                known = day is None or isinstance(self.value(day), int)
                state = self.figure(index, node).state if known else None
                level = state[1] if isinstance(state, tuple) else None
            case p.Constant(clause=int(number)) | p.Table(clause=number) | p.Tiers(clause=number):
                level = self.plan.version.clauses[number].evidence
            case _:
                pass
        return frozenset() if level is None else frozenset({level})

    # ---- the way that decided --------------------------------------------------------------

    def deciding(self, node: p.Node) -> tuple[p.Index, ...]:
        """The nodes that a known value rests on."""
        found = self.decided.get(id(node))
        if found is None:
            found = self.decided[id(node)] = tuple(self._deciding(node))
        return found

    def _deciding(self, node: p.Node) -> Iterator[p.Index]:
        match node:
            case p.Join(op=op, operands=operands):
                yield from self._deciding_join(operands, decisive=op == "or")
            case p.Choose(conditions=conditions, values=values, otherwise=otherwise):
                yield from self.walked(conditions, values, otherwise)
            case p.Consult(applies=applies, value=value, otherwise=otherwise):
                yield from self.walked((applies,), (value,), otherwise)
            case p.Table():
                yield from self._deciding_table(node)
            case p.ForEach(records=records):
                yield records
                if node.otherwise is not None and not self._counting(node):
                    yield node.otherwise
            case _:
                yield from self._first_absent(p.operands(node), _written(node))

    def _first_absent(
        self, operands: Sequence[p.Index], written: Sequence[p.Index] = ()
    ) -> Sequence[p.Index]:
        """What is 不适用 rests on the first operand that is; anything else on all of them.

        ``written`` are the operands in the order of the rule where the node has another.
        """
        absent = [each for each in written or operands if self.value(each) is NOT_APPLICABLE]
        return absent[:1] or operands

    def _deciding_join(self, operands: tuple[p.Index, ...], *, decisive: bool) -> Iterator[p.Index]:
        for each in operands:
            if self.value(each) is decisive:
                yield each
                return
        yield from self._first_absent(operands)

    def _deciding_table(self, node: p.Table) -> Iterator[p.Index]:
        row = self.row_hit(node)
        if row is not None:
            yield from (cell.test for cell in row.cells)
            yield row.result
            return
        absent = [test for test in self._open_cells(node) if self.value(test) is NOT_APPLICABLE]
        if absent:
            yield absent[0]
            return
        yield from self._columns_read(node)
        if node.rest is not None:
            yield node.rest

    def _open_cells(self, node: p.Table) -> list[p.Index]:
        """The conditions of the rows that may match, column by column: rows have no order."""
        possible = self._possible(node)
        return [
            cell.test
            for column in range(len(node.columns))
            for row in possible
            for cell in row.cells
            if cell.column == column
        ]

    def _possible(self, node: p.Table) -> list[p.TableRow]:
        """The rows that no cell rules out."""
        return [
            row
            for row in node.rows
            if all(self.value(cell.test) is not False for cell in row.cells)
        ]

    def _columns_read(self, node: p.Table) -> Iterator[p.Index]:
        """The columns that rule out every row: ``*`` reads none, an unknown one decides nothing."""
        read = sorted({cell.column for row in node.rows for cell in row.cells})
        yield from (
            node.columns[each] for each in read if self.value(node.columns[each]) is not None
        )

    def walked(
        self, conditions: tuple[p.Index, ...], values: tuple[p.Index, ...], otherwise: p.Index
    ) -> Iterator[p.Index]:
        """The conditions walked and the value chosen; one neither true nor false is the last."""
        for condition, value in zip(conditions, values, strict=True):
            yield condition
            if self.value(condition) is True:
                yield value
                return
            if self.value(condition) is not False:
                return
        yield otherwise

    def row_hit(self, node: p.Table) -> p.TableRow | None:
        """The row that surely matches."""
        for row in node.rows:
            if all(self.value(cell.test) is True for cell in row.cells):
                return row
        return None

    # ---- what stopped ----------------------------------------------------------------------

    def stopping(self, node: p.Node) -> Iterator[p.Index]:
        """The nodes whose being unknown stopped this one."""
        match node:
            case p.Choose(conditions=conditions, values=values, otherwise=otherwise):
                *_, last = self.walked(conditions, values, otherwise)
                yield last
            case p.Consult(applies=applies, value=value, otherwise=otherwise):
                *_, last = self.walked((applies,), (value,), otherwise)
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
        if not self._possible(node) and node.rest is not None:
            yield node.rest
            return
        yield from self._open_cells(node)

    # ---- records ---------------------------------------------------------------------------

    def pair(self, node: p.ForEach) -> tuple[Held, Held]:
        """In the trace of a record: whether it counts, and what is gathered of it."""
        where = True if node.where is None else self.value(node.where)
        return where, True if node.item is None else self.value(node.item)

    def _counting(self, node: p.ForEach) -> bool:
        """Whether a record counts, or may."""
        index = self.plan.version.nodes.index(node)
        return any(each.pair(node)[0] is not False for each in self.records(index))

    def _evidence_of_records(self, index: p.Index, node: p.ForEach) -> Levels:
        """Of the first record where one alone makes the whole what it is, else of all records."""
        records = self.records(index)
        held = [_holds(node, record) for record in records]
        first: list[Held] = [NOT_APPLICABLE] if self.value(index) is NOT_APPLICABLE else []
        first += [node.op == "any"] if node.op in ("any", "all") else []
        for sought in first:
            deciding = [r for r, each in zip(records, held, strict=True) if each is sought]
            if deciding:
                records = deciding[:1]
                break
        levels = (record.evidence(each) for record in records for each in record._resting(node))
        return frozenset[EvidenceLevel]().union(*levels)

    def _resting(self, node: p.ForEach) -> Sequence[p.Index]:
        """In the trace of a record: the parts that decided its share.

        任一 and 计数 ask ``其中 且 条件``, 全部 ``非 其中 或 条件``; the others read the item of a
        record that counts.
        """
        where, item = self.pair(node)
        read = [each for each in (node.where, node.item) if each is not None]
        if where is False and node.where is not None:
            return [node.where]
        if node.op not in ("any", "all", "count"):
            return self._first_absent(read if where is True else read[:1])
        if item is (node.op == "all") and node.item is not None:
            return [node.item]
        return self._first_absent(read)

    def parts(self, node: p.ForEach) -> list[p.Index]:
        """In the trace of a record: the parts that are read for its share."""
        where, item = self.pair(node)
        read = [] if node.where is None else [node.where]
        if where is True or (node.op in ("any", "all", "count") and where is not False):
            read += [] if node.item is None else [node.item]
        if node.op == "any" and where is True and item is False and node.item is not None:
            return [node.item]
        return read

    def _missing_of_records(self, index: p.Index, node: p.ForEach) -> list[Missing]:
        if self.value(node.records) is None:
            return list(self.missing(node.records))
        found: list[Missing] = []
        for record in self.records(index):
            if node.op in ("any", "all", "count") and _holds(node, record) is not None:
                continue
            found += [leaf for each in record.parts(node) for leaf in record.missing(each)]
        if not found and node.otherwise is not None:
            return list(self.missing(node.otherwise))
        return found


def _holds(node: p.ForEach, record: Trace) -> Held:
    """What a record's share comes to; of sums and extremes, whether it can be worked with."""
    where, item = pair = record.pair(node)
    match node.op:
        case "all":
            return implied(pair)
        case "any" | "count":
            return element(pair)
        case _:
            return item if where is True else where


def _written(node: p.Node) -> tuple[p.Index, ...]:
    """The operands of a quotient in the order of the rule, which multiplying across changes."""
    return node.written if isinstance(node, p.DivideRound | p.Test) else ()


def weakest(levels: Iterable[EvidenceLevel]) -> EvidenceLevel | None:
    """The weakest of some levels; None where nothing with a source was read."""
    return max(levels, key=EVIDENCE_LEVELS.index, default=None)
