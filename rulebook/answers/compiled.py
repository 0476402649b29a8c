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

from rulebook.answers import calendar
from rulebook.answers.decision import MissingFigure
from rulebook.answers.gathering import gather
from rulebook.answers.plan import Plan
from rulebook.answers.specials import NO_LIMIT, NOT_APPLICABLE, Given, Held
from rulebook.meaning import program as p

Values = tuple[Held, ...]
Bodies = Mapping[p.Index, tuple[Values, ...]]
"""Of each gathering over records: the values of its body's nodes, record by record."""

Evaluator = Callable[[Sequence[Given], int], tuple[Values, Bodies]]

COMPARE: dict[str, type[ast.cmpop]] = {
    "=": ast.Eq,
    "≠": ast.NotEq,
    "<": ast.Lt,
    "≤": ast.LtE,
    ">": ast.Gt,
    "≥": ast.GtE,
}


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
    values = ast.Tuple([_value(index) for index in range(len(plan.version.nodes))], ast.Load())
    bodies = ast.Dict(
        [ast.Constant(index) for index in gatherings],
        [_call("tuple", _read(f"rows{index}")) for index in gatherings],
    )
    body.append(ast.Return(ast.Tuple([values, bodies], ast.Load())))
    function = ast.FunctionDef(
        name="evaluate",
        args=ast.arguments(
            posonlyargs=[ast.arg("facts"), ast.arg("day")],
            args=[],
            kwonlyargs=[],
            kw_defaults=[],
            defaults=[],
        ),
        body=body,
        decorator_list=[],
        lineno=1,
        col_offset=0,
    )
    module = ast.fix_missing_locations(ast.Module([function], []))
    space: dict[str, object] = {"__builtins__": {}, **KNOWN}
    exec(compile(module, "<rule>", "exec"), space)  # noqa: S102 - built node by node, never from text
    return space["evaluate"]  # type: ignore[return-value]


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


def _assign(name: str, value: ast.expr) -> ast.stmt:
    return ast.Assign([ast.Name(name, ast.Store())], value)


def _read(name: str) -> ast.expr:
    return ast.Name(name, ast.Load())


def _name(index: p.Index) -> str:
    return f"v{index}" if index < p.BODY else f"b{index - p.BODY}"


def _is(value: ast.expr, what: ast.expr) -> ast.expr:
    return ast.Compare(value, [ast.Is()], [what])


def _value(index: p.Index) -> ast.expr:
    return _read(_name(index))


def _constant(value: int | bool | None) -> ast.expr:
    return ast.Constant(value)


def _figure(value: int, node: p.ReadFigure) -> ast.expr:
    """A figure's value; yes and no are booleans."""
    return _constant(bool(value) if node.shape.kind == "truth" else value)


def _compare(left: ast.expr, op: type[ast.cmpop], right: ast.expr) -> ast.expr:
    return ast.Compare(left, [op()], [right])


def _binary(left: ast.expr, op: type[ast.operator], right: ast.expr) -> ast.expr:
    return ast.BinOp(left, op(), right)


def _when(test: ast.expr, then: ast.expr, otherwise: ast.expr) -> ast.expr:
    return ast.IfExp(test, then, otherwise)


def _every(tests: Sequence[ast.expr], op: type[ast.boolop] = ast.And) -> ast.expr:
    return tests[0] if len(tests) == 1 else ast.BoolOp(op(), list(tests))


def _call(name: str, *arguments: ast.expr) -> ast.expr:
    return ast.Call(_read(name), list(arguments), [])


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
            return [_assign(_name(index), _constant(None))]
        match node:
            case p.ForEach():
                return self.for_each(index, node)
            case p.Choose(conditions=conditions, values=values, otherwise=otherwise):
                return [_first(_name(index), self.choose(conditions, values, otherwise))]
            case p.Consult(applies=applies, value=value, otherwise=otherwise):
                return [_first(_name(index), self.choose((applies,), (value,), otherwise))]
            case p.Table():
                return [_first(_name(index), self.table(node))]
            case _:
                return [_assign(_name(index), self.node(index, node))]

    def node(self, index: p.Index, node: p.Node) -> ast.expr:
        """The expression of a node that is one, None where it is unknown."""
        match node:
            case p.Constant(value=value, shape=shape):
                self.sure.add(index)
                return _constant(bool(value) if shape.kind == "truth" else value)
            case p.Special(kind=kind):
                self.sure.add(index)
                return _read("NA" if kind == "absent" else "NO_LIMIT")
            case p.ReadFact(fact):
                place = ast.Constant(self.places[fact])
                return ast.Subscript(_read("facts"), place, ast.Load())
            case p.ReadField():
                return ast.Subscript(_read("record"), self.field(node), ast.Load())
            case p.ReadDay():
                self.sure.add(index)
                return _read("day")
            case p.ReadFigure(day=None):
                return self.figure(index, node)
            case p.ReadFigure(day=int(day)):
                return self.special(index, (day,), self.dated(node, day), sure=False)
            case p.Define(value=value) | p.Gathering(value=value) | p.Tiers(value=value):
                self.sure.update({index} if value in self.sure else set())
                return _value(value)
            case p.Join():
                return self.join(index, node)
            case _:
                return self.special(index, p.operands(node), self.operation(node))

    def figure(self, index: p.Index, node: p.ReadFigure) -> ast.expr:
        """A figure as of the day of the case, filled in."""
        self.sure.add(index)
        state = self.plan.figures[index].state
        assert not isinstance(state, MissingFigure)
        return _figure(state[0], node)

    def field(self, node: p.ReadField) -> ast.expr:
        """The place of a field in a record."""
        return ast.Constant(self.plan.fields[node.records].index(node.field))

    def dated(self, node: p.ReadFigure, day: p.Index) -> ast.expr:
        """A figure as of another day: the value of the period that holds it."""
        result: ast.expr = _constant(None)
        for period in reversed(self.plan.dated[node.figure]):
            state = period.state
            value = _constant(None) if isinstance(state, MissingFigure) else _figure(state[0], node)
            tests: list[ast.expr] = []
            if period.since is not None:
                tests.append(_compare(_value(day), ast.GtE, _constant(period.since)))
            if period.until is not None:
                tests.append(_compare(_value(day), ast.LtE, _constant(period.until)))
            result = _when(_every(tests), value, result) if tests else value
        return result

    def special(
        self, index: p.Index, operands: Sequence[p.Index], value: ast.expr, *, sure: bool = True
    ) -> ast.expr:
        """A node that is not applicable, or unknown, where one of its operands is."""
        parts = list(dict.fromkeys(operands))
        unsure = [each for each in parts if each not in self.sure]
        if unsure:
            tests = [_is(_value(each), _constant(None)) for each in unsure]
            value = _when(_every(tests, ast.Or), _constant(None), value)
        elif sure:
            self.sure.add(index)
        absent = [each for each in parts if self.shape(each).absent]
        if absent:
            tests = [_is(_value(each), _read("NA")) for each in absent]
            value = _when(_every(tests, ast.Or), _read("NA"), value)
        return value

    def operation(self, node: p.Node) -> ast.expr:
        """The value of a strict node whose operands are known."""
        match node:
            case p.Scale(value=value, factor=factor):
                return self.unlimited((value,), _binary(_value(value), ast.Mult, _constant(factor)))
            case p.Add(operands=many):
                total = _value(many[0])
                for each in many[1:]:
                    total = _binary(total, ast.Add, _value(each))
                return self.unlimited(many, total)
            case p.Subtract(left=left, right=right):
                return self.unlimited((left,), _binary(_value(left), ast.Sub, _value(right)))
            case p.Multiply(left=left, right=right):
                return _binary(_value(left), ast.Mult, _value(right))
            case p.Negate(value=value):
                return ast.UnaryOp(ast.USub(), _value(value))
            case p.DivideRound():
                return self.divide(node)
            case p.Bound():
                return self.bound(node)
            case p.Extreme(kind=kind, operands=many):
                return _call(kind, *(_value(each) for each in many))
            case p.Calendar(function=function, operands=many):
                return _call(function, *(_value(each) for each in many))
            case p.Test(op=op_, left=left, right=right):
                return _compare(_value(left), COMPARE[op_], _value(right))
            case p.Contains(value=value, of=of):
                shifted = _binary(_value(of), ast.RShift, _value(value))
                bit = _binary(shifted, ast.BitAnd, _constant(1))
                return _compare(bit, ast.Eq, _constant(1))
            case p.OneOf(value=value, options=options):
                choices = ast.Tuple([_value(each) for each in options], ast.Load())
                return _compare(_value(value), ast.In, choices)
            case p.Invert(value=value):
                return ast.UnaryOp(ast.Not(), _value(value))
            case p.CountTrue(operands=many):
                return _call("sum", ast.Tuple([_value(each) for each in many], ast.Load()))
            case (
                p.Constant()
                | p.Special()
                | p.ReadFact()
                | p.ReadField()
                | p.ReadDay()
                | p.ReadFigure()
                | p.Define()
                | p.Gathering()
                | p.Tiers()
                | p.Join()
                | p.Choose()
                | p.Consult()
                | p.Table()
                | p.ForEach()
            ):
                raise AssertionError("not a strict node")
            case _:
                assert_never(node)

    def unlimited(self, operands: Sequence[p.Index], value: ast.expr) -> ast.expr:
        """Plus or minus an amount, 无上限 stays what it is."""
        limitless = [each for each in operands if self.shape(each).unlimited]
        if not limitless:
            return value
        tests = [_is(_value(each), _read("NO_LIMIT")) for each in limitless]
        return _when(_every(tests, ast.Or), _read("NO_LIMIT"), value)

    def bound(self, node: p.Bound) -> ast.expr:
        """The greater or lesser of both; 无上限 limits nothing, and is above every floor."""
        value, bound = _value(node.value), _value(node.bound)
        op = ast.Gt if node.kind == "floor" else ast.Lt
        result = _when(_compare(value, op, bound), value, bound)
        if self.shape(node.value).unlimited:
            other = _read("NO_LIMIT") if node.kind == "floor" else bound
            result = _when(_is(value, _read("NO_LIMIT")), other, result)
        if self.shape(node.bound).unlimited:
            result = _when(_is(bound, _read("NO_LIMIT")), value, result)
        return result

    def for_each(self, index: p.Index, node: p.ForEach) -> list[ast.stmt]:
        """A loop over the records, then what their parts come to."""
        self.body = node.body
        rows, pairs = f"rows{index}", f"pairs{index}"
        inner: list[ast.stmt] = []
        for place, each in enumerate(node.body):
            inner += self.statements(p.BODY + place, each)
        made = [_value(p.BODY + place) for place in range(len(node.body))]
        where = _constant(True) if node.where is None else _value(node.where)
        item = _constant(True) if node.item is None else _value(node.item)
        inner.append(_append(rows, ast.Tuple(list(made), ast.Load())))
        inner.append(_append(pairs, ast.Tuple([where, item], ast.Load())))
        records = _value(node.records)
        empty = ast.Tuple([], ast.Load())
        known = _when(_is(records, _constant(None)), empty, records)
        loop = ast.For(ast.Name("record", ast.Store()), known, inner, [])
        self.sure = {each for each in self.sure if each < p.BODY}
        self.body = ()
        otherwise = _constant(None) if node.otherwise is None else _value(node.otherwise)
        given = _when(_is(records, _constant(None)), _constant(None), _read(pairs))
        return [
            _assign(rows, ast.List([], ast.Load())),
            _assign(pairs, ast.List([], ast.Load())),
            loop,
            _assign(_name(index), _call("gather", ast.Constant(node.op), given, otherwise)),
        ]

    def divide(self, node: p.DivideRound) -> ast.expr:
        """Rounded division; the sign is handled outside, so that floor division never sees one."""
        numerator = _value(node.numerator)
        divisor: ast.expr = _constant(node.divisor)
        if node.denominator is not None:
            divisor = _binary(_value(node.denominator), ast.Mult, divisor)
        shape = self.shape(node.numerator)
        rounded = self.rounded(numerator, divisor, node)
        if shape.low < 0:
            positive = ast.UnaryOp(ast.USub(), numerator)
            negative = ast.UnaryOp(ast.USub(), self.rounded(positive, divisor, node))
            rounded = _when(_compare(numerator, ast.Lt, _constant(0)), negative, rounded)
        return rounded if node.step == 1 else _binary(rounded, ast.Mult, _constant(node.step))

    def rounded(self, numerator: ast.expr, divisor: ast.expr, node: p.DivideRound) -> ast.expr:
        """``numerator / divisor`` rounded to a whole number, both above or at zero."""
        match node.mode:
            case "down":
                return _binary(numerator, ast.FloorDiv, divisor)
            case "up":
                more = _binary(_binary(numerator, ast.Add, divisor), ast.Sub, _constant(1))
                return _binary(more, ast.FloorDiv, divisor)
            case "half_up":
                twice = _binary(numerator, ast.Mult, _constant(2))
                more = _binary(twice, ast.Add, divisor)
                return _binary(more, ast.FloorDiv, _binary(divisor, ast.Mult, _constant(2)))

    def join(self, index: p.Index, node: p.Join) -> ast.expr:
        """且 and 或: decided, else unknown, else not applicable, else the opposite."""
        decisive = node.op == "or"
        result: ast.expr = _constant(not decisive)
        absent = [each for each in node.operands if self.shape(each).absent]
        if absent:
            tests = [_is(_value(each), _read("NA")) for each in absent]
            result = _when(_every(tests, ast.Or), _read("NA"), result)
        unsure = [each for each in node.operands if each not in self.sure]
        if unsure:
            tests = [_is(_value(each), _constant(None)) for each in unsure]
            result = _when(_every(tests, ast.Or), _constant(None), result)
        else:
            self.sure.add(index)
        decided = [_is(_value(each), _constant(decisive)) for each in node.operands]
        return _when(_every(decided, ast.Or), _constant(decisive), result)

    def choose(
        self, conditions: Sequence[p.Index], values: Sequence[p.Index], otherwise: p.Index
    ) -> list[Way]:
        """Cases walked down; a condition that is unknown or not applicable ends the walk."""
        ways: list[Way] = []
        for condition, value in zip(conditions, values, strict=True):
            test = _value(condition)
            ways.append((_is(test, _constant(True)), _value(value)))
            if condition not in self.sure:
                ways.append((_is(test, _constant(None)), _constant(None)))
            if self.shape(condition).absent:
                ways.append((_is(test, _read("NA")), _read("NA")))
        return [*ways, (None, _value(otherwise))]

    def table(self, node: p.Table) -> list[Way]:
        """The row that surely matches; else unknown where one may; else the rest."""
        ways: list[Way] = []
        for row in node.rows:
            sure = [_is(_value(cell.test), _constant(True)) for cell in row.cells]
            ways.append((_every(sure) if sure else None, _value(row.result)))
        rows = [row for row in node.rows if row.cells]
        if node.rest is not None or any(self.shape(c.test).absent for r in rows for c in r.cells):
            unsure = [row for row in rows if any(c.test not in self.sure for c in row.cells)]
            ways += [(self.possible(row, _constant(None)), _constant(None)) for row in unsure]
            absent = [row for row in rows if any(self.shape(c.test).absent for c in row.cells)]
            ways += [(self.possible(row, _read("NA")), _read("NA")) for row in absent]
        return [*ways, (None, _constant(None) if node.rest is None else _value(node.rest))]

    def possible(self, row: p.TableRow, state: ast.expr) -> ast.expr:
        """Whether no condition of a row is false, and one is in ``state``."""
        tests = [_value(cell.test) for cell in row.cells]
        excluded = _every([_is(test, _constant(False)) for test in tests], ast.Or)
        some = _every([_is(test, state) for test in tests], ast.Or)
        return ast.BoolOp(ast.And(), [ast.UnaryOp(ast.Not(), excluded), some])


Way = tuple[ast.expr | None, ast.expr]
"""A condition, None where it always holds, and the value that it leads to."""


def _first(name: str, ways: Sequence[Way]) -> ast.stmt:
    """The value of the first way whose condition holds.

    A loop left at once rather than nested choices: tables have thousands of rows, and neither
    Python's compiler nor its stack takes thousands of levels.
    """
    body: list[ast.stmt] = []
    for condition, value in ways:
        found: list[ast.stmt] = [_assign(name, value), ast.Break()]
        if condition is None:
            body += found
            break
        body.append(ast.If(condition, found, []))
    return ast.While(_constant(True), body, [])


def _append(name: str, value: ast.expr) -> ast.stmt:
    method = ast.Attribute(_read(name), "append", ast.Load())
    return ast.Expr(ast.Call(method, [value], []))
