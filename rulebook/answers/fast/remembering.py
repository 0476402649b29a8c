"""Rules that are asked once more: kept ready, so that they answer faster from then on."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import TYPE_CHECKING

from rulebook.book.levels import EvidenceLevel

# A book that is asked once needs none of the fast path.
if TYPE_CHECKING:
    from rulebook.answers.fast.asking import Quick
    from rulebook.book.platform import Names

Asked = tuple[str, datetime.date | str, EvidenceLevel, "Names"]
"""A rule, a day, evidence and names, as the caller gives them."""

MOST = 4_096
"""How many rules a book remembers; with one more it begins anew."""


class Remembered:
    """What was asked, and what is ready to answer it once more."""

    __slots__ = ("_asked", "_ready")

    def __init__(self) -> None:
        self._asked: set[Asked] = set()
        self._ready: dict[Asked, Quick] = {}

    def get(self, asked: Asked) -> Quick | None:
        """What is ready for this, if anything; None also for what can't be asked at all."""
        try:
            return self._ready.get(asked)
        except TypeError:  # a list where a text belongs
            return None

    def note(self, asked: Asked, make: Callable[[], Quick | None]) -> None:
        """Note what was asked; the second time it is made ready, where it can be."""
        if asked not in self._asked:
            self._asked.add(asked)
            return
        quick = make()
        if quick is None:
            return
        if len(self._ready) >= MOST:
            self._ready.clear()
            self._asked.clear()
        self._ready[asked] = quick
