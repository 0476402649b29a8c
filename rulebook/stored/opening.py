"""A compiled book, opened from its file or kept there.

What answering needs is read from the file rule by rule; what needs the trees or the findings
compiles the book after all.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rulebook.diagnostics import NOWHERE, Bilingual, Diagnostic, finding
from rulebook.errors import BrokenBook
from rulebook.stored.codec import Encoder, decoder
from rulebook.stored.files import File, file_for, read, write
from rulebook.stored.keys import NotKeptError, key_of
from rulebook.stored.lazily import LazyMapping, LazySequence

if TYPE_CHECKING:
    from rulebook.book.model import BookContents, RuleText
    from rulebook.language.tree import RuleFile
    from rulebook.meaning.program import Program, Version
    from rulebook.meaning.typed import TypedBook, TypedRule
    from rulebook.pipeline import Built


@dataclass(frozen=True, slots=True)
class Heading:
    """What is known of a rule without reading it."""

    id: str
    title: Bilingual
    place: str
    family: str
    in_force: tuple[tuple[datetime.date, datetime.date | None], ...]
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]


class Stored:
    """A book from a file; gives what ``pipeline.Built`` gives, as it is asked for."""

    def __init__(self, file: File, folder: Path) -> None:
        self._file = file
        self._folder = folder

    @cached_property
    def headings(self) -> Mapping[str, Heading]:
        """The sound rules, in alphabetical order of their ids."""
        return {
            id_: Heading(id_, Bilingual(*title), place, family, *_tuples(*lists))
            for id_, title, place, family, *lists in self._file.section("rules")
        }

    @property
    def broken(self) -> tuple[str, ...]:
        """The ids of rules that have errors."""
        return tuple(self._file.head["broken"])

    @cached_property
    def contents(self) -> BookContents:
        """What the YAML files say, and the texts of the rules."""
        from rulebook.book.model import BookContents, Vocabulary

        facts, enumerations, records = map(self._entries, ("facts", "enumerations", "records"))
        table, edition = self._file.section("edition")
        figures = self._file.section("figures")
        by_key = {tuple(key): coded for key, coded in figures[1]}
        return BookContents(
            edition=decoder(table)(edition),
            vocabulary=Vocabulary(facts, enumerations, records),
            places=self._entries("places"),
            sources=self._entries("sources"),
            figures=LazyMapping(by_key, decoder(figures[0])),
            items=self._entries("items"),
            rules=LazySequence(self._texts),
            digest=self._file.head["digest"],
        )

    def _entries(self, name: str) -> LazyMapping[str, Any]:
        table, entries = self._file.section(name)
        return LazyMapping(entries, decoder(table))

    def _texts(self) -> Sequence[RuleText]:
        from rulebook.book.model import RuleText

        return [RuleText(*parts) for parts in self._file.section("texts")]

    @cached_property
    def program(self) -> Program:
        """The program; a rule is read when it is asked for."""
        from rulebook.meaning.program import Program

        ids = self._file.section("program enumerations")
        return Program(
            facts=self._entries("program facts"),
            figures=self._entries("program figures"),
            enumerations={name: tuple(each) for name, each in ids.items()},
            rules=LazyMapping({id_: f"rule {id_}" for id_ in self.headings}, self._versions),
        )

    def _versions(self, name: str) -> tuple[Version, ...]:
        table, coded = self._file.section(name)
        found: tuple[Version, ...] = decoder(table)(coded)
        return found

    # ---- what needs more -------------------------------------------------------------------

    @cached_property
    def whole(self) -> Built:
        """The book compiled after all; BrokenBook where it is no longer the one that was opened."""
        from rulebook.pipeline import build

        built, found = build(self._folder)
        if built is None:
            raise BrokenBook(found)
        if built.contents.digest != self._file.head["digest"]:
            raise BrokenBook([finding("RB8204", NOWHERE, folder=self._folder.as_posix())])
        return built

    @property
    def trees(self) -> Mapping[str, RuleFile]:
        """The trees of all rule files."""
        return self.whole.trees

    @property
    def typed(self) -> TypedBook:
        """The typed rules."""
        return self.whole.typed

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """All that was found on the way."""
        return self.whole.diagnostics


def _tuples(
    in_force: list[tuple[int, int | None]], inputs: list[str], outputs: list[str]
) -> tuple[Any, ...]:
    day = datetime.date.fromordinal
    spans = tuple((day(since), None if until is None else day(until)) for since, until in in_force)
    return spans, tuple(inputs), tuple(outputs)


# ---- opening and keeping -----------------------------------------------------------------------


def opened(folder: Path) -> Stored | None:
    """The book in a folder from its file, where nothing that it was made from has changed."""
    try:
        path = file_for(folder)
        file = None if path is None else read(path)
        if file is None:
            return None
        folders = [Path(each) for each in file.head["folders"]]
        if not folders or folders[0] != folder.resolve():
            return None
        return Stored(file, folder) if key_of(folders) == file.head["key"] else None
    except (NotKeptError, OSError, KeyError, TypeError, ValueError):
        return None


@dataclass(frozen=True, slots=True)
class Before:
    """What a book is about to be compiled from: its layers' folders, and their key."""

    folders: tuple[Path, ...]
    key: str


def before(folder: Path) -> Before | None:
    """What the book in a folder is made from now; None where it would not be kept."""
    if file_for(folder) is None:
        return None
    from rulebook.book.choice import is_book
    from rulebook.book.layers import stack

    if not is_book(folder):
        return None
    stacked = stack(folder)
    folders = tuple(layer.folder.resolve() for layer in stacked.layers)
    try:
        return Before(folders, key_of(folders)) if stacked.whole else None
    except NotKeptError:
        return None


def keep(folder: Path, built: Built, made_from: Before) -> bool:
    """Keep a compiled book for the next time; False where it can't or mustn't be.

    A file that was changed while the book was compiled is found by its key.
    """
    path = file_for(folder)
    try:
        if path is None or key_of(made_from.folders) != made_from.key:
            return False
    except NotKeptError:
        return False
    head = {
        "key": made_from.key,
        "folders": [str(each) for each in made_from.folders],
        "digest": built.contents.digest,
        "broken": broken_rules(built),
    }
    return write(path, head, _sections(built))


def broken_rules(built: Built) -> list[str]:
    """The ids of rules that have errors, and so don't answer."""
    sound = built.typed.rules.keys() & built.program.rules.keys()
    # A file without a rule is warned of, and is none that could answer.
    empty = {each.file for each in built.diagnostics if each.code == "RB1006"}
    ids = (each.id for each in built.contents.rules if each.path not in empty)
    return sorted(id_ for id_ in ids if id_ not in sound)


def headings_of(built: Built) -> dict[str, Heading]:
    """What is known of the sound rules, in alphabetical order of their ids."""
    program = built.program.rules
    sound = sorted(id_ for id_ in built.typed.rules if id_ in program)
    return {id_: _heading(built.typed.rules[id_], program[id_]) for id_ in sound}


def _heading(rule: TypedRule, versions: tuple[Version, ...]) -> Heading:
    return Heading(
        id=rule.id,
        title=rule.title,
        place=rule.place,
        family=rule.family,
        in_force=tuple((version.since, version.until) for version in rule.versions),
        inputs=tuple(dict.fromkeys(each for version in versions for each in version.inputs)),
        outputs=tuple(dict.fromkeys(each for version in rule.versions for each in version.outputs)),
    )


def _sections(built: Built) -> dict[str, Any]:
    contents, program = built.contents, built.program
    encoder = Encoder()
    edition = encoder.encode(contents.edition)
    sections: dict[str, Any] = {
        "rules": [_heading_json(each) for each in headings_of(built).values()],
        "texts": [[t.path, t.place, t.family, t.stem, t.text] for t in contents.rules],
        "edition": [encoder.table, edition],
        "facts": _coded(contents.vocabulary.facts),
        "enumerations": _coded(contents.vocabulary.enumerations),
        "records": _coded(contents.vocabulary.records),
        "places": _coded(contents.places),
        "sources": _coded(contents.sources),
        "items": _coded(contents.items),
        "program facts": _coded(program.facts),
        "program figures": _coded(program.figures),
        "program enumerations": {name: list(ids) for name, ids in program.enumerations.items()},
    }
    encoder = Encoder()
    figures = [[list(key), encoder.encode(value)] for key, value in contents.figures.items()]
    sections["figures"] = [encoder.table, figures]
    for id_, versions in program.rules.items():
        encoder = Encoder()
        coded = encoder.encode(versions)
        sections[f"rule {id_}"] = [encoder.table, coded]
    return sections


def _heading_json(each: Heading) -> list[Any]:
    title = [each.title.zh, each.title.en]
    in_force = [
        [since.toordinal(), None if until is None else until.toordinal()]
        for since, until in each.in_force
    ]
    return [each.id, title, each.place, each.family, in_force, each.inputs, each.outputs]


def _coded(entries: Mapping[str, Any]) -> list[Any]:
    encoder = Encoder()
    coded = {id_: encoder.encode(each) for id_, each in entries.items()}
    return [encoder.table, coded]
