"""The LALR(1) machine that Lark makes of ``grammar/rule.lark``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, Literal

from lark import Lark
from lark.exceptions import UnexpectedToken
from lark.lexer import Lexer

from rulebook.language.build import builder
from rulebook.language.tokens import Token
from rulebook.resources import grammar_folder

Start = Literal[
    "start", "rule", "rule_head", "statement", "case", "value_line", "named_line", "row",
    "_closing", "example_line", "_exception_item",
]  # fmt: skip
STARTS: tuple[Start, ...] = (
    "start", "rule", "rule_head", "statement", "case", "value_line", "named_line", "row",
    "_closing", "example_line", "_exception_item",
)  # fmt: skip
"""What can be read by itself, so that one broken line doesn't hide the others."""


class Stop(Exception):
    """The machine can't go on: at which token, and which could have stood there instead."""

    def __init__(self, position: int, expected: frozenset[str]) -> None:
        super().__init__(position)
        self.position = position
        self.expected = expected


class _Ready(Lexer):
    """Hands on tokens that are there already."""

    def __init__(self, _: object) -> None:
        """Nothing is needed of the grammar's own terminals."""

    def lex(self, data: Any) -> Iterator[Any]:  # type: ignore[override]  # no state of the parser is needed
        return iter(data)


@cache
def machine() -> Lark:
    """The parser, made once."""
    text = (grammar_folder() / "rule.lark").read_text(encoding="utf-8")
    return Lark(
        text,
        parser="lalr",
        lexer=_Ready,
        start=list(STARTS),
        transformer=builder(),
        maybe_placeholders=False,
    )


def run(tokens: Sequence[Token], start: Start) -> Any:
    """Read the tokens as ``start``; :class:`Stop` tells where that fails."""
    try:
        return machine().parse(tokens, start=start)
    except UnexpectedToken as stop:
        at_end = stop.token.type == "$END"
        position = len(tokens) if at_end else int(stop.token.start_pos)
        raise Stop(position, frozenset(stop.accepts)) from None
