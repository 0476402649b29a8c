"""The same case asked of every place: rules of one name, told apart by their answers.

A case is an example of one place's rule. The other places' rules of the same family and file name
are asked with the same facts, as of the same day and with the same evidence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rulebook.answers.decision import Answer
from rulebook.answers.evaluate import Machine, answer
from rulebook.meaning import typed as t
from rulebook.review.books import CompiledBook

CASES_OF_A_PLACE = 2
"""How many of a rule's examples are put to the other places."""

Shared = tuple[str, str]
"""What rules of several places have in common: family and file name."""


@dataclass(frozen=True, slots=True)
class SharedCase:
    """An example of one place's rule with the answers of all places that have such a rule."""

    place: str
    example: t.TypedExample
    answers: Mapping[str, Answer]

    @property
    def differs(self) -> bool:
        """Whether two places answer otherwise."""
        first, *others = self.answers.values()
        return any((e.status, e.outcomes) != (first.status, first.outcomes) for e in others)


def shared_rules(rules: Mapping[str, t.TypedRule]) -> Mapping[Shared, tuple[t.TypedRule, ...]]:
    """Rules by family and file name, those of one name in the order of their places."""
    found: dict[Shared, list[t.TypedRule]] = defaultdict(list)
    for id_, rule in sorted(rules.items()):
        found[rule.family, stem_of(id_)].append(rule)
    return {name: tuple(each) for name, each in found.items()}


def stem_of(rule: str) -> str:
    """The file name of a rule, which is the last part of its id."""
    return rule.rpartition("/")[2]


def shared_cases(book: CompiledBook) -> Mapping[Shared, tuple[SharedCase, ...]]:
    """The cases of every name that more than one place has."""
    machine = Machine(book.program)
    sound = {id_: each for id_, each in book.typed.rules.items() if id_ in book.program.rules}
    return {
        name: tuple(
            SharedCase(rule.place, example, _answers(machine, rules, example))
            for rule in rules
            for example in _telling(machine, rule)
        )
        for name, rules in shared_rules(sound).items()
        if len(rules) > 1
    }


def _telling(machine: Machine, rule: t.TypedRule) -> Sequence[t.TypedExample]:
    """Some examples of a rule that are determined, each of another table or a case of its own."""
    found: dict[str, t.TypedExample] = {}
    for example in rule.examples:
        table = example.name.partition(" #")[0]
        if table in found:
            continue
        given = answer(machine, rule.id, example.facts, example.day, example.evidence)
        if given.status == "determined":
            found[table] = example
        if len(found) == CASES_OF_A_PLACE:
            break
    return list(found.values())


def _answers(
    machine: Machine, rules: Sequence[t.TypedRule], example: t.TypedExample
) -> Mapping[str, Answer]:
    return {
        rule.place: answer(machine, rule.id, example.facts, example.day, example.evidence)
        for rule in rules
    }
