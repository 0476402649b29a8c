"""Terms: what SQL works out of a row, over 64-bit integers and truth values, with SQL's NULL.

Every term is made once (equal terms are one object), is folded as it is made, and knows the bounds
of its integers and whether it may be NULL, so that nothing is written that no row needs. Terms know
no dialect.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["number", "truth", "records"]
Op = Literal[
    "literal",
    "column",
    "field",
    "add",
    "subtract",
    "multiply",
    "quotient",
    "remainder",
    "case",
    "and",
    "or",
    "not",
    "is_null",
    "equal",
    "less",
    "less_equal",
    "bit_or",
    "bit_and",
    "shift_right",
    "pick",
    "map",
    "total",
    "most",
    "least",
    "every_bit",
    "some",
    "length",
    "first",
]
"""``field`` is a field of the record in hand. ``map`` gives each record the fields ``names``;
``total`` to ``first`` gather a field over the records: sum, maximum, minimum, bitwise or, whether
it is true of some record, how many records, the field ``names[1]`` of the first of which
``names[0]`` is true."""

LOW, HIGH = -(2**63), 2**63 - 1


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """A term; ``value`` is a literal's. ``nullable``: it may be NULL.

    ``low`` and ``high`` bound a number wherever it isn't NULL. ``of_record``: it reads the record
    in hand.
    """

    op: Op
    parts: tuple[Term, ...]
    value: int | bool | None
    names: tuple[str, ...]
    kind: Kind
    nullable: bool
    low: int
    high: int
    of_record: bool

    @property
    def is_wide(self) -> bool:
        """Whether its integers may pass 64 bits."""
        return self.low < LOW or self.high > HIGH

    @property
    def is_leaf(self) -> bool:
        """Whether it is a literal, a column or a field."""
        return not self.parts

    def is_literal(self, value: int | bool | None) -> bool:
        """Whether it is the literal ``value``; True is not 1."""
        return self.op == "literal" and self.value == value and type(self.value) is type(value)


Way = tuple[Term, Term]
"""A condition and the term that it leads to."""


@dataclass(slots=True)
class Terms:
    """Makes terms, each once."""

    seen: dict[tuple[object, ...], Term] = field(default_factory=dict)

    def _make(
        self,
        op: Op,
        parts: Sequence[Term] = (),
        *,
        kind: Kind = "number",
        nullable: bool | None = None,
        bounds: tuple[int, int] = (0, 1),
        value: int | bool | None = None,
        names: tuple[str, ...] = (),
        of_record: bool | None = None,
    ) -> Term:
        key = (op, kind, tuple(map(id, parts)), type(value), value, names)
        found = self.seen.get(key)
        if found is None:
            may_be_null = any(each.nullable for each in parts) if nullable is None else nullable
            inner = any(each.of_record for each in parts) if of_record is None else of_record
            found = Term(op, tuple(parts), value, names, kind, may_be_null, *bounds, inner)
            self.seen[key] = found
        return found

    # ---- leaves ----------------------------------------------------------------------------

    def literal(self, value: int | bool) -> Term:
        """A number or a truth value."""
        kind: Kind = "truth" if isinstance(value, bool) else "number"
        bounds = (int(value), int(value))
        return self._make("literal", kind=kind, nullable=False, bounds=bounds, value=value)

    def null(self, kind: Kind) -> Term:
        """NULL."""
        return self._make("literal", kind=kind, nullable=True, bounds=(0, 0))

    def column(
        self, name: str, kind: Kind, bounds: tuple[int, int] = (0, 1), *, nullable: bool = True
    ) -> Term:
        """A column of the input."""
        return self._make("column", kind=kind, nullable=nullable, bounds=bounds, names=(name,))

    def record_field(
        self, name: str, kind: Kind, bounds: tuple[int, int] = (0, 1), *, nullable: bool = True
    ) -> Term:
        """A field of the record in hand."""
        return self._make(
            "field", kind=kind, nullable=nullable, bounds=bounds, names=(name,), of_record=True
        )

    # ---- numbers ---------------------------------------------------------------------------

    def add(self, parts: Sequence[Term]) -> Term:
        """The sum."""
        if any(each.is_literal(None) for each in parts):
            return self.null("number")
        known, rest = 0, list[Term]()
        for each in parts:
            shifted = _shifted(each)
            known += shifted[1]
            if shifted[0] is not None:
                rest.append(shifted[0])
        for place, each in enumerate(rest):
            others = [other for other in rest[place + 1 :] if _same_choice(each, other)]
            if others:
                numbers = zip(*(_results(one) for one in (each, *others)), strict=True)
                merged = self._chosen(each, [sum(some) for some in numbers])
                return self.add(
                    [*(e for e in rest if e not in (each, *others)), merged, self.literal(known)]
                )
        for place, each in enumerate(rest):
            if each.op == "subtract" and not each.nullable:
                again = next((n for n, one in enumerate(rest) if one is each.parts[1]), None)
                if again is not None:
                    left = [one for n, one in enumerate(rest) if n not in (place, again)]
                    return self.add([*left, each.parts[0], self.literal(known)])
        if len(rest) == 1 and known and _is_choice(rest[0]):
            return self._chosen(rest[0], [each + known for each in _results(rest[0])])
        if known or not rest:
            rest.append(self.literal(known))
        if len(rest) == 1:
            return rest[0]
        low, high = sum(each.low for each in rest), sum(each.high for each in rest)
        return self._make("add", rest, bounds=(low, high))

    def subtract(self, left: Term, right: Term) -> Term:
        """The difference."""
        if right.op == "literal" and isinstance(right.value, int):
            return self.add([left, self.literal(-right.value)])
        if left.is_literal(None) or right.is_literal(None):
            return self.null("number")
        low = left.low - right.high
        if not left.nullable and _is_at_most(right, left):
            low = max(low, 0)
        bounds = (low, left.high - right.low)
        return self._make("subtract", (left, right), bounds=bounds)

    def multiply(self, left: Term, right: Term) -> Term:
        """The product."""
        for one, other in ((left, right), (right, left)):
            if one.is_literal(None):
                return self.null("number")
            if one.is_literal(1):
                return other
            if one.is_literal(0) and not other.nullable:
                return one
            if one.op == "literal":
                times = int(one.value or 0)
                if _is_choice(other):
                    return self._chosen(other, [each * times for each in _results(other)])
                if other.op == "multiply":
                    factor = other.parts[1]
                    if factor.op == "literal" or _is_choice(factor):
                        return self.multiply(other.parts[0], self.multiply(factor, one))
        for one, other in ((left, right), (right, left)):
            counts = other.op == "literal" or _is_choice(other)
            if _is_or_zero(one) and counts and not other.nullable:
                # What the other comes to is only asked where it counts.
                test, value, zero = one.parts
                return self.case([(test, self.multiply(value, other))], zero)
        if left.op == "literal" and right.op != "literal":
            left, right = right, left
        if left.op == "literal" and right.op == "literal":
            return self.literal(int(left.value or 0) * int(right.value or 0))
        edges = [a * b for a in (left.low, left.high) for b in (right.low, right.high)]
        return self._make("multiply", (left, right), bounds=(min(edges), max(edges)))

    def quotient(self, left: Term, right: Term) -> Term:
        """The whole quotient, towards zero; ``right`` is above zero wherever it counts.

        A divisor that may be zero in a row where the quotient isn't read is guarded where it
        stands: engines work out columns for all rows.
        """
        if left.is_literal(None) or right.is_literal(None):
            return self.null("number")
        if right.is_literal(1):
            return left
        if left.op == "literal" and right.op == "literal":
            return self.literal(_towards_zero(int(left.value or 0), int(right.value or 0)))
        if right.op == "literal" and _is_choice(left):
            over = int(right.value or 0)
            return self._chosen(left, [_towards_zero(each, over) for each in _results(left)])
        if right.op != "literal" and right.low < 1:
            positive = self.less(self.literal(0), right)
            guarded = self.case([(positive, right)], self.literal(1))
            guarded = self.bounded(guarded, 1, right.high)
        else:
            guarded = right
        nullable = left.nullable or right.nullable
        bounds = (min(left.low, 0), max(left.high, 0) // max(guarded.low, 1))
        return self._make("quotient", (left, guarded), nullable=nullable, bounds=bounds)

    def remainder(self, left: Term, right: Term) -> Term:
        """What the whole quotient leaves; ``left`` is never below zero, ``right`` above it."""
        if left.is_literal(None):
            return left
        if left.op == "literal" and right.op == "literal":
            return self.literal(int(left.value or 0) % int(right.value or 0))
        return self._make("remainder", (left, right), bounds=(0, right.high - 1))

    def bounded(self, term: Term, low: int, high: int) -> Term:
        """The term with bounds that are known from elsewhere."""
        if term.op == "literal" or (term.low >= low and term.high <= high):
            return term
        bounds = (max(term.low, low), min(term.high, high))
        key = ("bounded", id(term), *bounds)
        if key not in self.seen:
            self.seen[key] = Term(
                term.op, term.parts, term.value, term.names, term.kind, term.nullable, *bounds,
                term.of_record,
            )  # fmt: skip
        return self.seen[key]

    def negate(self, value: Term) -> Term:
        """The number with the other sign."""
        return self.subtract(self.literal(0), value)

    def extreme(self, kind: Literal["max", "min"], left: Term, right: Term) -> Term:
        """The greater or lesser; NULL where one is.

        Engines take twice the time for ``least`` and ``greatest``, which also pass over NULL.
        """
        if left is right:
            return left
        if left.op == "literal" and right.op != "literal":
            left, right = right, left
        if right.op == "literal" and not (left.nullable or right.nullable):
            if left.low >= right.low:
                return left if kind == "max" else right
            if left.high <= right.low:
                return right if kind == "max" else left
        first = self.less(right, left) if kind == "max" else self.less(left, right)
        if not left.nullable and not right.nullable:
            term = self.case([(first, left)], right)
        else:
            term = self.case([(first, left), (self.not_(first), right)], self.null("number"))
        low = max(left.low, right.low) if kind == "max" else min(left.low, right.low)
        high = max(left.high, right.high) if kind == "max" else min(left.high, right.high)
        return self.bounded(term, low, high)

    def bit_or(self, parts: Iterable[Term]) -> Term:
        """All bits of some numbers, none of which is NULL."""
        known, rest = 0, dict[int, Term]()
        for each in parts:
            if each.op == "literal":
                known |= int(each.value or 0)
            else:
                rest[id(each)] = each
        many = list(rest.values())
        if known or not many:
            many.append(self.literal(known))
        high = (1 << max(each.high for each in many).bit_length()) - 1
        result = many[0]
        for each in many[1:]:
            result = self._make("bit_or", (result, each), bounds=(0, high))
        return result

    def has_bit(self, bits: Term, place: Term) -> Term:
        """Whether a number has the bit at a place."""
        if bits.op == "literal" and place.op == "literal" and None not in (bits.value, place.value):
            return self.literal(bool(int(bits.value or 0) >> int(place.value or 0) & 1))
        if bits.is_literal(None) or place.is_literal(None):
            return self.null("truth")
        if place.op == "literal":
            mask = self.literal(1 << int(place.value or 0))
            met = self._make("bit_and", (bits, mask), bounds=(0, mask.high))
            return self.not_(self.equal(met, self.literal(0)))
        shifted = self._make("shift_right", (bits, place), bounds=(0, bits.high))
        met = self._make("bit_and", (shifted, self.literal(1)))
        return self.equal(met, self.literal(1))

    # ---- conditions ------------------------------------------------------------------------

    def equal(self, left: Term, right: Term) -> Term:
        """Whether both are the same; NULL where one is."""
        return self._compared("equal", left, right)

    def less(self, left: Term, right: Term) -> Term:
        """Whether ``left < right``."""
        return self._compared("less", left, right)

    def less_equal(self, left: Term, right: Term) -> Term:
        """Whether ``left ≤ right``."""
        return self._compared("less_equal", left, right)

    def _compared(
        self, op: Literal["equal", "less", "less_equal"], left: Term, right: Term
    ) -> Term:
        if left.is_literal(None) or right.is_literal(None):
            return self.null("truth")
        if left.op == "literal" and right.op == "literal":
            a, b = int(left.value or 0), int(right.value or 0)
            return self.literal({"equal": a == b, "less": a < b, "less_equal": a <= b}[op])
        if op != "equal" and not left.nullable and not right.nullable:
            more = left.high < right.low or (op == "less_equal" and left.high == right.low)
            if more or left.low > right.high or (op == "less" and left.low == right.high):
                return self.literal(more)
        for one, other in ((left, right), (right, left)):
            if one.op == "literal" and other.op == "add":
                plain, beyond = _shifted(other)
                if beyond and plain is not None:
                    at = self.literal(int(one.value or 0) - beyond)
                    return self._compared(op, *((at, plain) if one is left else (plain, at)))
            if one.op == "literal" and other.op == "subtract" and other.parts[0].op == "literal":
                at = self.literal(int(other.parts[0].value or 0) - int(one.value or 0))
                taken = other.parts[1]
                return self._compared(op, *((taken, at) if one is left else (at, taken)))
        if left.kind == "truth" and op == "equal":
            for one, other in ((left, right), (right, left)):
                if one.op == "literal":
                    return other if one.value else self.not_(other)
        return self._make(op, (left, right), kind="truth")

    def not_(self, term: Term) -> Term:
        """The opposite; NULL stays NULL."""
        if term.is_literal(None):
            return term
        if term.op == "literal":
            return self.literal(not term.value)
        if term.op == "not":
            return term.parts[0]
        if term.op in ("less", "less_equal"):
            opposite = self.less_equal if term.op == "less" else self.less
            return opposite(term.parts[1], term.parts[0])
        return self._make("not", (term,), kind="truth")

    def and_(self, parts: Iterable[Term]) -> Term:
        """且, with SQL's NULL."""
        return self._junction("and", parts, decisive=False)

    def or_(self, parts: Iterable[Term]) -> Term:
        """或, with SQL's NULL."""
        return self._junction("or", parts, decisive=True)

    def _junction(self, op: Literal["and", "or"], parts: Iterable[Term], *, decisive: bool) -> Term:
        kept: dict[int, Term] = {}
        for part in parts:
            for each in part.parts if part.op == op else (part,):
                if each.is_literal(decisive):
                    return each
                if not each.is_literal(not decisive):
                    kept[id(each)] = each
        many = list(kept.values())
        if len(many) < 2:
            return many[0] if many else self.literal(not decisive)
        return self._make(op, many, kind="truth")

    def is_null(self, term: Term) -> Term:
        """Whether the term is NULL."""
        if not term.nullable:
            return self.literal(False)
        if term.is_literal(None):
            return self.literal(True)
        return self._make("is_null", (term,), kind="truth", nullable=False)

    def surely(self, term: Term) -> Term:
        """Whether a truth value is true, no where it is NULL."""
        if not term.nullable:
            return term
        return self.case([(term, self.literal(True))], self.literal(False))

    # ---- choices ---------------------------------------------------------------------------

    def case(self, ways: Iterable[Way], otherwise: Term) -> Term:
        """The term of the first condition that is true, a NULL condition not being so."""
        kept: list[Way] = []
        for condition, value in ways:
            if condition.is_literal(False) or condition.is_literal(None):
                continue
            if condition.is_literal(True):
                otherwise = value
                break
            kept.append((condition, value))
        while kept and kept[-1][1] is otherwise:
            kept.pop()
        if not kept:
            return otherwise
        if len(kept) == 1 and not kept[0][0].nullable and otherwise.kind == "truth":
            folded = self._truth_case(kept[0][0], kept[0][1], otherwise)
            if folded is not None:
                return folded
        if len(kept) == 1 and otherwise.is_literal(0) and _is_zero_else(*kept[0]):
            return kept[0][1]
        values = [value for _, value in kept] + [otherwise]
        real = [each for each in values if not each.is_literal(None)] or values
        parts = [part for way in kept for part in way] + [otherwise]
        return self._make(
            "case",
            parts,
            kind=real[0].kind,
            nullable=any(each.nullable for each in values),
            bounds=(min(each.low for each in real), max(each.high for each in real)),
        )

    def _chosen(self, choice: Term, numbers: Sequence[int]) -> Term:
        """The choice among other numbers."""
        values = [self.literal(each) for each in numbers]
        return self.case(zip(choice.parts[:-1:2], values[:-1], strict=True), values[-1])

    def _truth_case(self, condition: Term, value: Term, otherwise: Term) -> Term | None:
        if value.is_literal(True):
            return self.or_([condition, otherwise])
        if value.is_literal(False):
            return self.and_([self.not_(condition), otherwise])
        if otherwise.is_literal(False) and not value.nullable:
            return self.and_([condition, value])
        return None

    def pick(self, values: Sequence[Term], index: Term) -> Term:
        """The value at a place, from 0; NULL where the place is."""
        if index.op == "literal" and isinstance(index.value, int):
            return values[index.value]
        if all(each is values[0] for each in values) and not index.nullable:
            return values[0]
        if len(values) == 2 and not index.nullable:
            return self.case([(self.equal(index, self.literal(0)), values[0])], values[1])
        real = [each for each in values if not each.is_literal(None)] or list(values)
        return self._make(
            "pick",
            (index, *values),
            kind=real[0].kind,
            nullable=index.nullable or any(each.nullable for each in values),
            bounds=(min(each.low for each in real), max(each.high for each in real)),
        )

    # ---- records ---------------------------------------------------------------------------

    def map(self, records: Term, fields: Sequence[tuple[str, Term]]) -> Term:
        """The records with other fields."""
        parts = (records, *(term for _, term in fields))
        names = tuple(name for name, _ in fields)
        return self._make(
            "map",
            parts,
            kind="records",
            nullable=records.nullable,
            names=names,
            of_record=False,
        )

    def gathered(
        self,
        op: Literal["total", "most", "least", "every_bit", "some", "length", "first"],
        records: Term,
        names: tuple[str, ...],
        kind: Kind,
        bounds: tuple[int, int],
    ) -> Term:
        """A field gathered over the records: see ``Op``; NULL where there is nothing to gather."""
        return self._make(
            op, (records,), kind=kind, nullable=True, bounds=bounds, names=names, of_record=False
        )

    def or_else(self, term: Term, otherwise: Term) -> Term:
        """The term, or where it is NULL the other."""
        if not term.nullable:
            return term
        return self.case([(self.is_null(term), otherwise)], term)


def possible(term: Term) -> frozenset[int] | None:
    """The numbers that a choice among literals may come to; None for any other term."""
    if term.op == "literal":
        return None if term.value is None else frozenset((int(term.value),))
    if term.op != "case":
        return None
    found: set[int] = set()
    for value in (*term.parts[1::2], term.parts[-1]):
        some = possible(value)
        if some is None:
            return None
        found |= some
    return frozenset(found)


def _shifted(term: Term) -> tuple[Term | None, int]:
    """A number as a term without a constant part, and that part."""
    if term.op == "literal":
        return None, int(term.value or 0)
    if term.op == "add" and len(term.parts) == 2 and term.parts[1].op == "literal":
        return term.parts[0], int(term.parts[1].value or 0)
    return term, 0


def _is_choice(term: Term) -> bool:
    """Whether a term chooses among known numbers."""
    return (
        term.op == "case"
        and term.kind == "number"
        and all(
            each.op == "literal" and each.value is not None
            for each in (*term.parts[1::2], term.parts[-1])
        )
    )


def _is_at_most(term: Term, most: Term) -> bool:
    """Whether a term is the lesser of ``most`` and something else."""
    if term.op != "case" or len(term.parts) != 3 or term.parts[0].op != "less":
        return False
    test, value, other = term.parts
    lesser, greater = test.parts
    return (lesser, greater) == (value, other) and most in (value, other)


def _is_zero_else(condition: Term, value: Term) -> bool:
    """Whether a product is zero anyway where its first factor is not above zero."""
    if value.nullable or condition.op != "less" or not condition.parts[0].is_literal(0):
        return False
    factor = condition.parts[1]
    if factor.low < 0:
        return False
    if value.op == "multiply":
        return factor is value.parts[0]
    return _is_or_zero(value) and _is_or_zero(factor) and factor.parts[0] is value.parts[0]


def _is_or_zero(term: Term) -> bool:
    """Whether a term is a number under one condition, else zero."""
    return term.op == "case" and len(term.parts) == 3 and term.parts[2].is_literal(0)


def _same_choice(one: Term, other: Term) -> bool:
    """Whether two terms choose among known numbers by the same conditions."""
    return _is_choice(one) and _is_choice(other) and one.parts[:-1:2] == other.parts[:-1:2]


def _results(choice: Term) -> list[int]:
    """The numbers among which a term chooses."""
    return [int(each.value or 0) for each in (*choice.parts[1::2], choice.parts[-1])]


def _towards_zero(number: int, divisor: int) -> int:
    quotient = abs(number) // abs(divisor)
    return quotient if (number < 0) == (divisor < 0) else -quotient
