"""What the public functions raise: always with diagnostics that say what is wrong and where."""

from __future__ import annotations

from collections.abc import Sequence

from rulebook.diagnostics import Diagnostic, Language


class RulebookError(Exception):
    """What keeps a book from answering; ``diagnostics`` say what and where.

    As text it is in English, each finding with its hint; ``text`` gives either language.
    """

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        super().__init__(_told(diagnostics, "en"))
        self.diagnostics = tuple(diagnostics)

    def text(self, lang: Language) -> str:
        """What is wrong and what to do about it, in ``lang``."""
        return _told(self.diagnostics, lang)


class BrokenBook(RulebookError):
    """The book, or the rule asked for, has errors."""


class FactsError(RulebookError):
    """The facts given can't be read: a wrong value, an unknown name, a value outside its domain."""


class UnknownRule(RulebookError):
    """The book has no rule of that id."""


class TableWarning(UserWarning):
    """What is odd about the columns of a table that is answered all the same.

    Facts that no column gives, and columns that no fact is called as; ``diagnostics`` say which.
    """

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        super().__init__(_told(diagnostics, "en"))
        self.diagnostics = tuple(diagnostics)

    def text(self, lang: Language) -> str:
        """What is odd and what may have been meant, in ``lang``."""
        return _told(self.diagnostics, lang)


def _told(diagnostics: Sequence[Diagnostic], lang: Language) -> str:
    ends, between = (("（", "）"), "；") if lang == "zh" else ((" (", ")"), "; ")
    told = []
    for each in diagnostics:
        hint = each.advice(lang)
        told.append(each.sentence(lang) + (f"{ends[0]}{hint}{ends[1]}" if hint else ""))
    return between.join(told)
