"""Program nodes → cells: the meaning of a version, as terms over the columns of a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import assert_never

from rulebook.answers.decision import MissingFigure
from rulebook.answers.plan import Plan
from rulebook.batch import calendar
from rulebook.batch.brackets import stepped
from rulebook.batch.cells import Cell, Cells
from rulebook.batch.records import gathered
from rulebook.batch.tables import looked_up
from rulebook.batch.terms import Kind, Term
from rulebook.meaning import program as p


@dataclass(frozen=True, slots=True)
class Inputs:
    """The columns of a row: facts as checked integers, the day, and the number of its epoch."""

    facts: Mapping[str, Term]
    day: Term
    epoch: Term


@dataclass(slots=True)
class Lowering:
    """A version over one or more epochs, which differ only in the figures that hold.

    ``plans`` are those of the epochs, ``first`` the number of the first of them.
    """

    program: p.Program
    plans: Sequence[Plan]
    first: int
    cells: Cells
    inputs: Inputs
    nodes: list[Cell] = field(default_factory=list)
    body: list[Cell] = field(default_factory=list)

    @property
    def plan(self) -> Plan:
        """The plan of the first epoch; all have the same version and the same weak clauses."""
        return self.plans[0]

    def run(self) -> Sequence[Cell]:
        """The cells of all nodes of the version."""
        for index, node in enumerate(self.plan.version.nodes):
            self.nodes.append(self.cell(index, node))
        return self.nodes

    def of(self, index: p.Index) -> Cell:
        """The cell of a node of the version, or of the body in hand."""
        return self.nodes[index] if index < p.BODY else self.body[index - p.BODY]

    def many(self, indexes: Sequence[p.Index]) -> list[Cell]:
        """The cells of some nodes."""
        return [self.of(each) for each in indexes]

    def cell(self, index: p.Index, node: p.Node) -> Cell:
        """The cell of a node, from those before it."""
        cells, t = self.cells, self.cells.terms
        figure = isinstance(node, p.ReadFigure)
        unset = None if figure else self.plan.unset(index, node)
        if unset is not None:
            return cells.unknown(unset, kind_of(node.shape))
        match node:
            case p.Constant(value=value, clause=clause, shape=shape):
                level = None if clause is None else self.plan.version.clauses[clause].evidence
                return cells.known(self.literal(value, shape), level)
            case p.Special(kind=kind, shape=shape):
                return cells.special(kind_of(shape), absent=kind == "absent")
            case p.ReadFact(fact):
                return cells.read(self.inputs.facts[fact], fact)
            case p.ReadField(records, name, shape):
                column = t.record_field(name, kind_of(shape), (shape.low, shape.high))
                return cells.read(column, f"{records}.{name}")
            case p.ReadDay():
                return cells.known(self.inputs.day)
            case p.ReadFigure(day=day):
                return self.figure(index, node) if day is None else self.figure_of(day, node)
            case p.Define(value=value) | p.Gathering(value=value):
                return self.of(value)
            case p.Tiers(value=value, clause=clause):
                made = self.of(value)
                if not made.value.nullable:
                    made = replace(made, value=stepped(t, made.value))
                return cells.with_evidence(made, self.plan.version.clauses[clause].evidence)
            case p.Join(op=op, operands=operands):
                return cells.join(self.many(operands), decisive=op == "or")
            case p.Choose(conditions=conditions, values=values, otherwise=otherwise):
                pairs = list(zip(self.many(conditions), self.many(values), strict=True))
                made = cells.choose(pairs, self.of(otherwise))
                return made if node.shape.absent else replace(made, absent=cells.no)
            case p.Absent(value=value):
                return cells.whether_absent(self.of(value))
            case p.Consult(applies=applies, value=value, otherwise=otherwise):
                pair = (self.of(applies), self.of(value))
                return cells.choose([pair], self.of(otherwise))
            case p.Table(clause=clause):
                level = self.plan.version.clauses[clause].evidence
                return cells.with_evidence(looked_up(cells, self.of, node), level)
            case p.ForEach():
                return self.for_each(node)
            case p.Bound():
                return self.bound(node)
            case (
                p.Scale()
                | p.Add()
                | p.Subtract()
                | p.Multiply()
                | p.Negate()
                | p.DivideRound()
                | p.Extreme()
                | p.Calendar()
                | p.Contains()
                | p.Test()
                | p.OneOf()
                | p.Invert()
                | p.CountTrue()
            ):
                return self.operation(node)
            case _:
                assert_never(node)

    def literal(self, value: int, shape: p.Shape) -> Term:
        """A value of a node; yes and no are truth values."""
        return self.cells.terms.literal(bool(value) if shape.kind == "truth" else value)

    # ---- figures ---------------------------------------------------------------------------

    def figure(self, index: p.Index, node: p.ReadFigure) -> Cell:
        """A figure as of the day of the case, which the epoch tells."""
        found = [self.stated(plan.figures[index].state, node) for plan in self.plans]
        t = self.cells.terms
        place = t.subtract(self.inputs.epoch, t.literal(self.first))
        if len({_content(each) for each in found}) == 1:
            return found[0]
        return self.cells.picked(found, place)

    def figure_of(self, index: p.Index, node: p.ReadFigure) -> Cell:
        """A figure as of another day: that of the period which holds it."""
        cells, t, day = self.cells, self.cells.terms, self.of(index)
        periods = self.plan.dated[node.figure]
        nothing = MissingFigure(node.figure.partition("/")[2], "unset", None)
        pairs: list[tuple[Cell, Cell]] = []
        for period in periods:
            tests = [t.literal(True)]
            if period.since is not None:
                tests.append(t.less_equal(t.literal(period.since), day.value))
            if period.until is not None:
                tests.append(t.less_equal(day.value, t.literal(period.until)))
            holds = replace(day, value=t.and_(tests))
            pairs.append((holds, self.stated(period.state, node)))
        if not day.sure:
            # A period without ends would hold a day that isn't known.
            some = replace(day, value=t.case([(t.is_null(day.value), t.null("truth"))], cells.no))
            pairs.insert(0, (some, cells.unknown(nothing, kind_of(node.shape))))
        return cells.choose(pairs, cells.unknown(nothing, kind_of(node.shape)))

    def stated(self, state: object, node: p.ReadFigure) -> Cell:
        """What is stated of a figure in one of its periods."""
        if isinstance(state, MissingFigure):
            return self.cells.unknown(state, kind_of(node.shape))
        assert isinstance(state, tuple)
        value, level = state
        return self.cells.known(self.literal(value, node.shape), level)

    # ---- operations ------------------------------------------------------------------------

    def operation(self, node: Operation) -> Cell:
        """A node that is strict in its operands."""
        cells, t = self.cells, self.cells.terms
        over = self.many(p.operands(node))
        match node:
            case p.Scale(factor=factor):
                made = cells.strict(
                    over, lambda value: t.multiply(value, t.literal(factor)), limitless=over
                )
            case p.Add():
                made = cells.strict(over, lambda *many: t.add(many), limitless=over)
            case p.Subtract():
                made = cells.strict(over, t.subtract, limitless=over[:1])
            case p.Multiply():
                made = cells.strict(over, t.multiply)
            case p.Negate():
                made = cells.strict(over, t.negate)
            case p.DivideRound(written=written):
                made = cells.strict(
                    over, lambda *many: self.divided(node, *many), written=self.many(written)
                )
            case p.Extreme(kind=kind):
                made = cells.strict(over, lambda *many: self.extreme(kind, many))
            case p.Calendar(function=function):
                made = cells.strict(over, lambda *many: calendar.function(t, function, many))
            case p.Contains():
                made = cells.strict(over, lambda value, of: t.has_bit(of, value))
            case p.Test(written=written):
                made = cells.strict(
                    over,
                    lambda left, right: self.tested(node.op, left, right),
                    written=self.many(written),
                )
            case p.OneOf():
                made = cells.strict(over, lambda *_: self.one_of(over))
            case p.Invert():
                made = cells.strict(over, t.not_)
            case p.CountTrue():
                made = cells.strict(over, lambda *_: self.counted(over))
            case _:
                assert_never(node)
        if made.value.kind == "number":
            bounded = t.bounded(made.value, node.shape.low, node.shape.high)
            return replace(made, value=bounded)
        return made

    def divided(
        self, node: p.DivideRound, numerator: Term, denominator: Term | None = None
    ) -> Term:
        """Rounded division, away from zero where it isn't down."""
        t = self.cells.terms
        divisor = t.literal(node.divisor)
        if denominator is not None:
            divisor = t.multiply(denominator, divisor)
        rounded = self.rounded(node, numerator, divisor, signed=numerator.low < 0)
        return t.multiply(rounded, t.literal(node.step))

    def rounded(self, node: p.DivideRound, numerator: Term, divisor: Term, *, signed: bool) -> Term:
        """``numerator / divisor`` rounded to a whole number; the divisor is above zero."""
        t = self.cells.terms
        if divisor.op == "literal" and _has_known(numerator):
            # Where the number is known so is what it is rounded to.
            pairs = zip(numerator.parts[:-1:2], numerator.parts[1::2], strict=True)
            ways = [(test, self.rounded(node, v, divisor, signed=signed)) for test, v in pairs]
            return t.case(ways, self.rounded(node, numerator.parts[-1], divisor, signed=signed))
        match node.mode:
            case "down":
                return t.quotient(numerator, divisor)
            case "up":
                less = t.add([divisor, t.literal(-1)])
                return t.quotient(self.away(numerator, less, signed=signed), divisor)
            case "half_up":
                if divisor.op == "literal" and divisor.low % 2 == 0:
                    half = t.literal(divisor.low // 2)
                    return t.quotient(self.away(numerator, half, signed=signed), divisor)
                two = t.literal(2)
                twice = t.multiply(numerator, two)
                more = self.away(twice, divisor, signed=signed)
                return t.quotient(more, t.multiply(divisor, two))
            case _:
                assert_never(node.mode)

    def away(self, number: Term, more: Term, *, signed: bool) -> Term:
        """A number with more of its own sign, which may be below zero where it is ``signed``."""
        t = self.cells.terms
        if not signed or number.low >= 0:
            return t.add([number, more])
        return t.add([number, t.case([(t.less(number, t.literal(0)), t.negate(more))], more)])

    def extreme(self, kind: str, many: Sequence[Term]) -> Term:
        """The greatest or least of some numbers."""
        result = many[0]
        for each in many[1:]:
            result = self.cells.terms.extreme("max" if kind == "max" else "min", result, each)
        return result

    def tested(self, op: str, left: Term, right: Term) -> Term:
        """A comparison."""
        t = self.cells.terms
        match op:
            case "=":
                return t.equal(left, right)
            case "≠":
                return t.not_(t.equal(left, right))
            case "<":
                return t.less(left, right)
            case "≤":
                return t.less_equal(left, right)
            case ">":
                return t.less(right, left)
            case _:
                return t.less_equal(right, left)

    def one_of(self, cells: Sequence[Cell]) -> Term:
        """Whether the first of some values is one of the others."""
        t = self.cells.terms
        found = t.or_([t.equal(cells[0].value, each.value) for each in cells[1:]])
        nullable = [each for each in cells[1:] if each.value.nullable]
        return self.cells.null_unless_known([*cells[:1], *nullable], found) if nullable else found

    def counted(self, cells: Sequence[Cell]) -> Term:
        """How many of some conditions are true."""
        t = self.cells.terms
        one, zero = t.literal(1), t.literal(0)
        total = t.add([t.case([(each.value, one)], zero) for each in cells])
        return self.cells.null_unless_known(cells, total)

    def bound(self, node: p.Bound) -> Cell:
        """The greater or lesser of both; 无上限 limits nothing, and is above every floor."""
        cells, t = self.cells, self.cells.terms
        value, limit = self.of(node.value), self.of(node.bound)
        floor = node.kind == "floor"
        plain = cells.strict(
            [value, limit], lambda a, b: t.extreme("max" if floor else "min", a, b)
        )
        if value.unlimited.is_literal(False) and limit.unlimited.is_literal(False):
            number = t.bounded(plain.value, node.shape.low, node.shape.high)
            return replace(plain, value=number)
        missing = t.or_([cells.is_unknown(value), cells.is_unknown(limit), plain.absent])
        above = t.null("number") if floor else limit.value
        held = t.case(
            [
                (missing, t.null("number")),
                (limit.unlimited, value.value),
                (value.unlimited, above),
            ],
            plain.value,
        )
        limitless = value.unlimited
        if not floor:
            limitless = t.and_([limitless, limit.unlimited])
        limitless = t.and_([limitless, t.not_(missing)])
        return replace(plain, value=held, unlimited=limitless)

    # ---- records ---------------------------------------------------------------------------

    def for_each(self, node: p.ForEach) -> Cell:
        """合计, 计数 and so on over records."""
        self.body = []
        for place, each in enumerate(node.body):
            self.body.append(self.cell(p.BODY + place, each))
        yes = self.cells.known(self.cells.terms.literal(True))
        where = yes if node.where is None else self.of(node.where)
        item = yes if node.item is None else self.of(node.item)
        otherwise = None if node.otherwise is None else self.nodes[node.otherwise]
        made = gathered(self.cells, node, self.of(node.records), where, item, otherwise)
        self.body = []
        return made


Operation = (
    p.Scale
    | p.Add
    | p.Subtract
    | p.Multiply
    | p.Negate
    | p.DivideRound
    | p.Extreme
    | p.Calendar
    | p.Contains
    | p.Test
    | p.OneOf
    | p.Invert
    | p.CountTrue
)
"""Nodes that are not applicable or unknown where one of their operands is."""


def kind_of(shape: p.Shape) -> Kind:
    """The kind of term that holds a node's value."""
    match shape.kind:
        case "truth":
            return "truth"
        case "records":
            return "records"
        case _:
            return "number"


def _has_known(term: Term) -> bool:
    """Whether a term is a choice that comes to a known number in one of its ways."""
    return term.op == "case" and any(
        each.op == "literal" or _has_known(each) for each in (*term.parts[1::2], term.parts[-1])
    )


def _content(cell: Cell) -> tuple[int, ...]:
    parts = (cell.value, cell.absent, cell.unlimited, *cell.lacking, cell.evidence)
    return tuple(map(id, parts))
