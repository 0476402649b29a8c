"""What every command starts from: the language and the book."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from rulebook.book.choice import locate
from rulebook.book.place_names import place_called, which_places
from rulebook.cli.books import ChosenBook
from rulebook.cli.output import remark, show_diagnostics, working
from rulebook.cli.rule_names import own_rules, rules_called, rules_of_place
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

    def say_whose(self) -> None:
        """Say on stderr that a drafter's own book was not found, and which one it was instead."""
        if self.chosen.how == "packaged":
            zh = "这里没有自己的规则书，检查的是随软件安装的那一本"
            en = "there is no book of your own here: this was the one installed with the program"
            remark(self.say(zh, en))

    def show(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Write diagnostics about the book to stderr; of many alike in one file, the first."""
        shown, left = first_of_each(self.located(diagnostics))
        show_diagnostics(shown, self.lang, self.chosen.reader())
        for (file, code), more in left.items():
            zh = f"{file} 里还有 {more} 处 {code}，没有一一列出；改好上面的再检查一次"
            en = f"{file} has {more} more of {code} that are not listed; mend those above first"
            remark(self.say(zh, en))

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
        return tuple(dict.fromkeys(self._each(book, called)))

    def chosen_rules(self, book: Book, given: Sequence[str]) -> tuple[str, ...]:
        """The ids of the rules that are meant by names of rules and of places; or a stop.

        A place stands for all its rules. Empty only where nothing is given.
        """
        of_places = {each: rules_of_place(each, book) for each in given}
        empty = [each for each, found in of_places.items() if found == ()]
        if empty:
            raise Stop(2, *(self._no_rules_of(each, book) for each in empty))
        single = {each: rules_called(each, book) for each in given if of_places[each] is None}
        named = dict(zip(single, self._each(book, single), strict=True))
        every = (of_places[each] or (named[each],) for each in given)
        return tuple(dict.fromkeys(rule for rules in every for rule in rules))

    def _each(self, book: Book, called: Mapping[str, tuple[str, ...]]) -> list[str]:
        """The one rule that each name means; a rule of the book itself before those below it."""
        meant = {each: self._preferred(book, each, found) for each, found in called.items()}
        known = (*book.rules, *book.broken)
        wrong = [
            several_rules(each, found, book) if found else unknown_rule(each, known, book)
            for each, found in meant.items()
            if len(found) != 1
        ]
        if wrong:
            raise Stop(2, *wrong)
        return [found[0] for found in meant.values()]

    def _preferred(self, book: Book, name: str, found: tuple[str, ...]) -> tuple[str, ...]:
        """The only rule among several that is the book's own; said, since others have the name."""
        own = own_rules(found, book) if len(found) > 1 else ()
        if len(own) != 1:
            return found
        zh = f"`{name}` 取本书自己的 `{own[0]}`；下面的书里还有 {len(found) - 1} 条同名的"
        en = f"`{name}` is this book's own `{own[0]}`; the book below has {len(found) - 1} more"
        remark(self.say(zh, en))
        return own

    @staticmethod
    def _no_rules_of(given: str, book: Book) -> Diagnostic:
        with_rules = {each.partition("/")[0] for each in (*book.rules, *book.broken)}
        places = [each for id_, each in book.contents.places.items() if id_ in with_rules]
        return finding("RB9148", NOWHERE, place=given, near=which_places(given, places))

    def sound(self, book: Book, wanted: Sequence[str]) -> tuple[str, ...] | None:
        """Those of some rules that answer, None for all; where none does, all of them."""
        return tuple(each for each in wanted if each in book.rules) or tuple(wanted) or None

    def count_broken(self, book: Book, wanted: Sequence[str] = ()) -> int:
        """How many rules, of some or of all, have errors and so don't answer; said on stderr."""
        broken = len([each for each in book.broken if not wanted or each in wanted])
        if broken:
            zh = f"另有 {broken} 条规则有错误，不能作答；见 `rulebook check`"
            en = f"{broken} more with errors give no answer; see `rulebook check`"
            remark(self.say(zh, en))
        return broken


def first_of_each(
    diagnostics: Iterable[Diagnostic],
) -> tuple[list[Diagnostic], dict[tuple[str, str], int]]:
    """Up to ``MOST_ALIKE`` of each code of each file, and how many more there are of which."""
    shown: list[Diagnostic] = []
    seen: Counter[tuple[str, str]] = Counter()
    for each in diagnostics:
        seen[each.file, each.code] += 1
        if seen[each.file, each.code] <= MOST_ALIKE:
            shown.append(each)
    return shown, {of: many - MOST_ALIKE for of, many in seen.items() if many > MOST_ALIKE}


MOST_ALIKE = 20
"""How many findings of one code in one file are shown to a person; JSON has all of them."""


def _converted(diagnostic: Diagnostic, folder: Path) -> Diagnostic:
    if diagnostic.code not in ("RB1001", "RB1002"):
        return diagnostic
    path = locate(folder, diagnostic.file).resolve()
    here = Path.cwd().resolve()
    shown = path.relative_to(here) if path.is_relative_to(here) else path
    encoding = str(diagnostic.arguments["encoding"])
    commands = conversion(encoding, shown.as_posix())
    return replace(diagnostic, arguments={**diagnostic.arguments, **commands})


def several_rules(rule: str, found: Sequence[str], book: Book) -> Diagnostic:
    """That several rules are called so; each is named by its id and its place, as people say it."""
    places = book.contents.places
    labels = [places[each.partition("/")[0]].label for each in found]
    names = [f"`{each}`" for each in found]
    rules = Bilingual(
        "、".join(f"{name}（{label.zh}）" for name, label in zip(names, labels, strict=True)),
        ", ".join(f"{name} ({label.en})" for name, label in zip(names, labels, strict=True)),
    )
    name = rule.rpartition("/")[2].strip()
    short = Bilingual(f"{labels[0].zh}/{name}", f"{found[0].partition('/')[0]}/{name}")
    return finding("RB9147", NOWHERE, rule=rule, rules=rules, short=short)


def unknown_rule(rule: str, known: Sequence[str], book: Book) -> Diagnostic:
    """That there is no such rule, with the nearest names by the whole path or its last part.

    The name of a place is told to be one.
    """
    place = place_called(rule, book.contents.places)
    if place is not None:
        return finding("RB9149", NOWHERE, place=rule, example=_of_place(place, known))
    stems = {each.rpartition("/")[2]: each for each in known}
    wanted = rule.strip().replace("_", "-").removesuffix(".rule")
    by_stem = [stems[each] for each in nearest(wanted.rpartition("/")[2], stems, 2)]
    names = [f"`{each}`" for each in dict.fromkeys([*by_stem, *nearest(wanted, known)])][:3]
    near = Bilingual("", "")
    if names:
        near = Bilingual(f"是不是 {'、'.join(names)}？", f"did you mean {', '.join(names)}?")
    return finding("RB9001", NOWHERE, rule=rule, near=near)


def _of_place(place: str, known: Sequence[str]) -> Bilingual:
    """An example of a rule of the place, empty where it has none."""
    first = next((each for each in known if each.startswith(f"{place}/")), None)
    return Bilingual(f"，如 `{first}`", f", such as `{first}`") if first else Bilingual("", "")
