"""Rules as code for medical security: checked rules, exact answers with their reasons.

>>> from rulebook import open_book
>>> book = open_book()
>>> decision = book.decide("shanghai/long-term-care/home-care", facts)  # doctest: +SKIP

Importing the package loads nothing heavy; what a name needs is loaded when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rulebook.answers.results import Decision as Decision
    from rulebook.api import Book as Book
    from rulebook.api import RuleInfo as RuleInfo
    from rulebook.api import open_book as open_book
    from rulebook.diagnostics import Diagnostic as Diagnostic
    from rulebook.errors import BrokenBook as BrokenBook
    from rulebook.errors import FactsError as FactsError
    from rulebook.errors import RulebookError as RulebookError
    from rulebook.errors import TableWarning as TableWarning
    from rulebook.errors import UnknownRule as UnknownRule

__version__ = "0.1.0"

_HOMES = {
    "Book": "rulebook.api",
    "BrokenBook": "rulebook.errors",
    "Decision": "rulebook.answers.results",
    "Diagnostic": "rulebook.diagnostics",
    "FactsError": "rulebook.errors",
    "RuleInfo": "rulebook.api",
    "RulebookError": "rulebook.errors",
    "TableWarning": "rulebook.errors",
    "UnknownRule": "rulebook.errors",
    "open_book": "rulebook.api",
}

__all__ = [
    "Book",
    "BrokenBook",
    "Decision",
    "Diagnostic",
    "FactsError",
    "RuleInfo",
    "RulebookError",
    "TableWarning",
    "UnknownRule",
    "__version__",
    "open_book",
]


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(home), name)


def __dir__() -> list[str]:
    return sorted(__all__)
