"""What a term is: what SQL works out of a row, with the bounds of what it comes to."""

from __future__ import annotations

from dataclasses import dataclass
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
    "look_up",
    "map",
    "total",
    "most",
    "least",
    "every_bit",
    "some",
    "length",
    "first",
]
"""``field`` is a field of the record in hand. ``pick`` counts places from 0, ``look_up`` those that
a column tells from 1. ``map`` gives each record the fields ``names``;
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
