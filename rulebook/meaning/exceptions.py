"""Exceptions: which definitions they give anew, in which order, and whether two can clash."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import combinations

from rulebook.book.model import Vocabulary
from rulebook.diagnostics import Bilingual, Diagnostic, Related, finding
from rulebook.diagnostics.nearest import did_you_mean
from rulebook.language import tree
from rulebook.meaning import typed
from rulebook.meaning.bodies import dotted
from rulebook.meaning.naming import named, own_name
from rulebook.meaning.stretches import exclusive


@dataclass(slots=True)
class OwnException:
    """An exception of a rule; ``after`` are the ids of all that are walked before it."""

    node: tree.RuleException
    id: str
    label: Bilingual
    after: set[str] = field(default_factory=set)
    conditions: list[typed.Typed] = field(default_factory=list)

    def definition_of(self, names: Mapping[str, str], id_: str) -> tree.Definition | None:
        """What the exception says of the definition ``id_``, if anything."""
        for definition in self.node.definitions:
            if id_ in _ids(definition, names):
                return definition
        return None

    def place_of(self, names: Mapping[str, str], id_: str, definition: tree.Definition) -> int:
        """Which of the definition's targets ``id_`` is."""
        return _ids(definition, names).index(id_)

    def gives(self, names: Mapping[str, str]) -> set[str]:
        """The ids of the definitions that it gives anew."""
        return {id_ for each in self.node.definitions for id_ in _ids(each, names)}


def _ids(definition: tree.Definition, names: Mapping[str, str]) -> list[str]:
    words = [dotted(target.reference) for target in definition.targets]
    return [names.get(word, word) for word in words]


def ordered_exceptions(
    nodes: list[tree.RuleException], names: Mapping[str, str], found: list[Diagnostic]
) -> list[OwnException]:
    """The exceptions in the order in which they are walked: written order, moved by 后于."""
    exceptions: list[OwnException] = []
    by_word: dict[str, OwnException] = {}
    for node in nodes:
        id_, label = own_name(node.name.word, node.other.word if node.other else None)
        exception = OwnException(node, id_, label)
        for word in {node.name.word, id_, label.zh}:
            if word in by_word:
                found.append(finding("RB3004", node.name.span, word=word))
            by_word[word] = exception
        exceptions.append(exception)
        _unknown_targets(node, names, found)
    for exception in exceptions:
        for reference in exception.node.after:
            word = reference.word if isinstance(reference, tree.Name) else ""
            other = by_word.get(word)
            if other is None:
                known = named(each.label for each in exceptions if each is not exception)
                found.append(finding("RB3513", reference.span, word=word, known=known))
            elif other is not exception:
                exception.after.add(other.id)
    return _sorted(exceptions, found)


def _unknown_targets(
    node: tree.RuleException, names: Mapping[str, str], found: list[Diagnostic]
) -> None:
    """An exception gives anew only what the rule defines."""
    for definition in node.definitions:
        for target in definition.targets:
            word = dotted(target.reference)
            if word not in names:
                near = did_you_mean(word, names)
                found.append(finding("RB3009", target.span, word=word, nearest=near))


def _sorted(exceptions: list[OwnException], found: list[Diagnostic]) -> list[OwnException]:
    placed: list[OwnException] = []
    waiting = list(exceptions)
    while waiting:
        done = {each.id for each in placed}
        ready = next((each for each in waiting if each.after <= done), None)
        if ready is None:
            names = named(each.label for each in waiting)
            found.append(finding("RB3514", waiting[0].node.after[0].span, names=names))
            return placed
        ready.after |= {id_ for each in placed if each.id in ready.after for id_ in each.after}
        placed.append(ready)
        waiting.remove(ready)
    return placed


def clashing_exceptions(
    exceptions: list[OwnException],
    names: Mapping[str, str],
    definitions: Mapping[str, typed.TypedDefinition],
    vocabulary: Vocabulary,
) -> list[Diagnostic]:
    """Two exceptions that can both apply and give one definition anew have to be ordered."""
    found: list[Diagnostic] = []
    for first, second in combinations(exceptions, 2):
        shared = first.gives(names) & second.gives(names)
        ordered = first.id in second.after or second.id in first.after
        if not shared or ordered or not first.conditions or not second.conditions:
            continue
        if not exclusive(first.conditions[0], second.conditions[0], definitions, vocabulary):
            other = Related(first.node.name.span, Bilingual("另一个例外", "the other exception"))
            found.append(
                finding(
                    "RB3515",
                    second.node.name.span,
                    other,
                    first=first.label,
                    second=second.label,
                )
            )
    return found
