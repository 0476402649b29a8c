"""Measures, days and values of enumerations, always well typed, over the names in scope."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from tests.differential import days, gathering, pieces, reading
from tests.differential.choices import Choices, likely, pick, some
from tests.differential.kinds import (
    AGE,
    DAYS,
    HOURS,
    KINDS,
    MONEY,
    MONTHS,
    NUMBER,
    POINTS_OF_RATE,
    PRICE,
    RATE,
    Kind,
    decimals,
    written,
)
from tests.differential.named import (
    BASE,
    DAY_FACTS,
    DAYS_NAMED,
    GRADE_FACTS,
    GRADES,
    GROUP_FACTS,
    GROUPS,
    LIMITS,
    ROUNDINGS,
    SET_FACTS,
)
from tests.differential.pieces import (
    ATOM,
    NOTHING,
    PRODUCT,
    SUM,
    VALUE,
    Number,
    Other,
    Piece,
    Size,
    Truth,
    size_of,
)
from tests.differential.scope import Of, Scope

Form = Callable[[Kind, int, bool], Number]


@dataclass(slots=True)
class Values(ABC):
    """Writes what has a value; ``constants`` collects the amounts that rules name, by kind."""

    choices: Choices
    scope: Scope
    constants: dict[str, set[Fraction]] = field(default_factory=dict)
    days_named: set[date] = field(default_factory=set)
    inside: str | None = None
    """The list whose record is in hand."""

    @abstractmethod
    def truth(self, depth: int) -> Truth:
        """A condition."""

    @abstractmethod
    def conditions(self, depth: int) -> list[Truth]:
        """Some conditions; a single one that reads records would be taken for each of them."""

    # ---- measures --------------------------------------------------------------------------

    def number(self, kind: Kind, depth: int, divided: bool = False) -> Number:
        """A measure of the kind; ``divided`` lets it be a quotient that is not rounded yet."""
        if kind in (AGE, MONTHS, DAYS, NUMBER) and likely(
            self.choices, 20 + 20 * (kind is not NUMBER)
        ):
            return days.measured(self, kind, min(depth, 1))
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
        if self.scope.unlimited.get(kind.name):
            forms += [self._capped, self._capped]
        if self.inside is None:
            forms += [self._over_records]
        forms += [self._read_elsewhere, self._read_elsewhere]
        if divided:
            forms += [self._divided, self._divided]
        return forms

    def leaf(self, kind: Kind) -> Number:
        """A fact, an amount, a figure, a definition or an item of the record in hand."""
        items = self._items(kind)
        if items and likely(self.choices, 50):
            item = pick(self.choices, items)
            assert isinstance(item, Number)
            return item
        known = self.scope.numbers.get(kind.name, [])
        way = self.choices.below(10)
        if kind.facts and way < 5:
            fact = pick(self.choices, kind.facts)
            size = size_of(fact.high, decimals(fact.step))
            return Number(fact.name, ATOM, frozenset({fact.id}), size)
        if known and way < 8:
            return pick(self.choices, known)
        return self.amount(kind)

    def _items(self, of: Of) -> list[Piece]:
        return [] if self.inside is None else self.scope.items[self.inside].known(of)

    def _known(self, of: str) -> list[Piece]:
        """What there is of a type; items of the record in hand as often as all else."""
        items = self._items(of)
        return items if items and likely(self.choices, 60) else self.scope.known(of)

    def _over_records(self, kind: Kind, depth: int, _: bool) -> Number:
        return gathering.number(self, kind, depth)

    def _read_elsewhere(self, kind: Kind, depth: int, _: bool) -> Number:
        found = reading.elsewhere(self, kind, depth)
        return found if isinstance(found, Number) else self.leaf(kind)

    def _capped(self, kind: Kind, depth: int, _: bool) -> Number:
        """A value under a cap that may be 无上限, or such a cap under a limit."""
        cap = pick(self.choices, self.scope.unlimited[kind.name])
        if likely(self.choices, 30):
            bound = self.amount(kind)
            size = pieces.together(cap.size, bound.size)
            return Number(f"{cap.text} 不超过 {bound.text}", VALUE, cap.reads, size)
        cap = self._shifted(kind, cap)
        value = self.number(kind, depth)
        size = pieces.together(value.size, cap.size)
        text = f"{value.at(SUM)} 不超过 {cap.at(SUM)}"
        return Number(text, VALUE, value.reads | cap.reads, size)

    def _shifted(self, kind: Kind, cap: Number) -> Number:
        """A cap plus or minus an amount, or not below one: 无上限 stays what it is."""
        way = self.choices.below(6)
        if way < 3:
            return cap
        other = self.leaf(kind)
        size = pieces.together(cap.size, other.size)
        reads = cap.reads | other.reads
        if way == 3:
            return Number(f"{other.text} + {cap.text}", SUM, reads, size)
        if way == 4:
            return Number(f"{cap.text} - {other.at(PRODUCT)}", SUM, reads, size)
        return Number(f"{cap.text} 不低于 {other.at(SUM)}", VALUE, reads, size)

    def name(self, kind: Kind) -> Number:
        """A fact, a figure or a definition."""
        known = [*self._items(kind), *self.scope.numbers.get(kind.name, [])]
        names = [each for each in known if isinstance(each, Number) and each.text != BASE]
        if names and likely(self.choices, 60):
            return pick(self.choices, names)
        fact = pick(self.choices, kind.facts)
        size = size_of(fact.high, decimals(fact.step))
        return Number(fact.name, ATOM, frozenset({fact.id}), size)

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
        items = self.conditions(depth - 1)
        reads = NOTHING.union(*(item.reads for item in items))
        text = f"计数({'、'.join(item.text for item in items)})"
        return Number(text, ATOM, reads, Size(1, 0))

    # ---- days and values of enumerations ---------------------------------------------------

    def day(self, depth: int) -> Other:
        """A day: a fact, one written in the rule, 基准日, or worked out from others."""
        way = self.choices.below(17)
        known = self._known("day") if way in (3, 4) else []
        if known:
            return _other(pick(self.choices, known))
        if way < 5:
            name = pick(self.choices, list(DAY_FACTS))
            return Other(name, frozenset({DAY_FACTS[name]}))
        if way < 7:
            chosen = pick(self.choices, DAYS_NAMED)
            self.days_named.add(chosen)
            return Other(chosen.isoformat())
        if way == 7 and depth > 0:
            return self._extreme_of("day", self.day(depth - 1), self.day(depth - 1), depth)
        if way < 15 and depth > 0:
            return days.moved(self, depth - 1)
        if way == 15 and depth > 0:
            found = reading.elsewhere(self, "day", depth - 1)
            return Other("基准日") if found is None else _other(found)
        return Other("基准日")

    def grade(self, depth: int) -> Other:
        """A value of the ordered enumeration that says itself which one it belongs to."""
        if depth > 0 and likely(self.choices, 20):
            one, other = self.grade(depth - 1), self.grade_or_value(depth - 1)
            return self._extreme_of("grade", one, other, depth)
        return self._named("grade", GRADE_FACTS, depth)

    def grade_or_value(self, depth: int) -> Other:
        """The same, or a value written in the rule."""
        return self.grade(depth) if likely(self.choices, 50) else Other(pick(self.choices, GRADES))

    def group(self, depth: int = 0) -> Other:
        """A value of the other enumeration."""
        return self._named("group", GROUP_FACTS, depth)

    def set_of_groups(self, depth: int) -> Other:
        """A set that says itself what its values are."""
        return self._named("set", SET_FACTS, depth)

    def set_or_values(self, depth: int) -> Other:
        """The same, or one written in the rule."""
        if likely(self.choices, 50):
            return self.set_of_groups(depth)
        values = some(self.choices, GROUPS, 2 + self.choices.below(2))
        return Other(f"({'、'.join(values)})")

    def _named(self, of: str, facts: dict[str, str], depth: int) -> Other:
        known = self._known(of)
        if known and likely(self.choices, 40):
            return _other(pick(self.choices, known))
        if depth > 0 and likely(self.choices, 25):
            found = reading.elsewhere(self, of, depth - 1)
            if found is not None:
                return _other(found)
        name = pick(self.choices, list(facts))
        return Other(name, frozenset({facts[name]}))

    def group_or_value(self) -> Other:
        return self.group() if likely(self.choices, 30) else Other(pick(self.choices, GROUPS))

    def _extreme_of(self, of: str, one: Other, other: Other, depth: int) -> Other:
        word = pick(self.choices, ("最高", "最低"))
        if self.inside is None and likely(self.choices, 40):
            return gathering.extreme(self, of, word, one, depth)
        return Other(f"{word}({one.text}、{other.text})", one.reads | other.reads)


def _other(known: Piece) -> Other:
    assert isinstance(known, Other)
    return known
