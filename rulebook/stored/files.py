"""The files of compiled books: where they lie, and how they are written and read.

A file is a line of JSON that says what it is, with the hash of the rest; a line with the head,
which says where each section begins; then the sections, each a line of JSON. It is written aside
and moved into place, so that a reader sees the old or the new one, whole.
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

FORMAT = "rulebook/compiled/2"

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
        return json.loads(self.line(name))

    def line(self, name: str) -> bytes:
        """A section as it stands in the file."""
        start, end = self.head["sections"][name]
        return self.data[start:end]

    def has(self, name: str) -> bool:
        """Whether there is such a section."""
        return name in self.head["sections"]

    def names(self, kind: str) -> dict[str, str]:
        """The sections of a kind by what they are of, in alphabetical order."""
        first = f"{kind} "
        names = (each for each in self.head["sections"] if each.startswith(first))
        return {each.removeprefix(first): each for each in sorted(names)}


def read(path: Path) -> File | None:
    """A file, where it is there, whole and of this format; None in every other case."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - opening a book is to be quick
            first, rest = file.readline(), file.read()
        if first != _first_line(rest):
            return None
        head, _, data = rest.partition(b"\n")
        return File(json.loads(head), data)
    except (OSError, ValueError):
        return None


def _first_line(rest: bytes) -> bytes:
    return line_of({"format": FORMAT, "blake2b": hashlib.blake2b(rest).hexdigest()})


def line_of(value: Any) -> bytes:
    """A section as it stands in a file."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def put_together(head: Mapping[str, Any], lines: Mapping[str, bytes]) -> File:
    """A file of these sections, not yet written."""
    places: dict[str, tuple[int, int]] = {}
    at = 0
    for name, line in lines.items():
        places[name] = at, at + len(line)
        at += len(line)
    data = b"".join(lines.values())
    return File({**head, "sections": places}, data)


def write(path: Path, file: File) -> bool:
    """Write a file aside and move it into place; False where that can't be done."""
    import tempfile  # only when a book was compiled

    rest = line_of(file.head) + file.data
    aside = ""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor, aside = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(_first_line(rest))
            opened.write(rest)
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
