"""The names that a version of a rule defines, collected before anything of it is typed."""

from __future__ import annotations

from dataclasses import dataclass, field

from rulebook.book.model import Figure
from rulebook.book.types import Records
from rulebook.diagnostics import Bilingual, Diagnostic, Span, finding
from rulebook.diagnostics.nearest import did_you_mean
from rulebook.language import tree
from rulebook.meaning import typed
from rulebook.meaning.bodies import written
from rulebook.meaning.known_rules import Called
from rulebook.meaning.naming import own_name
from rulebook.meaning.references import function_named
from rulebook.meaning.scope import Scope


@dataclass(slots=True)
class Entry:
    """A definition of the version, and what typing made of it; ``records`` of a per-record one."""

    id: str
    label: Bilingual
    definition: tree.Definition
    place: int
    target: tree.Target
    records: str | None = None
    result: typed.TypedDefinition | None = None
    state: str = "new"


@dataclass(slots=True)
class Names:
    """What a version defines: its definitions, and calls of rules under a name of their own.

    ``forms`` gives each written form of a definition's name → its id.
    """

    scope: Scope
    found: list[Diagnostic]
    forms: dict[str, str] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)
    aliases: dict[str, Called] = field(default_factory=dict)

    def enter(self, definition: tree.Definition) -> None:
        """Enter each name that a definition gives; one that is taken is reported."""
        for place, target in enumerate(definition.targets):
            self._enter(definition, place, target)

    def report(self, code: str, span: Span, **arguments: str | Bilingual) -> None:
        """Note a diagnostic."""
        self.found.append(finding(code, span, **arguments))

    def _enter(self, definition: tree.Definition, place: int, target: tree.Target) -> None:
        entry, forms = self._entry(definition, place, target)
        if entry is None:
            return
        for form in sorted(forms):
            if form in self.forms or form in self.aliases:
                self.report("RB3004", target.span, word=written(target))
                return
            if form in self.scope.figures:
                self.report("RB3005", target.span, word=_both_names(self.scope.figures[form]))
                return
        called = self._called(definition)
        if called is not None:
            self.aliases.update(dict.fromkeys(forms, called))
            return
        self.forms.update(dict.fromkeys(forms, entry.id))
        self.entries[entry.id] = entry

    def _entry(
        self, definition: tree.Definition, place: int, target: tree.Target
    ) -> tuple[Entry | None, set[str]]:
        """The definition of a target, with every form of its name."""
        reference = target.reference
        other = target.other.word if target.other else None
        if isinstance(reference, tree.Part):
            return self._record_entry(definition, place, target, reference, other)
        word = reference.word
        fact = self.scope.facts.get(word) or (self.scope.facts.get(other) if other else None)
        if fact is not None:
            for each in (target.reference, target.other):
                if isinstance(each, tree.Name) and each.word not in (fact.id, fact.label.zh):
                    self.report("RB3023", each.span, word=each.word, zh=fact.label.zh, id=fact.id)
            entry = Entry(fact.id, fact.label, definition, place, target)
            return entry, {fact.id, fact.label.zh, word}
        id_, label = own_name(word, other)
        entry = Entry(id_, label, definition, place, target)
        return entry, {word} | ({other} if other else set())

    def _record_entry(
        self,
        definition: tree.Definition,
        place: int,
        target: tree.Target,
        reference: tree.Part,
        other: str | None,
    ) -> tuple[Entry | None, set[str]]:
        """``记录.新项 = …``: worked out for each record of the list."""
        owner = reference.owner.word if isinstance(reference.owner, tree.Name) else ""
        fact = self.scope.facts.get(owner)
        if fact is None or not isinstance(fact.type, Records):
            lists = [each for each, of in self.scope.facts.items() if isinstance(of.type, Records)]
            self.report("RB3511", target.span, word=owner, nearest=did_you_mean(owner, lists))
            return None, set()
        record = self.scope.contents.vocabulary.records[fact.type.record]
        word = reference.part.word
        if any(word in (each.id, each.label.zh) for each in record.fields):
            self.report("RB3512", target.span, word=word, list=fact.label)
            return None, set()
        id_, label = own_name(word, other)
        owners = (fact.id, fact.label.zh)
        forms = {f"{owner_}.{form}" for owner_ in owners for form in (word, other) if form}
        entry = Entry(f"{fact.id}.{id_}", label, definition, place, target, fact.id)
        return entry, forms

    def _called(self, definition: tree.Definition) -> Called | None:
        """The rule that a definition calls without naming one of its outputs."""
        node = definition.body
        while isinstance(node, tree.Bracketed):
            node = node.value
        if not isinstance(node, tree.Call) or len(definition.targets) != 1:
            return None
        known = node.target.word in self.scope.figures or function_named(node.target.word)
        rule = None if known else self.scope.rule_named(node.target.word)
        return None if rule is None else Called(rule, node)


def _both_names(figure: Figure) -> Bilingual:
    return Bilingual(figure.label.zh, figure.id)
