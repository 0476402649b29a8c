"""What every command starts from: the language and the book."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from rulebook.book.choice import locate
from rulebook.cli.books import ChosenBook
from rulebook.cli.output import remark, show_diagnostics, working
from rulebook.cli.rule_names import rules_called
from rulebook.cli.speech import pick
from rulebook.cli.usage import Stop
from rulebook.diagnostics import NOWHERE, Bilingual, Diagnostic, Language, finding
from rulebook.diagnostics.nearest import nearest
from rulebook.language.reading import conversion

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
        """Open the book; the errors of its rules are in ``book.check()``."""
        from rulebook import open_book

        self.chosen.announce(self.lang)
        with working(self.say("正在读规则书……", "reading the book ...")):
            return open_book(self.chosen.folder)

    def show(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Write diagnostics about the book to stderr."""
        show_diagnostics(self.located(diagnostics), self.lang, self.chosen.reader())

    def located(self, diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
        """Diagnostics whose commands name the files as they are reached from here."""
        return [_converted(each, self.chosen.folder) for each in diagnostics]

    @contextlib.contextmanager
    def told(self) -> Iterator[None]:
        """Tell what is wrong with a book that can't be opened or a rule that can't answer."""
        try:
            yield
        except Exception as error:
            from rulebook import BrokenBook  # late: most commands load it anyway, help does not

            if not isinstance(error, BrokenBook):
                raise
            self.show(error.diagnostics)
            raise Stop(1) from None

    def known(self, book: Book, rules: Sequence[str]) -> tuple[str, ...]:
        """The ids of the rules that are called so; or a stop that names the nearest ones.

        A rule may be called by its id, its Chinese or English name, or the path of its file.
        """
        called = {each: rules_called(each, book) for each in rules}
        known = (*book.rules, *book.broken)
        wrong = [
            several_rules(each, found) if found else unknown_rule(each, known)
            for each, found in called.items()
            if len(found) != 1
        ]
        if wrong:
            raise Stop(2, *wrong)
        return tuple(dict.fromkeys(found[0] for found in called.values()))

    def count_broken(self, book: Book) -> int:
        """How many rules have errors and so don't answer; said on stderr where there are any."""
        broken = len(book.broken)
        if broken:
            zh = f"另有 {broken} 条规则有错误，不能作答；见 `rulebook check`"
            en = f"{broken} more with errors give no answer; see `rulebook check`"
            remark(self.say(zh, en))
        return broken


def _converted(diagnostic: Diagnostic, folder: Path) -> Diagnostic:
    if diagnostic.code not in ("RB1001", "RB1002"):
        return diagnostic
    path = locate(folder, diagnostic.file).resolve()
    here = Path.cwd().resolve()
    shown = path.relative_to(here) if path.is_relative_to(here) else path
    encoding = str(diagnostic.arguments["encoding"])
    commands = conversion(encoding, shown.as_posix())
    return replace(diagnostic, arguments={**diagnostic.arguments, **commands})


def several_rules(rule: str, found: Sequence[str]) -> Diagnostic:
    """That several rules are called so."""
    names = [f"`{each}`" for each in found]
    rules = Bilingual("、".join(names), ", ".join(names))
    return finding("RB9147", NOWHERE, rule=rule, rules=rules)


def unknown_rule(rule: str, known: Sequence[str]) -> Diagnostic:
    """That there is no such rule, with the nearest names by the whole path or its last part."""
    stems = {each.rpartition("/")[2]: each for each in known}
    wanted = rule.strip().replace("_", "-").removesuffix(".rule")
    by_stem = [stems[each] for each in nearest(wanted.rpartition("/")[2], stems, 2)]
    names = [f"`{each}`" for each in dict.fromkeys([*by_stem, *nearest(wanted, known)])][:3]
    near = Bilingual("", "")
    if names:
        near = Bilingual(f"是不是 {'、'.join(names)}？", f"did you mean {', '.join(names)}?")
    return finding("RB9001", NOWHERE, rule=rule, near=near)
