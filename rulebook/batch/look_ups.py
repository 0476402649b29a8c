"""Terms of one choice as look-ups: what one name alone decides is worked out beforehand.

A column of few names comes out of a file by number, and an engine works out a function of such a
column once for each name instead of once for each row. Ladders of conditions, rates and lines that
only such a name decides are therefore lists. Sums gather what one choice adds, so that
``(amount - edge) * rate + below`` is ``amount * rate + rest``, both looked up.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce

from rulebook.batch.stages import Measures
from rulebook.batch.terms import HIGH, LOW, Op, Term, Terms
from rulebook.batch.terms.shapes import towards_zero, what_is_floored, without_floor

MOST_VALUES = 64
"""A choice of more values is none whose functions are lists."""

Values = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A term's values by those of the choice that it depends on; of a constant there is none."""

    choice: Term | None
    values: Values


def tabulated(
    t: Terms, wanted: Mapping[str, Term], choices: Iterable[tuple[Term, Term]]
) -> dict[str, Term]:
    """The wanted terms, in which what depends on one of the ``choices`` alone is looked up by it.

    A choice is a column that numbers the values of a fact from 0; beside it stands the column with
    their places from 1.
    """
    places = {id(choice): place for choice, place in choices if choice.high < MOST_VALUES}
    if not places:
        return dict(wanted)
    work = _Tabulating(t, places)
    measures = Measures()
    measures.read(wanted.values(), of_record=False)
    for term in measures.order:
        work.add(term, several=measures.uses[id(term)] > 1)
    return {name: work.made[id(term)] for name, term in wanted.items()}


@dataclass(slots=True)
class _Tabulating:
    """``made`` gives what each term has become, ``lists`` the values of those that are known.

    ``places`` are the columns by which choices are looked up, ``shared`` the terms that several
    read.
    """

    terms: Terms
    places: Mapping[int, Term]
    made: dict[int, Term] = field(default_factory=dict)
    lists: dict[int, Listed] = field(default_factory=dict)
    shared: set[int] = field(default_factory=set)

    def add(self, term: Term, *, several: bool) -> None:
        """Take up a term, all whose parts have been taken up."""
        made = self.of(term)
        self.made[id(term)] = made
        if several:
            self.shared.add(id(made))

    def of(self, term: Term) -> Term:
        """What a term becomes."""
        if term.is_leaf:
            return term
        parts = [self.made[id(each)] for each in term.parts]
        found = self.listed(term, parts)
        if found is not None:
            return self.look_up(found, truth=term.kind == "truth")
        if term.op == "add":
            made = self.sum(parts)
        elif term.op != "less_equal" and all(map(operator.is_, parts, term.parts)):
            return term
        elif term.op == "less_equal":
            # What is at least zero says no more where the other side is, too.
            left, right = parts
            made = self.terms.less_equal(without_floor(left) if right.low >= 0 else left, right)
        else:
            made = self.within_limit(self.terms.remade(term, parts))
        return self.terms.bounded(made, term.low, term.high) if made.kind == "number" else made

    def within_limit(self, term: Term) -> Term:
        """The lesser of a number and what is left of a limit, at least zero.

        Most numbers lie below: what is left is then compared as it is, and limited in the others.
        """
        if term.op != "case" or term.nullable or len(term.parts) != 3:
            return term
        test, value, other = term.parts
        if test.op != "less" or test.parts != (value, other):
            return term
        for number, limit in ((value, other), (other, value)):
            left = what_is_floored(limit)
            if left is not None:
                return self.terms.case([(self.terms.less(number, left), number)], term)
        return term

    # ---- lists -----------------------------------------------------------------------------

    def list_of(self, term: Term) -> Listed | None:
        """The values of a term where they are known beforehand."""
        if id(term) in self.places:
            return Listed(term, tuple(range(term.high + 1)))
        if term.op == "literal" and term.value is not None:
            return Listed(None, (int(term.value),))
        return self.lists.get(id(term))

    def listed(self, term: Term, parts: Sequence[Term]) -> Listed | None:
        """The values of an operation on terms of one choice."""
        lists = []
        for part in parts:
            found = self.list_of(part)
            if found is None:
                return None
            lists.append(found)
        work = OPERATIONS.get(term.op)
        return None if work is None else _joined(lists, work)

    def look_up(self, found: Listed, *, truth: bool = False) -> Term:
        """What is listed, as a term."""
        values = [self.terms.literal(bool(each) if truth else each) for each in found.values]
        if found.choice is None:
            return values[0]
        made = self.terms.look_up(values, self.places[id(found.choice)])
        if made.op != "literal":
            self.lists[id(made)] = found
        return made

    # ---- sums ------------------------------------------------------------------------------

    def sum(self, parts: Sequence[Term]) -> Term:
        """A sum in which each choice, and what is constant, adds once."""
        rest: list[Term] = []
        known: list[Listed] = []
        waiting = list(parts)[::-1]
        while waiting:
            each = waiting.pop()
            found = self.list_of(each)
            if found is not None:
                known.append(found)
                continue
            spread = self.spread(each)
            if spread is not None:
                waiting.extend(spread[::-1])
            elif each.op == "add" and id(each) not in self.shared:
                waiting.extend(each.parts[::-1])
            else:
                rest.append(each)
        more = [self.look_up(each) for each in _merged(known)]
        if len(rest) == 1 and more:
            cases = self.within(rest[0], more)
            if cases is not None:
                return cases
        return self.terms.add([*rest, *more])

    def spread(self, term: Term) -> tuple[Term, Term] | None:
        """``(amount + constant) × rate`` as ``amount × rate`` and what is left of it."""
        if term.op != "multiply" or term.parts[0].op != "add" or len(term.parts[0].parts) != 2:
            return None
        (amount, beyond), rate = term.parts[0].parts, term.parts[1]
        constant, times = self.list_of(beyond), self.list_of(rate)
        edges = [a * b for a in (amount.low, amount.high) for b in (rate.low, rate.high)]
        if constant is None or times is None or min(edges) < LOW or max(edges) > HIGH:
            return None
        both = _joined([constant, times], OPERATIONS["multiply"])
        return None if both is None else (self.terms.multiply(amount, rate), self.look_up(both))

    def within(self, choice: Term, more: Sequence[Term]) -> Term | None:
        """A sum with a term of several cases as cases of sums, where a case has a part to join."""
        if choice.op != "case" or choice.nullable or id(choice) in self.shared:
            return None
        values = [*choice.parts[1::2], choice.parts[-1]]
        if not any(each.op in ("add", "case") or self.list_of(each) for each in values):
            return None
        sums = [self.sum([each, *more]) for each in values]
        return self.terms.case(zip(choice.parts[:-1:2], sums[:-1], strict=True), sums[-1])


def _merged(found: Sequence[Listed]) -> list[Listed]:
    """What each choice adds, once; what is constant goes with the first."""
    merged: list[Listed] = []
    for each in sorted(found, key=lambda one: one.choice is None):
        for place, other in enumerate(merged):
            both = _joined([other, each], OPERATIONS["add"])
            if both is not None:
                merged[place] = both
                break
        else:
            merged.append(each)
    return merged


def _joined(lists: Sequence[Listed], work: Callable[[Values], int | None]) -> Listed | None:
    """What an operation gives for each value of the one choice.

    None where there are several choices, or a value has no 64 bits.
    """
    choices = {id(each.choice): each.choice for each in lists if each.choice is not None}
    if len(choices) > 1:
        return None
    choice = next(iter(choices.values()), None)
    count = 1 if choice is None else choice.high + 1
    values: list[int] = []
    for place in range(count):
        value = work(tuple(each.values[place if each.choice else 0] for each in lists))
        if value is None or not LOW <= value <= HIGH:
            return None
        values.append(value)
    return Listed(choice, tuple(values))


def _case(parts: Values) -> int:
    for test, value in zip(parts[:-1:2], parts[1::2], strict=True):
        if test:
            return value
    return parts[-1]


OPERATIONS: Mapping[Op, Callable[[Values], int | None]] = {
    "add": sum,
    "subtract": lambda parts: parts[0] - parts[1],
    "multiply": lambda parts: parts[0] * parts[1],
    "quotient": lambda parts: towards_zero(*parts) if parts[1] > 0 else None,
    "case": _case,
    "and": lambda parts: int(all(parts)),
    "or": lambda parts: int(any(parts)),
    "not": lambda parts: int(not parts[0]),
    "equal": lambda parts: int(parts[0] == parts[1]),
    "less": lambda parts: int(parts[0] < parts[1]),
    "less_equal": lambda parts: int(parts[0] <= parts[1]),
    "bit_or": lambda parts: reduce(operator.or_, parts),
    "bit_and": lambda parts: parts[0] & parts[1],
    "shift_right": lambda parts: parts[0] >> parts[1],
    "pick": lambda parts: parts[1 + parts[0]],
}
"""What can be worked out beforehand; truth values are 0 and 1."""
