"""Expressions of every kind, always well typed, over the names that are in scope."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from tests.differential import pieces
from tests.differential.choices import Choices, likely, pick, some
from tests.differential.kinds import (
    HOURS,
    KINDS,
    MONEY,
    NUMBER,
    POINTS_OF_RATE,
    PRICE,
    RATE,
    Kind,
    decimals,
    written,
)
from tests.differential.pieces import (
    ATOM,
    CLOSE,
    LOOSE,
    PRODUCT,
    SUM,
    VALUE,
    Number,
    Other,
    Size,
    Truth,
    size_of,
)

YES_NO = {"甲是": "yes_one", "乙是": "yes_two", "丙是": "yes_three"}
GROUPS = ("甲类", "乙类", "丙类", "“丁类（其他）”")
GRADES = ("完好", "轻度", "中度", "重度")
GRADE_FACTS = {"程度": "grade", "他程度": "other_grade"}
GROUP_FACTS = {"类别": "group"}
DAY_FACTS = {"甲日": "began", "乙日": "ended"}
DAYS = tuple(
    date.fromisoformat(day)
    for day in ("2024-02-29", "2020-01-01", "2021-06-30", "2021-07-01", "2025-09-01", "2026-12-31")
)
COMPARISONS = ("≥", "<", "≤", ">", "=", "≠")
LIMITS = ("不低于", "不超过")
ROUNDINGS = ("四舍五入到", "舍去到", "进位到")
NOTHING: frozenset[str] = frozenset()


@dataclass(slots=True)
class Scope:
    """What may be read: figures of the book, and definitions that the rule has so far."""

    numbers: dict[str, list[Number]] = field(default_factory=dict)
    """Figures and definitions by the name of their kind."""
    positive: dict[str, list[Number]] = field(default_factory=dict)
    """Those that are surely above zero."""
    truths: list[Truth] = field(default_factory=list)
    days: list[Other] = field(default_factory=list)
    grades: list[Other] = field(default_factory=list)
    groups: list[Other] = field(default_factory=list)


Form = Callable[[Kind, int, bool], Number]


@dataclass(slots=True)
class Writer:
    """Writes expressions; ``constants`` collects the amounts that rules name, by kind."""

    choices: Choices
    scope: Scope
    constants: dict[str, set[Fraction]] = field(default_factory=dict)
    days_named: set[date] = field(default_factory=set)

    # ---- measures --------------------------------------------------------------------------

    def number(self, kind: Kind, depth: int, divided: bool = False) -> Number:
        """A measure of the kind; ``divided`` lets it be a quotient that is not rounded yet."""
        if depth <= 0 or likely(self.choices, 25):
            return self.leaf(kind)
        form = pick(self.choices, self._forms(kind, divided))
        made = form(kind, depth - 1, divided)
        return made if made.size.fits() else self.leaf(kind)

    def _forms(self, kind: Kind, divided: bool) -> list[Form]:
        forms: list[Form] = [
            self._limited,
            self._rounded,
            self._extreme,
            self._negated,
            self._gathered_sum,
        ]
        if kind is RATE:
            forms += [self._raised, self._raised, self._times_number, self._scaled]
        elif kind is POINTS_OF_RATE:
            forms += [self._rate_difference, self._rate_difference, self._sum]
        else:
            forms += [self._sum, self._sum, self._sum, self._times_number]
            forms += [] if kind is NUMBER else [self._scaled, self._scaled]
        if kind is MONEY:
            forms += [self._priced]
        if kind is NUMBER:
            forms += [self._counted]
        if divided:
            forms += [self._divided, self._divided]
        return forms

    def leaf(self, kind: Kind) -> Number:
        """A fact, an amount, a figure or a definition."""
        known = self.scope.numbers.get(kind.name, [])
        way = self.choices.below(10)
        if kind.facts and way < 5:
            fact = pick(self.choices, kind.facts)
            size = size_of(fact.high, decimals(fact.step))
            return Number(fact.name, ATOM, frozenset({fact.id}), size)
        if known and way < 8:
            return pick(self.choices, known)
        return self.amount(kind)

    def amount(self, kind: Kind, above_zero: bool = False) -> Number:
        """An amount written in the rule."""
        value = Fraction(0)
        if above_zero or not likely(self.choices, 12):
            value = pick(self.choices, kind.amounts)
        self.constants.setdefault(kind.name, set()).add(value)
        text = written(value, pick(self.choices, kind.units))
        return Number(text, ATOM, NOTHING, size_of(value, decimals(value)))

    def positive(self, kind: Kind, depth: int) -> Number:
        """A measure that is surely above zero."""
        options = list(self.scope.positive.get(kind.name, []))
        options += [
            Number(fact.name, ATOM, frozenset({fact.id}), size_of(fact.high, decimals(fact.step)))
            for fact in kind.facts
            if fact.low > 0
        ]
        way = self.choices.below(4)
        if way < 2 and options:
            return pick(self.choices, options)
        if way == 2 and depth > 0:
            value, bound = self.number(kind, depth - 1), self.amount(kind, above_zero=True)
            size = pieces.together(value.size, bound.size)
            if size.fits():
                text = f"{value.at(SUM)} 不低于 {bound.text}"
                return Number(text, VALUE, value.reads | bound.reads, size)
        return self.amount(kind, above_zero=True)

    def _sum(self, kind: Kind, depth: int, divided: bool) -> Number:
        left, right = self.number(kind, depth, divided), self.number(kind, depth, divided)
        return self._joined(left, pick(self.choices, ("+", "-")), right)

    def _joined(self, left: Number, op: str, right: Number) -> Number:
        size = pieces.together(left.size, right.size)
        text = f"{left.at(SUM)} {op} {right.at(PRODUCT)}"
        return Number(text, SUM, left.reads | right.reads, size)

    def _times(self, left: Number, right: Number) -> Number:
        text = f"{left.at(PRODUCT)} {pick(self.choices, '×*')} {right.at(ATOM)}"
        size = pieces.product(left.size, right.size)
        return Number(text, PRODUCT, left.reads | right.reads, size)

    def _scaled(self, kind: Kind, depth: int, divided: bool) -> Number:
        """A share of something."""
        value, rate = self.number(kind, depth, divided), self.number(RATE, depth - 1)
        return self._times(value, rate) if likely(self.choices, 70) else self._times(rate, value)

    def _times_number(self, kind: Kind, depth: int, divided: bool) -> Number:
        value, many = self.number(kind, depth, divided), self.number(NUMBER, depth - 1)
        return self._times(value, many) if likely(self.choices, 50) else self._times(many, value)

    def _priced(self, _: Kind, depth: int, divided: bool) -> Number:
        return self._times(self.number(PRICE, depth - 1), self.number(HOURS, depth, divided))

    def _raised(self, kind: Kind, depth: int, divided: bool) -> Number:
        """A rate raised or lowered by percentage points."""
        op = pick(self.choices, ("+", "-"))
        return self._joined(
            self.number(kind, depth, divided), op, self.number(POINTS_OF_RATE, depth - 1)
        )

    def _rate_difference(self, _: Kind, depth: int, divided: bool) -> Number:
        return self._joined(self.number(RATE, depth, divided), "-", self.number(RATE, depth))

    def _divided(self, kind: Kind, depth: int, _: bool) -> Number:
        """A quotient that gives the kind."""
        above, under = kind, pick(self.choices, (NUMBER, RATE))
        if kind is RATE and likely(self.choices, 60):
            above = under = pick(
                self.choices, [each for each in KINDS if each not in (NUMBER, RATE)]
            )
            if above is POINTS_OF_RATE:
                above = under = MONEY
        elif kind is POINTS_OF_RATE:
            under = NUMBER
        elif kind is HOURS and likely(self.choices, 40):
            above, under = MONEY, PRICE
        elif kind is PRICE and likely(self.choices, 40):
            above, under = MONEY, HOURS
        left, right = self.number(above, depth), self.positive(under, depth)
        text = f"{left.at(PRODUCT)} / {right.at(ATOM)}"
        return Number(
            text, PRODUCT, left.reads | right.reads, pieces.quotient(left.size, right.size)
        )

    def _negated(self, kind: Kind, depth: int, divided: bool) -> Number:
        value = self.number(kind, depth, divided)
        return Number(f"(-{value.at(ATOM)})", ATOM, value.reads, value.size)

    def _limited(self, kind: Kind, depth: int, divided: bool) -> Number:
        value, bound = self.number(kind, depth, divided), self.number(kind, depth - 1, divided)
        text = f"{value.at(SUM)} {pick(self.choices, LIMITS)} {bound.at(SUM)}"
        size = pieces.together(value.size, bound.size)
        return Number(text, VALUE, value.reads | bound.reads, size)

    def _rounded(self, kind: Kind, depth: int, _: bool) -> Number:
        value = self.number(kind, depth, divided=True)
        return self.round(kind, value, pick(self.choices, kind.steps))

    def round(self, kind: Kind, value: Number, step: Fraction) -> Number:
        """The value rounded on its line; an amount instead where that would grow too large."""
        scale = decimals(step)
        if not pieces.rounding_fits(value.size, scale):
            return self.leaf(kind)
        text = f"{value.at(SUM)} {pick(self.choices, ROUNDINGS)} {self.step(kind, step)}"
        return Number(text, VALUE, value.reads, pieces.rounded(value.size, scale))

    def step(self, kind: Kind, step: Fraction) -> str:
        """A step as an amount."""
        return written(step, pick(self.choices, kind.units))

    def _extreme(self, kind: Kind, depth: int, _: bool) -> Number:
        return self._list(kind, pick(self.choices, ("最高", "最低")), depth)

    def _gathered_sum(self, kind: Kind, depth: int, _: bool) -> Number:
        return self._list(kind, "合计", depth)

    def _list(self, kind: Kind, word: str, depth: int) -> Number:
        items = [self.number(kind, depth - 1) for _ in range(2 + self.choices.below(2))]
        size = items[0].size
        for item in items[1:]:
            size = pieces.together(size, item.size)
        reads = NOTHING.union(*(item.reads for item in items))
        return Number(f"{word}({'、'.join(item.text for item in items)})", ATOM, reads, size)

    def _counted(self, _: Kind, depth: int, __: bool) -> Number:
        items = [self.truth(depth - 1) for _ in range(1 + self.choices.below(3))]
        reads = NOTHING.union(*(item.reads for item in items))
        text = f"计数({'、'.join(item.text for item in items)})"
        return Number(text, ATOM, reads, Size(1, 0))

    # ---- days and values of enumerations ---------------------------------------------------

    def day(self, depth: int) -> Other:
        """A day: a fact, one written in the rule, 基准日, or the later of two."""
        way = self.choices.below(8)
        if way < 3:
            name = pick(self.choices, list(DAY_FACTS))
            return Other(name, frozenset({DAY_FACTS[name]}))
        if way == 3 and self.scope.days:
            return pick(self.choices, self.scope.days)
        if way < 6:
            chosen = pick(self.choices, DAYS)
            self.days_named.add(chosen)
            return Other(chosen.isoformat())
        if way == 6 and depth > 0:
            return self._extreme_of(self.day(depth - 1), self.day(depth - 1))
        return Other("基准日")

    def grade(self, depth: int) -> Other:
        """A value of the ordered enumeration that says itself which one it belongs to."""
        if depth > 0 and likely(self.choices, 20):
            return self._extreme_of(self.grade(depth - 1), self.grade_or_value(depth - 1))
        if self.scope.grades and likely(self.choices, 30):
            return pick(self.choices, self.scope.grades)
        name = pick(self.choices, list(GRADE_FACTS))
        return Other(name, frozenset({GRADE_FACTS[name]}))

    def grade_or_value(self, depth: int) -> Other:
        """The same, or a value written in the rule."""
        return self.grade(depth) if likely(self.choices, 50) else Other(pick(self.choices, GRADES))

    def group(self) -> Other:
        """A value of the other enumeration."""
        if self.scope.groups and likely(self.choices, 30):
            return pick(self.choices, self.scope.groups)
        return Other("类别", frozenset({"group"}))

    def group_or_value(self) -> Other:
        return self.group() if likely(self.choices, 30) else Other(pick(self.choices, GROUPS))

    def _extreme_of(self, one: Other, other: Other) -> Other:
        word = pick(self.choices, ("最高", "最低"))
        return Other(f"{word}({one.text}、{other.text})", one.reads | other.reads)

    # ---- conditions ------------------------------------------------------------------------

    def truth(self, depth: int) -> Truth:
        """A condition."""
        if depth <= 0:
            return self._yes_no()
        forms = (
            self._compared,
            self._compared,
            self._compared,
            self._junction,
            self._junction,
            self._compared_otherwise,
            self._member,
            self._negation,
            self._every_or_any,
            self._same_truth,
        )
        return pick(self.choices, forms)(depth - 1)

    def _yes_no(self) -> Truth:
        if self.scope.truths and likely(self.choices, 40):
            return pick(self.choices, self.scope.truths)
        name = pick(self.choices, list(YES_NO))
        return Truth(name, ATOM, frozenset({YES_NO[name]}))

    def _compared(self, depth: int) -> Truth:
        kind = pick(self.choices, KINDS[:-1])
        left = self.number(kind, depth, divided=True)
        right = (
            self.number(kind, depth - 1, divided=True)
            if likely(self.choices, 40)
            else self.amount(kind)
        )
        if not pieces.together(left.size, right.size).fits():
            left, right = self.leaf(kind), self.amount(kind)
        text = f"{left.at(SUM)} {pick(self.choices, COMPARISONS)} {right.at(SUM)}"
        return Truth(text, CLOSE, left.reads | right.reads)

    def _compared_otherwise(self, depth: int) -> Truth:
        """Two days, or two values of one enumeration."""
        way = self.choices.below(3)
        if way == 0:
            one, other = self.day(depth), self.day(depth)
            op = pick(self.choices, COMPARISONS)
        elif way == 1:
            one, other = self.grade(depth), self.grade_or_value(depth)
            op = pick(self.choices, COMPARISONS)
        else:
            one, other = self.group(), self.group_or_value()
            op = pick(self.choices, ("=", "≠"))
        if way and likely(self.choices, 10):
            one, other = other, one
        return Truth(f"{one.text} {op} {other.text}", CLOSE, one.reads | other.reads)

    def _member(self, depth: int) -> Truth:
        way = self.choices.below(4)
        many = 2 + self.choices.below(2)
        if way == 0:
            value, options = (
                self.group(),
                [Other(each) for each in some(self.choices, GROUPS, many)],
            )
        elif way == 1:
            value = self.grade(depth)
            options = [Other(each) for each in some(self.choices, GRADES, many)]
        elif way == 2:
            value, options = self.day(0), [self.day(0) for _ in range(many)]
        else:
            kind = pick(self.choices, KINDS[:-1])
            number = self.leaf(kind)
            value = Other(number.at(SUM), number.reads)
            amounts = [self.leaf(kind) for _ in range(many)]
            options = [Other(each.at(SUM), each.reads) for each in amounts]
        reads = value.reads.union(*(each.reads for each in options))
        return Truth(
            f"{value.text} 属于 ({'、'.join(each.text for each in options)})", CLOSE, reads
        )

    def _junction(self, depth: int) -> Truth:
        parts = [self.truth(depth) for _ in range(2 + self.choices.below(2))]
        word = pick(self.choices, (" 且 ", " 或 "))
        reads = NOTHING.union(*(part.reads for part in parts))
        return Truth(word.join(part.at(CLOSE) for part in parts), LOOSE, reads)

    def _negation(self, depth: int) -> Truth:
        inner = self.truth(depth)
        return Truth(f"非 {inner.at(CLOSE)}", CLOSE, inner.reads)

    def _every_or_any(self, depth: int) -> Truth:
        parts = [self.truth(depth - 1) for _ in range(1 + self.choices.below(3))]
        reads = NOTHING.union(*(part.reads for part in parts))
        word = pick(self.choices, ("全部", "任一"))
        return Truth(f"{word}({'、'.join(part.text for part in parts)})", ATOM, reads)

    def _same_truth(self, depth: int) -> Truth:
        one = self.truth(depth - 1)
        op = pick(self.choices, ("=", "≠"))
        if likely(self.choices, 50):
            other = self.truth(depth - 1)
        else:
            other = Truth(pick(self.choices, ("是", "否")), ATOM, NOTHING)
        return Truth(f"{one.at(ATOM)} {op} {other.at(ATOM)}", CLOSE, one.reads | other.reads)
