"""The hand-written pages: copied as they are, with what they show and link to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_HEADING = re.compile(r"^#\s+(.+?)\s*(?:\{.*\})?\s*$", re.MULTILINE)
_KINDS = {".md", ".json", ".png", ".svg", ".jpg", ".csv", ".rule", ".yaml", ".txt"}


@dataclass(frozen=True, slots=True)
class Written:
    """A hand-written file: its path under the pages, and its title where it is a page."""

    path: str
    file: Path
    title: str | None


def written_files(folder: Path) -> list[Written]:
    """Every file of ``docs/``, in order."""
    if not folder.is_dir():
        return []
    found = (path for path in sorted(folder.rglob("*")) if path.suffix in _KINDS and path.is_file())
    return [Written(each.relative_to(folder).as_posix(), each, _title(each)) for each in found]


def in_folder(files: Iterable[Written], folder: str) -> list[Written]:
    """The pages of a folder, its index first."""
    pages = [each for each in files if each.title and each.path.startswith(f"{folder}/")]
    return sorted(pages, key=lambda each: (not each.path.endswith("/index.md"), each.path))


def _title(path: Path) -> str | None:
    if path.suffix != ".md":
        return None
    match = _HEADING.search(path.read_text(encoding="utf-8"))
    return match[1] if match else path.stem
