"""What the lexer makes of a line: tokens with their places."""

from __future__ import annotations

from dataclasses import dataclass, field

from rulebook.diagnostics import Span
from rulebook.language.tree import Comment


@dataclass(slots=True)
class Token:
    """A terminal of the grammar.

    ``text`` is what the user wrote, ``value`` what it says: a word in one form, a string without
    its quotes, an operator's own mark. ``units`` are those of an amount.
    """

    type: str
    text: str
    value: str
    span: Span
    units: tuple[str, ...] = ()
    start_pos: int = 0

    # The parser asks for these where it makes the token for the end of the text.
    @property
    def line(self) -> int:
        """The line, from 1."""
        return self.span.line

    @property
    def column(self) -> int:
        """The column, from 1."""
        return self.span.column

    @property
    def end_line(self) -> int:
        """The line of the end."""
        return self.span.end_line

    @property
    def end_column(self) -> int:
        """The column of the end, excluded."""
        return self.span.end_column

    @property
    def end_pos(self) -> int:
        """Unused."""
        return self.start_pos


@dataclass(slots=True)
class Line:
    """One line of the file that holds more than blanks and a comment."""

    number: int
    indent: int
    margin: str
    tokens: list[Token]


@dataclass(slots=True)
class Block:
    """A line with what goes on from it (``tokens``) and the blocks that stand under it."""

    tokens: list[Token]
    last_line: int
    children: list[Block] = field(default_factory=list)

    @property
    def first(self) -> Token:
        """The token that the block begins with."""
        return self.tokens[0]


@dataclass(slots=True)
class Lexed:
    """The lines of a file, and its comments."""

    lines: list[Line] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
