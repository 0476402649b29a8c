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
    from rulebook.api import Book as Book
    from rulebook.api import BrokenBook as BrokenBook
    from rulebook.api import Decision as Decision
    from rulebook.api import FactsError as FactsError
    from rulebook.api import RulebookError as RulebookError
    from rulebook.api import RuleInfo as RuleInfo
    from rulebook.api import UnknownRule as UnknownRule
    from rulebook.api import open_book as open_book
    from rulebook.diagnostics import Diagnostic as Diagnostic

__version__ = "0.1.0"

_HOMES = {
    "Book": "rulebook.api",
    "BrokenBook": "rulebook.api",
    "Decision": "rulebook.api",
    "Diagnostic": "rulebook.diagnostics",
    "FactsError": "rulebook.api",
    "RuleInfo": "rulebook.api",
    "RulebookError": "rulebook.api",
    "UnknownRule": "rulebook.api",
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
