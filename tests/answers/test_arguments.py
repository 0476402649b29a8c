"""What Python callers give wrongly has a code, and never a TypeError."""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rulebook import Book, FactsError, RulebookError, UnknownRule, open_book

RULE = "shanghai/long-term-care/home-care"


@pytest.mark.parametrize(
    ("ask", "error", "code"),
    [
        (lambda b: b.decide(None, {}), UnknownRule, "RB8220"),
        (lambda b: b.decide([], {}), UnknownRule, "RB8220"),
        (lambda b: b.decide(RULE, None), FactsError, "RB8104"),
        (lambda b: b.decide(RULE, {}, 20250101), FactsError, "RB8201"),
        (lambda b: b.decide(RULE, {}, []), FactsError, "RB8201"),
        (lambda b: b.decide(RULE, {}, "2025-02-30"), FactsError, "RB8201"),
        (lambda b: b.decide(RULE, {}, None, None), FactsError, "RB8202"),
        (lambda b: b.decide(RULE, {}, None, []), FactsError, "RB8202"),
        (lambda b: b.decide(RULE, {}, names=[]), FactsError, "RB8203"),
        (lambda b: b.decide(RULE, {}).explain("fr"), RulebookError, "RB8221"),
        (lambda b: b.decide(RULE, {}).to_json(None), RulebookError, "RB8221"),
        (lambda b: b.compile(None), UnknownRule, "RB8220"),
        (lambda b: b.compile(RULE, 5), FactsError, "RB8201"),
        (lambda b: b.hold(None, {}), UnknownRule, "RB8220"),
        (lambda b: b.examples(5), UnknownRule, "RB8220"),
        (lambda b: b.run_examples(5), RulebookError, "RB8220"),
        (lambda b: b.export([None]), RulebookError, "RB8220"),
        (lambda b: b.conform(5), RulebookError, "RB8220"),
        (lambda b: b.conform(["shanghai"], 5), FactsError, "RB8201"),
        (lambda b: open_book(5), RulebookError, "RB8220"),  # type: ignore[arg-type]  # wrong on purpose
        (lambda b: b.decide(RULE, {"基准日": "2025-01-01"}), FactsError, "RB8131"),
        (lambda b: b.decide(RULE, {"case_day": "2025-01-01"}), FactsError, "RB8131"),
        (lambda b: b.decide(RULE, {"基准日": "1"}, names="platform"), FactsError, "RB8131"),
    ],
)
def test_it_is_refused_with_a_code(
    book: Book, ask: Callable[[Book], Any], error: type[RulebookError], code: str
) -> None:
    with pytest.raises(error) as caught:
        ask(book)
    assert [each.code for each in caught.value.diagnostics] == [code]


def test_one_text_is_one_rule_and_one_place(book: Book) -> None:
    assert book.run_examples(RULE).examples == len(book.examples(RULE)) > 0
    report = book.conform("shanghai", datetime.date(2026, 1, 1))
    assert {each.place for each in report.findings} == {"shanghai"}


def test_levels_may_be_capital(book: Book) -> None:
    assert book.decide(RULE, {}, min_evidence="WEAK").status == "undetermined"  # type: ignore[arg-type]  # wrong on purpose


def test_letters_of_an_id_may_be_taken_apart(root: Path, tmp_path: Path) -> None:
    (tmp_path / "book.yaml").write_text(
        'format: rulebook/book/1\nedition: "1"\ndate: 2026-01-01\nextends: packaged\n', "utf-8"
    )
    folder = tmp_path / "shanghai" / "benefit-list"
    folder.mkdir(parents=True)
    text = (root / "rules" / f"{RULE}.rule").read_text("utf-8").replace("home_care", "héme_care")
    (tmp_path / "shanghai" / "long-term-care").mkdir()
    (tmp_path / "shanghai" / "long-term-care" / "héme-care.rule").write_text(text, "utf-8")
    (tmp_path / "shanghai" / "place.yaml").write_bytes(
        (root / "rules" / "shanghai" / "place.yaml").read_bytes()
    )
    given = unicodedata.normalize("NFD", "shanghai/long-term-care/héme-care")
    book = open_book(tmp_path)
    with pytest.raises(RulebookError) as caught:
        book.decide(given, {})
    # The rule is found; its name is already that of another.
    assert type(caught.value).__name__ == "BrokenBook"


def test_examples_are_run_once(book: Book) -> None:
    assert all(a is b for a, b in zip(book.examples(RULE), book.examples(RULE), strict=True))
