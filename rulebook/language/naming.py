"""What the words of a file are called in the other language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from rulebook.diagnostics import Language, Span
from rulebook.language import tree
from rulebook.language.pairs import Own, language_of
from rulebook.language.words import words

NameKind = Literal[
    "name", "function", "rule", "item", "part", "value", "exception", "source", "level"
]
"""What a word names: a fact, figure or the day of the case (``name``), a built-in function, a rule,
an item of the national list with its dots, what stands after a dot, a value of an enumeration, an
exception, a document, a level of evidence."""

Position = NameKind | Literal["call", "owner"]
"""Where a word stands; a word before ``(`` or a dot may be one of several kinds."""


class Lexicon(Protocol):
    """What knows the names of a book in both languages."""

    def other(self, word: str, kind: NameKind, to: Language, of: str | None = None) -> str | None:
        """The name in ``to`` of what is called ``word`` in the other language, if it has one.

        ``of`` says whose part or value it is: what stands before the dot, or what the value is
        compared with. With it, a value is looked up among the values of that alone.
        """


class NoLexicon:
    """Knows no names: only those that a file pairs itself are swapped."""

    def other(self, word: str, kind: NameKind, to: Language, of: str | None = None) -> str | None:
        """Nothing."""
        return None


@dataclass(frozen=True, slots=True)
class Naming:
    """Swaps the names of one rule: ``own`` are those that its file pairs itself."""

    lexicon: Lexicon
    to: Language
    own: Own

    def name(
        self, name: tree.Name, position: Position = "name", of: str | None = None
    ) -> tree.Name:
        """A name, in the wanted language where it would come back as this one."""
        other = self.other(name.word, position, of)
        return tree.Name(other, name.span) if words().is_name(other) else name

    def pair(
        self, name: tree.Name, other: tree.Name | None, kind: NameKind
    ) -> tuple[tree.Name, tree.Name | None]:
        """A name and the one beside it: the one in the wanted language first."""
        if other is None:
            return self.name(name, kind), None
        swap = language_of(name.word) != self.to and language_of(other.word) == self.to
        return (other, name) if swap else (name, other)

    def word(
        self, word: str, span: Span, of: str | None, *, quoted: bool
    ) -> tree.Name | tree.Quoted:
        """A word in a formula; a quoted value that needn't have been in quotes keeps them."""
        other = self.other(word, "value", of)
        unquoted = words().is_name(other) and not (quoted and words().is_name(word))
        return tree.Name(other, span) if unquoted else tree.Quoted(other, span)

    def other(self, word: str, position: Position, of: str | None = None) -> str:
        """The word in the wanted language, where that would come back as this one."""
        if language_of(word) == self.to:
            return word
        found = self.find(word, position, self.to, of)
        if found is None or self.find(found, position, _opposite(self.to), of) != word:
            return word
        return found

    def find(self, word: str, position: Position, to: Language, of: str | None) -> str | None:
        """What a word is called in ``to``, looked up in the order in which its meaning is."""
        own, look = self.own, self.lexicon.other
        match position:
            case "name":
                return own.other("name", word) or look(word, "name", to)
            case "value":
                among = look(word, "value", to, of) if of is not None else None
                found = among or own.other("name", word) or look(word, "name", to)
                return found if found or word in own.defined else look(word, "value", to)
            case "call":
                function = look(word, "function", to)
                return function or self.find(word, "rule", to, of) or look(word, "name", to)
            case "owner":
                # A figure has no parts: a word before a dot that names a rule too means the rule.
                ruled = own.other("name", word) or self.find(word, "rule", to, of)
                return ruled or look(word, "name", to)
            case "rule":
                return own.other("rule", word) or look(word, "rule", to)
            case "part":
                given = own.other("part", f"{of}.{word}")
                return given or look(word, "part", to, of) or own.other("result", word)
            case "exception":
                return own.other("exception", word)
            case "item" | "source" | "level" | "function":
                return look(word, position, to)

    def named(self, word: str) -> bool:
        """Whether the lexicon knows a word as a name."""
        return self.lexicon.other(word, "name", _opposite(language_of(word))) is not None


def _opposite(language: Language) -> Language:
    return "zh" if language == "en" else "en"
