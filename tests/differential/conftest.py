"""What was compiled with a planted fault must not answer for the next test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.differential.running import book_of
from tests.evaluators import COMPILED, FAST


def forget() -> None:
    """Let go of all that was compiled; the programs and the reference's answers are kept."""
    COMPILED.forget()
    FAST.forget()
    book_of.cache_clear()


@pytest.fixture(autouse=True)
def nothing_compiled_before() -> Iterator[None]:
    forget()
    yield
    forget()
