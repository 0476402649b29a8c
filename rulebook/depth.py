"""Room on Python's stack for trees that are deep, within the limits that the language sets."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

ROOM = 200_000
"""Frames: a few for each level of nesting and each definition on the way, in a file and across
the rules that it calls. They lie on the heap, so that the machine's stack stays flat.
"""


@contextmanager
def room_for_nesting() -> Iterator[None]:
    """Raise the recursion limit while deep trees are walked; it is never lowered."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, ROOM))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)
