"""Each verdict, on books that a drafter can read: ``cases/*.yaml``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from rulebook.api import open_book
from rulebook.conformity import VERDICTS
from tests.conformity.books import cases, lay

CASES = cases()


@pytest.mark.parametrize(
    ("file", "case"), CASES, ids=[f"{file}-{case['name']}" for file, case in CASES]
)
def test_a_case_gets_its_verdict(file: str, case: dict[str, Any], tmp_path: Path) -> None:
    book = open_book(lay(tmp_path / "book", case))
    errors = [each.message for each in book.check() if each.severity == "error"]
    assert not errors, errors
    report = book.conform(["city"], str(case.get("as_of", "2026-11-22")))
    assert not report.diagnostics, [each.message for each in report.diagnostics]
    (finding,) = [
        each for each in report.findings if (each.item is None) == (not case.get("listed", True))
    ]
    said = finding.to_json("zh")
    assert said["verdict"] == case["verdict"], said["why"]
    for key in ("value", "case", "missing", "fails", "bound"):
        if key in case:
            assert said[key] == case[key], said
    assert case.get("why", "") in said["why"]
    if "line" in case:
        path, _, line = said["where"].partition(":")
        lines = (tmp_path / "book" / path).read_text(encoding="utf-8").splitlines()
        assert lines[int(line) - 1].strip() == case["line"]
    assert finding.why.en and finding.why.en != finding.why.zh


def test_every_verdict_has_a_case() -> None:
    assert {case["verdict"] for _, case in CASES} == set(VERDICTS)
