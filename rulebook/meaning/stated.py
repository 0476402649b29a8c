"""What a version says it reads, gives and implements, held against its definitions."""

from __future__ import annotations

from dataclasses import dataclass, field

from rulebook.book.model import Fact
from rulebook.diagnostics import Bilingual, Diagnostic, Span, finding
from rulebook.diagnostics.nearest import did_you_mean, nearest_or_new
from rulebook.language import tree
from rulebook.language.pairs import written as dotted
from rulebook.meaning.bodies import written
from rulebook.meaning.entries import Names
from rulebook.meaning.records import owners
from rulebook.meaning.scope import Scope


@dataclass(slots=True)
class Stated:
    """The names listed under 输入, 输出 and 清单 of a version.

    ``facts_read`` are the facts that its definitions read, ``read`` the definitions read by others.
    """

    scope: Scope
    rule: tree.Rule
    names: Names
    facts_read: dict[str, Span]
    read: set[str]
    found: list[Diagnostic]
    listed: dict[str, Span] = field(default_factory=dict)

    def report(self, code: str, span: Span, **arguments: str | Bilingual) -> None:
        """Note a diagnostic."""
        self.found.append(finding(code, span, **arguments))

    def outputs(self) -> tuple[str, ...]:
        """The facts that the version gives, in written order."""
        outputs: list[str] = []
        named = [each for each in self.rule.statements if isinstance(each, tree.Outputs)]
        for reference in (name for each in named for name in each.names):
            word = reference.word if isinstance(reference, tree.Name) else ""
            id_ = self.names.forms.get(word)
            if id_ is None:
                self.report(
                    "RB3009",
                    reference.span,
                    word=word,
                    nearest=did_you_mean(word, self.names.forms),
                )
            elif id_ not in self.scope.contents.vocabulary.facts:
                self.report("RB3010", reference.span, word=word)
            elif id_ in outputs:
                self.report("RB3004", reference.span, word=word)
            else:
                outputs.append(id_)
        if not named:
            self.report("RB3016", self.rule.name.span, rule=self.rule.name.word)
        return tuple(outputs)

    def inputs(self) -> tuple[str, ...]:
        """The facts that it reads, as listed; one that is read and not listed is reported."""
        listed: dict[str, Span] = {}
        for statement in self.rule.statements:
            for reference in statement.names if isinstance(statement, tree.Inputs) else ():
                word = reference.word if isinstance(reference, tree.Name) else ""
                fact = self.scope.facts.get(word)
                if fact is None:
                    nearest = nearest_or_new(word, self.scope.facts)
                    self.report("RB3001", reference.span, word=word, nearest=nearest)
                elif fact.id in listed:
                    self.report("RB3004", reference.span, word=word)
                elif fact.id in self.names.entries:
                    self.report("RB3021", reference.span, word=word)
                else:
                    listed[fact.id] = reference.span
        facts = self.scope.contents.vocabulary.facts
        for fact_id, span in self.facts_read.items():
            if fact_id not in listed:
                self.report("RB3006", span, word=self._spelling(facts[fact_id]))
        self.listed = listed
        return tuple(listed)

    def _spelling(self, fact: Fact) -> str:
        """A fact's name as the rule writes it."""
        written_ = {name.word for name in owners(self.rule.statements)}
        return fact.id if fact.id in written_ and fact.label.zh not in written_ else fact.label.zh

    def items(self) -> tuple[str, ...]:
        """The items of the national list that it implements."""
        items: list[str] = []
        for statement in self.rule.statements:
            for reference in statement.items if isinstance(statement, tree.ListItems) else ():
                word = dotted(reference)
                item = self.scope.items.get(word)
                if item is None:
                    nearest = did_you_mean(word, self.scope.items)
                    self.report("RB3013", reference.span, word=word, nearest=nearest)
                else:
                    items.append(item.id)
        return tuple(items)

    def unused(self, outputs: tuple[str, ...]) -> None:
        """Warn of inputs and definitions that nothing reads; with errors that is not known."""
        facts = self.scope.contents.vocabulary.facts
        for fact_id, span in self.listed.items():
            if fact_id not in self.facts_read:
                self.report("RB3007", span, word=self._spelling(facts[fact_id]))
        for entry in self.names.entries.values():
            if entry.id not in self.read and entry.id not in outputs:
                self.report("RB3019", entry.target.span, word=written(entry.target))
