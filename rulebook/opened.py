"""A book that was opened: what it holds, before it is asked anything."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from rulebook.arguments import rule_id
from rulebook.diagnostics import NOWHERE, Diagnostic, Language, Span, finding
from rulebook.errors import BrokenBook, UnknownRule
from rulebook.rule_info import RuleInfo
from rulebook.stored.book import Stored
from rulebook.stored.headings import broken_rules, headings_of

if TYPE_CHECKING:
    from rulebook.book.model import BookContents
    from rulebook.book.quoting import Quoting
    from rulebook.language.rewording import Rewording
    from rulebook.language.tree import RuleFile
    from rulebook.meaning.program import Program
    from rulebook.meaning.typed import TypedBook, TypedExample
    from rulebook.pipeline import Built


class OpenedBook:
    """What a book holds, each part loaded when it is first looked at."""

    def __init__(self, built: Built | Stored, folder: Path) -> None:
        self.folder = folder
        self._built = built

    @cached_property
    def contents(self) -> BookContents:
        """What the book's files say, the rules as text."""
        return self._built.contents

    @cached_property
    def program(self) -> Program:
        """The sound rules, ready to run."""
        return self._built.program

    @cached_property
    def trees(self) -> Mapping[str, RuleFile]:
        """The trees of the rule files, by path."""
        return self._built.trees

    @cached_property
    def typed(self) -> TypedBook:
        """The typed rules."""
        return self._built.typed

    @cached_property
    def _diagnostics(self) -> tuple[Diagnostic, ...]:
        return self._built.diagnostics

    @cached_property
    def _quoting(self) -> Quoting:
        from rulebook.book.quoting import Quoting

        return Quoting(self.contents.rules)

    @cached_property
    def _rewording(self) -> Rewording:
        from rulebook.language.rewording import Rewording
        from rulebook.lexicon import lexicon_of_texts

        texts = {each.path: each.text for each in self.contents.rules}
        return Rewording(texts, cache(partial(lexicon_of_texts, self.contents)))

    @cached_property
    def rules(self) -> Mapping[str, RuleInfo]:
        """The sound rules by id, in alphabetical order."""
        built = self._built
        found = built.headings if isinstance(built, Stored) else headings_of(built)
        return {id_: RuleInfo(each, self._examples_of) for id_, each in found.items()}

    def _examples_of(self, rule: str) -> tuple[TypedExample, ...]:
        return self.typed.rules[rule].examples

    @cached_property
    def broken(self) -> tuple[str, ...]:
        """The ids of rules that have errors, and so don't answer."""
        built = self._built
        return built.broken if isinstance(built, Stored) else tuple(broken_rules(built))

    def check(self) -> list[Diagnostic]:
        """Everything that is wrong with the book: YAML files first, since rules build on them."""
        return sorted(
            self._diagnostics,
            key=lambda each: (not each.file.endswith(".yaml"), each.span, each.code),
        )

    def _known(self, given: str) -> str:
        """The id of a rule that can answer; UnknownRule or BrokenBook for any other."""
        rule = rule_id(given)
        if rule in self.rules:
            return rule
        if rule in self.broken:
            paths = {each.path for each in self.contents.rules if each.id == rule}
            errors = [each for each in self._diagnostics if each.severity == "error"]
            own = [each for each in errors if each.file in paths]
            raise BrokenBook(own or errors)
        from rulebook.diagnostics.nearest import did_you_mean

        near = did_you_mean(rule, self.rules)
        raise UnknownRule([finding("RB9001", NOWHERE, rule=rule, near=near)])

    def text_of(self, span: Span) -> str:
        """The book's text at a span of a rule file, on one line."""
        return self._quoting.text_of(span)

    def text_in(self, span: Span, lang: Language) -> str | None:
        """The same in the words of the other surface; None where it is written on that already."""
        return self._rewording.text_in(span, lang)
