"""What a review asks of a book, so that it needs no more of it; ``rulebook.Book`` has all of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from rulebook.answers.examples import ExampleRun
from rulebook.book.model import BookContents
from rulebook.diagnostics import Span
from rulebook.language import tree
from rulebook.meaning import program as p
from rulebook.meaning import typed as t


class ReadBook(Protocol):
    """A book's files, read."""

    @property
    def contents(self) -> BookContents:
        """What the book's files say."""

    @property
    def trees(self) -> Mapping[str, tree.RuleFile]:
        """The trees of the rule files, by path."""


class CompiledBook(Protocol):
    """A book's contents, and its rules as they are typed and as they run."""

    @property
    def contents(self) -> BookContents:
        """What the book's files say."""

    @property
    def typed(self) -> t.TypedBook:
        """The typed rules."""

    @property
    def program(self) -> p.Program:
        """The program."""


class AnsweringBook(CompiledBook, Protocol):
    """A book that runs its examples and quotes its rules."""

    def text_of(self, span: Span) -> str:
        """The rules' text at a span."""

    def examples(self, rule: str | None = None) -> tuple[ExampleRun, ...]:
        """The examples of a rule, or of all, with their answers."""
