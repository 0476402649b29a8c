"""One version of a rule: its statements → a typed version."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar

from rulebook.book.model import Fact
from rulebook.book.types import Type
from rulebook.book.units import shown_in
from rulebook.diagnostics import Bilingual, Diagnostic, Related, Span, finding
from rulebook.language import tree
from rulebook.meaning import typed
from rulebook.meaning.bodies import body, with_steps
from rulebook.meaning.entries import Entry, Names
from rulebook.meaning.exceptions import OwnException, clashing_exceptions, ordered_exceptions
from rulebook.meaning.expressions import ExpressionTyper
from rulebook.meaning.grounds import clause_of, rule_grounds
from rulebook.meaning.naming import in_both, own_name
from rulebook.meaning.scope import Scope
from rulebook.meaning.stated import Stated
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
class VersionTyper:
    """Types one version; definitions are typed when first read, which finds cycles."""

    scope: Scope
    path: str
    rule: tree.Rule
    found: list[Diagnostic] = field(default_factory=list)
    names: Names = field(init=False)
    facts_read: dict[str, Span] = field(default_factory=dict)
    read: set[str] = field(default_factory=set)
    path_of: list[str] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    exceptions: list[OwnException] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.names = Names(self.scope, self.found)

    def version(self) -> typed.TypedVersion | None:
        """The typed version, or None where an error keeps it from having a meaning."""
        errors_before = len(self.found)
        clause = self._rule_clause()
        self._collect()
        force = self._only(tree.InForce)
        applies = self._applies(clause)
        for entry in list(self.names.entries.values()):
            self._define(entry)
        checks = self._checks(clause)
        definitions = {id_: each.result for id_, each in self.names.entries.items() if each.result}
        vocabulary = self.scope.contents.vocabulary
        self.found.extend(
            clashing_exceptions(self.exceptions, self.names.forms, definitions, vocabulary)
        )
        stated = Stated(self.scope, self.rule, self.names, self.facts_read, self.read, self.found)
        outputs = stated.outputs()
        inputs = stated.inputs()
        items = stated.items()
        if not any(each.severity == "error" for each in self.found[errors_before:]):
            stated.unused(outputs)
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

    def _collect(self) -> None:
        exceptions: list[tree.RuleException] = []
        for statement in self.rule.statements:
            if isinstance(statement, tree.Definition):
                self.names.enter(statement)
            elif isinstance(statement, tree.RuleException):
                exceptions.append(statement)
        self.exceptions = ordered_exceptions(exceptions, self.names.forms, self.found)

    def _only(self, kind: type[S]) -> S | None:
        found = [each for each in self.rule.statements if isinstance(each, kind)]
        keyword, advice = _ONCE[kind]
        for extra in found[1:]:
            first = Related(found[0].span, Bilingual("第一次写在这里", "here it is first"))
            arguments = {"keyword": in_both(keyword), "advice": advice}
            self.found.append(finding("RB5005", extra.span, first, **arguments))
        return found[0] if found else None

    def _typer(self, clause: typed.Clause, records: str | None = None) -> Typer:
        return ExpressionTyper(
            scope=self.scope,
            names=self.names.forms,
            definition_type=self._type_of,
            clause=clause,
            found=self.found,
            reading=self.facts_read,
            records=records,
            aliases=self.names.aliases,
            calls=self.calls,
        )

    def _type_of(self, id_: str, span: Span) -> Type | None:
        """The type of a definition that another one reads."""
        self.read.add(id_)
        entry = self.names.entries[id_]
        if entry.state == "open":
            loop = [*self.path_of[self.path_of.index(id_) :], id_]
            names = [self.names.entries[each].label for each in loop]
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

    def _define(self, entry: Entry) -> None:
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

    def _fact(self, entry: Entry) -> Fact | None:
        return self.scope.contents.vocabulary.facts.get(entry.id)

    def _clause(self, entry: Entry, exception: OwnException | None) -> typed.Clause:
        """What a definition stands on: its own grounds, the exception's, or the rule's."""
        definition, inherited = entry.definition, rule_grounds(self.rule)
        id_ = f"{self.path}.{entry.id}"
        if exception is not None:
            definition = exception.definition_of(self.names.forms, entry.id) or definition
            inherited = exception.node.grounds or inherited
            id_ = f"{self.path}.{exception.id}.{entry.id}"
        span = entry.target.span
        return clause_of(
            self.scope, id_, entry.label, definition.grounds, inherited, span, self.found
        )

    def _value(
        self,
        entry: Entry,
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
        self, entry: Entry, exception: OwnException, base: typed.Typed
    ) -> typed.Typed | None:
        """The definition with an exception laid over what it is without."""
        definition = exception.definition_of(self.names.forms, entry.id)
        if definition is None:
            return base
        clause = self._clause(entry, exception)
        condition = self._typer(clause).condition(exception.node.condition)
        place = exception.place_of(self.names.forms, entry.id, definition)
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


def _expression_of(definition: tree.Definition) -> tree.Expression:
    node = definition.body
    if isinstance(node, tree.Cases):
        return node.cases[-1].value
    if isinstance(node, tree.Table | tree.Brackets | tree.Gathered):
        return tree.Name("", node.span)
    return node
