"""Room for large books: on Python's stack, and among what it would look over for rubbish."""

from __future__ import annotations

import gc
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


@contextmanager
def uncollected() -> Iterator[None]:
    """Look for no rubbish while a book is compiled: nearly all that is made stays.

    Python would go over all of it again and again, which takes more time the larger the book is.
    """
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()
