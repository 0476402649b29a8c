"""What a piece of a rule stands on."""

from __future__ import annotations

from dataclasses import dataclass

from rulebook.book.model import EvidenceLevel
from rulebook.diagnostics import Bilingual, Span


@dataclass(frozen=True, slots=True)
class Citation:
    """A source by its id, with the section that says so."""

    source: str
    section: str | None


@dataclass(frozen=True, slots=True)
class Clause:
    """What a piece of a rule stands on.

    ``id`` is the rule's path, with ``.definition`` behind it where the definition has grounds of
    its own; ``evidence`` is how sure we are of the amounts written in it, None where it cites
    nothing.
    """

    id: str
    label: Bilingual
    citations: tuple[Citation, ...]
    evidence: EvidenceLevel | None
    facts: tuple[str, ...]
    span: Span
