"""Which book a command works on."""

from __future__ import annotations

from pathlib import Path

from rulebook.resources import packaged_rules


def which_book(explicit: Path | None, start: Path) -> Path:
    """The book's folder: ``explicit``, else the nearest ``rules/`` upward, else the packaged one.

    A ``rules/`` counts when it holds ``book.yaml``; ``start`` itself counts when it does, so that a
    drafter who stands inside the book works on it. Whether an ``explicit`` folder holds a book is
    for ``load`` to say.
    """
    if explicit is not None:
        return explicit
    here = start.resolve()
    for folder in (here, *here.parents):
        if _is_book(folder):
            return folder
        if _is_book(folder / "rules"):
            return folder / "rules"
    return packaged_rules()


def _is_book(folder: Path) -> bool:
    try:
        return (folder / "book.yaml").is_file()
    except OSError:
        return False
