"""How much memory a run may hold: the whole process, of which the engine gets what is left."""

from __future__ import annotations

import re
from pathlib import Path

UNITS = {"KB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12}
UNITS |= {"KIB": 2**10, "MIB": 2**20, "GIB": 2**30, "TIB": 2**40}
FORM = re.compile(r"([1-9][0-9]*)\s*([KMGT]I?B)", re.ASCII | re.IGNORECASE)

LEAST = 64 * 10**6
"""What an engine needs to read and write a table at all."""
SPARE = 3
"""One part in so many is for what engines hold beside what they count."""


def size(text: str) -> int | None:
    """A size such as ``256MB`` in bytes; None for what is none."""
    found = FORM.fullmatch(text)
    return None if found is None else int(found[1]) * UNITS[found[2].upper()]


def left_of(most: int) -> int:
    """The bytes that the engine may count, so that the whole process stays below ``most``."""
    rest = most - held()
    return max(rest - rest // SPARE, LEAST)


def held() -> int:
    """The bytes that this process holds; none where the system doesn't tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return 0
    import resource

    return pages * resource.getpagesize()
