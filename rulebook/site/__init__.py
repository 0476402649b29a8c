"""The book as a site: plain pages, built by MkDocs, checked, and readable without a network."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rulebook.diagnostics import Diagnostic
from rulebook.site.build import Progress, SiteReport, build_view

if TYPE_CHECKING:
    from rulebook.api import Book

__all__ = ["Progress", "SiteReport", "build"]


def build(
    book: Book, out: Path, *, progress: Progress | None = None
) -> tuple[SiteReport, tuple[Diagnostic, ...]]:
    """Build the site of ``book`` into the folder ``out``.

    Errors of the book, a failing example, a broken link or anchor and anything that would need a
    network are diagnostics; with an error among them the folder stays as it was. ``progress`` is
    told what is being done.
    """
    from rulebook.site.opening import open_view

    return build_view(open_view(book), out, progress=progress)
