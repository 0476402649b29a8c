"""What conditions say of a box of values: true or false all over it, or where to split it.

A box gives each thing that conditions ask about (a fact, a definition, a difference of two values)
the stretches of numbers that it may have. Things are taken to vary freely: a box may hold cases
that never come, and what is false all over it is surely false.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from rulebook.book.types import Truth
from rulebook.language.tree import CompareOp
from rulebook.meaning import typed as t
from rulebook.meaning.domains import Domain, Domains, witness_between
from rulebook.meaning.stretches import (
    ALL,
    TRUE,
    Stretch,
    compared,
    complement,
    meet,
    number_of,
    point,
)
from rulebook.meaning.walking import bare

Thing = object
"""What a condition asks about, as something that can be compared."""

Box = Mapping[Thing, tuple[Stretch, ...]]
"""Things that are not in it may have any value of their domain."""

Guard = tuple[t.Typed, bool]
"""A condition, and whether it holds."""

MOST_LOOKED_AT = 150_000
"""How many stretches are looked at for one version; where more are needed nothing is said."""

FLIPPED: dict[CompareOp, CompareOp] = {
    "=": "=", "≠": "≠", "<": ">", "≤": "≥", ">": "<", "≥": "≤",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Split:
    """A condition is true in one part of a box and may be false in the other."""

    thing: Thing
    inside: tuple[Stretch, ...]
    outside: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class _Ask:
    """A condition that asks about one thing alone."""

    thing: Thing
    domain: Domain
    stretches: tuple[Stretch, ...]


FREE = Domain(None, None, None)
YES_OR_NO = Domain((Fraction(0), 0), (Fraction(1), 1), Fraction(1))


class _TooMuchError(Exception):
    """There is more to look at than is worth the time."""


@dataclass(slots=True)
class Boxes:
    """Reads the conditions of one version of a rule."""

    version: t.TypedVersion
    domains: Domains
    asks: dict[int, _Ask | bool] = field(default_factory=dict)
    """By the identity of the condition, which the version keeps."""
    looked_at: int = 0

    def first_true(
        self, guards: Sequence[Guard], conditions: Sequence[t.Typed]
    ) -> frozenset[int] | None:
        """Which conditions may be the first true one where all guards hold.

        The number of conditions stands for none of them. None where there is too much to look at.
        """
        try:
            return frozenset(self._first_true(guards, conditions))
        except _TooMuchError:
            return None

    def _first_true(self, guards: Sequence[Guard], conditions: Sequence[t.Typed]) -> set[int]:
        found: set[int] = set()
        waiting: list[tuple[Box, int]] = [({}, 0)]
        while waiting and len(found) <= len(conditions):
            box, place = waiting.pop()
            match self._walk(box, place, guards, conditions):
                case int() as first:
                    found.add(first)
                case (place, Split(thing, inside, outside)):
                    waiting.append(({**box, thing: outside}, place))
                    waiting.append(({**box, thing: inside}, place))
                case None:
                    pass
        return found

    def _walk(
        self, box: Box, place: int, guards: Sequence[Guard], conditions: Sequence[t.Typed]
    ) -> int | tuple[int, Split] | None:
        """The first condition that is true all over a box, or where to split it; None: no guard."""
        known: dict[str, bool | Split] = {}
        for at in range(place, len(guards)):
            condition, wanted = guards[at]
            said = self.told(condition, box, known)
            if isinstance(said, Split):
                return at, said
            if said != wanted:
                return None
        for at in range(max(0, place - len(guards)), len(conditions)):
            said = self.told(conditions[at], box, known)
            if isinstance(said, Split):
                return len(guards) + at, said
            if said:
                return at
        return len(conditions)

    def told(self, node: t.Typed, box: Box, known: dict[str, bool | Split]) -> bool | Split:
        """What a condition is all over a box; ``known`` are the definitions told before."""
        match node:
            case t.Not(operand):
                said = self.told(operand, box, known)
                if isinstance(said, Split):
                    return Split(said.thing, said.outside, said.inside)
                return not said
            case t.Junction(op, operands):
                return self._joined(operands, op == "or", box, known)
            case t.Gather(op="all" | "any" as op, items=items):
                return self._joined([each.value for each in items], op == "any", box, known)
            case t.DefinitionRead(definition) if self._is_condition(definition):
                if definition not in known:
                    value = self.version.definitions[definition].value
                    known[definition] = self.told(value, box, known)
                return known[definition]
            case _:
                return self._asked(node, box)

    def _joined(
        self, operands: Sequence[t.Typed], enough: bool, box: Box, known: dict[str, bool | Split]
    ) -> bool | Split:
        """且 or 或: one operand that is ``enough`` decides."""
        open_: Split | None = None
        for each in operands:
            said = self.told(each, box, known)
            if said is enough:
                return enough
            if isinstance(said, Split):
                open_ = open_ or said
        return open_ or not enough

    def _is_condition(self, definition: str) -> bool:
        """Whether a definition's value is made of conditions, which say more than yes or no."""
        value = self.version.definitions[definition].value
        made = t.Not | t.Junction | t.Compare | t.Member | t.DefinitionRead | t.FactRead
        if isinstance(value, t.Gather):
            return value.op in ("all", "any")
        return isinstance(value.type, Truth) and isinstance(value, made)

    # ---- single conditions -----------------------------------------------------------------

    def _asked(self, node: t.Typed, box: Box) -> bool | Split:
        if id(node) not in self.asks:
            self.asks[id(node)] = self._ask(node)
        ask = self.asks[id(node)]
        if isinstance(ask, bool):
            return ask
        here = box.get(ask.thing)
        if here is None:
            here = (Stretch(ask.domain.low, ask.domain.high),)
        self.looked_at += len(here) * len(ask.stretches)
        if self.looked_at > MOST_LOOKED_AT:
            raise _TooMuchError
        inside = _some(meet(here, ask.stretches), ask.domain)
        outside = _some(meet(here, complement(ask.stretches)), ask.domain)
        if inside and outside:
            return Split(ask.thing, inside, outside)
        return bool(inside)

    def _ask(self, node: t.Typed) -> _Ask | bool:
        """What a condition that joins no others asks about."""
        match node:
            case t.Literal(bool() as value):
                return value
            case t.Compare(op, left, right):
                return self._compared(op, left, right) or self._itself(node)
            case t.Member(operand, options):
                numbers = [self._number(option, operand) for option in options]
                points = tuple(point(each) for each in numbers if each is not None)
                if len(points) < len(numbers):
                    return self._itself(node)
                return _Ask(bare(operand), self._domain(operand), points)
            case _:
                return self._itself(node)

    def _compared(self, op: CompareOp, left: t.Typed, right: t.Typed) -> _Ask | None:
        if isinstance(left, t.Literal):
            op, left, right = FLIPPED[op], right, left
        if isinstance(right, t.Literal):
            number = self._number(right, left)
            if number is None:
                return None
            return _Ask(bare(left), self._domain(left), compared(op, number))
        one, other = bare(left), bare(right)
        if repr(other) < repr(one):
            op, one, other = FLIPPED[op], other, one
        return _Ask((one, other), FREE, compared(op, Fraction(0)))

    def _itself(self, node: t.Typed) -> _Ask:
        return _Ask(bare(node), YES_OR_NO, (point(TRUE),))

    def _number(self, value: t.Typed, like: t.Typed) -> Fraction | None:
        if not isinstance(value, t.Literal):
            return None
        return number_of(value.value, like.type, self.domains.contents.vocabulary)

    def _domain(self, node: t.Typed) -> Domain:
        """The domain of a value; the days of cases are those on which the version is in force."""
        if isinstance(node, t.CaseDayRead):
            since, until = self.version.since, self.version.until
            end = None if until is None else (Fraction(until.toordinal()), 1)
            return Domain((Fraction(since.toordinal()), 0), end, Fraction(1))
        return self.domains.of(node)


def _some(stretches: tuple[Stretch, ...], domain: Domain) -> tuple[Stretch, ...]:
    """The stretches that hold a value of the domain."""
    if stretches == ALL:
        return stretches
    return tuple(
        each for each in stretches if witness_between(each.low, each.high, domain.step) is not None
    )
