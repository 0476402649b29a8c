"""The names of a book in both languages, for translating rules from one surface to the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rulebook.book.model import BookContents, Fact
from rulebook.diagnostics import Language
from rulebook.language.translate import NameKind
from rulebook.language.tree import RuleFile

Pair = tuple[str, str]
"""A name in Chinese rules, and in English rules."""


@dataclass(frozen=True, slots=True)
class BookLexicon:
    """Knows the names that a book gives; a word with two translations is left as it is."""

    chinese: dict[str, frozenset[str]]
    english: dict[str, frozenset[str]]
    chinese_sources: dict[str, frozenset[str]]
    english_sources: dict[str, frozenset[str]]

    def other(self, word: str, kind: NameKind, to: Language) -> str | None:
        """The name in ``to`` of what is called ``word`` in the other language, if it has one."""
        if kind == "level":
            return None
        if kind == "source":
            known = self.chinese_sources if to == "zh" else self.english_sources
        else:
            known = self.chinese if to == "zh" else self.english
        found = known.get(word, frozenset())
        return next(iter(found)) if len(found) == 1 else None


def lexicon_of(contents: BookContents, trees: Iterable[RuleFile] = ()) -> BookLexicon:
    """The lexicon of a book; ``trees`` give the names of the rules themselves."""
    names = [*_names(contents), *_rule_names(trees)]
    sources = [(each.label.zh, each.id) for each in contents.sources.values()]
    return BookLexicon(
        chinese=_index((english, chinese) for chinese, english in names),
        english=_index(names),
        chinese_sources=_index((english, chinese) for chinese, english in sources),
        english_sources=_index(sources),
    )


def _index(pairs: Iterable[Pair]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for word, other in pairs:
        if word and other:
            found.setdefault(word, set()).add(other)
    return {word: frozenset(others) for word, others in found.items()}


def _names(contents: BookContents) -> Iterator[Pair]:
    vocabulary = contents.vocabulary
    yield from _facts(vocabulary.facts.values())
    for record in vocabulary.records.values():
        yield record.label.zh, record.id
        yield from _facts(record.fields)
    for enumeration in vocabulary.enumerations.values():
        yield from ((each.label.zh, each.id) for each in enumeration.values)
    yield from ((each.label.zh, each.id) for each in contents.figures.values())
    for item in contents.items.values():
        # A dotted name is translated part by part.
        yield from zip(item.label.zh.split("."), item.id.split("."), strict=False)


def _facts(facts: Iterable[Fact]) -> Iterator[Pair]:
    return ((each.label.zh, each.id) for each in facts)


def _rule_names(trees: Iterable[RuleFile]) -> Iterator[Pair]:
    for file in trees:
        for rule in (*file.rules, *file.broken):
            if rule.other is not None:
                words = sorted((rule.name.word, rule.other.word), key=str.isascii)
                yield words[0], words[1]
