"""Results as an embedder gets them, from the integers that the program holds."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Context, Decimal
from typing import Any

from rulebook.book.model import Fact
from rulebook.book.types import MONEY
from rulebook.meaning.program import Shape

EXACT = Context(prec=60)
"""Whatever precision a program has chosen for its own sums."""

FEN = 2
MOST_KEPT = 1_000

Tell = Callable[[int], Any]


def teller(fact: Fact, shape: Shape, general: Tell) -> Tell:
    """How a result is told; ``general`` tells every value, and is asked once for each it meets."""
    match shape.kind:
        case "truth":
            return bool
        case "day":
            return datetime.date.fromordinal
        case "number" if fact.type == MONEY and shape.scale <= FEN:
            return _money(10 ** (FEN - shape.scale))
        case _:
            return _kept(general)


def _money(factor: int) -> Tell:
    def tell(held: int) -> Decimal:
        return Decimal(held * factor).scaleb(-FEN, EXACT)

    return tell


def _kept(general: Tell) -> Tell:
    kept: dict[int, Any] = {}

    def tell(held: int) -> Any:
        found = kept.get(held)
        if found is None:
            found = general(held)
            if len(kept) < MOST_KEPT:
                kept[held] = found
        return found

    return tell
