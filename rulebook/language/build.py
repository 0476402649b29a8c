"""What each alternative of the grammar makes of its parts: a node of the tree.

The methods are named after the rules and aliases of ``grammar/rule.lark``; the parser calls them
from the bottom up, with tokens and finished nodes.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any, Literal

from rulebook.diagnostics import Span
from rulebook.language import tree
from rulebook.language.tokens import Token

Parts = list[Any]

_GATHER: dict[str, tree.GatherOp] = {
    "SUM": "sum", "COUNT": "count", "MAX": "max", "MIN": "min", "ALL": "all", "ANY": "any",
}  # fmt: skip
_LIMITS: dict[str, tree.LimitKind] = {"FLOOR": "floor", "CEIL": "ceiling"}
_MODES: dict[str, tree.RoundingMode] = {"ROUND": "half_up", "ROUNDDOWN": "down", "ROUNDUP": "up"}
_STATUS: dict[str, Literal["not-applicable", "undetermined"]] = {
    "NA": "not-applicable",
    "UNDET": "undetermined",
}


@dataclass(frozen=True, slots=True)
class _Filter:
    condition: tree.Expression
    span: Span


@dataclass(frozen=True, slots=True)
class _Fallback:
    value: tree.Expression
    span: Span


def _over(parts: Parts) -> Span:
    first: Span = parts[0].span
    return first if len(parts) == 1 else first.through(parts[-1].span)


def _name(token: Token) -> tree.Name:
    return tree.Name(token.value, token.span)


def _names(tokens: Parts) -> tuple[tree.Name, tree.Name | None]:
    """A name, and the one in the other language where it stands beside it."""
    return _name(tokens[0]), _name(tokens[1]) if len(tokens) > 1 else None


def _is(part: Any, kind: str) -> bool:
    return isinstance(part, Token) and part.type == kind


def _amount(token: Token) -> tree.Amount:
    return tree.Amount(token.value, token.units, token.span)


def _date(token: Token) -> datetime.date:
    return datetime.date.fromisoformat(token.value)


def joined(grounds: list[tree.Grounds]) -> tree.Grounds | None:
    """Several lines of grounds as one; the first level of evidence stands."""
    if len(grounds) < 2:
        return grounds[0] if grounds else None
    return tree.Grounds(
        tuple(source for each in grounds for source in each.sources),
        next((each.evidence for each in grounds if each.evidence), None),
        tuple(row for each in grounds for row in each.facts),
        _over(grounds),
    )


def builder() -> object:
    """What the parser calls: a method for each rule and alias of the grammar."""
    return _Builder()


class _Builder:
    def start(self, parts: Parts) -> tuple[tree.Rule, ...]:
        return tuple(parts)

    def rule(self, parts: Parts) -> tree.Rule:
        head: tree.Rule = parts[0]
        return tree.Rule(head.name, head.other, head.titles, tuple(parts[1:]), _over(parts))

    def rule_head(self, parts: Parts) -> tree.Rule:
        name, other = _names([part for part in parts if part.type == "NAME"])
        titles = tuple(part.value for part in parts if part.type == "STRING")
        return tree.Rule(name, other, titles, (), _over(parts))

    # ---- statements

    def based_on(self, parts: Parts) -> tree.BasedOn:
        return tree.BasedOn(parts[1], _over(parts))

    def list_items(self, parts: Parts) -> tree.ListItems:
        return tree.ListItems(tuple(parts[1:]), _over(parts))

    def grounds(self, parts: Parts) -> tree.Grounds:
        sources = tuple(part for part in parts if isinstance(part, tree.Source))
        level = next((_name(part) for part in parts if _is(part, "NAME")), None)
        rows = tuple(part.value for part in parts if _is(part, "FACTID"))
        return tree.Grounds(sources, level, rows, _over(parts))

    def source(self, parts: Parts) -> tree.Source:
        section = parts[1].value if len(parts) > 1 else None
        return tree.Source(_name(parts[0]), section, _over(parts))

    def in_force(self, parts: Parts) -> tree.InForce:
        until = _date(parts[4]) if len(parts) > 3 else None
        return tree.InForce(_date(parts[2]), until, _over(parts))

    def applies(self, parts: Parts) -> tree.Applies:
        return tree.Applies(parts[2], _over(parts))

    def inputs(self, parts: Parts) -> tree.Inputs:
        return tree.Inputs(tuple(parts[1:]), _over(parts))

    def outputs(self, parts: Parts) -> tree.Outputs:
        return tree.Outputs(tuple(parts[1:]), _over(parts))

    def check(self, parts: Parts) -> tree.Check:
        return tree.Check(parts[1].value, parts[2], _over(parts))

    def not_encoded(self, parts: Parts) -> tree.NotEncoded:
        return tree.NotEncoded(parts[1].value, parts[3].value, _over(parts))

    def exception(self, parts: Parts) -> tree.RuleException:
        at = next(place for place, part in enumerate(parts) if _is(part, "IF"))
        name, other = _names(parts[1:at])
        definitions = tuple(part for part in parts if isinstance(part, tree.Definition))
        grounds = joined([part for part in parts if isinstance(part, tree.Grounds)])
        after: tuple[tree.Reference, ...] = ()
        if _is(parts[at + 2], "AFTER"):
            names = parts[at + 3 :]
            after = tuple(part for part in names if isinstance(part, tree.Reference))
        return tree.RuleException(
            name, other, parts[at + 1], after, definitions, grounds, _over(parts)
        )

    # ---- definitions

    def definition(self, parts: Parts) -> tree.Definition:
        at = next(place for place, part in enumerate(parts) if _is(part, "EQ"))
        steps = tuple(
            part for part in parts[at + 2 :] if isinstance(part, tree.LimitStep | tree.RoundingStep)
        )
        grounds = joined([part for part in parts[at + 2 :] if isinstance(part, tree.Grounds)])
        return tree.Definition(tuple(parts[:at]), parts[at + 1], steps, grounds, _over(parts))

    def target(self, parts: Parts) -> tree.Target:
        other = _name(parts[1]) if len(parts) > 1 else None
        return tree.Target(parts[0], other, _over(parts))

    def limit_step(self, parts: Parts) -> tree.LimitStep:
        return tree.LimitStep(_LIMITS[parts[0].type], parts[1], _over(parts))

    def rounding_step(self, parts: Parts) -> tree.RoundingStep:
        return tree.RoundingStep(_MODES[parts[0].type], _amount(parts[1]), _over(parts))

    def cases(self, parts: Parts) -> tree.Cases:
        return tree.Cases(tuple(parts), _over(parts))

    def case(self, parts: Parts) -> tree.Case:
        return tree.Case(parts[0], parts[2] if len(parts) > 2 else None, _over(parts))

    def table(self, parts: Parts) -> tree.Table:
        rows: Parts = parts[1]
        return tree.Table(rows[0], tuple(rows[1:]), parts[0].span.through(rows[-1].span))

    def brackets(self, parts: Parts) -> tree.Brackets:
        rows: Parts = parts[-1]
        on_top_of = parts[2] if len(parts) > 2 else None
        span = parts[0].span.through(rows[-1].span)
        return tree.Brackets(on_top_of, rows[0], tuple(rows[1:]), span)

    def gathered(self, parts: Parts) -> tree.Gathered:
        lines: Parts = parts[1]
        span = parts[0].span.through(lines[-1].span)
        return tree.Gathered(_GATHER[parts[0].type], tuple(lines), span)

    def named_lines(self, parts: Parts) -> Parts:
        return parts

    def named_line(self, parts: Parts) -> tree.NamedLine:
        first: Token = parts[0]
        if first.type == "STRING":
            title = tree.Quoted(first.value, first.span)
            return tree.NamedLine(title, None, parts[2], _over(parts))
        name, other = _names(parts[:-2])
        return tree.NamedLine(name, other, parts[-1], _over(parts))

    # ---- tables

    def rows(self, parts: Parts) -> Parts:
        return parts

    def row(self, parts: Parts) -> tree.Row:
        return tree.Row(tuple(parts[1::2]), _over(parts))

    def anything(self, parts: Parts) -> tree.Anything:
        return tree.Anything(_over(parts))

    def rest(self, parts: Parts) -> tree.Rest:
        return tree.Rest(_over(parts))

    def bounds(self, parts: Parts) -> tree.Bounds:
        pairs = zip(parts[::2], parts[1::2], strict=True)
        return tree.Bounds(tuple((mark.value, value) for mark, value in pairs), _over(parts))

    def several(self, parts: Parts) -> tree.Several:
        return tree.Several(tuple(parts), _over(parts))

    def corner(self, parts: Parts) -> tree.Corner:
        return tree.Corner(parts[0], parts[2], _over(parts))

    # ---- values

    def limit(self, parts: Parts) -> tree.Limit:
        return tree.Limit(_LIMITS[parts[1].type], parts[0], parts[2], _over(parts))

    def rounding(self, parts: Parts) -> tree.Rounding:
        return tree.Rounding(_MODES[parts[1].type], parts[0], _amount(parts[2]), _over(parts))

    def every(self, parts: Parts) -> tree.And:
        return tree.And(tuple(parts[::2]), _over(parts))

    def some(self, parts: Parts) -> tree.Or:
        return tree.Or(tuple(parts[::2]), _over(parts))

    def not_(self, parts: Parts) -> tree.Not:
        return tree.Not(parts[1], _over(parts))

    def compare(self, parts: Parts) -> tree.Comparison:
        return tree.Comparison(parts[1].value, parts[0], parts[2], _over(parts))

    def membership(self, parts: Parts) -> tree.Membership:
        return tree.Membership(parts[0], parts[2], _over(parts))

    def arithmetic(self, parts: Parts) -> tree.Arithmetic:
        return tree.Arithmetic(parts[1].value, parts[0], parts[2], _over(parts))

    def minus(self, parts: Parts) -> tree.Minus:
        return tree.Minus(parts[1], _over(parts))

    def amount(self, parts: Parts) -> tree.Amount:
        return _amount(parts[0])

    def day(self, parts: Parts) -> tree.Day:
        return tree.Day(_date(parts[0]), _over(parts))

    def quoted(self, parts: Parts) -> tree.Quoted:
        return tree.Quoted(parts[0].value, _over(parts))

    def yes_no(self, parts: Parts) -> tree.YesNo:
        return tree.YesNo(parts[0].type == "YES", _over(parts))

    def no_limit(self, parts: Parts) -> tree.NoLimit:
        return tree.NoLimit(_over(parts))

    def not_applicable(self, parts: Parts) -> tree.NotApplicable:
        return tree.NotApplicable(_over(parts))

    def base(self, parts: Parts) -> tree.Base:
        return tree.Base(_over(parts))

    def when_not_applicable(self, parts: Parts) -> tree.WhenNotApplicable:
        return tree.WhenNotApplicable(parts[0], parts[2], _over(parts))

    def undetermined(self, parts: Parts) -> tree.Undetermined:
        return tree.Undetermined(tuple(parts[2:-1]), _over(parts))

    def aggregate(self, parts: Parts) -> tree.Aggregate:
        inside = parts[2:-1]
        items = tuple(part for part in inside if not isinstance(part, _Filter | _Fallback))
        where = next((part.condition for part in inside if isinstance(part, _Filter)), None)
        otherwise = next((part.value for part in inside if isinstance(part, _Fallback)), None)
        return tree.Aggregate(_GATHER[parts[0].type], items, where, otherwise, _over(parts))

    def filter(self, parts: Parts) -> _Filter:
        return _Filter(parts[1], _over(parts))

    def fallback(self, parts: Parts) -> _Fallback:
        return _Fallback(parts[1], _over(parts))

    def bracketed(self, parts: Parts) -> tree.Bracketed:
        return tree.Bracketed(parts[1], _over(parts))

    def choice(self, parts: Parts) -> tree.Choice:
        return tree.Choice(tuple(parts[1:-1]), _over(parts))

    def name(self, parts: Parts) -> tree.Name:
        return _name(parts[0])

    def part(self, parts: Parts) -> tree.Part:
        return tree.Part(parts[0], _name(parts[2]), _over(parts))

    def call(self, parts: Parts) -> tree.Call:
        return tree.Call(_name(parts[0]), tuple(parts[2:-1]), _over(parts))

    def argument(self, parts: Parts) -> tree.Argument:
        name = _name(parts[0]) if len(parts) > 1 else None
        return tree.Argument(name, parts[-1], _over(parts))

    # ---- examples

    def example(self, parts: Parts) -> tree.Example:
        titled = _is(parts[1], "STRING")
        title = parts[1].value if titled else None
        return tree.Example(title, tuple(parts[1 + titled :]), _over(parts))

    def given(self, parts: Parts) -> tree.Given:
        return tree.Given(tuple(parts[1:]), _over(parts))

    def given_records(self, parts: Parts) -> tree.GivenRecords:
        rows: Parts = parts[2]
        return tree.GivenRecords(parts[1], tuple(rows), parts[0].span.through(rows[-1].span))

    def gives(self, parts: Parts) -> tree.Gives:
        return tree.Gives(tuple(parts[1:]), _over(parts))

    def gives_status(self, parts: Parts) -> tree.GivesStatus:
        return tree.GivesStatus(_STATUS[parts[1].type], _over(parts))

    def example_evidence(self, parts: Parts) -> tree.ExampleEvidence:
        return tree.ExampleEvidence(_name(parts[1]), _over(parts))

    def assignment(self, parts: Parts) -> tree.Assignment:
        return tree.Assignment(parts[0], parts[2], _over(parts))
