"""A compiled book from a file of the cache: what is asked for is read, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from rulebook.diagnostics import Diagnostic
from rulebook.stored.codec import decoder
from rulebook.stored.files import File
from rulebook.stored.headings import Heading
from rulebook.stored.lazily import LazyMapping, LazySequence

if TYPE_CHECKING:
    from rulebook.book.model import BookContents, RuleText
    from rulebook.language.tree import RuleFile
    from rulebook.meaning.program import Program
    from rulebook.meaning.typed import TypedBook


def value_in(file: File) -> Callable[[str], Any]:
    """The function that reads sections of a file."""

    def read(name: str) -> Any:
        table, coded = file.section(name)
        return decoder(table)(coded)

    return read


class Stored:
    """A book from a file; gives what ``pipeline.Built`` gives, as it is asked for.

    ``compiled`` are the rule files that were compiled to open it; None: nothing had changed.
    """

    def __init__(self, file: File, compiled: frozenset[str] | None = None) -> None:
        self.file = file
        self.compiled = compiled

    @cached_property
    def headings(self) -> Mapping[str, Heading]:
        """The sound rules, in alphabetical order of their ids."""
        found = map(Heading.from_json, self.file.section("rules"))
        return {each.id: each for each in found}

    @property
    def broken(self) -> tuple[str, ...]:
        """The ids of rules that have errors."""
        return tuple(self.file.head["broken"])

    @cached_property
    def contents(self) -> BookContents:
        """What the YAML files say, and the texts of the rules."""
        from rulebook.book.model import BookContents, Vocabulary

        facts, enumerations, records = map(self._entries, ("facts", "enumerations", "records"))
        figures = self.file.section("figures")
        by_key = {tuple(key): coded for key, coded in figures[1]}
        return BookContents(
            edition=value_in(self.file)("edition"),
            vocabulary=Vocabulary(facts, enumerations, records),
            places=self._entries("places"),
            sources=self._entries("sources"),
            figures=LazyMapping(by_key, decoder(figures[0])),
            items=self._entries("items"),
            rules=LazySequence(self._texts),
            digest=self.file.head["digest"],
        )

    def _entries(self, name: str) -> LazyMapping[str, Any]:
        table, entries = self.file.section(name)
        return LazyMapping(entries, decoder(table))

    def _texts(self) -> Sequence[RuleText]:
        from rulebook.book.model import RuleText

        return [RuleText(*parts) for parts in self.file.section("texts")]

    @cached_property
    def program(self) -> Program:
        """The program; a rule is read when it is asked for."""
        from rulebook.meaning.program import Program

        ids = self.file.section("program enumerations")
        return Program(
            facts=self._entries("program facts"),
            figures=self._entries("program figures"),
            enumerations={name: tuple(each) for name, each in ids.items()},
            rules=LazyMapping(self.file.names("rule"), value_in(self.file)),
        )

    @cached_property
    def typed(self) -> TypedBook:
        """The typed rules; a rule is read when it is asked for."""
        from rulebook.meaning.typed import TypedBook

        return TypedBook(self.contents, LazyMapping(self.file.names("typed"), value_in(self.file)))

    @cached_property
    def trees(self) -> Mapping[str, RuleFile]:
        """The trees of all rule files; their texts are read anew."""
        from rulebook.pipeline import parse_all

        return parse_all(self.contents.rules)[0]

    @cached_property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """All that was found when the book was compiled."""
        found: tuple[Diagnostic, ...] = value_in(self.file)("diagnostics")
        return found
