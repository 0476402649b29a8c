"""What a generated rule may read: figures, definitions, items of records, other rules."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.differential.kinds import LISTS, Kind, Listed, decimals
from tests.differential.pieces import ATOM, NOTHING, Number, Other, Piece, Size, Truth, size_of

Of = Kind | str
"""What something is: a measure, or the name of another type."""


@dataclass(frozen=True, slots=True)
class Callee:
    """A rule that others may read.

    ``always`` says that it is in force on every day; ``guard`` is its 适用, None where it has none;
    ``shared`` says that the guard means the same in the rule that reads it; ``gathers`` that the
    rule goes over records, so that no record may call it.
    """

    name: str
    outputs: tuple[tuple[str, Of, Size | None], ...]
    reads: frozenset[str]
    always: bool
    guard: Truth | None
    shared: bool = True
    gathers: bool = False

    def in_a_record(self) -> bool:
        """Whether its guard may stand where a record is in hand."""
        return self.guard is None or not gathers(self.guard.text)


@dataclass(frozen=True, slots=True)
class Step:
    """A definition that calls a rule with other values, and names none of its results."""

    name: str
    callee: Callee
    dated: bool


@dataclass(slots=True)
class Scope:
    """The names that are there so far, by what they are."""

    numbers: dict[str, list[Number]] = field(default_factory=dict)
    """Figures and definitions by the name of their kind."""
    positive: dict[str, list[Number]] = field(default_factory=dict)
    """Those that are surely above zero."""
    unlimited: dict[str, list[Number]] = field(default_factory=dict)
    """Caps that may be 无上限, by the name of their kind."""
    others: dict[str, list[Piece]] = field(default_factory=dict)
    """Everything else: truths, days, grades, groups, sets."""
    figures: list[tuple[Of, str, Size | None]] = field(default_factory=list)
    """Figures, which can be read as of another day."""
    items: dict[str, Scope] = field(default_factory=dict)
    """What each record of a list has, by the list's name: fields and per-record definitions."""
    callees: list[Callee] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)

    def copy(self) -> Scope:
        """The same names, to which others can be added."""
        return Scope(
            {name: list(known) for name, known in self.numbers.items()},
            {name: list(known) for name, known in self.positive.items()},
            {name: list(known) for name, known in self.unlimited.items()},
            {name: list(known) for name, known in self.others.items()},
            list(self.figures),
            {name: scope.copy() for name, scope in self.items.items()},
            list(self.callees),
            list(self.steps),
        )

    def enter(self, name: str, of: Of, size: Size | None, reads: frozenset[str] = NOTHING) -> None:
        """Let what comes later read this."""
        if of == "count":
            return
        if isinstance(of, Kind):
            assert size is not None
            self.numbers.setdefault(of.name, []).append(Number(name, ATOM, reads, size))
        else:
            self.others.setdefault(of, []).append(piece(name, of, None, reads))

    def known(self, of: Of) -> list[Piece]:
        """What there is of a type."""
        return list(
            self.numbers.get(of.name, []) if isinstance(of, Kind) else self.others.get(of, [])
        )


def gathers(text: str) -> bool:
    """Whether a text goes over records."""
    return any(listed.name in text for listed in LISTS)


def piece(text: str, of: Of, size: Size | None, reads: frozenset[str] = NOTHING) -> Piece:
    """A name, or whatever holds together like one, as a piece of its type."""
    if isinstance(of, Kind):
        assert size is not None
        return Number(text, ATOM, reads, size)
    return Truth(text, ATOM, reads) if of == "truth" else Other(text, reads)


def with_lists(scope: Scope) -> Scope:
    """The scope with the fields of all lists of records."""
    for each in LISTS:
        scope.items[each.name] = _fields(each)
    return scope


def _fields(listed: Listed) -> Scope:
    scope = Scope()
    reads = frozenset({listed.id})
    for kind, fact in listed.measures:
        size = size_of(fact.high, decimals(fact.step))
        scope.enter(f"{listed.name}.{fact.name}", kind, size, reads)
    for name, of in listed.others:
        scope.enter(f"{listed.name}.{name}", of, None, reads)
    return scope
