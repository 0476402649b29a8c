"""What typing an expression goes by, and what it reports."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field

from rulebook.book.numerals import unit_missing, with_unit
from rulebook.book.typenames import describe
from rulebook.book.types import DAY, NUMBER, TRUTH, Measure, OneOf, SetOf, Truth, Type
from rulebook.book.units import shown_in
from rulebook.diagnostics import Bilingual, Diagnostic, Span, finding
from rulebook.language import tree
from rulebook.language.numerals import in_numerals
from rulebook.meaning import typed
from rulebook.meaning.known_rules import Called, KnownRule
from rulebook.meaning.measures import is_count, meet
from rulebook.meaning.scope import Scope

LOOK = Bilingual("看看单位和名字", "look at the unit and the name")
"""What to do about a type that does not fit, where nothing better is known."""

_FEW = 8

Call = tuple[KnownRule, Span, bool, bool]
"""A call: the rule, where, whether a fallback stands behind it, whether facts are replaced."""


@dataclass(slots=True)
class Typer(ABC):
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

    @abstractmethod
    def expression(self, node: tree.Expression, expected: Type | None = None) -> typed.Typed | None:
        """Type an expression; names of enumeration values are looked up in ``expected``."""

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
            self.report(
                "RB4003",
                node.span,
                number=node.digits,
                expected=self.kind(expected),
                advice=unit_missing(node.digits, shown_in(expected)),
            )
            return None
        self.report(
            "RB4004",
            node.span,
            expected=self.kind(expected),
            found=self.kind(value.type),
            advice=self._instead(node, expected),
        )
        return None

    def _instead(self, node: tree.Expression, expected: Type) -> Bilingual:
        """What to write where another type is wanted: of a short enumeration its values."""
        if not isinstance(expected, OneOf):
            return LOOK
        values = self.scope.enumeration(expected.enumeration).values
        if isinstance(node, tree.Amount):
            said = in_numerals(with_unit(node.digits, node.units, "zh"))
            meant = [each for each in values if each.label.zh == said]
            values = tuple(meant) or values
        if len(values) == 1:
            return Bilingual(f"写成 `{values[0].label.zh}`", f"write `{values[0].id}`")
        if len(values) > _FEW:
            return LOOK
        zh, en = (
            "、".join(f"`{each.label.zh}`" for each in values),
            ", ".join(f"`{each.id}`" for each in values),
        )
        return Bilingual(f"可以写：{zh}", f"what can stand here: {en}")

    def kind(self, type_: Type) -> Bilingual:
        """A type in the user's words; an enumeration by its name."""
        if isinstance(type_, OneOf):
            label = self.scope.enumeration(type_.enumeration).label
            return Bilingual(f"“{label.zh}”的值", f"a value of {type_.enumeration}")
        return describe(type_)

    def report(self, code: str, span: Span, **arguments: str | Bilingual) -> None:
        """Note a diagnostic."""
        self.found.append(finding(code, span, **arguments))

    def ordered(self, type_: Type) -> bool:
        """Whether values of the type have an order."""
        match type_:
            case OneOf(enumeration):
                return self.scope.enumeration(enumeration).ordered
            case Measure():
                return True
            case _:
                return type_ == DAY
