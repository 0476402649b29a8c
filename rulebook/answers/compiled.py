"""The production evaluator: a plan compiled to a Python function.

The function is built as syntax with Python's ``ast``, never from text. It takes the facts in the
order of the version's nodes and gives every node's value, unknown values as None. Nodes are
total: each has a value or None whatever its operands are, so evaluating them all in order is safe;
which of them decided the answer is read off afterwards (``rulebook.answers.trace``).
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import assert_never

from rulebook.answers.plan import Plan
from rulebook.meaning import program as p

Values = tuple[int | bool | None, ...]
Evaluator = Callable[[Sequence[int | None], int], Values]

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
    """The function ``(facts, day) -> values of all nodes`` of a plan."""
    places = {fact: place for place, fact in enumerate(facts_read(plan.version))}
    emitter = Emitter(plan, places)
    body: list[ast.stmt] = [
        ast.Assign([ast.Name(f"v{index}", ast.Store())], emitter.node(index, node))
        for index, node in enumerate(plan.version.nodes)
    ]
    names: list[ast.expr] = [_value(index) for index in range(len(plan.version.nodes))]
    body.append(ast.Return(ast.Tuple(names, ast.Load())))
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
    space: dict[str, object] = {"__builtins__": {"max": max, "min": min, "sum": sum}}
    exec(compile(module, "<rule>", "exec"), space)  # noqa: S102 - built node by node, never from text
    return space["evaluate"]  # type: ignore[return-value]


def _value(index: p.Index) -> ast.expr:
    return ast.Name(f"v{index}", ast.Load())


def _constant(value: int | bool | None) -> ast.expr:
    return ast.Constant(value)


def _compare(left: ast.expr, op: type[ast.cmpop], right: ast.expr) -> ast.expr:
    return ast.Compare(left, [op()], [right])


def _binary(left: ast.expr, op: type[ast.operator], right: ast.expr) -> ast.expr:
    return ast.BinOp(left, op(), right)


def _when(test: ast.expr, then: ast.expr, otherwise: ast.expr) -> ast.expr:
    return ast.IfExp(test, then, otherwise)


def _every(tests: Sequence[ast.expr], op: type[ast.boolop] = ast.And) -> ast.expr:
    return tests[0] if len(tests) == 1 else ast.BoolOp(op(), list(tests))


def _call(name: str, *arguments: ast.expr) -> ast.expr:
    return ast.Call(ast.Name(name, ast.Load()), list(arguments), [])


class Emitter:
    """Gives each node's expression over the names of the nodes before it."""

    def __init__(self, plan: Plan, places: dict[str, int]) -> None:
        self.plan = plan
        self.places = places
        self.sure: set[p.Index] = set()
        """Nodes that are never unknown."""

    def node(self, index: p.Index, node: p.Node) -> ast.expr:
        """The expression of a node, None where it is unknown."""
        if index in self.plan.unset:
            return _constant(None)
        if index in self.plan.known:
            self.sure.add(index)
            value = self.plan.known[index][0]
            return _constant(bool(value) if node.shape.kind == "truth" else value)
        match node:
            case p.Constant(value=value, shape=shape):
                self.sure.add(index)
                return _constant(bool(value) if shape.kind == "truth" else value)
            case p.ReadFact(fact):
                place = ast.Constant(self.places[fact])
                return ast.Subscript(ast.Name("facts", ast.Load()), place, ast.Load())
            case p.ReadDay():
                self.sure.add(index)
                return ast.Name("day", ast.Load())
            case p.ReadFigure():
                raise AssertionError("every figure is known or unset in a plan")
            case p.Define(value=value) | p.Gathering(value=value):
                self.sure.update({index} if value in self.sure else set())
                return _value(value)
            case p.Join():
                return self.join(index, node)
            case p.Choose():
                return self.choose(node)
            case p.Table():
                return self.table(node)
            case _:
                return self.strict(index, node)

    def strict(self, index: p.Index, node: p.Node) -> ast.expr:
        """A node that is unknown where one of its operands is."""
        unsure = [each for each in dict.fromkeys(p.operands(node)) if each not in self.sure]
        value = self.operation(node)
        if not unsure:
            self.sure.add(index)
            return value
        tests = [_compare(_value(each), ast.Is, _constant(None)) for each in unsure]
        return _when(_every(tests, ast.Or), _constant(None), value)

    def operation(self, node: p.Node) -> ast.expr:
        """The value of a strict node whose operands are known."""
        match node:
            case p.Scale(value=value, factor=factor):
                return _binary(_value(value), ast.Mult, _constant(factor))
            case p.Add(operands=many):
                total = _value(many[0])
                for each in many[1:]:
                    total = _binary(total, ast.Add, _value(each))
                return total
            case p.Subtract(left=left, right=right):
                return _binary(_value(left), ast.Sub, _value(right))
            case p.Multiply(left=left, right=right):
                return _binary(_value(left), ast.Mult, _value(right))
            case p.Negate(value=value):
                return ast.UnaryOp(ast.USub(), _value(value))
            case p.DivideRound():
                return self.divide(node)
            case p.Bound(kind=kind, value=value, bound=bound):
                op = ast.Gt if kind == "floor" else ast.Lt
                test = _compare(_value(value), op, _value(bound))
                return _when(test, _value(value), _value(bound))
            case p.Extreme(kind=kind, operands=many):
                return _call(kind, *(_value(each) for each in many))
            case p.Test(op=op_, left=left, right=right):
                return _compare(_value(left), COMPARE[op_], _value(right))
            case p.OneOf(value=value, options=options):
                choices = ast.Tuple([_value(each) for each in options], ast.Load())
                return _compare(_value(value), ast.In, choices)
            case p.Invert(value=value):
                return ast.UnaryOp(ast.Not(), _value(value))
            case p.CountTrue(operands=many):
                return _call("sum", ast.Tuple([_value(each) for each in many], ast.Load()))
            case (
                p.Constant()
                | p.ReadFact()
                | p.ReadDay()
                | p.ReadFigure()
                | p.Define()
                | p.Gathering()
                | p.Join()
                | p.Choose()
                | p.Table()
            ):
                raise AssertionError("not a strict node")
            case _:
                assert_never(node)

    def divide(self, node: p.DivideRound) -> ast.expr:
        """Rounded division; the sign is handled outside, so that floor division never sees one."""
        numerator = _value(node.numerator)
        divisor: ast.expr = _constant(node.divisor)
        if node.denominator is not None:
            divisor = _binary(_value(node.denominator), ast.Mult, divisor)
        shape = self.plan.version.nodes[node.numerator].shape
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
        """且 and 或: false (true) where one operand is; else unknown where one is; else true."""
        decisive = node.op == "or"
        unsure = [each for each in node.operands if each not in self.sure]
        if not unsure:
            self.sure.add(index)
        decided = _every(
            [_compare(_value(each), ast.Is, _constant(decisive)) for each in node.operands], ast.Or
        )
        if not unsure:
            return _when(decided, _constant(decisive), _constant(not decisive))
        unknown = _every(
            [_compare(_value(each), ast.Is, _constant(None)) for each in unsure], ast.Or
        )
        rest = _when(unknown, _constant(None), _constant(not decisive))
        return _when(decided, _constant(decisive), rest)

    def choose(self, node: p.Choose) -> ast.expr:
        """Cases walked down; an unknown condition ends the walk."""
        result = _value(node.otherwise)
        for condition, value in reversed(list(zip(node.conditions, node.values, strict=True))):
            if condition not in self.sure:
                unknown = _compare(_value(condition), ast.Is, _constant(None))
                result = _when(unknown, _constant(None), result)
            result = _when(
                _compare(_value(condition), ast.Is, _constant(True)), _value(value), result
            )
        return result

    def table(self, node: p.Table) -> ast.expr:
        """The row that surely matches; else the rest, where no row may match; else unknown."""
        result: ast.expr = _constant(None)
        if node.rest is not None:
            excluded = [
                _every(
                    [_compare(_value(c.test), ast.Is, _constant(False)) for c in row.cells], ast.Or
                )
                for row in node.rows
                if row.cells
            ]
            result = _value(node.rest)
            if excluded:
                result = _when(_every(excluded), result, _constant(None))
        for row in reversed(node.rows):
            sure = [_compare(_value(cell.test), ast.Is, _constant(True)) for cell in row.cells]
            result = _when(_every(sure), _value(row.result), result) if sure else _value(row.result)
        return result
