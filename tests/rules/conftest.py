"""The packaged book, opened once for all of its places."""

from __future__ import annotations

import pytest

from rulebook import open_book
from rulebook.api import Book
from tests.conftest import ROOT


@pytest.fixture(scope="session")
def book() -> Book:
    return open_book(ROOT / "rules")
