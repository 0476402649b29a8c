"""The verdicts on the book that comes with the program."""

from __future__ import annotations

from collections import Counter

import pytest

from rulebook.api import Book
from rulebook.conformity import VERDICTS, ConformityReport, below_others
from rulebook.conformity.matrix import matrix


@pytest.fixture(scope="module")
def report(book: Book) -> ConformityReport:
    return book.conform(as_of="2026-11-22")


def test_every_condition_of_the_list_can_be_read(report: ConformityReport) -> None:
    assert not report.diagnostics, [(each.span, each.message) for each in report.diagnostics]


def test_each_place_has_one_verdict_on_each_item(book: Book, report: ConformityReport) -> None:
    counted = Counter((each.place, each.item) for each in report.findings if each.item)
    pairs = {(place, item) for place in below_others(book.contents) for item in book.contents.items}
    assert set(counted) == pairs
    assert set(counted.values()) == {1}


def test_findings_name_their_place_and_reason(report: ConformityReport) -> None:
    for each in report.findings:
        said = each.to_json("en")
        assert said["verdict"] in VERDICTS
        assert said["why"]
        assert int(said["where"].rpartition(":")[2]) > 0


def test_a_ratio_that_nobody_published_is_named(report: ConformityReport) -> None:
    found = {each.item: each for each in report.findings if each.place == "shanghai"}
    assert found["assistance.payment_ratio"].verdict == "not-decidable"
    assert "destitute_aid_ratio" in found["assistance.payment_ratio"].missing
    assert found["exclusion.abroad"].verdict == "within"
    assert found["basic.catalogue"].verdict == "not-implemented"


@pytest.mark.parametrize("item", ["long_term_care.home", "long_term_care.institution"])
def test_no_scheme_is_not_the_same_as_an_unknown_one(report: ConformityReport, item: str) -> None:
    found = {each.place: each for each in report.findings if each.item == item}
    assert found["quanzhou"].verdict == "not-implemented"
    assert "长护险已施行" in found["quanzhou"].why.zh
    for place in ("lishui", "tibet"):
        assert found[place].verdict == "not-decidable"
        assert found[place].missing == ("long_term_care_scheme",)
    assert "不等于当地没有实施" in found["shandong"].why.zh


def test_no_bound_that_we_are_sure_of_is_violated(report: ConformityReport) -> None:
    assert not report.fails


def test_the_matrix_has_a_cell_for_each_place_and_item(
    book: Book, report: ConformityReport
) -> None:
    rows = matrix(book.contents, report)
    assert [row.item.id for row in rows] == list(book.contents.items)
    places = below_others(book.contents)
    assert all(tuple(row.cells) == places for row in rows)
