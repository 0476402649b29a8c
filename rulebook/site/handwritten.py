"""The hand-written pages: copied as they are, with what they show and link to.

They also are read where no site is built. What only a site has, the page of a code, they therefore
name by its command, or by the code alone as ``<code>RB1001</code>``; in the site both lead to the
page.
"""

from __future__ import annotations

import posixpath
import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from rulebook.site import paths

_HEADING = re.compile(r"^#\s+(.+?)\s*(?:\{.*\})?\s*$", re.MULTILINE)
_EXPLAIN = re.compile(r"(?<!\[)`rulebook explain (RB[0-9]{4})`")
_CODE = re.compile(r'(?<!">)<code>(RB[0-9]{4})</code>')
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


def copied(file: Written, target: Path) -> None:
    """Copy a file among the pages of the site."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if file.title is None:
        shutil.copyfile(file.file, target)
        return
    text = linked(file.file.read_text(encoding="utf-8"), file.path)
    target.write_text(text, encoding="utf-8", newline="\n")


def linked(text: str, path: str) -> str:
    """The text of a page in which a code, or the command that explains it, leads to its page."""

    def leading(said: re.Match[str]) -> str:
        page = posixpath.relpath(paths.error_page(said[1]), posixpath.dirname(path) or ".")
        return f"[{said[0]}]({page})"

    def within_html(said: re.Match[str]) -> str:
        return f'<a href="{paths.href(path, paths.error_page(said[1]))}">{said[0]}</a>'

    return _CODE.sub(within_html, _EXPLAIN.sub(leading, text))


def in_folder(files: Iterable[Written], folder: str) -> list[Written]:
    """The pages of a folder, its index first."""
    pages = [each for each in files if each.title and each.path.startswith(f"{folder}/")]
    return sorted(pages, key=lambda each: (not each.path.endswith("/index.md"), each.path))


def _title(path: Path) -> str | None:
    if path.suffix != ".md":
        return None
    match = _HEADING.search(path.read_text(encoding="utf-8"))
    return match[1] if match else path.stem
