"""The files of compiled books: where they lie, and how they are written and read.

A file is a line of JSON that says what it is, the hash of the rest, and where each section begins;
then the sections, each a line of JSON. It is written aside and moved into place, so that a reader
sees the old or the new one, whole.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FORMAT = "rulebook/compiled/1"

OFF = frozenset(("off", "no", "0"))
"""What ``RULEBOOK_CACHE`` says to keep nothing."""

OLDEST = 60 * 24 * 3600
"""Seconds after which a file that nobody has written again is removed."""


def cache_folder() -> Path | None:
    """Where compiled books are kept: ``RULEBOOK_CACHE``, else the user's cache; None: nowhere."""
    named = os.environ.get("RULEBOOK_CACHE", "").strip()
    if named.lower() in OFF:
        return None
    if named:
        return Path(named)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA")
        return Path(base) / "rulebook" / "cache" if base else None
    given = os.environ.get("XDG_CACHE_HOME", "")
    if given and Path(given).is_absolute():
        return Path(given) / "rulebook"
    try:
        home = Path.home()
    except RuntimeError:
        return None
    inside = ("Library", "Caches") if sys.platform == "darwin" else (".cache",)
    return home.joinpath(*inside) / "rulebook"


def file_for(folder: Path) -> Path | None:
    """The file of the book in a folder."""
    where = cache_folder()
    if where is None:
        return None
    name = hashlib.blake2b(str(folder.resolve()).encode("utf-8", "surrogateescape")).hexdigest()
    return where / f"{name[:24]}.json"


@dataclass(frozen=True, slots=True)
class File:
    """A file that was read: its head, and its sections as text, by name."""

    head: Mapping[str, Any]
    data: bytes

    def section(self, name: str) -> Any:
        """A section, read now."""
        start, end = self.head["sections"][name]
        return json.loads(self.data[start:end])

    def has(self, name: str) -> bool:
        """Whether there is such a section."""
        return name in self.head["sections"]


def read(path: Path) -> File | None:
    """A file, where it is there, whole and of this format; None in every other case."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - opening a book is to be quick
            first, data = file.readline(), file.read()
        head = json.loads(first)
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(head, dict) or head.get("format") != FORMAT:
        return None
    if head.get("blake2b") != hashlib.blake2b(data).hexdigest():
        return None
    return File(head, data)


def write(path: Path, head: Mapping[str, Any], sections: Mapping[str, Any]) -> bool:
    """Write a file aside and move it into place; False where that can't be done."""
    lines: list[bytes] = []
    places: dict[str, tuple[int, int]] = {}
    at = 0
    for name, value in sections.items():
        line = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        places[name] = at, at + len(line)
        at += len(line)
        lines.append(line)
    data = b"".join(lines)
    whole = {
        "format": FORMAT,
        **head,
        "blake2b": hashlib.blake2b(data).hexdigest(),
        "sections": places,
    }
    first = json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
    import tempfile  # only when a book was compiled

    aside = ""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor, aside = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
        with os.fdopen(descriptor, "wb") as file:
            file.write(first)
            file.write(data)
        Path(aside).replace(path)
    except OSError:
        if aside:
            with contextlib.suppress(OSError):
                Path(aside).unlink()
        return False
    _tidy(path.parent)
    return True


def _tidy(folder: Path) -> None:
    """Remove what nobody has written for a long time, and what was left half written."""
    old = time.time() - OLDEST
    with contextlib.suppress(OSError):
        for each in folder.iterdir():
            if each.suffix in (".json", ".part") and each.stat().st_mtime < old:
                each.unlink(missing_ok=True)
