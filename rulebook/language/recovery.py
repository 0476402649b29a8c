"""Many errors a run: when a file can't be read whole, its parts are read one by one.

Each broken statement gives one diagnostic for each of its lines that is broken, and the healthy
ones come through.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import cast

from rulebook.diagnostics import Diagnostic
from rulebook.language import tree
from rulebook.language.layout import stream
from rulebook.language.machine import Start, Stop, run
from rulebook.language.mistakes import explain
from rulebook.language.place import GATHERING, Place
from rulebook.language.tokens import Block

_ONCE = frozenset({"RB1081"})
"""What is said of the first of several lines only."""


@dataclass(slots=True)
class Reading:
    """A rule as far as it could be read, with the block of each statement."""

    block: Block
    head: tree.Rule | None
    statements: list[tuple[tree.Statement, Block]]
    whole: bool


def read_rules(
    blocks: list[Block], spoilt: Collection[int]
) -> tuple[list[Reading], list[Diagnostic]]:
    """Read the blocks of a file; lines in ``spoilt`` have their diagnostic already."""
    try:
        rules: tuple[tree.Rule, ...] = run(stream(blocks), "start")
    except Stop:
        return _one_by_one(blocks, spoilt)
    return [_whole(rule, block) for rule, block in zip(rules, blocks, strict=True)], []


def _whole(rule: tree.Rule, block: Block) -> Reading:
    pairs = zip(rule.statements, block.children, strict=True)
    return Reading(block, rule, list(pairs), whole=True)


def _one_by_one(
    blocks: list[Block], spoilt: Collection[int]
) -> tuple[list[Reading], list[Diagnostic]]:
    readings: list[Reading] = []
    found: list[Diagnostic] = []
    for block in blocks:
        rule, _ = _try([block], ("rule",))
        if isinstance(rule, tree.Rule):
            readings.append(_whole(rule, block))
            continue
        reading, problems = _rule(block, blocks, spoilt)
        readings.append(reading)
        found += problems
    return readings, found


def _rule(
    block: Block, blocks: list[Block], spoilt: Collection[int]
) -> tuple[Reading, list[Diagnostic]]:
    found: list[Diagnostic] = []
    alone = Block(block.tokens, block.last_line)
    head: tree.Rule | None = None
    try:
        head = run(block.tokens, "rule_head") if _numbered(block) else None
    except Stop as stop:
        place = Place(block, stop.position, stop.expected, None, blocks)
        if not _touches(alone, spoilt):
            found.append(explain(place))
    else:
        if not block.children and not _touches(alone, spoilt):
            place = Place(block, len(block.tokens), frozenset({"_INDENT"}), None, blocks)
            found.append(explain(place))
    statements: list[tuple[tree.Statement, Block]] = []
    if block.first.type == "RULE":
        for child in block.children:
            statement, stop_at = _try([child], ("statement",))
            if stop_at is None:
                statements.append((cast(tree.Statement, statement), child))
            else:
                found += _diagnose(child, block, stop_at, spoilt)
    return Reading(block, head, statements, whole=False), found


def _numbered(block: Block) -> bool:
    for position, token in enumerate(block.tokens):
        token.start_pos = position
    return True


def _try(blocks: list[Block], starts: tuple[Start, ...]) -> tuple[object, Stop | None]:
    """Read the blocks as one of ``starts``; the stop that came furthest where none fits."""
    tokens = stream(blocks)
    furthest: Stop | None = None
    for start in starts:
        try:
            return run(tokens, start), None
        except Stop as stop:
            if furthest is None or stop.position > furthest.position:
                furthest = stop
    assert furthest is not None
    return None, furthest


def _diagnose(block: Block, parent: Block, stop: Stop, spoilt: Collection[int]) -> list[Diagnostic]:
    """What is wrong with a statement: a diagnostic for each broken line."""
    found: list[Diagnostic] = []
    healthy = True
    for child in block.children:
        starts = _inside(block)
        _, inner = _try([child], starts) if starts else (None, None)
        if inner is None:
            continue
        healthy = False
        if starts == ("_exception_item",):
            found += _diagnose(child, block, inner, spoilt)
        elif not _touches(child, spoilt):
            told = explain(_place([child], inner, block))
            if told.code not in _ONCE or told.code not in {each.code for each in found}:
                found.append(told)
    if healthy and not _touches(block, spoilt):
        found.append(explain(_place([block], stop, parent)))
    return found


def _inside(block: Block) -> tuple[Start, ...]:
    """What may stand under a line, told by how the line begins and ends."""
    first, last = block.first.type, block.tokens[-1].type
    if first == "EXAMPLE":
        return ("example_line",)
    if first == "EXC":
        return ("_exception_item",)
    if first == "GIVEN":
        return ("row",)
    kinds = {token.type for token in block.tokens}
    if "EQ" not in kinds:
        return ()
    if last == "TABLE" or "BRACKETS" in kinds:
        return ("row", "_closing")
    if last in GATHERING:
        return ("named_line", "_closing")
    if last == "EQ":
        return ("case", "value_line", "_closing")
    return ("_closing",)


def _place(blocks: list[Block], stop: Stop, parent: Block | None) -> Place:
    """Where in which line the machine stopped."""
    places = list(_places(blocks, parent))
    block, at, above, deeper = places[min(stop.position, len(places) - 1)]
    return Place(block, at, stop.expected, above, blocks, deeper)


def _places(
    blocks: list[Block], parent: Block | None
) -> Iterator[tuple[Block, int, Block | None, bool]]:
    """Block, place in its line, the block above, is it indented: for each token streamed."""
    for block in blocks:
        for at in range(len(block.tokens) + 1):
            yield block, at, parent, False
        if block.children:
            yield block.children[0], 0, block, True
            yield from _places(block.children, block)
            yield block, len(block.tokens), parent, False


def last_line(block: Block) -> int:
    """The last line of a block with all that stands under it."""
    return max([block.last_line, *map(last_line, block.children[-1:])])


def _touches(block: Block, lines: Collection[int]) -> bool:
    first = block.first.span.line
    last = last_line(block)
    return any(first <= line <= last for line in lines)
