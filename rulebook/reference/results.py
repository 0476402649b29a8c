"""What evaluating a node gives: a value, that there is none to give, or what is missing for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from rulebook.answers.decision import MissingFigure
from rulebook.book.model import EVIDENCE_LEVELS, EvidenceLevel
from rulebook.meaning.typed import Value


class BrokenBookError(Exception):
    """The book's own proof does not hold: a denominator of zero, a case that no row takes."""


@dataclass(frozen=True, slots=True)
class MissingFact:
    """A fact of the case that was not given."""

    id: str


@dataclass(frozen=True, slots=True)
class MissingField:
    """A field that was not given of a record."""

    records: str
    field: str


Leaf = MissingFact | MissingField | MissingFigure


class Unlimited(Enum):
    """无上限: a flag, not a large number."""

    NO_LIMIT = "no limit"


NO_LIMIT = Unlimited.NO_LIMIT

Held = Value | Unlimited
"""What a known node may hold."""


@dataclass(frozen=True, slots=True)
class Known:
    """A value, and the weakest evidence it rests on; None where nothing with a source was read."""

    value: Held
    evidence: EvidenceLevel | None = None


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """不适用, and the weakest evidence for that."""

    evidence: EvidenceLevel | None = None


@dataclass(frozen=True, slots=True)
class Unknown:
    """No value; ``missing`` are the leaves that stopped it, in written order, without repeats."""

    missing: tuple[Leaf, ...]


Result = Known | NotApplicable | Unknown


def is_true(result: Result) -> bool:
    """Whether a condition is surely true."""
    return isinstance(result, Known) and result.value is True


def is_false(result: Result) -> bool:
    """Whether a condition is surely false."""
    return isinstance(result, Known) and result.value is False


def weaker(level: EvidenceLevel, than: EvidenceLevel) -> bool:
    """Whether one level of evidence is weaker than another."""
    return EVIDENCE_LEVELS.index(level) > EVIDENCE_LEVELS.index(than)


def weakest(levels: Iterable[EvidenceLevel | None]) -> EvidenceLevel | None:
    """The weakest level; None counts as sound, and is the answer where there is nothing else."""
    return max((level for level in levels if level), key=EVIDENCE_LEVELS.index, default=None)


def evidence_of(results: Iterable[Result]) -> EvidenceLevel | None:
    """The weakest evidence of the results that are not unknown."""
    return weakest(result.evidence for result in results if not isinstance(result, Unknown))


def missing_of(results: Iterable[Result]) -> tuple[Leaf, ...]:
    """What is missing for the unknown results, in their order, without repeats."""
    leaves = (leaf for result in results if isinstance(result, Unknown) for leaf in result.missing)
    return tuple(dict.fromkeys(leaves))


def resting_on(result: Result, *levels: EvidenceLevel | None) -> Result:
    """The same result, resting on further evidence as well."""
    match result:
        case Known(value, evidence):
            return Known(value, weakest((evidence, *levels)))
        case NotApplicable(evidence):
            return NotApplicable(weakest((evidence, *levels)))
        case Unknown():
            return result


def first_not_applicable(results: Iterable[Result]) -> NotApplicable | None:
    """The first result in written order that is 不适用: what reads it rests on that one alone."""
    return next((result for result in results if isinstance(result, NotApplicable)), None)


def strict(operands: Sequence[Result], work: Callable[..., Held]) -> Result:
    """Work on known values.

    One operand that is 不适用 makes the whole 不适用, else one that is unknown makes it unknown,
    even 0 × unknown.
    """
    absent = first_not_applicable(operands)
    if absent is not None:
        return absent
    values = [operand.value for operand in operands if isinstance(operand, Known)]
    if len(values) < len(operands):
        return Unknown(missing_of(operands))
    return Known(work(*values), evidence_of(operands))
