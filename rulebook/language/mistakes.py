"""Why a line can't be read, as a sentence about the user's text."""

from __future__ import annotations

from dataclasses import dataclass

from rulebook.diagnostics import Diagnostic, Span, finding
from rulebook.language.tokens import Block, Token


@dataclass(frozen=True, slots=True)
class Place:
    """Where reading stopped: the line, the place in it, and what could have stood there.

    ``at`` is the token that can't stand there, or the number of tokens for the line's end.
    ``deeper`` says that not the token but the indentation of its line is what doesn't fit.
    """

    block: Block
    at: int
    expected: frozenset[str]
    parent: Block | None
    among: list[Block]
    deeper: bool = False

    @property
    def tokens(self) -> list[Token]:
        """The tokens of the line."""
        return self.block.tokens

    @property
    def ends(self) -> bool:
        """Whether the line ends too early."""
        return self.at >= len(self.tokens)

    @property
    def token(self) -> Token | None:
        """The token that can't stand there."""
        return None if self.ends else self.tokens[self.at]

    @property
    def before(self) -> Token | None:
        """The token before it."""
        return self.tokens[self.at - 1] if self.at else None

    @property
    def span(self) -> Span:
        """The token, or the place behind the line."""
        if self.token is not None:
            return self.token.span
        end = self.tokens[-1].span
        return Span(end.file, end.end_line, end.end_column, end.end_line, end.end_column + 1)


def explain(place: Place) -> Diagnostic:
    """One diagnostic for the place where reading stopped."""
    if place.ends:
        return finding("RB1041", place.span, last=place.tokens[-1].text)
    assert place.token is not None
    before = place.before
    if before is None:
        return finding("RB1042", place.span, word=place.token.text)
    return finding("RB1040", place.span, word=place.token.text, before=before.text)
