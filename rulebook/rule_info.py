"""What there is to know about a rule before asking it."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rulebook.diagnostics import Bilingual
from rulebook.stored.headings import Heading

if TYPE_CHECKING:
    from rulebook.meaning.typed import TypedExample


@dataclass(frozen=True)
class RuleInfo:
    """What there is to know about a rule before asking it.

    ``in_force`` are its periods, the last day included, None where open; ``inputs`` and ``outputs``
    are ids of the vocabulary.
    """

    heading: Heading
    _find: Callable[[str], tuple[TypedExample, ...]]

    @property
    def id(self) -> str:
        """``place/family/name``."""
        return self.heading.id

    @property
    def title(self) -> Bilingual:
        """The rule's title."""
        return self.heading.title

    @property
    def place(self) -> str:
        """The id of its place."""
        return self.heading.place

    @property
    def family(self) -> str:
        """The family, such as ``benefit-list``."""
        return self.heading.family

    @property
    def in_force(self) -> tuple[tuple[datetime.date, datetime.date | None], ...]:
        """Its periods: first and last day, the last None where it has none."""
        return self.heading.in_force

    @property
    def inputs(self) -> tuple[str, ...]:
        """The facts that it reads, itself or through other rules."""
        return self.heading.inputs

    @property
    def outputs(self) -> tuple[str, ...]:
        """The facts that it gives."""
        return self.heading.outputs

    @property
    def examples(self) -> tuple[TypedExample, ...]:
        """Its examples, as they are written."""
        return self._find(self.id)
