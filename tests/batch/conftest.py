"""Commands over tables run on the packaged book as it is: it is compiled once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="module", autouse=True)
def _kept(compiled_books: Path) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RULEBOOK_CACHE", str(compiled_books))
        yield
