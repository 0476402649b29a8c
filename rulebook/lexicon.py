"""The names of a book in both languages, for translating rules from one surface to the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rulebook.book.model import BookContents
from rulebook.book.types import OneOf, Records, SetOf, Type
from rulebook.diagnostics import Language
from rulebook.language.naming import NameKind
from rulebook.language.parser import parse
from rulebook.language.tree import RuleFile
from rulebook.language.words import words

Pair = tuple[str, str]
"""A name in Chinese rules, and in English rules."""

_DAY = "case_day"
"""The only built-in name that is no function."""


@dataclass(frozen=True, slots=True)
class Names:
    """Names of one kind. A word with two translations has none, nor has one that shares its own."""

    english: Mapping[str, frozenset[str]]
    chinese: Mapping[str, frozenset[str]]

    def other(self, word: str, to: Language) -> str | None:
        """The name in ``to``."""
        there, back = (self.english, self.chinese) if to == "en" else (self.chinese, self.english)
        found = there.get(word, frozenset())
        if len(found) != 1:
            return None
        (other,) = found
        return other if len(back[other]) == 1 else None


def names(pairs: Iterable[Pair]) -> Names:
    """The names that the pairs give."""
    known = list(pairs)
    return Names(_index(known), _index((english, chinese) for chinese, english in known))


def _index(pairs: Iterable[Pair]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for word, other in pairs:
        if word and other:
            found.setdefault(word, set()).add(other)
    return {word: frozenset(others) for word, others in found.items()}


@dataclass(frozen=True, slots=True)
class BookLexicon:
    """Knows the names that a book gives, each kind apart from the others.

    ``values`` and ``fields`` are by enumeration and by record; ``types`` are those of facts and
    figures by every form of their names, and of fields behind the form of their list.
    """

    kinds: Mapping[NameKind, Names]
    values: Mapping[str, Names]
    fields: Mapping[str, Names]
    types: Mapping[str, Type]

    def other(self, word: str, kind: NameKind, to: Language, of: str | None = None) -> str | None:
        """The name in ``to`` of what is called ``word`` in the other language, if it has one."""
        match kind:
            case "value" if of is not None:
                known = self._values_of(of)
            case "part":
                known = self._parts_of(of)
            case _:
                known = self.kinds.get(kind)
        return known.other(word, to) if known is not None else None

    def _values_of(self, of: str) -> Names | None:
        """The values of a fact, a figure, a field (``记录.项``) or a result (``规则.结果``)."""
        type_ = self.types.get(of) or self.types.get(of.rpartition(".")[2])
        return self.values.get(type_.enumeration) if isinstance(type_, OneOf | SetOf) else None

    def _parts_of(self, owner: str | None) -> Names | None:
        """The fields of a list of records, or the facts that a rule gives."""
        type_ = self.types.get(owner or "")
        if isinstance(type_, Records):
            return self.fields.get(type_.record)
        return self.kinds.get("name")


def lexicon_of(contents: BookContents, trees: Iterable[RuleFile] = ()) -> BookLexicon:
    """The lexicon of a book; ``trees`` give the names of the rules themselves."""
    vocabulary = contents.vocabulary
    built_in = words().built_in.items()
    facts = [(each.label.zh, each.id) for each in vocabulary.facts.values()]
    figures = [(each.label.zh, each.id) for each in contents.figures.values()]
    day = [(chinese, id_) for id_, chinese in built_in if id_ == _DAY]
    values = {
        each.id: [(value.label.zh, value.id) for value in each.values]
        for each in vocabulary.enumerations.values()
    }
    return BookLexicon(
        kinds={
            "name": names([*facts, *figures, *day]),
            "function": names((chinese, id_) for id_, chinese in built_in if id_ != _DAY),
            "rule": names(_rule_names(trees)),
            "item": names((each.label.zh, each.id) for each in contents.items.values()),
            "value": names(pair for pairs in values.values() for pair in pairs),
            "source": names((each.label.zh, each.id) for each in contents.sources.values()),
        },
        values={id_: names(pairs) for id_, pairs in values.items()},
        fields={
            each.id: names((field.label.zh, field.id) for field in each.fields)
            for each in vocabulary.records.values()
        },
        types=dict(_types(contents)),
    )


def lexicon_of_texts(contents: BookContents) -> BookLexicon:
    """The lexicon of a book of whose rules nothing is read but their headings."""
    lines = (line for each in contents.rules for line in each.text.splitlines())
    # What begins a line is the heading of a rule, or a comment.
    headings = "\n".join(line for line in lines if line[:1].strip())
    read, _ = parse(headings, "")
    return lexicon_of(contents, () if read is None else (read,))


def _types(contents: BookContents) -> Iterator[tuple[str, Type]]:
    vocabulary = contents.vocabulary
    for figure in contents.figures.values():
        yield from ((form, figure.type) for form in (figure.id, figure.label.zh))
    for fact in vocabulary.facts.values():
        for form in (fact.id, fact.label.zh):
            yield form, fact.type
            if isinstance(fact.type, Records):
                for field in vocabulary.records[fact.type.record].fields:
                    yield f"{form}.{field.id}", field.type
                    yield f"{form}.{field.label.zh}", field.type


def _rule_names(trees: Iterable[RuleFile]) -> Iterator[Pair]:
    for file in trees:
        for rule in (*file.rules, *file.broken):
            if rule.other is not None:
                both = sorted((rule.name.word, rule.other.word), key=str.isascii)
                yield both[0], both[1]
