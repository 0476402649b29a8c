"""Text → tree."""

from __future__ import annotations

from collections.abc import Collection

from rulebook.diagnostics import Diagnostic, Span, finding
from rulebook.language.layout import arrange
from rulebook.language.lexer import LINE_BREAK, lex
from rulebook.language.reading import LONGEST
from rulebook.language.recovery import Reading, last_line, read_rules
from rulebook.language.shape import misshapen, paired
from rulebook.language.surface import on_their_lines
from rulebook.language.tokens import Block, Lexed
from rulebook.language.tree import Name, Rule, RuleFile

MOST = 200
"""How many diagnostics are told of one file; one more then says how many there are beside."""


def parse(text: str, file: str) -> tuple[RuleFile | None, tuple[Diagnostic, ...]]:
    """Read a rule file.

    ``file`` is the path as shown to people. Rules with an error are in ``RuleFile.broken``. The
    file is missing altogether only where it is too long to be read.
    """
    if len(text) > LONGEST:
        return None, (finding("RB1005", Span.point(file), length=str(len(text))),)
    lexed, found = lex(text, file)
    blocks, misplaced = arrange(lexed.lines, file)
    found += misplaced
    spoilt = {diagnostic.line for diagnostic in found}
    readings, unread = read_rules(blocks, spoilt)
    found += unread
    for reading in readings:
        if reading.head is not None:
            found += paired(reading.head.name, reading.head.other)
        for statement, block in reading.statements:
            found += misshapen(statement, block)
    errors = {diagnostic.line for diagnostic in found if diagnostic.severity == "error"}
    rules: list[Rule] = []
    broken: list[Rule] = []
    for reading in readings:
        if reading.whole and not _touched(reading.block, errors):
            assert reading.head is not None
            rules.append(reading.head)
        else:
            broken += _remains(reading, errors)
    lines = len(LINE_BREAK.split(text))
    span = Span(file, 1, 1, lines, 1)
    result = RuleFile(tuple(rules), tuple(lexed.comments), tuple(broken), span, _words(lexed))
    ordered = sorted(found, key=lambda each: (each.span.line, each.span.column, each.code))
    return result, _told(ordered, lexed)


def _words(lexed: Lexed) -> frozenset[str]:
    tokens = (token for line in lexed.lines for token in line.tokens)
    return frozenset(
        token.value for token in tokens if token.type == "STRING" or token.value[:1].isidentifier()
    )


def _told(found: list[Diagnostic], lexed: Lexed) -> tuple[Diagnostic, ...]:
    """As many as are told, each on the surface of its line, and how many are left out."""
    told = on_their_lines(found[:MOST], lexed)
    if len(found) > MOST:
        told.append(finding("RB1090", found[MOST].span, more=str(len(found) - MOST)))
    return tuple(told)


def _touched(block: Block, lines: Collection[int]) -> bool:
    first, last = block.first.span.line, last_line(block)
    return any(first <= line <= last for line in lines)


def _remains(reading: Reading, errors: Collection[int]) -> list[Rule]:
    """The rule with its healthy statements, where at least its name can be read."""
    head = reading.head or _named(reading.block)
    if head is None:
        return []
    healthy = tuple(
        statement for statement, block in reading.statements if not _touched(block, errors)
    )
    return [Rule(head.name, head.other, head.titles, healthy, head.span)]


def _named(block: Block) -> Rule | None:
    """A rule of which the heading can't be read beyond its name."""
    tokens = block.tokens
    if tokens[0].type != "RULE" or len(tokens) < 2 or tokens[1].type != "NAME":
        return None
    return Rule(Name(tokens[1].value, tokens[1].span), None, (), (), tokens[0].span)
