"""The production evaluator: a plan compiled to a Python function.

The function is built as syntax with Python's ``ast``, never from text. It takes the facts in the
order of the version's nodes and gives every node's value, unknown values as None. Nodes are
total: each has a value or None whatever its operands are, so evaluating them all in order is safe;
which of them decided the answer is read off afterwards (``rulebook.answers.trace``).
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from typing import assert_never

from rulebook.answers import calendar, python
from rulebook.answers.decision import MissingFigure
from rulebook.answers.gathering import gather
from rulebook.answers.plan import Plan
from rulebook.answers.specials import NO_LIMIT, NOT_APPLICABLE, Given, Held
from rulebook.answers.syntax import (
    COMPARE,
    Way,
    append,
    assign,
    binary,
    call,
    compare,
    every,
    first,
    function,
    is_,
    literal,
    made,
    read,
    when,
)
from rulebook.meaning import program as p

Values = tuple[Held, ...]
Bodies = Mapping[p.Index, tuple[Values, ...]]
"""Of each gathering over records: the values of its body's nodes, record by record."""

Evaluator = Callable[[Sequence[Given], int], tuple[Values, Bodies]]


def facts_read(version: p.Version) -> tuple[str, ...]:
    """The facts that a version reads, in the order in which its function takes them."""
    return tuple(node.fact for node in version.nodes if isinstance(node, p.ReadFact))


def compile_plan(plan: Plan) -> Evaluator:
    """The function ``(facts, day) -> (values of all nodes, values of bodies)`` of a plan."""
    places = {fact: place for place, fact in enumerate(facts_read(plan.version))}
    emitter = Emitter(plan, places)
    body: list[ast.stmt] = []
    gatherings: list[p.Index] = []
    for index, node in enumerate(plan.version.nodes):
        body += emitter.statements(index, node)
        if isinstance(node, p.ForEach):
            gatherings.append(index)
    values = python.Tuple([_value(index) for index in range(len(plan.version.nodes))], ast.Load())
    bodies = python.Dict(
        [python.Constant(index) for index in gatherings],
        [call("tuple", read(f"rows{index}")) for index in gatherings],
    )
    body.append(python.Return(python.Tuple([values, bodies], ast.Load())))
    evaluate: Evaluator = made([function("evaluate", ("facts", "day"), body)], KNOWN)["evaluate"]
    return evaluate


KNOWN: dict[str, object] = {
    "max": max,
    "min": min,
    "sum": sum,
    "tuple": tuple,
    "gather": gather,
    "NA": NOT_APPLICABLE,
    "NO_LIMIT": NO_LIMIT,
    "year": calendar.year,
    "age": calendar.age,
    "months": calendar.months,
    "medical_year": calendar.medical_year,
    "add_months": calendar.add_months,
}
"""All that a compiled rule can name."""


def _name(index: p.Index) -> str:
    return f"v{index}" if index < p.BODY else f"b{index - p.BODY}"


def _value(index: p.Index) -> ast.expr:
    return read(_name(index))


def _figure(value: int, node: p.ReadFigure) -> ast.expr:
    """A figure's value; yes and no are booleans."""
    return literal(bool(value) if node.shape.kind == "truth" else value)


class Emitter:
    """Gives each node's expression over the names of the nodes before it."""

    def __init__(self, plan: Plan, places: dict[str, int]) -> None:
        self.plan = plan
        self.places = places
        self.sure: set[p.Index] = set()
        """Nodes that are never unknown."""
        self.body: tuple[p.Node, ...] = ()

    def shape(self, index: p.Index) -> p.Shape:
        """The shape of a node of the version or of the body in hand."""
        node = self.body[index - p.BODY] if index >= p.BODY else self.plan.version.nodes[index]
        return node.shape

    def statements(self, index: p.Index, node: p.Node) -> list[ast.stmt]:
        """The statements that give a node's name its value."""
        if self.plan.unset(index, node) is not None:
            return [assign(_name(index), literal(None))]
        match node:
            case p.ForEach():
                return self.for_each(index, node)
            case p.Choose(conditions=conditions, values=values, otherwise=otherwise):
                return [first(_name(index), self.choose(conditions, values, otherwise))]
            case p.Consult(applies=applies, value=value, otherwise=otherwise):
                return [first(_name(index), self.choose((applies,), (value,), otherwise))]
            case p.Table():
                return [first(_name(index), self.table(node))]
            case _:
                return [assign(_name(index), self.node(index, node))]

    def node(self, index: p.Index, node: p.Node) -> ast.expr:
        """The expression of a node that is one, None where it is unknown."""
        match node:
            case p.Constant(value=value, shape=shape):
                self.sure.add(index)
                return literal(bool(value) if shape.kind == "truth" else value)
            case p.Special(kind=kind):
                self.sure.add(index)
                return read("NA" if kind == "absent" else "NO_LIMIT")
            case p.ReadFact(fact):
                place = python.Constant(self.places[fact])
                return python.Subscript(read("facts"), place, ast.Load())
            case p.ReadField():
                return python.Subscript(read("record"), self.field(node), ast.Load())
            case p.ReadDay():
                self.sure.add(index)
                return read("day")
            case p.ReadFigure(day=None):
                return self.figure(index, node)
            case p.ReadFigure(day=int(day)):
                return self.special(index, (day,), self.dated(node, day), sure=False)
            case p.Define(value=value) | p.Gathering(value=value) | p.Tiers(value=value):
                self.sure.update({index} if value in self.sure else set())
                return _value(value)
            case p.Join():
                return self.join(index, node)
            case p.Absent(value=value):
                return self.whether_absent(index, value)
            case _:
                assert isinstance(node, p.Strict), "a node of several statements"
                return self.special(index, p.operands(node), self.operation(node))

    def figure(self, index: p.Index, node: p.ReadFigure) -> ast.expr:
        """A figure as of the day of the case, filled in."""
        self.sure.add(index)
        state = self.plan.figures[index].state
        assert not isinstance(state, MissingFigure)
        return _figure(state[0], node)

    def field(self, node: p.ReadField) -> ast.expr:
        """The place of a field in a record."""
        return python.Constant(self.plan.fields[node.records].index(node.field))

    def dated(self, node: p.ReadFigure, day: p.Index) -> ast.expr:
        """A figure as of another day: the value of the period that holds it."""
        result: ast.expr = literal(None)
        for period in reversed(self.plan.dated[node.figure]):
            state = period.state
            value = literal(None) if isinstance(state, MissingFigure) else _figure(state[0], node)
            tests: list[ast.expr] = []
            if period.since is not None:
                tests.append(compare(_value(day), ast.GtE, literal(period.since)))
            if period.until is not None:
                tests.append(compare(_value(day), ast.LtE, literal(period.until)))
            result = when(every(tests), value, result) if tests else value
        return result

    def special(
        self, index: p.Index, operands: Sequence[p.Index], value: ast.expr, *, sure: bool = True
    ) -> ast.expr:
        """A node that is not applicable, or unknown, where one of its operands is."""
        parts = list(dict.fromkeys(operands))
        unsure = [each for each in parts if each not in self.sure]
        if unsure:
            tests = [is_(_value(each), literal(None)) for each in unsure]
            value = when(every(tests, ast.Or), literal(None), value)
        elif sure:
            self.sure.add(index)
        absent = [each for each in parts if self.shape(each).absent]
        if absent:
            tests = [is_(_value(each), read("NA")) for each in absent]
            value = when(every(tests, ast.Or), read("NA"), value)
        return value

    def operation(self, node: p.Strict) -> ast.expr:
        """The value of a strict node whose operands are known."""
        match node:
            case p.Scale(value=value, factor=factor):
                return self.unlimited((value,), binary(_value(value), ast.Mult, literal(factor)))
            case p.Add(operands=many):
                total = _value(many[0])
                for each in many[1:]:
                    total = binary(total, ast.Add, _value(each))
                return self.unlimited(many, total)
            case p.Subtract(left=left, right=right):
                return self.unlimited((left,), binary(_value(left), ast.Sub, _value(right)))
            case p.Multiply(left=left, right=right):
                return binary(_value(left), ast.Mult, _value(right))
            case p.Negate(value=value):
                return python.UnaryOp(ast.USub(), _value(value))
            case p.DivideRound():
                return self.divide(node)
            case p.Bound():
                return self.bound(node)
            case p.Extreme(kind=kind, operands=many):
                return call(kind, *(_value(each) for each in many))
            case p.Calendar(function=function, operands=many):
                return call(function, *(_value(each) for each in many))
            case p.Test(op=op_, left=left, right=right):
                return compare(_value(left), COMPARE[op_], _value(right))
            case p.Contains(value=value, of=of):
                shifted = binary(_value(of), ast.RShift, _value(value))
                bit = binary(shifted, ast.BitAnd, literal(1))
                return compare(bit, ast.Eq, literal(1))
            case p.OneOf(value=value, options=options):
                choices = python.Tuple([_value(each) for each in options], ast.Load())
                return compare(_value(value), ast.In, choices)
            case p.Invert(value=value):
                return python.UnaryOp(ast.Not(), _value(value))
            case p.CountTrue(operands=many):
                return call("sum", python.Tuple([_value(each) for each in many], ast.Load()))
            case _:
                assert_never(node)

    def unlimited(self, operands: Sequence[p.Index], value: ast.expr) -> ast.expr:
        """Plus or minus an amount, 无上限 stays what it is."""
        limitless = [each for each in operands if self.shape(each).unlimited]
        if not limitless:
            return value
        tests = [is_(_value(each), read("NO_LIMIT")) for each in limitless]
        return when(every(tests, ast.Or), read("NO_LIMIT"), value)

    def bound(self, node: p.Bound) -> ast.expr:
        """The greater or lesser of both; 无上限 limits nothing, and is above every floor."""
        value, bound = _value(node.value), _value(node.bound)
        op = ast.Gt if node.kind == "floor" else ast.Lt
        result = when(compare(value, op, bound), value, bound)
        if self.shape(node.value).unlimited:
            other = read("NO_LIMIT") if node.kind == "floor" else bound
            result = when(is_(value, read("NO_LIMIT")), other, result)
        if self.shape(node.bound).unlimited:
            result = when(is_(bound, read("NO_LIMIT")), value, result)
        return result

    def for_each(self, index: p.Index, node: p.ForEach) -> list[ast.stmt]:
        """A loop over the records, then what their parts come to."""
        self.body = node.body
        rows, pairs = f"rows{index}", f"pairs{index}"
        inner: list[ast.stmt] = []
        for place, each in enumerate(node.body):
            inner += self.statements(p.BODY + place, each)
        made = [_value(p.BODY + place) for place in range(len(node.body))]
        where = literal(True) if node.where is None else _value(node.where)
        item = literal(True) if node.item is None else _value(node.item)
        inner.append(append(rows, python.Tuple(list(made), ast.Load())))
        inner.append(append(pairs, python.Tuple([where, item], ast.Load())))
        records = _value(node.records)
        empty = python.Tuple([], ast.Load())
        known = when(is_(records, literal(None)), empty, records)
        loop = python.For(python.Name("record", ast.Store()), known, inner, [])
        self.sure = {each for each in self.sure if each < p.BODY}
        self.body = ()
        otherwise = literal(None) if node.otherwise is None else _value(node.otherwise)
        given = when(is_(records, literal(None)), literal(None), read(pairs))
        return [
            assign(rows, python.List([], ast.Load())),
            assign(pairs, python.List([], ast.Load())),
            loop,
            assign(_name(index), call("gather", python.Constant(node.op), given, otherwise)),
        ]

    def divide(self, node: p.DivideRound) -> ast.expr:
        """Rounded division; the sign is handled outside, so that floor division never sees one."""
        numerator = _value(node.numerator)
        divisor: ast.expr = literal(node.divisor)
        if node.denominator is not None:
            divisor = binary(_value(node.denominator), ast.Mult, divisor)
        shape = self.shape(node.numerator)
        rounded = self.rounded(numerator, divisor, node)
        if shape.low < 0:
            positive = python.UnaryOp(ast.USub(), numerator)
            negative = python.UnaryOp(ast.USub(), self.rounded(positive, divisor, node))
            rounded = when(compare(numerator, ast.Lt, literal(0)), negative, rounded)
        return rounded if node.step == 1 else binary(rounded, ast.Mult, literal(node.step))

    def rounded(self, numerator: ast.expr, divisor: ast.expr, node: p.DivideRound) -> ast.expr:
        """``numerator / divisor`` rounded to a whole number, both above or at zero."""
        match node.mode:
            case "down":
                return binary(numerator, ast.FloorDiv, divisor)
            case "up":
                more = binary(binary(numerator, ast.Add, divisor), ast.Sub, literal(1))
                return binary(more, ast.FloorDiv, divisor)
            case "half_up":
                twice = binary(numerator, ast.Mult, literal(2))
                more = binary(twice, ast.Add, divisor)
                return binary(more, ast.FloorDiv, binary(divisor, ast.Mult, literal(2)))

    def join(self, index: p.Index, node: p.Join) -> ast.expr:
        """且 and 或: decided, else unknown, else not applicable, else the opposite."""
        decisive = node.op == "or"
        result: ast.expr = literal(not decisive)
        absent = [each for each in node.operands if self.shape(each).absent]
        if absent:
            tests = [is_(_value(each), read("NA")) for each in absent]
            result = when(every(tests, ast.Or), read("NA"), result)
        unsure = [each for each in node.operands if each not in self.sure]
        if unsure:
            tests = [is_(_value(each), literal(None)) for each in unsure]
            result = when(every(tests, ast.Or), literal(None), result)
        else:
            self.sure.add(index)
        decided = [is_(_value(each), literal(decisive)) for each in node.operands]
        return when(every(decided, ast.Or), literal(decisive), result)

    def whether_absent(self, index: p.Index, value: p.Index) -> ast.expr:
        """Whether a value is 不适用; unknown where the value is."""
        test = is_(_value(value), read("NA"))
        if value in self.sure:
            self.sure.add(index)
            return test
        return when(is_(_value(value), literal(None)), literal(None), test)

    def choose(
        self, conditions: Sequence[p.Index], values: Sequence[p.Index], otherwise: p.Index
    ) -> list[Way]:
        """Cases walked down; a condition that is unknown or not applicable ends the walk."""
        ways: list[Way] = []
        for condition, value in zip(conditions, values, strict=True):
            test = _value(condition)
            ways.append((is_(test, literal(True)), _value(value)))
            if condition not in self.sure:
                ways.append((is_(test, literal(None)), literal(None)))
            if self.shape(condition).absent:
                ways.append((is_(test, read("NA")), read("NA")))
        return [*ways, (None, _value(otherwise))]

    def table(self, node: p.Table) -> list[Way]:
        """The row that surely matches; else unknown where one may; else the rest."""
        ways: list[Way] = []
        for row in node.rows:
            sure = [is_(_value(cell.test), literal(True)) for cell in row.cells]
            ways.append((every(sure) if sure else None, _value(row.result)))
        rows = [row for row in node.rows if row.cells]
        if node.rest is not None or any(self.shape(c.test).absent for r in rows for c in r.cells):
            unsure = [row for row in rows if any(c.test not in self.sure for c in row.cells)]
            ways += [(self.possible(row, literal(None)), literal(None)) for row in unsure]
            absent = [row for row in rows if any(self.shape(c.test).absent for c in row.cells)]
            ways += [(self.possible(row, read("NA")), read("NA")) for row in absent]
        return [*ways, (None, literal(None) if node.rest is None else _value(node.rest))]

    def possible(self, row: p.TableRow, state: ast.expr) -> ast.expr:
        """Whether no condition of a row is false, and one is in ``state``."""
        tests = [_value(cell.test) for cell in row.cells]
        excluded = every([is_(test, literal(False)) for test in tests], ast.Or)
        some = every([is_(test, state) for test in tests], ast.Or)
        return python.BoolOp(ast.And(), [python.UnaryOp(ast.Not(), excluded), some])
