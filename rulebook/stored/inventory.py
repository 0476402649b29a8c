"""What a book was compiled from, as far as it tells what a change touches."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rulebook.book.model import BookContents, RuleText
from rulebook.language.tree import BasedOn, Name, Rule, RuleFile
from rulebook.stored.codec import Encoder

Heading = tuple[str, str | None]
"""The name of a version of a rule, and its name in the other language."""


@dataclass(frozen=True, slots=True)
class Written:
    """A rule file: the hash of its text, the names it gives, the words in it.

    ``bases`` are the names of the rules on which it stands (沿用); ``noted``: something was found
    of it, so that it is compiled again each time.
    """

    hash: str
    headings: tuple[Heading, ...] = ()
    words: frozenset[str] = frozenset()
    bases: frozenset[str] = frozenset()
    noted: bool = False

    @property
    def names(self) -> frozenset[str]:
        """The names by which other rules read it."""
        return frozenset(name for heading in self.headings for name in heading if name)

    def stub(self) -> RuleFile:
        """A tree that has the names and nothing else."""
        return RuleFile(
            tuple(Rule(Name(a), None if b is None else Name(b), (), ()) for a, b in self.headings)
        )


@dataclass(frozen=True, slots=True)
class Entry:
    """A figure, fact or source: its names, the hash of what it says, and the place that has it."""

    names: tuple[str, ...]
    hash: str
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Inventory:
    """The inventory of a compiled book.

    ``common`` is the hash of what touches all; ``files`` are the rule files by path.
    """

    common: str
    entries: Mapping[str, Entry]
    files: Mapping[str, Written] = field(default_factory=dict)

    def to_json(self) -> list[Any]:
        """As plain values."""
        entries = {key: [each.names, each.hash, each.place] for key, each in self.entries.items()}
        files = {
            path: [each.hash, each.headings, sorted(each.words), sorted(each.bases), each.noted]
            for path, each in self.files.items()
        }
        return [self.common, entries, files]

    @classmethod
    def from_json(cls, values: list[Any]) -> Inventory:
        """From plain values."""
        common, entries, files = values
        return cls(
            common,
            {key: Entry(tuple(names), *rest) for key, (names, *rest) in entries.items()},
            {
                path: Written(
                    hash_,
                    tuple((a, b) for a, b in headings),
                    frozenset(words),
                    frozenset(bases),
                    noted,
                )
                for path, (hash_, headings, words, bases, noted) in files.items()
            },
        )


def inventory(contents: BookContents, files: Mapping[str, Written]) -> Inventory:
    """The inventory of a book; where its YAML files say something does not count."""
    words = contents.vocabulary
    entries = {
        f"fact {each.id}": Entry((each.id, each.label.zh), _hash(each))
        for each in words.facts.values()
    }
    for figure in contents.figures.values():
        key = f"figure {figure.place} {figure.id}"
        entries[key] = Entry((figure.id, figure.label.zh), _hash(figure), figure.place)
    for source in contents.sources.values():
        names = source.id, source.label.zh
        entries[f"source {source.id}"] = Entry(names, _hash(source), source.place)
    shared = (words.enumerations, words.records, contents.places, contents.items)
    return Inventory(_hash(shared), entries, files)


def written(text: RuleText, tree: RuleFile | None) -> Written:
    """What counts of a file that was parsed; a file that can't be has no names."""
    if tree is None:
        return Written(text_hash(text))
    headings = tuple(
        (each.name.word, None if each.other is None else each.other.word)
        for each in (*tree.rules, *tree.broken)
    )
    bases = frozenset(
        statement.rule.word
        for rule in (*tree.rules, *tree.broken)
        for statement in rule.statements
        if isinstance(statement, BasedOn) and isinstance(statement.rule, Name)
    )
    return Written(text_hash(text), headings, tree.words, bases)


def text_hash(text: RuleText) -> str:
    """The hash of a file's text."""
    return hashlib.blake2b(text.text.encode(), digest_size=16).hexdigest()


def _hash(value: Any) -> str:
    encoder = Encoder(spans=False)
    coded = encoder.encode(value)
    text = json.dumps([encoder.table, coded], ensure_ascii=False)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
