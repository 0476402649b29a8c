"""A file's names in the other language; keywords and units are the printer's affair."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Literal, Protocol

from rulebook.diagnostics import Language, Span
from rulebook.language import tree
from rulebook.language.words import words

NameKind = Literal["name", "part", "argument", "source", "level"]
"""Where a word stands: alone, after a dot, before the colon of a call, cited, as evidence."""


class Lexicon(Protocol):
    """What knows the names of a book in both languages."""

    def other(self, word: str, kind: NameKind, to: Language) -> str | None:
        """The name in ``to`` of what is called ``word`` in the other language, if it has one."""


class NoLexicon:
    """Knows no names: only those that a file pairs itself are swapped."""

    def other(self, word: str, kind: NameKind, to: Language) -> str | None:
        """Nothing."""
        return None


def translate(file: tree.RuleFile, lexicon: Lexicon, to: Language) -> tree.RuleFile:
    """The file with its names in ``to``.

    A name that the file pairs with its other name is swapped with it; the lexicon knows the others;
    what nobody knows stays. An enumeration's value that is not one word stands in quotes.
    """
    shared = dict(_pairs(file))
    rules = tuple(_Translator(lexicon, to, shared | _own(rule)).rule(rule) for rule in file.rules)
    broken = tuple(_Translator(lexicon, to, shared | _own(rule)).rule(rule) for rule in file.broken)
    return tree.RuleFile(rules, file.comments, broken, file.span)


# ---- the pairs that a file gives itself


def _pairs(file: tree.RuleFile) -> Iterator[tuple[str, str]]:
    """The pairs of all rules; those of names after a dot may be read from any of them."""
    for rule in (*file.rules, *file.broken):
        yield from _both(rule.name, rule.other)
        yield from ((f".{one}", other) for one, other in _own(rule).items())


def _own(rule: tree.Rule) -> dict[str, str]:
    found: dict[str, str] = {}
    for statement in rule.statements:
        match statement:
            case tree.Definition():
                found.update(_defined(statement))
            case tree.RuleException(name, other, _, _, definitions):
                found.update(_both(name, other))
                for definition in definitions:
                    found.update(_defined(definition))
            case _:
                pass
    return found


def _defined(definition: tree.Definition) -> Iterator[tuple[str, str]]:
    for target in definition.targets:
        reference = target.reference
        name = reference.part if isinstance(reference, tree.Part) else reference
        yield from _both(name, target.other)
    if isinstance(definition.body, tree.Gathered):
        for line in definition.body.lines:
            if isinstance(line.name, tree.Name):
                yield from _both(line.name, line.other)


def _both(name: tree.Name, other: tree.Name | None) -> Iterator[tuple[str, str]]:
    if other is not None and _language(name.word) != _language(other.word):
        yield name.word, other.word
        yield other.word, name.word


def _language(word: str) -> Language:
    return "en" if word.isascii() else "zh"


# ---- the tree with its names swapped


@dataclass(frozen=True, slots=True)
class _Translator:
    lexicon: Lexicon
    to: Language
    pairs: Mapping[str, str]

    def rule(self, rule: tree.Rule) -> tree.Rule:
        name, other = self.pair(rule.name, rule.other)
        statements = tuple(self.node(statement) for statement in rule.statements)
        return tree.Rule(name, other, rule.titles, statements, rule.span)

    def node(self, node: Any) -> Any:
        """Any node, with all that is in it."""
        match node:
            case tree.Name(word, span):
                return self.value(word, span)
            case tree.Quoted(text, span):
                return self.quoted(text, span)
            case tree.Part(owner, part, span):
                return tree.Part(self.reference(owner), self.name(part, "part"), span)
            case tree.Call(target, arguments, span):
                return tree.Call(self.name(target), self.every(arguments), span)
            case tree.Argument(name, value, span):
                named = self.name(name, "argument") if name is not None else None
                return tree.Argument(named, self.node(value), span)
            case tree.Source(name, section, span):
                return tree.Source(self.name(name, "source"), section, span)
            case tree.Grounds(sources, evidence, facts, span):
                level = self.name(evidence, "level") if evidence is not None else None
                return tree.Grounds(self.every(sources), level, facts, span)
            case tree.ExampleEvidence(level, span):
                return tree.ExampleEvidence(self.name(level, "level"), span)
            case _:
                return self.named(node)

    def named(self, node: Any) -> Any:
        """What gives a name itself, and all that only holds others."""
        match node:
            case tree.Target(reference, None, span):
                return tree.Target(self.reference(reference), None, span)
            case tree.Target(tree.Name() as name, other, span):
                first, second = self.pair(name, other)
                return tree.Target(first, second, span)
            case tree.Target(tree.Part(owner, part, inner), other, span):
                first, second = self.pair(part, other)
                return tree.Target(tree.Part(self.reference(owner), first, inner), second, span)
            case tree.NamedLine(tree.Name() as name, other, value, span):
                first, second = self.pair(name, other)
                return tree.NamedLine(first, second, self.node(value), span)
            case tree.NamedLine(title, None, value, span):
                return tree.NamedLine(title, None, self.node(value), span)
            case tree.RuleException(name, other, condition, after, definitions, grounds, span):
                first, second = self.pair(name, other)
                return tree.RuleException(
                    first,
                    second,
                    self.node(condition),
                    tuple(map(self.reference, after)),
                    self.every(definitions),
                    self.node(grounds),
                    span,
                )
            case (
                tree.BasedOn() | tree.ListItems() | tree.Inputs() | tree.Outputs()
                | tree.Undetermined() | tree.Assignment() | tree.GivenRecords()
                | tree.WhenNotApplicable()
            ):  # fmt: skip
                return self.rebuilt(node, references=True)
            case _:
                return self.rebuilt(node, references=False)

    def rebuilt(self, node: Any, *, references: bool) -> Any:
        """A node whose parts are translated one by one.

        With ``references``, names straight below it can't become quoted values.
        """
        if not is_dataclass(node) or isinstance(node, Span):
            return node
        changed = []
        for each in fields(node):
            part = getattr(node, each.name)
            if references and isinstance(part, tree.Reference) and each.name not in _VALUES:
                changed.append(self.reference(part))
            elif isinstance(part, tuple):
                changed.append(self.parts(part, references=references))
            else:
                changed.append(self.node(part))
        return type(node)(*changed)  # type: ignore[misc]

    def parts(self, parts: tuple[Any, ...], *, references: bool) -> tuple[Any, ...]:
        changed = []
        for part in parts:
            if references and isinstance(part, tree.Reference):
                changed.append(self.reference(part))
            elif isinstance(part, tuple):
                changed.append(self.parts(part, references=references))
            else:
                changed.append(self.node(part))
        return tuple(changed)

    def every(self, nodes: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple([self.node(node) for node in nodes])

    # ---- names

    def reference(self, node: Any) -> Any:
        """A name that stays one: it is never put in quotes."""
        return self.name(node) if isinstance(node, tree.Name) else self.node(node)

    def name(self, name: tree.Name, kind: NameKind = "name") -> tree.Name:
        other = self.other(name.word, kind)
        return tree.Name(other, name.span) if words().is_name(other) else name

    def pair(self, name: tree.Name, other: tree.Name | None) -> tuple[tree.Name, tree.Name | None]:
        """A name and the one beside it: the one in the wanted language first."""
        if other is None:
            return self.name(name), None
        swap = _language(name.word) != self.to and _language(other.word) == self.to
        return (other, name) if swap else (name, other)

    def value(self, word: str, span: Span) -> tree.Name | tree.Quoted:
        other = self.other(word, "name")
        return tree.Name(other, span) if words().is_name(other) else tree.Quoted(other, span)

    def quoted(self, text: str, span: Span) -> tree.Name | tree.Quoted:
        """A quoted value; one that needn't have been in quotes keeps them."""
        other = self.other(text, "name")
        needed = not words().is_name(text)
        return (
            tree.Name(other, span)
            if needed and words().is_name(other)
            else tree.Quoted(other, span)
        )

    def other(self, word: str, kind: NameKind) -> str:
        if _language(word) == self.to:
            return word
        paired = self.pairs.get(f".{word}" if kind == "part" else word)
        if paired is not None and kind in ("name", "part", "argument"):
            return paired
        return self.lexicon.other(word, kind, self.to) or word


_VALUES = frozenset({"value", "fallback"})
"""Fields of nodes that hold references otherwise, in which a value stands."""
