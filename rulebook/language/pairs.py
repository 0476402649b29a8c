"""The names that a rule file gives itself, with their other names beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from rulebook.diagnostics import Language
from rulebook.language import tree

PairKind = Literal["name", "rule", "exception", "part", "result"]
"""A definition, a rule, an exception, what a record is given anew (``记录.项``), or what a rule of
the file gives, as read after a dot."""

Key = tuple[PairKind, str]


@dataclass(frozen=True, slots=True)
class Own:
    """What a rule's own names are called in the other language, and all words it defines."""

    pairs: Mapping[Key, str]
    defined: frozenset[str]

    def other(self, kind: PairKind, word: str) -> str | None:
        """The name that stands beside ``word``."""
        return self.pairs.get((kind, word))


def language_of(word: str) -> Language:
    """The language that a name is written in."""
    return "en" if word.isascii() else "zh"


def written(reference: tree.Reference) -> str:
    """A reference as text without its arguments: ``记录.项``."""
    match reference:
        case tree.Name(word):
            return word
        case tree.Call(target):
            return target.word
        case tree.Part(owner, part):
            return f"{written(owner)}.{part.word}"


def own_names(file: tree.RuleFile, rule: tree.Rule) -> Own:
    """The names of one rule, with those that it shares with the others of its file."""
    pairs: dict[Key, str] = {}
    for each in (*file.rules, *file.broken):
        pairs.update(_both("rule", each.name, each.other))
        for target in _targets(each.statements):
            if isinstance(target.reference, tree.Name):
                pairs.update(_both("result", target.reference, target.other))
    defined: set[str] = set()
    for target in _targets(rule.statements):
        match target.reference:
            case tree.Name() as name:
                pairs.update(_both("name", name, target.other))
                defined.add(name.word)
                defined.update([target.other.word] if target.other is not None else [])
            case tree.Part(owner, part):
                pairs.update(_of_record(written(owner), part, target.other))
    for statement in rule.statements:
        if isinstance(statement, tree.RuleException):
            pairs.update(_both("exception", statement.name, statement.other))
    return Own(pairs, frozenset(defined))


def _targets(statements: Iterable[tree.Statement]) -> Iterator[tree.Target]:
    for statement in statements:
        match statement:
            case tree.Definition(targets):
                yield from targets
            case tree.RuleException(definitions=definitions):
                yield from _targets(definitions)
            case _:
                pass


def _both(kind: PairKind, name: tree.Name, other: tree.Name | None) -> Iterator[tuple[Key, str]]:
    if other is not None and language_of(name.word) != language_of(other.word):
        yield (kind, name.word), other.word
        yield (kind, other.word), name.word


def _of_record(owner: str, part: tree.Name, other: tree.Name | None) -> Iterator[tuple[Key, str]]:
    for (kind, word), twin in _both("part", part, other):
        yield (kind, f"{owner}.{word}"), twin
