"""Each bad book gives the findings written beside it; `RENEW=1` writes them anew."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from rulebook.book.loading import load
from tests.book.books import EXPECTED, assembled, bad_cases, told


@pytest.mark.parametrize("case", bad_cases(), ids=lambda case: case.name)
def test_a_bad_book_gets_its_findings(case: Path, tmp_path: Path) -> None:
    _, findings = load(assembled(case, tmp_path / "book"))
    expected = case / EXPECTED
    if os.environ.get("RENEW"):
        expected.write_text(told(findings), encoding="utf-8")
    assert told(findings) == expected.read_text(encoding="utf-8")
