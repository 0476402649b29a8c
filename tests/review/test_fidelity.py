"""What became of every row of the facts and every section of the document."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rulebook import Book, open_book
from rulebook.review.facts import FactRow, fact_rows
from rulebook.review.fidelity import FidelityReport, fidelity
from tests.review.conftest import FACTS, TEXTS, change

TEXT = {"city.txt": (TEXTS / "city.txt").read_bytes()}


@pytest.fixture(scope="module")
def facts() -> dict[str, FactRow]:
    return fact_rows({path.name: path.read_text(encoding="utf-8") for path in FACTS.glob("*.md")})


def states(report: FidelityReport) -> dict[str, str]:
    return {each.row: each.state for each in report.rows}


def test_rows_are_read_from_tables(facts: dict[str, FactRow]) -> None:
    assert facts["CT-R-04"].line == facts["CT-R-05"].line
    assert facts["CT-R-05"].text == "deductibles"
    assert not facts["CT-G-01"].required
    assert "CT" not in {each.partition("-")[0] for each in facts if each.startswith("XX")}


def test_the_state_of_every_row(small: Book) -> None:
    assert states(fidelity(small)) == {
        "CT-D-03": "left-out",
        "CT-D-04": "left-out",
        "CT-D-05": "left-out",
        "CT-K-01": "conflict",
        "CT-R-01": "encoded",
        "CT-R-02": "encoded",
        "CT-R-03": "unset",
        "CT-R-04": "encoded",
        "NAT-B-01": "encoded",
        "NAT-B-02": "encoded",
    }


def test_where_and_why(small: Book) -> None:
    rows = {each.row: each for each in fidelity(small).rows}
    assert rows["CT-R-03"].where == ("city/figures.yaml:21",)
    assert rows["CT-R-03"].reason("zh") == "没有公布"
    assert rows["CT-K-01"].reason("en") == "an old page"
    assert rows["CT-D-03"].reason("en") == "a task without a figure"
    assert rows["CT-D-05"].reason("zh") == "没有写怎样转"
    assert rows["CT-R-01"].where == (
        "city/benefit-list/inpatient.rule:4",
        "city/benefit-list/inpatient.rule:18",
    )
    assert rows["CT-R-04"].where == ("city/benefit-list/inpatient.rule:27",)


def test_missing_rows(small: Book, facts: dict[str, FactRow]) -> None:
    report = fidelity(small, facts=facts)
    missing = [(place, row.id) for place, row in report.missing]
    assert missing == [("city", "CT-R-05"), ("national", "NAT-B-03")]
    assert [each.code for each in report.diagnostics] == ["RB9111", "RB9111"]
    assert report.counts() == {
        "encoded": 5,
        "unset": 1,
        "conflict": 1,
        "left-out": 3,
        "missing": 2,
    }


def test_one_place_only(small: Book, facts: dict[str, FactRow]) -> None:
    report = fidelity(small, ["national"], facts)
    assert set(states(report)) == {"NAT-B-01", "NAT-B-02"}
    assert [row.id for _, row in report.missing] == ["NAT-B-03"]


def test_a_row_that_the_facts_do_not_have(folder: Path, facts: dict[str, FactRow]) -> None:
    change(folder / "city/figures.yaml", "CT-R-02", "CT-R-22")
    wrong = fidelity(open_book(folder), ["city"], facts).diagnostics
    assert [each.code for each in wrong] == ["RB9112", "RB9111", "RB9111"]
    assert "CT-R-02" in wrong[0].advice("en")
    assert wrong[0].span.file == "city/figures.yaml"


def test_a_row_left_out_and_encoded_all_the_same(folder: Path) -> None:
    change(folder / "city/figures.yaml", "CT-R-02", "CT-D-03")
    report = fidelity(open_book(folder))
    assert states(report)["CT-D-03"] == "encoded"
    assert [each.code for each in report.diagnostics] == ["RB9113"]


def test_a_row_that_is_no_places_own_belongs_to_the_one_with_the_name_of_its_file(
    folder: Path, facts: dict[str, FactRow]
) -> None:
    change(folder / "city/place.yaml", "rows: [CT]\n", "")
    report = fidelity(open_book(folder), facts=facts)
    assert {each.place for each in report.rows if each.row.startswith("CT")} == {"city"}
    assert ("city", "CT-R-05") in [(place, row.id) for place, row in report.missing]


def test_sections_that_are_cited_and_that_nobody_cites(small: Book) -> None:
    cited = {each.section: each.state for each in fidelity(small, texts=TEXT).sections}
    assert {name for name, state in cited.items() if state == "cited"} == {
        "一",
        "一(二)",
        "专栏1",
        "专栏2",
    }
    assert cited["二3"] == cited["开头"] == cited["一(一)"] == "not-cited"
    without = fidelity(small).sections
    assert {each.section for each in without} == {"一(二)", "专栏1", "专栏2"}


def test_the_json(small: Book, facts: dict[str, FactRow]) -> None:
    written = json.loads(json.dumps(fidelity(small, facts=facts, texts=TEXT).to_json("en")))
    assert set(written) == {"rows", "missing", "sections", "counts", "diagnostics"}
    row = next(each for each in written["rows"] if each["fact"] == "CT-R-03")
    assert row == {
        "fact": "CT-R-03",
        "place": "city",
        "state": "unset",
        "where": "city/figures.yaml:21",
        "reason": "not published",
        "also": [],
    }
    assert written["missing"][0] == {
        "fact": "CT-R-05",
        "place": "city",
        "file": "city.md",
        "line": 8,
        "text": "deductibles",
    }
    assert written["sections"][3]["section"] == "一(二)"
    assert written["sections"][3]["where"][0] == "city/figures.yaml:8"
