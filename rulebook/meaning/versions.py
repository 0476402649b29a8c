"""One version of a rule: its statements → a typed version."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar

from rulebook.book.model import Fact, Figure
from rulebook.book.types import Records, Type
from rulebook.book.units import shown_in
from rulebook.diagnostics import Bilingual, Diagnostic, Related, Span, finding
from rulebook.diagnostics.nearest import did_you_mean, nearest_or_new
from rulebook.language import tree
from rulebook.meaning import typed
from rulebook.meaning.bodies import body, with_steps, written
from rulebook.meaning.exceptions import OwnException, clashing_exceptions, ordered_exceptions
from rulebook.meaning.expressions import ExpressionTyper
from rulebook.meaning.grounds import clause_of, rule_grounds
from rulebook.meaning.known_rules import Called
from rulebook.meaning.naming import in_both, own_name
from rulebook.meaning.records import owners
from rulebook.meaning.references import function_named
from rulebook.meaning.scope import Scope
from rulebook.meaning.typer import Call, Typer

S = TypeVar("S", tree.InForce, tree.Applies)

_ONCE: dict[type[tree.InForce | tree.Applies], tuple[str, Bilingual]] = {
    tree.InForce: (
        "FORCE",
        Bilingual("两段施行期写成两条同名的规则", "write two periods as two rules of one name"),
    ),
    tree.Applies: (
        "APPLIES",
        Bilingual("两个条件用 `且` 或 `或` 连起来", "join two conditions with `and` or `or`"),
    ),
}
"""What a rule says once, with what to do instead of saying it twice."""


DEEPEST = 200
"""How many definitions may each build on one that stands further down."""


@dataclass(slots=True)
class _Entry:
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
class VersionTyper:
    """Types one version; definitions are typed when first read, which finds cycles."""

    scope: Scope
    path: str
    rule: tree.Rule
    found: list[Diagnostic] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    entries: dict[str, _Entry] = field(default_factory=dict)
    facts_read: dict[str, Span] = field(default_factory=dict)
    read: set[str] = field(default_factory=set)
    listed: dict[str, Span] = field(default_factory=dict)
    path_of: list[str] = field(default_factory=list)
    aliases: dict[str, Called] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    exceptions: list[OwnException] = field(default_factory=list)

    def version(self) -> typed.TypedVersion | None:
        """The typed version, or None where an error keeps it from having a meaning."""
        errors_before = len(self.found)
        clause = self._rule_clause()
        self._collect()
        force = self._only(tree.InForce)
        applies = self._applies(clause)
        for entry in list(self.entries.values()):
            self._define(entry)
        checks = self._checks(clause)
        definitions = {id_: each.result for id_, each in self.entries.items() if each.result}
        vocabulary = self.scope.contents.vocabulary
        self.found.extend(clashing_exceptions(self.exceptions, self.names, definitions, vocabulary))
        outputs = self._outputs()
        inputs = self._inputs()
        items = self._items()
        if not any(each.severity == "error" for each in self.found[errors_before:]):
            self._unused(outputs)
        if force is None:
            self.report("RB5004", self.rule.name.span, rule=self.rule.name.word)
        elif force.until is not None and force.until < force.since:
            since, until = str(force.since), str(force.until)
            self.report("RB5003", force.span, since=since, until=until)
        self._without_followers(errors_before)
        if any(each.severity == "error" for each in self.found[errors_before:]) or force is None:
            return None
        return typed.TypedVersion(
            since=force.since,
            until=force.until,
            applies=applies,
            inputs=inputs,
            definitions=definitions,
            outputs=outputs,
            checks=checks,
            left_out=tuple(
                typed.LeftOut(each.clause, each.reason, each.span)
                for each in self.rule.statements
                if isinstance(each, tree.NotEncoded)
            ),
            items=items,
            clause=clause,
            span=self.rule.span,
        )

    def _without_followers(self, first: int) -> None:
        """Drop what is only said because of something else that is wrong with the grounds."""
        codes = {each.code for each in self.found[first:]}
        dropped = {"RB3018", "RB4015"} if "RB3012" in codes else set()
        dropped |= {"RB3018"} if "RB4015" in codes else set()
        self.found[first:] = [each for each in self.found[first:] if each.code not in dropped]

    def report(self, code: str, span: Span, **arguments: str | Bilingual) -> None:
        """Note a diagnostic."""
        self.found.append(finding(code, span, **arguments))

    # ---- statements ------------------------------------------------------------------------

    def _rule_clause(self) -> typed.Clause:
        grounds = rule_grounds(self.rule)
        _, label = own_name(self.rule.name.word, self.rule.other.word if self.rule.other else None)
        clause = clause_of(
            self.scope, self.path, label, grounds, None, self.rule.name.span, self.found
        )
        if not clause.citations:
            self.report("RB3018", self.rule.name.span, rule=self.rule.name.word)
        return clause

    def _only(self, kind: type[S]) -> S | None:
        found = [each for each in self.rule.statements if isinstance(each, kind)]
        keyword, advice = _ONCE[kind]
        for extra in found[1:]:
            first = Related(found[0].span, Bilingual("第一次写在这里", "here it is first"))
            arguments = {"keyword": in_both(keyword), "advice": advice}
            self.found.append(finding("RB5005", extra.span, first, **arguments))
        return found[0] if found else None

    def _collect(self) -> None:
        for statement in self.rule.statements:
            match statement:
                case tree.Definition():
                    for place, target in enumerate(statement.targets):
                        self._enter(statement, place, target)
                case _:
                    pass
        statements = [each for each in self.rule.statements if isinstance(each, tree.RuleException)]
        self.exceptions = ordered_exceptions(statements, self.names, self.found)

    def _enter(self, definition: tree.Definition, place: int, target: tree.Target) -> None:
        entry, forms = self._entry(definition, place, target)
        if entry is None:
            return
        for form in sorted(forms):
            if form in self.names or form in self.aliases:
                self.report("RB3004", target.span, word=written(target))
                return
            if form in self.scope.figures:
                self.report("RB3005", target.span, word=_both_names(self.scope.figures[form]))
                return
        called = self._called(definition)
        if called is not None:
            self.aliases.update(dict.fromkeys(forms, called))
            return
        self.names.update(dict.fromkeys(forms, entry.id))
        self.entries[entry.id] = entry

    def _entry(
        self, definition: tree.Definition, place: int, target: tree.Target
    ) -> tuple[_Entry | None, set[str]]:
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
            entry = _Entry(fact.id, fact.label, definition, place, target)
            return entry, {fact.id, fact.label.zh, word}
        id_, label = own_name(word, other)
        entry = _Entry(id_, label, definition, place, target)
        return entry, {word} | ({other} if other else set())

    def _record_entry(
        self,
        definition: tree.Definition,
        place: int,
        target: tree.Target,
        reference: tree.Part,
        other: str | None,
    ) -> tuple[_Entry | None, set[str]]:
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
        entry = _Entry(f"{fact.id}.{id_}", label, definition, place, target, fact.id)
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

    def _typer(self, clause: typed.Clause, records: str | None = None) -> Typer:
        return ExpressionTyper(
            scope=self.scope,
            names=self.names,
            definition_type=self._type_of,
            clause=clause,
            found=self.found,
            reading=self.facts_read,
            records=records,
            aliases=self.aliases,
            calls=self.calls,
        )

    def _type_of(self, id_: str, span: Span) -> Type | None:
        """The type of a definition that another one reads."""
        self.read.add(id_)
        entry = self.entries[id_]
        if entry.state == "open":
            loop = [*self.path_of[self.path_of.index(id_) :], id_]
            names = [self.entries[each].label for each in loop]
            self.report(
                "RB3011",
                span,
                path=Bilingual(
                    " → ".join(each.zh for each in names), " → ".join(each.en for each in names)
                ),
            )
            return None
        if len(self.path_of) >= DEEPEST:
            self.report("RB3022", span, most=str(DEEPEST))
            return None
        self._define(entry)
        return entry.result.type if entry.result else None

    def _define(self, entry: _Entry) -> None:
        if entry.state != "new":
            return
        entry.state = "open"
        self.path_of.append(entry.id)
        value = self._value(entry, entry.definition, entry.place, self._clause(entry, None), None)
        for exception in reversed(self.exceptions):
            if value is not None:
                value = self._excepted(entry, exception, value)
        if value is not None:
            fact = self._fact(entry)
            entry.result = typed.TypedDefinition(
                id=entry.id,
                label=entry.label,
                type=fact.type if fact else value.type,
                units=fact.units if fact else shown_in(value.type),
                value=value,
                clause=self._clause(entry, None),
                span=entry.definition.span,
                records=entry.records,
            )
        self.path_of.pop()
        entry.state = "done"

    def _fact(self, entry: _Entry) -> Fact | None:
        return self.scope.contents.vocabulary.facts.get(entry.id)

    def _clause(self, entry: _Entry, exception: OwnException | None) -> typed.Clause:
        """What a definition stands on: its own grounds, the exception's, or the rule's."""
        definition, inherited = entry.definition, rule_grounds(self.rule)
        id_ = f"{self.path}.{entry.id}"
        if exception is not None:
            definition = exception.definition_of(self.names, entry.id) or definition
            inherited = exception.node.grounds or inherited
            id_ = f"{self.path}.{exception.id}.{entry.id}"
        span = entry.target.span
        return clause_of(
            self.scope, id_, entry.label, definition.grounds, inherited, span, self.found
        )

    def _value(
        self,
        entry: _Entry,
        definition: tree.Definition,
        place: int,
        clause: typed.Clause,
        base: typed.Typed | None,
    ) -> typed.Typed | None:
        """The typed value of a definition, with its limits and roundings."""
        fact = self._fact(entry)
        expected = fact.type if fact else (base.type if base else None)
        typer = self._typer(clause, entry.records)
        typer.base = base
        value = body(typer, definition, place, expected)
        value = with_steps(typer, value, definition.steps)
        if value is not None and expected is not None:
            value = typer.fit(value, expected, _expression_of(definition))
        return value

    def _excepted(
        self, entry: _Entry, exception: OwnException, base: typed.Typed
    ) -> typed.Typed | None:
        """The definition with an exception laid over what it is without."""
        definition = exception.definition_of(self.names, entry.id)
        if definition is None:
            return base
        clause = self._clause(entry, exception)
        condition = self._typer(clause).condition(exception.node.condition)
        place = exception.place_of(self.names, entry.id, definition)
        value = self._value(entry, definition, place, clause, base)
        if condition is None or value is None:
            return None
        exception.conditions.append(condition)
        case = typed.TypedCase(condition, value, exception.node.span, exception.label)
        return typed.Cases((case,), base, base.type, exception.node.span)

    def _applies(self, clause: typed.Clause) -> typed.Typed | None:
        statement = self._only(tree.Applies)
        return None if statement is None else self._typer(clause).condition(statement.condition)

    def _checks(self, clause: typed.Clause) -> tuple[typed.TypedCheck, ...]:
        checks: list[typed.TypedCheck] = []
        for statement in self.rule.statements:
            if isinstance(statement, tree.Check):
                condition = self._typer(clause).condition(statement.condition)
                if condition is not None:
                    checks.append(typed.TypedCheck(statement.title, condition, statement.span))
        return tuple(checks)

    def _outputs(self) -> tuple[str, ...]:
        outputs: list[str] = []
        named = [each for each in self.rule.statements if isinstance(each, tree.Outputs)]
        for reference in (name for each in named for name in each.names):
            word = reference.word if isinstance(reference, tree.Name) else ""
            id_ = self.names.get(word)
            if id_ is None:
                self.report(
                    "RB3009", reference.span, word=word, nearest=did_you_mean(word, self.names)
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

    def _inputs(self) -> tuple[str, ...]:
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
                elif fact.id in self.entries:
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

    def _items(self) -> tuple[str, ...]:
        items: list[str] = []
        for statement in self.rule.statements:
            for reference in statement.items if isinstance(statement, tree.ListItems) else ():
                word = _dotted(reference)
                item = self.scope.items.get(word)
                if item is None:
                    nearest = did_you_mean(word, self.scope.items)
                    self.report("RB3013", reference.span, word=word, nearest=nearest)
                else:
                    items.append(item.id)
        return tuple(items)

    def _unused(self, outputs: tuple[str, ...]) -> None:
        """Warn of inputs and definitions that nothing reads; with errors that is not known."""
        facts = self.scope.contents.vocabulary.facts
        for fact_id, span in self.listed.items():
            if fact_id not in self.facts_read:
                self.report("RB3007", span, word=self._spelling(facts[fact_id]))
        for entry in self.entries.values():
            if entry.id not in self.read and entry.id not in outputs:
                self.report("RB3019", entry.target.span, word=written(entry.target))


def _both_names(figure: Figure) -> Bilingual:
    return Bilingual(figure.label.zh, figure.id)


def _expression_of(definition: tree.Definition) -> tree.Expression:
    node = definition.body
    if isinstance(node, tree.Cases):
        return node.cases[-1].value
    if isinstance(node, tree.Table | tree.Brackets | tree.Gathered):
        return tree.Name("", node.span)
    return node


def _dotted(reference: tree.Reference) -> str:
    match reference:
        case tree.Name(word):
            return word
        case tree.Part(owner, part):
            return f"{_dotted(owner)}.{part.word}"
        case tree.Call(target):
            return target.word
