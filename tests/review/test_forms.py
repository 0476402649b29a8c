"""What place.yaml and sources.yaml say for the review, and what they may not say."""

from __future__ import annotations

from pathlib import Path

import pytest

from rulebook import Book, open_book
from tests.review.conftest import change


def test_a_place_has_rows_of_its_own_and_leaves_some_out(small: Book) -> None:
    city = small.contents.places["city"]
    assert city.rows == ("CT",)
    (left,) = city.left_out
    assert left.facts == ("CT-D-03", "CT-D-04")
    assert (left.reason.zh, left.span.line) == ("只是工作要求，没有数", 7)
    assert small.contents.places["national"].left_out == ()


def test_a_source_registers_its_text(small: Book) -> None:
    plan = small.contents.sources["city_plan"]
    assert plan.text == "city.txt"
    assert plan.sha256 is not None
    assert len(plan.sha256) == 64


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        ("city/place.yaml", "rows: [CT]", "rows: [ct]", "RB2114"),
        ("city/place.yaml", "rows: [CT]", "rows: [CT-D]", "RB2114"),
        ("city/place.yaml", "rows: [CT-D-03, CT-D-04]", "rows: [CT-D]", "RB2114"),
        ("city/place.yaml", "    reason: {zh: 只是工作要求，没有数, en: a task without a figure}\n",
         "", "RB2112"),
        ("national/sources.yaml", "text: city.txt", "text: texts/city.txt", "RB2114"),
        ("national/sources.yaml", "sha256: ", "sha256: x", "RB2114"),
        ("national/sources.yaml", "sha256: ", "sha: ", "RB2111"),
    ],
)  # fmt: skip
def test_wrong_forms_are_told(folder: Path, file: str, old: str, new: str, code: str) -> None:
    change(folder / file, old, new)
    found = [each for each in open_book(folder).check() if each.file == file]
    assert [each.code for each in found] == [code]
