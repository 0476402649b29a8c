"""What every command starts from: the language and the book."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rulebook.cli.books import ChosenBook
from rulebook.cli.output import show_diagnostics, working
from rulebook.cli.speech import pick
from rulebook.cli.usage import Stop
from rulebook.diagnostics import NOWHERE, Bilingual, Diagnostic, Language, finding
from rulebook.diagnostics.nearest import nearest

if TYPE_CHECKING:
    from rulebook import Book


@dataclass(frozen=True, slots=True)
class Session:
    """One run of one command."""

    lang: Language
    chosen: ChosenBook

    def say(self, zh: str, en: str) -> str:
        """One of two sentences."""
        return pick(self.lang, zh, en)

    def open(self) -> Book:
        """Open the book; its errors are in ``book.check()``."""
        from rulebook import open_book

        self.chosen.announce(self.lang)
        with working(self.say("正在读规则书……", "reading the book ...")):
            return open_book(self.chosen.folder)

    def show(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Write diagnostics about the book to stderr."""
        show_diagnostics(diagnostics, self.lang, self.chosen.reader())

    def known(self, book: Book, rules: Sequence[str]) -> tuple[str, ...]:
        """The rules, all of them known; or a stop that names the nearest ones."""
        unknown = [each for each in rules if each not in book.rules]
        if unknown:
            raise Stop(2, *(unknown_rule(each, list(book.rules)) for each in unknown))
        return tuple(rules)


def unknown_rule(rule: str, known: Sequence[str]) -> Diagnostic:
    """That there is no such rule, with the nearest names by the whole path or its last part."""
    stems = {each.rpartition("/")[2]: each for each in known}
    wanted = rule.strip().replace("_", "-").removesuffix(".rule")
    by_stem = [stems[each] for each in nearest(wanted.rpartition("/")[2], stems, 2)]
    names = list(dict.fromkeys([*by_stem, *nearest(wanted, known)]))[:3]
    near = Bilingual("", "")
    if names:
        shown = [f"`{each}`" for each in names]
        near = Bilingual(f"是不是 {'、'.join(shown)}？", f"did you mean {', '.join(shown)}? ")
    return finding("RB9001", NOWHERE, rule=rule, near=near)
