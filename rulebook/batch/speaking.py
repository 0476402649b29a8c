"""Reason codes of answers, and what each calls its fact, figure or condition."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rulebook.answers.decision import MissingFigure
from rulebook.answers.plan import every_node
from rulebook.batch.cells import Missing
from rulebook.book.model import Vocabulary
from rulebook.book.platform import Names, outward
from rulebook.book.types import Records
from rulebook.diagnostics import Bilingual
from rulebook.meaning import program as p

APPLIES = Bilingual("适用", "applies")


@dataclass(frozen=True, slots=True)
class Speaking:
    """Reason codes of a rule by the names that the user chose: ids, or Chinese names."""

    program: p.Program
    vocabulary: Vocabulary
    rule: str
    names: Names

    def missing(self, leaf: Missing) -> str:
        """The code of something missing."""
        if isinstance(leaf, MissingFigure):
            return f"figure:{self._called(leaf.id, self._figure(leaf.id))}:{leaf.reason}"
        if self.names == "platform":
            return f"missing:{outward(self.names, [leaf], self.vocabulary)[leaf]}"
        return f"missing:{self._called(leaf, self._fact(leaf))}"

    def failed(self, condition: str) -> str:
        """The code of a condition that failed, by its id: see ``Answer.failed``."""
        return f"failed:{self._called(condition, self._condition(condition))}"

    def _called(self, id_: str, label: str | None) -> str:
        if self.names != "zh" or label is None:
            return id_
        return re.sub(r"\s+", "_", label)  # a blank stands between codes

    def _versions(self) -> Iterator[p.Version]:
        yield from reversed(self.program.rules[self.rule])

    def _fact(self, id_: str) -> str | None:
        owner, _, inner = id_.partition(".")
        fact = self.vocabulary.facts.get(owner)
        if fact is None or not inner:
            return None if fact is None else fact.label.zh
        assert isinstance(fact.type, Records)
        fields = {
            each.id: each.label.zh for each in self.vocabulary.records[fact.type.record].fields
        }
        return f"{fact.label.zh}.{fields[inner]}"

    def _figure(self, id_: str) -> str | None:
        """A figure that the rule reads, or an amount that stands in the rule, by its clause."""
        for version in self._versions():
            for _, node in every_node(version):
                if isinstance(node, p.ReadFigure) and node.figure.partition("/")[2] == id_:
                    return self.program.figures[node.figure].label.zh
            for clause in version.clauses:
                if clause.id == id_:
                    return clause.label.zh
        return None

    def _condition(self, id_: str) -> str | None:
        name, _, part = id_.partition(".")
        if name == "applies":
            return f"{APPLIES.zh}.{part}" if part else APPLIES.zh
        for version in self._versions():
            definition = version.definitions.get(name)
            if definition is None:
                continue
            if not part:
                return definition.label.zh
            value = version.nodes[definition.node]
            while isinstance(value, p.Define):
                value = version.nodes[value.value]
            if isinstance(value, p.Join):
                labels = {each.id: each.label.zh for each in value.lines}
                if part in labels:
                    return f"{definition.label.zh}.{labels[part]}"
        return None
