"""Expressions of every kind, always well typed, over the names that are in scope."""

from __future__ import annotations

from dataclasses import dataclass

from tests.differential import gathering, pieces, reading
from tests.differential.choices import likely, pick, some
from tests.differential.kinds import (
    KINDS,
)
from tests.differential.named import (
    COMPARISONS,
    GRADE_SETS,
    GRADES,
    GROUPS,
    YES_NO,
)
from tests.differential.pieces import (
    ATOM,
    CLOSE,
    LOOSE,
    NOTHING,
    SUM,
    Other,
    Piece,
    Truth,
)
from tests.differential.values import Values


@dataclass(slots=True)
class Writer(Values):
    """Writes conditions as well."""

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
            self._contains,
            *([self._of_records] if self.inside is None else []),
            self._truth_elsewhere,
        )
        return pick(self.choices, forms)(depth - 1)

    def _yes_no(self) -> Truth:
        known = self._known("truth")
        if known and likely(self.choices, 40):
            return _truth(pick(self.choices, known))
        name = pick(self.choices, list(YES_NO))
        return Truth(name, ATOM, frozenset({YES_NO[name]}))

    def _truth_elsewhere(self, depth: int) -> Truth:
        found = reading.elsewhere(self, "truth", depth)
        return self._yes_no() if found is None else _truth(found)

    def _of_records(self, depth: int) -> Truth:
        return gathering.truth(self, depth)

    def _contains(self, depth: int) -> Truth:
        """属于 a set."""
        if likely(self.choices, 30):
            name = pick(self.choices, list(GRADE_SETS))
            held = self.grade_or_value(depth)
            of = Other(name, frozenset({GRADE_SETS[name]}))
        else:
            held, of = self.group_or_value(), self.set_of_groups(depth)
        return Truth(f"{held.text} 属于 {of.text}", CLOSE, held.reads | of.reads)

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
        way = self.choices.below(7)
        if way < 3:
            one, other = self.day(depth), self.day(depth)
            op = pick(self.choices, COMPARISONS)
        elif way == 3:
            one, other = self.set_of_groups(depth), self.set_or_values(depth)
            op = pick(self.choices, ("=", "≠"))
        elif way < 6:
            one, other = self.grade(depth), self.grade_or_value(depth)
            op = pick(self.choices, COMPARISONS)
        else:
            one, other = self.group(), self.group_or_value()
            op = pick(self.choices, ("=", "≠"))
        if way > 3 and likely(self.choices, 10):
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
        parts = self.conditions(depth - 1)
        reads = NOTHING.union(*(part.reads for part in parts))
        word = pick(self.choices, ("全部", "任一"))
        return Truth(f"{word}({'、'.join(part.text for part in parts)})", ATOM, reads)

    def conditions(self, depth: int) -> list[Truth]:
        """Some conditions; a single one that reads records would be taken for each of them."""
        found = [self.truth(depth) for _ in range(1 + self.choices.below(3))]
        alone = len(found) == 1 and "录" in found[0].text
        return [*found, self._yes_no()] if alone else found

    def _same_truth(self, depth: int) -> Truth:
        one = self.truth(depth - 1)
        op = pick(self.choices, ("=", "≠"))
        if likely(self.choices, 50):
            other = self.truth(depth - 1)
        else:
            other = Truth(pick(self.choices, ("是", "否")), ATOM, NOTHING)
        return Truth(f"{one.at(ATOM)} {op} {other.at(ATOM)}", CLOSE, one.reads | other.reads)


def _truth(known: Piece) -> Truth:
    assert isinstance(known, Truth)
    return known
