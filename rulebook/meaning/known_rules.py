"""Every rule of a book by the names under which other rules may call it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rulebook.language import tree


@dataclass(frozen=True, slots=True)
class KnownRule:
    """A rule as others see it: where it stands, its names, and its versions' trees.

    ``broken`` is what could be read of versions with an error in their text: it may lack anything
    but the heading.
    """

    path: str
    place: str
    names: frozenset[str]
    versions: tuple[tree.Rule, ...]
    broken: tuple[tree.Rule, ...] = ()

    @property
    def title(self) -> str:
        """Its name as the heading has it."""
        headings = (*self.versions, *self.broken)
        return headings[0].name.word if headings else self.path

    def outputs(self) -> frozenset[str]:
        """The words of all its 输出 lines."""
        return frozenset(
            name.word
            for rule in (*self.versions, *self.broken)
            for statement in rule.statements
            if isinstance(statement, tree.Outputs)
            for name in statement.names
            if isinstance(name, tree.Name)
        )


@dataclass(frozen=True, slots=True)
class KnownRules:
    """The rules of a book, by path, and by place and name: of two under one name the first."""

    by_path: Mapping[str, KnownRule]
    by_name: Mapping[tuple[str, str], KnownRule] = field(default_factory=dict)

    @classmethod
    def of(cls, rules: Iterable[KnownRule]) -> KnownRules:
        """These rules, in their order."""
        by_path: dict[str, KnownRule] = {}
        by_name: dict[tuple[str, str], KnownRule] = {}
        for rule in rules:
            by_path[rule.path] = rule
            for name in rule.names:
                by_name.setdefault((rule.place, name), rule)
        return cls(by_path, by_name)

    def named(self, word: str, lineage: list[str]) -> KnownRule | None:
        """The rule that ``word`` names in a place: its own first, then its parents'."""
        for place in lineage:
            rule = self.by_name.get((place, word))
            if rule is not None:
                return rule
        return None

    def words(self, lineage: list[str]) -> list[str]:
        """The names of all rules that a place may call."""
        return [
            name for rule in self.by_path.values() if rule.place in lineage for name in rule.names
        ]

    def titles(self) -> dict[str, str]:
        """The name of every rule as its heading has it, by path."""
        return {path: rule.title for path, rule in self.by_path.items()}


NO_RULES = KnownRules({})


@dataclass(frozen=True, slots=True)
class Called:
    """A call of a rule before one of its outputs is read: ``replaced`` as written."""

    rule: KnownRule
    call: tree.Call | None


def names_of(rule: tree.Rule) -> frozenset[str]:
    """The names in the heading of a rule."""
    return frozenset({rule.name.word} | ({rule.other.word} if rule.other else set()))


def outputs_of(rule: KnownRule) -> dict[str, str]:
    """The outputs of a rule, and one of them, for a sentence that asks for one."""
    outputs = sorted(rule.outputs()) or ["…"]
    return {"outputs": "、".join(outputs), "output": outputs[0]}
