"""After a change only what it touches is compiled, and the book is the one compiled as a whole."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from shutil import copytree, rmtree

import pytest

from rulebook import Book, BrokenBook, open_book
from rulebook.stored import keeping
from rulebook.stored.book import Stored
from rulebook.stored.files import file_for
from tests.stored import town

ROOT = Path(__file__).parents[2]
EDITS = 60
"""Random edits for each seed; some more are made at a time, so that errors meet."""


def kept_bytes(book: Path) -> bytes | None:
    path = file_for(book)
    assert path is not None
    return path.read_bytes() if path.exists() else None


def as_a_whole(book: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[object, bytes]:
    """What is found in a book that is compiled as a whole, and the file that is kept of it."""
    with monkeypatch.context() as patch:
        rmtree(cache, ignore_errors=True)
        patch.setenv("RULEBOOK_CACHE", str(cache))
        found = told(book)
        return found, kept_bytes(book) or b""


def told(book: Path) -> object:
    try:
        return open_book(book).check()
    except BrokenBook as error:
        return error.diagnostics


def compiled(book: Book) -> set[str]:
    """The files that were compiled to open a book, by their names in short."""
    assert isinstance(book._built, Stored)
    return {each.replace("/benefit-list/", "/") for each in book._built.compiled or ()}


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RULEBOOK_CACHE", str(tmp_path / "cache"))
    town.found(tmp_path / "book")
    open_book(tmp_path / "book")
    return tmp_path / "book"


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


@pytest.mark.parametrize("seed", [1, 2])
def test_a_renewed_book_is_the_book(
    seed: int, book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(seed)
    assert told(book) == []
    partly = 0
    for _ in range(EDITS):
        made = [town.edit(book, chance) for _ in range(chance.choice((1, 1, 1, 3)))]
        try:
            now = open_book(book)
        except BrokenBook as error:
            found: object = error.diagnostics
        else:
            found = now.check()
            partly += isinstance(now._built, Stored) and len(compiled(now)) < len(
                now.contents.rules
            )
        whole, kept = as_a_whole(book, tmp_path / "other", monkeypatch)
        assert found == whole, made
        if kept:
            assert kept_bytes(book) == kept, made
            again = open_book(book)
            assert isinstance(again._built, Stored)
            assert again.check() == whole, made
    assert partly > EDITS // 4, "hardly any of the edits left a file alone"


# ---- no more than it touches

ALL = {
    "national/base-pay.rule",
    "national/remainder.rule",
    "city/assistance.rule",
    "town/base-pay.rule",
    "town/whole.rule",
}
TOUCHED = {
    "a rule that none reads": (
        "city/benefit-list/assistance.rule",
        ("90%", "95%"),
        {"city/assistance.rule"},
    ),
    "a rule that others read": (
        "national/benefit-list/remainder.rule",
        ("自 2024-01-01", "自 2023-01-01"),
        {"national/remainder.rule", "city/assistance.rule", "town/whole.rule"},
    ),
    "a figure of a town": (
        "town/figures.yaml",
        ("10元", "20元"),
        {"town/base-pay.rule", "town/whole.rule"},
    ),
    "a figure of a city": (
        "city/figures.yaml",
        ("3000元", "4000元"),
        {"city/assistance.rule"},
    ),
    "lines of a YAML file": ("national/figures.yaml", ("figures:", "# 注\nfigures:"), set[str]()),
    "the edition": ("book.yaml", ("2026-01-01", "2026-02-01"), set[str]()),
    "an enumeration": ("vocabulary.yaml", ("zh: 低保边缘", "zh: 边缘"), ALL),
}
"""An edit, and the files that are compiled after it."""


@pytest.mark.parametrize("what", TOUCHED)
def test_no_more_is_compiled_than_is_touched(what: str, book: Path) -> None:
    file, (old, new), touched = TOUCHED[what]
    change(book / file, old, new)
    assert compiled(open_book(book)) == touched
    assert compiled(open_book(book)) == set()


def test_a_file_in_the_place_of_an_adopted_rule(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = book / "city" / "benefit-list"
    for old, new in (("assistance", "base-pay"), ("base-pay", "assistance")):
        (own / f"{old}.rule").rename(own / f"{new}.rule")
        found = told(book)
        whole, kept = as_a_whole(book, tmp_path / "other", monkeypatch)
        assert found == whole
        assert kept_bytes(book) == kept


def test_one_rule_of_the_packaged_book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RULEBOOK_CACHE", str(tmp_path / "cache"))
    book = copytree(ROOT / "rules", tmp_path / "book")
    assert open_book(book).check() == []
    change(book / "shanghai/benefit-list/exclusions.rule", "规则 ", "# 注\n规则 ")
    renewed = open_book(book)
    assert compiled(renewed) == {"shanghai/exclusions.rule"}
    whole, kept = as_a_whole(book, tmp_path / "other", monkeypatch)
    assert renewed.check() == whole
    assert kept_bytes(book) == kept


# ---- when others are there as well


def pay(book: Book) -> str:
    facts = {"cost": 100, "retired": True}
    decision = book.decide("town/benefit-list/base-pay", facts, "2026-01-01")
    return str(decision.results["pooled_pay"].value)


def test_many_renew_at_once(book: Path) -> None:
    change(book / "town/figures.yaml", "10元", "20元")
    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(lambda _: pay(open_book(book)), range(24)))
    assert answers == {"85.00"}
    assert pay(open_book(book)) == "85.00"


def test_what_cant_be_kept_is_right_all_the_same(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "write", lambda path, file: False)
    for amount, answer in (("20元", "85.00"), ("30元", "95.00")):
        change(book / "town/figures.yaml", "10元" if amount == "20元" else "20元", amount)
        assert pay(open_book(book)) == answer
        assert compiled(open_book(book)) == {"town/base-pay.rule", "town/whole.rule"}


def test_a_damaged_file_is_not_renewed(book: Path) -> None:
    path = file_for(book)
    assert path is not None
    path.write_bytes(path.read_bytes()[:-100])
    change(book / "town/figures.yaml", "10元", "20元")
    assert not isinstance((again := open_book(book))._built, Stored)
    assert pay(again) == "85.00"
