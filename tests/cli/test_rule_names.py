"""A rule is called by its id, its names, or the path of its file."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from rulebook import Book, open_book
from rulebook.cli.rule_names import rules_called
from tests.cli.conftest import Rulebook

INPATIENT = "shanghai/benefit-list/resident-inpatient"


@pytest.fixture(scope="module")
def book(root: Path) -> Book:
    return open_book(root / "rules")


@pytest.mark.parametrize(
    "given",
    [
        INPATIENT,
        f" {INPATIENT} ",
        "上海/居民住院",
        "shanghai/居民住院",
        "上海/resident_inpatient",
        "shanghai/resident-inpatient",
        f"{INPATIENT}.rule",
        f"rules/{INPATIENT}.rule",
        f"elsewhere/rules/{INPATIENT}.rule",
    ],
)
def test_a_rule_has_many_names(book: Book, given: str) -> None:
    assert rules_called(given, book) == (INPATIENT,)
    assert rules_called(unicodedata.normalize("NFD", given), book) == (INPATIENT,)


def test_a_path_of_the_file_itself(book: Book) -> None:
    assert rules_called(str(book.folder / f"{INPATIENT}.rule"), book) == (INPATIENT,)


@pytest.mark.parametrize("given", ["", "居民", "火星/居民住院", "shanghai", "x.rule", "上海/"])
def test_what_is_no_rule(book: Book, given: str) -> None:
    assert rules_called(given, book) == ()


def test_commands_take_names(rulebook: Rulebook) -> None:
    assert "shanghai/benefit-list/resident-inpatient" in rulebook("show", "上海/居民住院").out
    assert rulebook("test", "上海/居民住院").code == 0
    ran = rulebook("eval", "上海/居民住院", "--facts", "-", "--evidence", "WEAK", stdin=b"{}")
    assert ran.code == 0 and ran.out.startswith(INPATIENT)


def test_a_name_of_several_rules_is_asked_about(rulebook: Rulebook) -> None:
    ran = rulebook("show", "居民住院")
    assert ran.code == 2 and "RB9147" in ran.err
    assert f"`{INPATIENT}`" in ran.err and "`zibo/benefit-list/resident-inpatient`" in ran.err
