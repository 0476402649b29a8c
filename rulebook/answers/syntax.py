"""Python as syntax: the few forms that generated functions are built of."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from types import CodeType
from typing import Any

from rulebook.answers import python

COMPARE: dict[str, type[ast.cmpop]] = {
    "=": ast.Eq,
    "≠": ast.NotEq,
    "<": ast.Lt,
    "≤": ast.LtE,
    ">": ast.Gt,
    "≥": ast.GtE,
}
"""Python's comparison for each of the language's."""


def read(name: str) -> ast.expr:
    """A name that is read."""
    return python.Name(name, ast.Load())


def assign(name: str, value: ast.expr) -> ast.stmt:
    """``name = value``."""
    return python.Assign([python.Name(name, ast.Store())], value)


def literal(value: object) -> ast.expr:
    """A constant: numbers, truths, None, texts, or tuples of these."""
    return python.Constant(value)  # type: ignore[arg-type]  # tuples are constants too


def is_(value: ast.expr, what: ast.expr) -> ast.expr:
    """``value is what``."""
    return python.Compare(value, [ast.Is()], [what])


def compare(left: ast.expr, op: type[ast.cmpop], right: ast.expr) -> ast.expr:
    """``left op right``."""
    return python.Compare(left, [op()], [right])


def binary(left: ast.expr, op: type[ast.operator], right: ast.expr) -> ast.expr:
    """``left op right``, of numbers."""
    return python.BinOp(left, op(), right)


def scaled(value: ast.expr, factor: int) -> ast.expr:
    """``value * factor``: what is known of the product is worked out here."""
    match value:
        case ast.Constant(value=int(number)):
            return literal(number * factor)
        case ast.BinOp(left=left, op=ast.Mult(), right=ast.Constant(value=int(number))):
            return binary(left, ast.Mult, literal(number * factor))
        case ast.Subscript(value=entries, slice=key):
            listed = _scaled_entries(entries, factor)
            return binary(value, ast.Mult, literal(factor)) if listed is None else item(listed, key)
        case _:
            return binary(value, ast.Mult, literal(factor))


def _scaled_entries(entries: ast.expr, factor: int) -> ast.expr | None:
    """Entries of a look-up times a factor; None where they aren't known."""
    match entries:
        case ast.Constant(value=value):
            held: object = value  # tuples are constants too
            return literal(_times(held, factor)) if isinstance(held, tuple) else None
        case ast.Subscript(value=more, slice=key):
            listed = _scaled_entries(more, factor)
            return None if listed is None else item(listed, key)
        case _:
            return None


def _times(held: object, factor: int) -> object:
    if isinstance(held, tuple):
        return tuple(_times(each, factor) for each in held)
    assert isinstance(held, int), "entries of a look-up that is scaled are numbers"
    return held * factor


def negative(value: ast.expr) -> ast.expr:
    """``-value``."""
    return python.UnaryOp(ast.USub(), value)


def opposite(value: ast.expr) -> ast.expr:
    """``not value``."""
    return python.UnaryOp(ast.Not(), value)


def when(test: ast.expr, then: ast.expr, otherwise: ast.expr) -> ast.expr:
    """``then if test else otherwise``."""
    return python.IfExp(test, then, otherwise)


def every(tests: Sequence[ast.expr], op: type[ast.boolop] = ast.And) -> ast.expr:
    """The tests joined; one test is itself."""
    return tests[0] if len(tests) == 1 else python.BoolOp(op(), list(tests))


def call(name: str, *arguments: ast.expr) -> ast.expr:
    """``name(arguments)``."""
    return python.Call(read(name), list(arguments), [])


def item(of: ast.expr, key: ast.expr) -> ast.expr:
    """``of[key]``."""
    return python.Subscript(of, key, ast.Load())


def group(*items: ast.expr) -> ast.expr:
    """A tuple."""
    return python.Tuple(list(items), ast.Load())


def append(name: str, value: ast.expr) -> ast.stmt:
    """``name.append(value)``."""
    method = python.Attribute(read(name), "append", ast.Load())
    return python.Expr(python.Call(method, [value], []))


def loop(name: str, over: ast.expr, body: list[ast.stmt]) -> ast.stmt:
    """``for name in over: body``."""
    return python.For(python.Name(name, ast.Store()), over, body, [])


Way = tuple[ast.expr | None, ast.expr]
"""A condition, None where it always holds, and the value that it leads to."""


def first(name: str, ways: Sequence[Way]) -> ast.stmt:
    """The value of the first way whose condition holds.

    A loop left at once rather than nested choices: tables have thousands of rows, and neither
    Python's compiler nor its stack takes thousands of levels.
    """
    body: list[ast.stmt] = []
    for condition, value in ways:
        found: list[ast.stmt] = [assign(name, value), python.Break()]
        if condition is None:
            body += found
            break
        body.append(python.If(condition, found, []))
    return python.While(literal(True), body, [])


def function(name: str, arguments: Sequence[str], body: list[ast.stmt]) -> ast.stmt:
    """A function of positional arguments."""
    return python.FunctionDef(
        name=name,
        args=ast.arguments(
            posonlyargs=[python.Argument(each) for each in arguments],
            args=[],
            kwonlyargs=[],
            kw_defaults=[],
            defaults=[],
        ),
        body=body,
        decorator_list=[],
    )


def made(body: list[ast.stmt], known: Mapping[str, object]) -> dict[str, Any]:
    """What a module of these statements defines, with only ``known`` to name."""
    code: CodeType = compile(ast.Module(body, []), "<rule>", "exec")
    space: dict[str, Any] = {"__builtins__": {}, **known}
    exec(code, space)  # noqa: S102 - built node by node, never from text
    return space
