"""What evaluating a node gives: a known value with its evidence, or what is missing for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rulebook.answers.decision import MissingFigure
from rulebook.book.model import EVIDENCE_LEVELS, EvidenceLevel
from rulebook.meaning.typed import Value


class BrokenBookError(Exception):
    """The book's own proof does not hold: a denominator of zero, a case that no row takes."""


@dataclass(frozen=True, slots=True)
class MissingFact:
    """A fact of the case that was not given."""

    id: str


Leaf = MissingFact | MissingFigure


@dataclass(frozen=True, slots=True)
class Known:
    """A value, and the weakest evidence it rests on; None where nothing with a source was read."""

    value: Value
    evidence: EvidenceLevel | None = None


@dataclass(frozen=True, slots=True)
class Unknown:
    """No value; ``missing`` are the leaves that stopped it, in written order, without repeats."""

    missing: tuple[Leaf, ...]


Result = Known | Unknown


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
    """The weakest evidence of the known results."""
    return weakest(result.evidence for result in results if isinstance(result, Known))


def missing_of(results: Iterable[Result]) -> tuple[Leaf, ...]:
    """What is missing for the unknown results, in their order, without repeats."""
    leaves = (leaf for result in results if isinstance(result, Unknown) for leaf in result.missing)
    return tuple(dict.fromkeys(leaves))


def resting_on(result: Result, *levels: EvidenceLevel | None) -> Result:
    """The same result, resting on further evidence as well."""
    match result:
        case Known(value, evidence):
            return Known(value, weakest((evidence, *levels)))
        case Unknown():
            return result
