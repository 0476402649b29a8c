"""What the public functions raise: always with diagnostics that say what is wrong and where."""

from __future__ import annotations

from collections.abc import Sequence

from rulebook.diagnostics import Diagnostic


class RulebookError(Exception):
    """What keeps a book from answering; ``diagnostics`` say what and where."""

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        super().__init__("; ".join(each.sentence("en") for each in diagnostics))
        self.diagnostics = tuple(diagnostics)


class BrokenBook(RulebookError):
    """The book, or the rule asked for, has errors."""


class FactsError(RulebookError):
    """The facts given can't be read: a wrong value, an unknown name, a value outside its domain."""


class UnknownRule(RulebookError):
    """The book has no rule of that id."""
