"""What the grammar lets through and the language doesn't: tables, cases, limits, depth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

from rulebook.diagnostics import Bilingual, Diagnostic, Related, finding
from rulebook.language import tree
from rulebook.language.layout import NESTING, STATEMENTS
from rulebook.language.mistakes_in_values import amounts_in_words, two_limits
from rulebook.language.phrases import Phrases
from rulebook.language.place import brief
from rulebook.language.tokens import Block, Token
from rulebook.language.words import stuck_keyword, words

MOST_ROWS = 5000
"""How many rows a table may have."""

_NESTING_TOKENS = frozenset(
    {
        "PLUS", "MINUS", "TIMES", "STAR", "SLASH", "NOT", "LPAR", "DOT", "WHENNA",
        "ROUND", "ROUNDDOWN", "ROUNDUP", "FLOOR", "CEIL",
    }
)  # fmt: skip
_FORMULAS = (
    tree.Arithmetic | tree.Comparison | tree.Membership | tree.And | tree.Or | tree.Not
    | tree.Aggregate | tree.Limit | tree.Rounding | tree.Minus | tree.Bracketed | tree.Call
    | tree.WhenNotApplicable
)  # fmt: skip


def misshapen(statement: tree.Statement, block: Block) -> Iterator[Diagnostic]:
    """What is wrong with a statement that could be read, told by its nodes and its words."""
    yield from _lines(block)
    yield from _evidence(block)
    match statement:
        case tree.Definition():
            yield from _definition(statement)
        case tree.RuleException(name, other, definitions=definitions):
            yield from paired(name, other)
            for definition in definitions:
                yield from _definition(definition)
            for child in block.children:
                yield from _evidence(child)
        case tree.Example():
            yield from _example(statement)
        case _:
            pass
    if _may_nest(block) and _depth(statement) > NESTING:
        yield finding("RB1036", block.first.span)


# ---- words


def _lines(block: Block) -> Iterator[Diagnostic]:
    """Every line of the block."""
    waiting = [block]
    while waiting:
        line = waiting.pop()
        limits = two_limits(line.tokens)
        if limits is not None:
            yield limits
        yield from amounts_in_words(line.tokens)
        waiting += line.children


def _evidence(block: Block) -> Iterator[Diagnostic]:
    """Several levels of evidence among the lines right below one."""
    if block.first.type == "EXAMPLE":
        return
    levels = [
        line.tokens[at + 1]
        for line in block.children
        for at, token in enumerate(line.tokens[:-1])
        if token.type == "EVIDENCE"
    ]
    for again in levels[1:]:
        note = Bilingual("已经写过一个", "there is one already")
        yield finding("RB1067", again.span, Related(levels[0].span, note), level=again.text)


# ---- definitions


def paired(name: tree.Name, other: tree.Name | None) -> Iterator[Diagnostic]:
    """Two names side by side, of which one should be the other's translation."""
    if other is None or name.word.isascii() != other.word.isascii():
        return
    parts = stuck_keyword(name.word)
    if parts is not None and words().terminal(parts[1]) in STATEMENTS and not parts[0]:
        proper = f"{parts[1]} {parts[2]}"
        yield finding("RB1043", name.span, keyword=parts[1], name=parts[2], proper=proper)
    else:
        yield finding("RB1080", other.span, first=name.word, second=other.word)


def _definition(definition: tree.Definition) -> Iterator[Diagnostic]:
    for target in definition.targets:
        reference = target.reference
        name = reference.part if isinstance(reference, tree.Part) else reference
        yield from paired(name, target.other)
    match definition.body:
        case tree.Gathered(_, lines):
            for line in lines:
                if isinstance(line.name, tree.Name):
                    yield from paired(line.name, line.other)
        case tree.Cases(cases):
            names = "、".join(_name(target) for target in definition.targets)
            yield from _cases(cases, names)
        case tree.Table(heading, rows):
            yield from _heading(heading)
            yield from _rows(heading, rows)
        case tree.Brackets(_, heading, rows):
            yield from _heading(heading)
            yield from _rows(heading, rows)
        case _:
            pass


def _name(target: tree.Target) -> str:
    return Phrases("zh").reference(target.reference)


def _cases(cases: Sequence[tree.Case], names: str) -> Iterator[Diagnostic]:
    for case in cases[:-1]:
        if case.condition is None:
            yield finding("RB1047", case.span)
    if cases[-1].condition is not None and all(case.condition for case in cases):
        yield finding("RB1046", cases[-1].span, name=brief(names, 24))


# ---- tables


def _heading(heading: tree.Row) -> Iterator[Diagnostic]:
    """Headings hold names; those of two-way tables hold values behind the corner."""
    first = heading.cells[0]
    two_way = isinstance(first, tree.Corner)
    cells: list[tree.Cell] = list(heading.cells)
    if isinstance(first, tree.Corner):
        cells[:1] = [first.row, first.column]
    for at, cell in enumerate(cells):
        only_names = not two_way or at < 2
        if isinstance(cell, _FORMULAS) or (
            only_names and not isinstance(cell, tree.Name | tree.Part)
        ):
            yield finding("RB1059", cell.span, cell=brief(Phrases("zh").cell(cell), 24))


def _rows(heading: tree.Row, rows: Sequence[tree.Row], least: int = 1) -> Iterator[Diagnostic]:
    if len(rows) < least:
        yield finding("RB1054", heading.span)
    if len(rows) > MOST_ROWS:
        yield finding("RB1060", rows[MOST_ROWS].span, rows=str(len(rows)))
    columns = len(heading.cells)
    note = Bilingual("表头在这里", "the heading is here")
    for row in rows:
        if len(row.cells) != columns:
            cells = str(len(row.cells))
            related = Related(heading.span, note)
            yield finding("RB1055", row.span, related, cells=cells, columns=str(columns))


def _example(example: tree.Example) -> Iterator[Diagnostic]:
    rows = [line for line in example.lines if isinstance(line, tree.Row)]
    if rows:
        yield from _heading(rows[0])
        yield from _rows(rows[0], rows[1:])
    for line in example.lines:
        if isinstance(line, tree.GivenRecords):
            yield from _heading(line.rows[0])
            yield from _rows(line.rows[0], line.rows[1:], least=0)


# ---- depth


def _may_nest(block: Block) -> bool:
    # Brackets around a comparison joined by 且 are four values deep: no line with fewer marks can.
    return _nesting(block.tokens) > NESTING // 4 or any(map(_may_nest, block.children))


def _nesting(tokens: Sequence[Token]) -> int:
    return sum(token.type in _NESTING_TOKENS for token in tokens)


def _depth(statement: tree.Statement) -> int:
    """How deep values stand in values, found without going into that depth ourselves."""
    deepest = 0
    waiting: list[tuple[Any, int]] = [(statement, 0)]
    while waiting:
        node, depth = waiting.pop()
        deepest = max(deepest, depth)
        if isinstance(node, tuple):
            waiting += [(part, depth) for part in node]
        elif is_dataclass(node):
            inner = depth + isinstance(node, tree.Expression)
            waiting += [(getattr(node, each.name), inner) for each in fields(node) if each.compare]
    return deepest
