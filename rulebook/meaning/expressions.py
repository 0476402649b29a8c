"""Expressions of the tree → typed expressions: names found, units checked.

Each function takes the type expected by the surroundings, which decides what an enumeration's
value means, and returns None after reporting what is wrong.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction

from rulebook.book.numerals import with_unit
from rulebook.book.typenames import describe
from rulebook.book.types import (
    DAY,
    NUMBER,
    PERCENTAGE_POINTS,
    TRUTH,
    Measure,
    OneOf,
    Records,
    SetOf,
    Truth,
    Type,
)
from rulebook.book.units import measure_of, shown_in
from rulebook.diagnostics import Bilingual, Diagnostic, Span, finding
from rulebook.diagnostics.nearest import did_you_mean, nearest_or_new
from rulebook.language import tree
from rulebook.language.words import stuck_keyword
from rulebook.meaning import typed
from rulebook.meaning.arithmetic import product, quotient, sum_or_difference
from rulebook.meaning.known_rules import Called, KnownRule
from rulebook.meaning.measures import is_count, meet
from rulebook.meaning.naming import in_both
from rulebook.meaning.records import over_records
from rulebook.meaning.references import call, part, records_of
from rulebook.meaning.scope import CASE_DAY, Scope

Call = tuple[KnownRule, Span, bool, bool]
"""A call: the rule, where, whether a fallback stands behind it, whether facts are replaced."""


@dataclass(slots=True)
class Typer:
    """Types the expressions of one version of a rule.

    ``definition`` types another definition of the rule on demand, and returns None where there is
    none of that name; ``reading`` collects the facts read.
    """

    scope: Scope
    names: dict[str, str]
    """The rule's own definitions: each written form of a name → the definition's id."""
    definition_type: Callable[[str, Span], Type | None]
    clause: typed.Clause
    found: list[Diagnostic]
    reading: dict[str, Span] = field(default_factory=dict)
    in_table: bool = False
    records: str | None = None
    """The list whose record is in hand, inside a gathering or a per-record definition."""
    aliases: dict[str, Called] = field(default_factory=dict)
    """Definitions that call a rule and name none of its outputs."""
    calls: list[Call] = field(default_factory=list)
    """The calls of other rules that were typed."""
    base: typed.Typed | None = None
    """原值: what the definition is without the exception being typed."""

    # ---- entry points ----------------------------------------------------------------------

    def condition(self, node: tree.Expression) -> typed.Typed | None:
        """A typed condition; anything else is reported."""
        value = self.expression(node, TRUTH)
        if value is not None and not isinstance(value.type, Truth):
            self.report("RB4005", node.span, found=self.kind(value.type))
            return None
        return value

    def value(self, node: tree.Expression, expected: Type | None) -> typed.Typed | None:
        """A typed value that fits ``expected``; a misfit is reported."""
        value = self.expression(node, expected)
        return None if value is None else self.fit(value, expected, node)

    def fit(
        self, value: typed.Typed, expected: Type | None, node: tree.Expression
    ) -> typed.Typed | None:
        """``value`` as one of the expected type, or None after reporting."""
        if expected is None or value.type == expected:
            return value
        if (
            isinstance(expected, SetOf)
            and isinstance(value, typed.Literal)
            and value.type == OneOf(expected.enumeration)
        ):
            return typed.Literal(frozenset({str(value.value)}), expected, value.span)
        if meet(value.type, expected) is not None and is_count(expected):
            return value
        if value.type == NUMBER and isinstance(node, tree.Amount) and isinstance(expected, Measure):
            units = shown_in(expected)
            like = Bilingual(
                with_unit(node.digits, units, "zh"), with_unit(node.digits, units, "en")
            )
            self.report(
                "RB4003", node.span, number=node.digits, expected=self.kind(expected), like=like
            )
            return None
        self.report("RB4004", node.span, expected=self.kind(expected), found=self.kind(value.type))
        return None

    def kind(self, type_: Type) -> Bilingual:
        """A type in the user's words; an enumeration by its name."""
        if isinstance(type_, OneOf):
            label = self.scope.enumeration(type_.enumeration).label
            return Bilingual(f"“{label.zh}”的值", f"a value of {type_.enumeration}")
        return describe(type_)

    def report(self, code: str, span: Span, **arguments: str | Bilingual) -> None:
        """Note a diagnostic."""
        self.found.append(finding(code, span, **arguments))

    # ---- expressions -----------------------------------------------------------------------

    def expression(  # noqa: C901 - one arm a construct
        self, node: tree.Expression, expected: Type | None = None
    ) -> typed.Typed | None:
        """Type an expression; names of enumeration values are looked up in ``expected``."""
        match node:
            case tree.Name():
                return self.name(node, expected)
            case tree.Amount():
                return self.amount(node)
            case tree.Day(date, span):
                return typed.Literal(date, DAY, span)
            case tree.YesNo(value, span):
                return typed.Literal(value, TRUTH, span)
            case tree.Quoted(text, span):
                return self.quoted(text, span, expected)
            case tree.Bracketed(value):
                return self.expression(value, expected)
            case tree.Minus(operand, span):
                return self.minus(operand, span)
            case tree.Arithmetic():
                return self.arithmetic(node, expected)
            case tree.Comparison():
                return self.comparison(node)
            case tree.Membership():
                return self.membership(node)
            case tree.Not(operand, span):
                inner = self.condition(operand)
                return None if inner is None else typed.Not(inner, TRUTH, span)
            case tree.And(operands, span):
                return self.junction("and", operands, span)
            case tree.Or(operands, span):
                return self.junction("or", operands, span)
            case tree.Aggregate():
                return self.aggregate(node, expected)
            case tree.Limit():
                inner = self.expression(node.value, expected)
                return self.limited(inner, node.kind, node.bound, node.span)
            case tree.Rounding():
                inner = self.expression(node.value, expected)
                return self.rounded(inner, node.mode, node.step, node.span)
            case tree.Part():
                return part(self, node, None)
            case tree.Call():
                return call(self, node)
            case tree.WhenNotApplicable():
                return self.when_not_applicable(node, expected)
            case tree.Choice():
                return self.choice(node, expected)
            case tree.Base(span):
                if self.base is None:
                    self.report("RB4023", span)
                return self.base
            case tree.NoLimit(span):
                return self.special(typed.NoLimitValue, span, expected)
            case tree.NotApplicable(span):
                return self.special(typed.NotApplicableValue, span, expected)
            case tree.Undetermined(span=span):
                self.report("RB4018", span, word=Bilingual("未定", "undetermined"))
        return None

    def special(
        self,
        kind: type[typed.NoLimitValue | typed.NotApplicableValue],
        span: Span,
        expected: Type | None,
    ) -> typed.Typed | None:
        """无上限 or 不适用, which are of whatever type is expected."""
        if expected is None or (kind is typed.NoLimitValue and not isinstance(expected, Measure)):
            keyword = in_both("NOLIMIT" if kind is typed.NoLimitValue else "NA")
            self.report("RB4024", span, word=keyword)
            return None
        return kind(expected, span)

    def when_not_applicable(
        self, node: tree.WhenNotApplicable, expected: Type | None
    ) -> typed.Typed | None:
        """What stands in for a rule that does not apply."""
        if isinstance(node.reference, tree.Part):
            return part(self, node.reference, node.fallback)
        self.report("RB3509", node.span)
        return None

    def choice(self, node: tree.Choice, expected: Type | None) -> typed.Typed | None:
        """``(甲、乙)``: a set of an enumeration's values."""
        if not isinstance(expected, SetOf):
            self.report("RB4026", node.span)
            return None
        return self.set_of(node.items, expected, node.span)

    def set_of(
        self, items: tuple[tree.Expression, ...], expected: SetOf, span: Span
    ) -> typed.Typed | None:
        """A set written out."""
        values = [self.value(item, OneOf(expected.enumeration)) for item in items]
        names = [value.value for value in values if isinstance(value, typed.Literal)]
        if len(names) < len(values):
            if None not in values:
                self.report("RB3203", span)
            return None
        return typed.Literal(frozenset(str(name) for name in names), expected, span)

    def amount(self, node: tree.Amount) -> typed.Typed:
        """A number with its unit. Outside a table an amount other than 0 is set by its clause."""
        measure, factor = measure_of(node.units)
        value = node.number * factor
        sourced = bool(node.units) and value != 0 and not self.in_table
        clause = self.clause if sourced else None
        if clause is not None and not clause.citations:
            self.report("RB4015", node.span, amount=_written(node))
        return typed.Literal(value, measure, node.span, clause, node.units)

    def name(self, node: tree.Name, expected: Type | None) -> typed.Typed | None:
        """A word: a value of the expected enumeration, a definition, a figure or a fact."""
        word, span = node.word, node.span
        if isinstance(expected, OneOf | SetOf):
            value = self.scope.value_of(expected.enumeration, word)
            if value is not None:
                return typed.Literal(value.id, OneOf(expected.enumeration), span)
        if word in self.aliases:
            called = self.aliases[word].rule
            self.report("RB3503", span, word=word, **outputs_of(called))
            return None
        if word in self.names:
            definition = self.names[word]
            type_ = self.definition_type(definition, span)
            return None if type_ is None else typed.DefinitionRead(definition, type_, span)
        if word in self.scope.figures:
            figure = self.scope.figures[word]
            return typed.FigureRead(figure.place, figure.id, figure.type, span)
        if word in CASE_DAY:
            return typed.CaseDayRead(DAY, span)
        if word in self.scope.facts:
            fact = self.scope.facts[word]
            self.reading.setdefault(fact.id, span)
            if isinstance(fact.type, Records):
                self.report("RB4032", span, word=word)
                return None
            return typed.FactRead(fact.id, fact.type, span)
        of = self.scope.enumerations_with(word)
        if expected is None and len(of) == 1:
            value = self.scope.value_of(of[0].id, word)
            assert value is not None
            return typed.Literal(value.id, OneOf(of[0].id), span)
        self.unknown(word, span, expected)
        return None

    def unknown(self, word: str, span: Span, expected: Type | None) -> None:
        """Report a word that names nothing here, with the likeliest reason."""
        if isinstance(expected, OneOf | SetOf):
            values = self.scope.enumeration(expected.enumeration).values
            names = [each.label.zh for each in values] + [each.id for each in values]
            self.report(
                "RB3008",
                span,
                word=word,
                enumeration=self.scope.enumeration(expected.enumeration).label,
                values=Bilingual(
                    "、".join(each.label.zh for each in values),
                    ", ".join(each.id for each in values),
                ),
                nearest=did_you_mean(word, names),
            )
            return
        of = self.scope.enumerations_with(word)
        if of and expected is not None:
            kind, enumeration = self.kind(expected), Bilingual(of[0].label.zh, of[0].id)
            self.report("RB3024", span, word=word, enumeration=enumeration, expected=kind)
            return
        if of:
            enumeration = Bilingual(of[0].label.zh, of[0].id)
            self.report("RB3003", span, word=word, enumeration=enumeration)
            return
        rule = self.scope.rule_named(word)
        if rule is not None:
            self.report("RB3503", span, word=word, **outputs_of(rule))
            return
        known = [*self.names, *self.scope.known_words()]
        before, keyword, after = stuck_keyword(word) or ("", "", "")
        if keyword and all(not part or _begins(part, known) for part in (before, after)):
            apart = " ".join(part for part in (before, keyword, after) if part)
            self.report("RB3002", span, word=word, keyword=keyword, apart=apart)
            return
        self.report("RB3001", span, word=word, nearest=nearest_or_new(word, known))

    def quoted(self, text: str, span: Span, expected: Type | None) -> typed.Typed | None:
        """A value of the expected enumeration that is not one word."""
        if not isinstance(expected, OneOf | SetOf):
            self.report("RB4019", span, text=text)
            return None
        value = self.scope.value_of(expected.enumeration, text)
        if value is None:
            self.unknown(text, span, expected)
            return None
        return typed.Literal(value.id, OneOf(expected.enumeration), span)

    def minus(self, operand: tree.Expression, span: Span) -> typed.Typed | None:
        """A leading minus, before a measure."""
        inner = self.expression(operand)
        if inner is None:
            return None
        if not isinstance(inner.type, Measure):
            self.report("RB4020", operand.span, found=self.kind(inner.type))
            return None
        return typed.Negate(inner, inner.type, span)

    def arithmetic(self, node: tree.Arithmetic, expected: Type | None) -> typed.Typed | None:
        """``+ - × /``: see ``rulebook.meaning.arithmetic``."""
        left = self.expression(node.left, expected)
        right = self.expression(node.right, expected)
        if left is None or right is None:
            return None
        rule = {"×": product, "/": quotient}.get(node.op)
        outcome = (
            rule(left.type, right.type)
            if rule is not None
            else sum_or_difference(node.op, left.type, right.type)
        )
        if isinstance(outcome, str):
            self.misfit(outcome, node, left, right)
            return None
        return typed.Arithmetic(node.op, left, right, outcome, node.span)

    def misfit(
        self, code: str, node: tree.Arithmetic, left: typed.Typed, right: typed.Typed
    ) -> None:
        """Report why an operator has no result for its operands."""
        kinds = {"left": self.kind(left.type), "right": self.kind(right.type)}
        match code:
            case "RB4020":
                wrong = right if isinstance(left.type, Measure) else left
                self.report(code, wrong.span, found=self.kind(wrong.type))
            case "RB4006":
                other = left if right.type == PERCENTAGE_POINTS else right
                self.report(code, node.span, other=self.kind(other.type))
            case _:
                self.report(code, node.span, op=node.op, **kinds)

    def operands(
        self, first: tree.Expression, second: tree.Expression
    ) -> tuple[typed.Typed | None, typed.Typed | None]:
        """Two operands that are to meet; one that may be an enumeration's value comes second."""
        if self.needs_context(first) and not self.needs_context(second):
            right = self.expression(second)
            left = self.expression(first, right.type) if right else None
            return left, right
        left = self.expression(first)
        if left is None and self.needs_context(second):
            return None, None
        return left, self.expression(second, left.type if left else None)

    def needs_context(self, node: tree.Expression) -> bool:
        """Whether an operand means something only beside another: a value of an enumeration."""
        if isinstance(node, tree.Quoted):
            return True
        if not isinstance(node, tree.Name):
            return False
        named = node.word in self.names or node.word in self.scope.figures
        return not named and node.word not in self.scope.facts and node.word not in CASE_DAY

    def comparison(self, node: tree.Comparison) -> typed.Typed | None:
        """Two operands compared; a bare number beside a unit is told as such."""
        left, right = self.operands(node.left, node.right)
        if left is None or right is None:
            return None
        if meet(left.type, right.type) is None:
            bare, other = (node.left, right) if left.type == NUMBER else (node.right, left)
            if (
                isinstance(bare, tree.Amount)
                and not bare.units
                and NUMBER in (left.type, right.type)
            ):
                self.fit(typed.Literal(bare.number, NUMBER, bare.span), other.type, bare)
                return None
            self.report("RB4002", node.span, left=self.kind(left.type), right=self.kind(right.type))
            return None
        if node.op not in ("=", "≠") and not self.ordered(left.type):
            self.report("RB4009", node.span, op=node.op, found=self.kind(left.type))
            return None
        return typed.Compare(node.op, left, right, TRUTH, node.span)

    def ordered(self, type_: Type) -> bool:
        """Whether values of the type have an order."""
        match type_:
            case OneOf(enumeration):
                return self.scope.enumeration(enumeration).ordered
            case Measure():
                return True
            case _:
                return type_ == DAY

    def membership(self, node: tree.Membership) -> typed.Typed | None:
        """属于: in values written out, or in a fact or definition that is a set."""
        options = node.options
        while isinstance(options, tree.Bracketed):
            options = options.value
        if not isinstance(options, tree.Choice) and self.needs_context(node.operand):
            of = self.expression(options)
            if of is None or not isinstance(of.type, SetOf):
                if of is not None:
                    self.report("RB4037", options.span, found=self.kind(of.type))
                return None
            operand = self.value(node.operand, OneOf(of.type.enumeration))
            return None if operand is None else typed.Contains(operand, of, TRUTH, node.span)
        operand = self.expression(node.operand)
        if operand is None:
            return None
        if isinstance(operand.type, OneOf) and not isinstance(options, tree.Choice):
            of = self.expression(options, operand.type)
            if of is None:
                return None
            if of.type == SetOf(operand.type.enumeration):
                return typed.Contains(operand, of, TRUTH, node.span)
        if not isinstance(options, tree.Choice):
            of = self.expression(options, operand.type)
            if of is not None and meet(of.type, operand.type) is None:
                self.report("RB4037", options.span, found=self.kind(of.type))
                return None
        items = options.items if isinstance(options, tree.Choice) else (options,)
        values = [self.value(item, operand.type) for item in items]
        sound = tuple(value for value in values if value is not None)
        if len(sound) < len(values):
            return None
        return typed.Member(operand, sound, TRUTH, node.span)

    def junction(
        self, op: str, operands: tuple[tree.Expression, ...], span: Span
    ) -> typed.Typed | None:
        """且 and 或: every part has to be a condition."""
        parts = [self.condition(operand) for operand in operands]
        sound = tuple(part for part in parts if part is not None)
        if len(sound) < len(parts):
            return None
        return typed.Junction("and" if op == "and" else "or", sound, TRUTH, span)

    def aggregate(self, node: tree.Aggregate, expected: Type | None) -> typed.Typed | None:
        """合计(…) and so on, over records or over a list of values."""
        records = records_of(self, node)
        if records is not None:
            return over_records(self, node, records[0], expected)
        wanted = expected if node.op in ("max", "min", "sum") else None
        items: list[typed.Typed | None] = []
        for item in node.items:
            items.append(self.expression(item, wanted))
            wanted = wanted or (items[-1].type if items[-1] else None)
        sound = [item for item in items if item is not None]
        if len(sound) < len(items):
            return None
        if node.where is not None or node.otherwise is not None:
            self.report("RB4033", node.span)
            return None
        parts = tuple(typed.GatherItem(None, None, item) for item in sound)
        return self.gathered(node.op, parts, node.span)

    def gathered(
        self, op: tree.GatherOp, items: tuple[typed.GatherItem, ...], span: Span
    ) -> typed.Typed | None:
        """合计, 全部 and so on over typed items: they have to be of one type."""
        if op in ("all", "any", "count"):
            for item in items:
                if not isinstance(item.value.type, Truth):
                    self.report("RB4005", item.value.span, found=self.kind(item.value.type))
                    return None
            return typed.Gather(op, items, NUMBER if op == "count" else TRUTH, span)
        common: Type | None = items[0].value.type
        for item in items[1:]:
            common = meet(common, item.value.type) if common else None
        if common is None:
            kinds = [self.kind(item.value.type) for item in items]
            self.report(
                "RB4012",
                span,
                kinds=Bilingual(
                    "、".join(dict.fromkeys(kind.zh for kind in kinds)),
                    ", ".join(dict.fromkeys(kind.en for kind in kinds)),
                ),
            )
            return None
        if (op == "sum" and not isinstance(common, Measure)) or not self.ordered(common):
            self.report("RB4009", span, op=in_both(op.upper()), found=self.kind(common))
            return None
        return typed.Gather(op, items, common, span)

    def limited(
        self,
        inner: typed.Typed | None,
        kind: tree.LimitKind,
        bound: tree.Expression,
        span: Span,
    ) -> typed.Typed | None:
        """A limit on a typed value; both have to be measures of one type."""
        limit = self.expression(bound, inner.type if inner else None)
        if inner is None or limit is None:
            return None
        common = meet(inner.type, limit.type)
        if common is not None and isinstance(common, Measure):
            return typed.Limit(kind, inner, limit, common, span)
        if isinstance(bound, tree.Amount) and not bound.units:
            self.fit(limit, inner.type, bound)
            return None
        self.report("RB4002", span, left=self.kind(inner.type), right=self.kind(limit.type))
        return None

    def rounded(
        self, inner: typed.Typed | None, mode: tree.RoundingMode, step: tree.Amount, span: Span
    ) -> typed.Typed | None:
        """A rounding of a measure to a step of its own unit."""
        if inner is None:
            return None
        measure, factor = measure_of(step.units)
        size: Fraction = step.number * factor
        if meet(inner.type, measure) is None:
            self.report("RB4013", step.span, step=self.kind(measure), found=self.kind(inner.type))
            return None
        if size <= 0:
            self.report("RB4021", step.span, step=_written(step))
            return None
        return typed.Round(mode, inner, size, inner.type, span)


def _written(amount: tree.Amount) -> Bilingual:
    """An amount as it is written, with its unit."""
    return Bilingual(*(with_unit(amount.digits, amount.units, lang) for lang in ("zh", "en")))


def outputs_of(rule: KnownRule) -> dict[str, str]:
    """The outputs of a rule, and one of them, for a sentence that asks for one."""
    outputs = sorted(rule.outputs()) or ["…"]
    return {"outputs": "、".join(outputs), "output": outputs[0]}


def _begins(part: str, known: list[str]) -> bool:
    return any(name.startswith(part) for name in known)
