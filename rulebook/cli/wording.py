"""Facts, figures and periods as people read them in a terminal."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rulebook.cli.speech import pick
from rulebook.diagnostics import Language

if TYPE_CHECKING:
    from rulebook.book.model import BookContents
    from rulebook.meaning.typed import FactValue


@dataclass(frozen=True, slots=True)
class Wording:
    """Words for a book's ids and values, in one language."""

    contents: BookContents
    lang: Language

    def fact(self, id_: str) -> str:
        """A fact's name, or that of a field of records; an id that is neither stays."""
        from rulebook.answers.naming import fact_name

        return fact_name(id_, self.contents).text(self.lang)

    def named_fact(self, id_: str, called: str | None = None) -> str:
        """A fact's name with what a facts file may call it, its id unless it is said otherwise."""
        name, called = self.fact(id_), called or id_
        return name if name == called else f"{name} ({called})"

    def figure(self, id_: str) -> str:
        """A figure's name; a clause's id stays."""
        from rulebook.answers.naming import figure_name

        return figure_name(id_, self.contents).text(self.lang)

    def value(self, id_: str, value: FactValue) -> str:
        """A fact's value with its unit or label."""
        from rulebook.meaning.show import show_value

        vocabulary = self.contents.vocabulary
        fact = vocabulary.facts.get(id_)
        if fact is None:
            return str(value)
        return show_value(value, fact.type, fact.units, self.lang, vocabulary.enumerations)

    def listed(self, words: list[str]) -> str:
        """Words one after the other."""
        return pick(self.lang, "、", ", ").join(words)

    def period(self, since: datetime.date | None, until: datetime.date | None) -> str:
        """A period, its last day included."""
        if until is None:
            return pick(self.lang, f"自 {since}", f"from {since}")
        return pick(self.lang, f"{since} 至 {until}", f"{since} until {until}")
