"""Nodes of Python's syntax for code that stands in no file.

Python's compiler asks each node for its line and column. Here all have the same, and have it from
their class: giving it to every node of every function took a tenth of the time of a first check.
"""

from __future__ import annotations

import ast


class _Somewhere:
    """One place for all, as ``ast.fix_missing_locations`` would give them."""

    lineno = 1
    col_offset = 0
    end_lineno: int | None = 1
    end_col_offset: int | None = 0


class Assign(_Somewhere, ast.Assign):
    """``ast.Assign``, somewhere."""


class Attribute(_Somewhere, ast.Attribute):
    """``ast.Attribute``, somewhere."""


class BinOp(_Somewhere, ast.BinOp):
    """``ast.BinOp``, somewhere."""


class BoolOp(_Somewhere, ast.BoolOp):
    """``ast.BoolOp``, somewhere."""


class Break(_Somewhere, ast.Break):
    """``ast.Break``, somewhere."""


class Call(_Somewhere, ast.Call):
    """``ast.Call``, somewhere."""


class Compare(_Somewhere, ast.Compare):
    """``ast.Compare``, somewhere."""


class Constant(_Somewhere, ast.Constant):
    """``ast.Constant``, somewhere."""


class Dict(_Somewhere, ast.Dict):
    """``ast.Dict``, somewhere."""


class ExceptHandler(_Somewhere, ast.ExceptHandler):
    """``ast.ExceptHandler``, somewhere."""


class Expr(_Somewhere, ast.Expr):
    """``ast.Expr``, somewhere."""


class For(_Somewhere, ast.For):
    """``ast.For``, somewhere."""


class FunctionDef(_Somewhere, ast.FunctionDef):
    """``ast.FunctionDef``, somewhere."""


class If(_Somewhere, ast.If):
    """``ast.If``, somewhere."""


class IfExp(_Somewhere, ast.IfExp):
    """``ast.IfExp``, somewhere."""


class List(_Somewhere, ast.List):
    """``ast.List``, somewhere."""


class Name(_Somewhere, ast.Name):
    """``ast.Name``, somewhere."""


class Return(_Somewhere, ast.Return):
    """``ast.Return``, somewhere."""


class Subscript(_Somewhere, ast.Subscript):
    """``ast.Subscript``, somewhere."""


class Try(_Somewhere, ast.Try):
    """``ast.Try``, somewhere."""


class Tuple(_Somewhere, ast.Tuple):
    """``ast.Tuple``, somewhere."""


class UnaryOp(_Somewhere, ast.UnaryOp):
    """``ast.UnaryOp``, somewhere."""


class While(_Somewhere, ast.While):
    """``ast.While``, somewhere."""


class Argument(_Somewhere, ast.arg):
    """``ast.arg``, somewhere."""
