"""A comparison of the national list tested on a rule: in every case, for every value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from typing import Literal

from rulebook.answers.decision import MissingFigure
from rulebook.answers.plan import too_weak
from rulebook.answers.trace import Trace
from rulebook.book.model import DEFAULT_EVIDENCE, BookContents
from rulebook.conformity.cases import RuleOnDay
from rulebook.conformity.conditions import Case, Comparison
from rulebook.conformity.values import Possible, possible
from rulebook.diagnostics import Span
from rulebook.language.tree import CompareOp
from rulebook.meaning import typed as t
from rulebook.meaning.scope import lineage

Side = Literal["above", "below", "unequal"]
"""How a value misses its bound."""


@dataclass(frozen=True, slots=True)
class Held:
    """A value held against its bound in a case.

    ``holds`` is None where that can't be told: something is ``missing``, or the value depends on
    facts that are left open. ``given`` are the facts of the case that the condition itself sets.
    """

    holds: bool | None
    side: Side | None
    value: Possible
    other: Possible
    case: Mapping[str, t.Value]
    missing: tuple[MissingFigure, ...]
    where: Span
    given: frozenset[str] = frozenset()


def test_on(rule: RuleOnDay, comparison: Comparison, contents: BookContents) -> Iterator[Held]:
    """The comparison in every case of the rule in which it means something."""
    subjects = list(comparison.subjects())
    outputs = {subject.fact for subject, _ in subjects}
    fixed = {fact for _, case in subjects for fact, _ in case}
    place = rule.rule.partition("/")[0]
    reader = _Tested(rule, comparison, contents, place)
    every = [held for case in rule.cases(outputs, fixed) for held in reader.within(case)]
    beyond = list(rule.left_open(outputs, fixed)) if any(map(_is_open, every)) else []
    every = [reader.witness(each, beyond) if _is_open(each) else each for each in every]
    groups: dict[tuple[object, ...], list[Held]] = {}
    for held in every:
        key = (held.holds, held.side, held.value, held.other.low, held.other.high, held.missing)
        groups.setdefault(key, []).append(held)
    varying = {fact for each in every for fact in _apart(each, every[0])}
    for group in groups.values():
        yield replace(group[0], case=_telling(group, every, varying))


def _apart(held: Held, first: Held) -> set[str]:
    return {fact for fact, value in held.case.items() if first.case.get(fact) != value}


def _is_open(held: Held) -> bool:
    """Whether only facts that were left open keep a comparison from being told."""
    return held.holds is None and not held.missing


@dataclass(frozen=True, slots=True)
class _Tested:
    """A comparison on a rule."""

    rule: RuleOnDay
    comparison: Comparison
    contents: BookContents
    place: str

    def within(self, case: Mapping[str, t.Value]) -> Iterator[Held]:
        """The comparison in a case."""
        return _in_case(self.rule, self.comparison, self.contents, self.place, case)

    def witness(self, held: Held, beyond: list[dict[str, t.Value]]) -> Held:
        """A case in which the comparison surely fails, with facts given that were left open."""
        for more in beyond:
            for each in self.within({**held.case, **more}):
                if each.holds is False:
                    return replace(each, given=each.given | more.keys())
        return held


def _telling(group: list[Held], every: list[Held], varying: set[str]) -> dict[str, t.Value]:
    """The facts by which the first case of a group is told from all cases outside the group.

    Those that all its cases share come first; where they don't do, others of that case follow.
    """
    shown = _common(group, varying)
    inside = {id(each) for each in group}
    others = [each for each in every if id(each) not in inside]
    left = [fact for fact in group[0].case if fact in varying and fact not in shown]
    apart = [each for each in others if _agrees(each, shown)]
    while apart and left:
        fewest = min(left, key=lambda fact: sum(_same(each, group[0], fact) for each in apart))
        left.remove(fewest)
        agreeing = [each for each in apart if _same(each, group[0], fewest)]
        if len(agreeing) < len(apart):
            shown[fewest] = group[0].case[fewest]
        apart = agreeing
    return {fact: value for fact, value in group[0].case.items() if fact in shown}


def _agrees(held: Held, shown: Mapping[str, t.Value]) -> bool:
    return all(held.case.get(fact) == value for fact, value in shown.items())


def _same(held: Held, first: Held, fact: str) -> bool:
    return held.case.get(fact) == first.case.get(fact)


def _common(group: list[Held], varying: set[str]) -> dict[str, t.Value]:
    """What all cases of a group share and other cases don't: what makes the difference."""
    first, spread = group[0], {fact for each in group for fact in _apart(each, group[0])}
    return {
        fact: value
        for fact, value in first.case.items()
        if fact in first.given or (fact in varying and fact not in spread)
    }


def _in_case(
    rule: RuleOnDay,
    comparison: Comparison,
    contents: BookContents,
    place: str,
    case: Mapping[str, t.Value],
) -> Iterator[Held]:
    traces: dict[Case, Trace] = {}
    for _, more in comparison.subjects():
        trace = rule.trace(case, more)
        if trace is None:
            return
        traces[more] = trace
    compare = comparison.compare
    reader = _Reader(rule, comparison, contents, place, traces)
    left, right = list(reader.values(compare.left)), list(reader.values(compare.right))
    local_left = reader.is_local(compare.left)
    both = local_left and reader.is_local(compare.right)
    found: list[Held] = []
    for a, b in product(left, right):
        mine, other = (a, b) if local_left else (b, a)
        missing = tuple(dict.fromkeys((*a.missing, *b.missing)))
        holds = None if missing else compared(compare.op, a, b)
        if holds is False and not (a.sure and b.sure):
            holds = None
        side = _side(compare.op, mine, other, local_left) if holds is False else None
        set_here = {fact: value for _, each in comparison.subjects() for fact, value in each}
        shown = dict(case) if both else {**case, **set_here}
        given = frozenset[str]() if both else frozenset(set_here)
        found.append(Held(holds, side, mine, other, shown, missing, mine.where, given))
    yield from found


def compared(op: CompareOp, a: Possible, b: Possible) -> bool | None:
    """Whether two values compare so: None where some of what they may be does and some does not."""
    match op:
        case "≥":
            return _at_least(a, b)
        case "≤":
            return _at_least(b, a)
        case "<":
            return _opposite(_at_least(a, b))
        case ">":
            return _opposite(_at_least(b, a))
        case "=":
            return _equal(a, b)
        case "≠":
            return _opposite(_equal(a, b))


def _at_least(a: Possible, b: Possible) -> bool | None:
    if a.low is not None and b.high is not None and a.low >= b.high:
        return True
    if a.high is not None and b.low is not None and a.high < b.low:
        return False
    return None


def _equal(a: Possible, b: Possible) -> bool | None:
    if a.exact and b.exact:
        return a.low == b.low
    apart = _opposite(_at_least(a, b)) is True or _opposite(_at_least(b, a)) is True
    return False if apart else None


def _opposite(holds: bool | None) -> bool | None:
    return None if holds is None else not holds


def _side(op: CompareOp, mine: Possible, other: Possible, left: bool) -> Side:
    """How the local value misses: below what it should reach, or above what it should keep to."""
    match op:
        case "≥" | ">":
            return "below" if left else "above"
        case "≤" | "<":
            return "above" if left else "below"
        case "=" if _at_least(mine, other) is False:
            return "below"
        case "=":
            return "above"
        case "≠":
            return "unequal"


@dataclass(frozen=True, slots=True)
class _Reader:
    """The values of a condition's expressions in one case."""

    rule: RuleOnDay
    comparison: Comparison
    contents: BookContents
    place: str
    traces: Mapping[Case, Trace]

    def is_local(self, node: t.Typed) -> bool:
        """Whether an expression reads an output of the rule."""
        match node:
            case t.FactRead():
                return True
            case t.Arithmetic(left=left, right=right):
                return self.is_local(left) or self.is_local(right)
            case t.Negate(operand):
                return self.is_local(operand)
            case _:
                return False

    def values(self, node: t.Typed) -> Iterator[Possible]:
        """Every value of an expression."""
        match node:
            case t.Literal(value=Fraction() | bool() as number, span=span):
                yield Possible(Fraction(number), Fraction(number), span)
            case t.FactRead():
                case = self.comparison.cases.get(node.span, ())
                definition = self.rule.version.definitions[node.fact]
                yield from possible(self.traces[case], definition.node)
            case t.FigureRead():
                yield self._figure(node)
            case t.Negate(operand):
                for each in self.values(operand):
                    low = None if each.high is None else -each.high
                    high = None if each.low is None else -each.low
                    yield Possible(low, high, each.where, each.missing, each.sure)
            case t.Arithmetic(op=op, left=left, right=right):
                for a, b in product(list(self.values(left)), list(self.values(right))):
                    yield _worked_out(op, a, b, a.where if self.is_local(left) else b.where)
            case _:
                yield Possible(None, None, node.span)

    def _figure(self, node: t.FigureRead) -> Possible:
        """The figure that the place, or the nearest one above, has on the day."""
        line = lineage(self.contents, self.place)
        owned = [
            (each, node.figure) for each in line if (each, node.figure) in self.contents.figures
        ]
        figure = self.contents.figures[owned[0] if owned else (node.place, node.figure)]
        day = self.rule.day
        for value in figure.values:
            begun = value.since is None or value.since <= day
            if not begun or (value.until is not None and day > value.until):
                continue
            if not isinstance(value.value, Fraction):
                break
            if too_weak(value.evidence, DEFAULT_EVIDENCE):
                weak = MissingFigure(figure.id, "too-weak", value.evidence)
                return Possible(None, None, value.span, (weak,))
            return Possible(value.value, value.value, value.span)
        return Possible(None, None, figure.span, (MissingFigure(figure.id, "unset", None),))


def _worked_out(op: str, a: Possible, b: Possible, where: Span) -> Possible:
    missing = tuple(dict.fromkeys((*a.missing, *b.missing)))
    sure = a.sure and b.sure
    if missing or None in (a.low, a.high, b.low, b.high) or op == "/":
        return Possible(None, None, where, missing, sure)
    assert a.low is not None and a.high is not None and b.low is not None and b.high is not None
    match op:
        case "+":
            return Possible(a.low + b.low, a.high + b.high, where, (), sure)
        case "-":
            return Possible(a.low - b.high, a.high - b.low, where, (), sure)
        case _:
            corners = [x * y for x in (a.low, a.high) for y in (b.low, b.high)]
            return Possible(min(corners), max(corners), where, (), sure)
