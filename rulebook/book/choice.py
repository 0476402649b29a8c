"""Which book a command works on, and where the files of a book lie."""

from __future__ import annotations

from pathlib import Path

from rulebook.resources import packaged_rules

PACKAGED = "packaged"
"""What ``extends:`` says to stand on the packaged book, and how that book's files are shown."""


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
        if is_book(folder):
            return folder
        if is_book(folder / "rules"):
            return folder / "rules"
    return packaged_rules()


def is_book(folder: Path) -> bool:
    """Whether a folder holds a book."""
    try:
        return (folder / "book.yaml").is_file()
    except OSError:
        return False


def locate(folder: Path, shown: str) -> Path:
    """Where a file lies that a diagnostic of the book in ``folder`` names.

    ``shanghai/place.yaml`` is the book's own, ``packaged:shanghai/place.yaml`` that of the packaged
    book below it, ``../base/shanghai/place.yaml`` that of a base in a folder.
    """
    packaged = shown.removeprefix(f"{PACKAGED}:")
    return folder / shown if packaged == shown else packaged_rules() / packaged
