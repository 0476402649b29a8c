"""What values a node has, and how nodes are numbered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Index = int
"""The number of a node in its version, or, from ``BODY``, in the body of a ``ForEach``."""

BODY = 1_000_000
"""The number of the first node of a body; no version has as many nodes."""

Kind = Literal["number", "truth", "day", "code", "set", "records"]


@dataclass(frozen=True, slots=True)
class Shape:
    """What values a node has: their kind and, of a number, its scale.

    ``low`` and ``high`` bound the integer it is held as. ``units`` and ``enumeration`` tell how the
    value is shown, where the explanation shows it. ``absent``: it may be 不适用; ``unlimited``: it
    may be 无上限.
    """

    kind: Kind
    scale: int = 0
    low: int = 0
    high: int = 0
    units: tuple[str, ...] = ()
    enumeration: str | None = None
    absent: bool = False
    unlimited: bool = False


TRUTH_SHAPE = Shape("truth", 0, 0, 1)
