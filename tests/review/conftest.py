"""A small book with holes that are known, beside its facts and its one document."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from rulebook import Book, open_book

HERE = Path(__file__).parent
FACTS = HERE / "facts"
TEXTS = HERE / "texts"


@pytest.fixture(scope="session")
def small() -> Book:
    """The small book as it is."""
    return open_book(HERE / "book")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the small book to change."""
    return Path(shutil.copytree(HERE / "book", tmp_path / "book"))


def change(path: Path, old: str, new: str) -> None:
    """Write ``new`` for ``old``, which has to be there."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
