"""The constructs of the language, and the places where each has to be: one table.

A construct is a class of a union: of the tree (what is written), of the typed tree (what it means)
or of the program (what is worked out). A place is either code that has to name the class, or files
that have to have it.
"""

from __future__ import annotations

import ast
import dataclasses
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import get_args

from rulebook.diagnostics import Span
from rulebook.language import tree
from rulebook.meaning import program, typed
from tests.language.texts import parts
from tests.meaning.books import HERE, built_from

SOURCE = HERE.parents[1] / "rulebook"


@dataclass(frozen=True, slots=True)
class Level:
    """A level of the language: its unions, and the code where each of their classes has a place."""

    unions: tuple[object, ...]
    code: Mapping[str, tuple[str, ...]]

    @property
    def constructs(self) -> list[type]:
        """Every class of the unions, once."""
        return list(dict.fromkeys(chain.from_iterable(get_args(each) for each in self.unions)))


LEVELS = {
    "tree": Level(
        (tree.Statement, tree.Expression, tree.Cell, tree.Body, tree.Step, tree.ExampleLine),
        {
            "made by the parser": ("language/build.py",),
            "printed": ("language/printer.py", "language/phrases.py"),
            "typed": ("meaning",),
        },
    ),
    "typed": Level(
        (typed.Typed, typed.CellTest),
        {
            "made by the type checker": ("meaning",),
            "walked": ("meaning/walking.py",),
            "lowered": ("meaning/lowering.py", "meaning/tabulating.py", "meaning/making.py"),
            "in the reference evaluator": ("reference",),
            "said in plain words": ("site/prose.py",),
        },
    ),
    "program": Level(
        (program.Node,),
        {
            "made by lowering": ("meaning",),
            "with its operands": ("meaning/program/operands.py",),
            "compiled": ("answers/compiled.py",),
            "in JavaScript": ("browser/src/evaluate.js",),
            "in SQL": ("batch/lowering.py",),
        },
    ),
}

NOTHING_WRONG_WITH_IT: Mapping[type, str] = {
    tree.Day: "a day that is none is no day to the parser",
    tree.Bracketed: "what is wrong is what stands inside",
    tree.Or: "what is wrong is one of its conditions",
    tree.Not: "what is wrong is its condition",
    tree.Anything: "the star is always right, but in brackets, which point at a bound",
    tree.NotEncoded: "anything may be left out",
    tree.Check: "what is wrong is its condition",
    tree.GivesStatus: "both statuses may be expected",
    tree.RoundingStep: "what is wrong is its step",
    tree.Corner: "what is wrong is one of its two names",
    tree.Membership: "what is wrong is one of its sides",
    tree.Rounding: "what is wrong is its step",
    tree.LimitStep: "what is wrong is its bound",
}
"""Constructs at which no finding points, with the reason."""


@cache
def named_in(place: str) -> frozenset[str]:
    """The names that a module, or a package of modules, uses."""
    path = SOURCE / place
    if path.suffix == ".js":
        return frozenset(re.findall(r"^  (\w+):", path.read_text(encoding="utf-8"), re.MULTILINE))
    files = sorted(path.glob("*.py")) if path.is_dir() else [path]
    return frozenset(name for file in files for name in _names(file))


def _names(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.Name):
            yield node.id


def objects(node: object) -> Iterator[object]:
    """A node and all that is in it."""
    if isinstance(node, Mapping):
        for value in node.values():
            yield from objects(value)
    elif isinstance(node, tuple | list):
        for each in node:
            yield from objects(each)
    elif dataclasses.is_dataclass(node) and not isinstance(node, type | Span):
        yield node
        for each in dataclasses.fields(node):
            yield from objects(getattr(node, each.name))


@cache
def in_good_files() -> Mapping[str, frozenset[type]]:
    """The classes that the good files have, by level."""
    found: dict[str, set[type]] = {name: set() for name in LEVELS}
    for path in sorted((HERE / "good").glob("*.rule")):
        made = built_from(path.read_text(encoding="utf-8"))
        found["tree"] |= {type(each) for each in objects(tuple(made.trees.values()))}
        found["typed"] |= {type(each) for each in objects(made.typed.rules)}
        found["program"] |= {type(each) for each in objects(made.program.rules)}
    return {name: frozenset(classes) for name, classes in found.items()}


@cache
def in_bad_files() -> frozenset[type]:
    """The classes of the tree at which a finding of a bad file points.

    That is the smallest node around what is pointed at, and the lines that it stands in.
    """
    found: set[type] = set()
    for folder in (HERE / "bad", HERE.parent / "language" / "bad"):
        for path in sorted(folder.glob("*.rule")):
            made = built_from(parts(path)[0])
            nodes = [each for each in objects(tuple(made.trees.values())) if hasattr(each, "span")]
            for finding in made.diagnostics:
                here = [each for each in nodes if _around(each, finding.span)]
                smallest = min(here, key=_size, default=None)
                found |= {type(smallest)} | {type(each) for each in here if type(each) in LINES}
    return frozenset(found)


LINES = frozenset(
    chain.from_iterable(get_args(each) for each in (tree.Statement, tree.ExampleLine, tree.Step))
) | {tree.Cases, tree.Table, tree.Brackets, tree.Gathered}


def _around(node: object, span: Span) -> bool:
    outer = getattr(node, "span", None)
    if not isinstance(outer, Span) or outer.file != span.file:
        return False
    begins = (outer.line, outer.column) <= (span.line, span.column)
    return begins and (span.end_line, span.end_column) <= (outer.end_line, outer.end_column)


def _size(node: object) -> tuple[int, int]:
    span = getattr(node, "span", None)
    assert isinstance(span, Span)
    return span.end_line - span.line, span.end_column - span.column
