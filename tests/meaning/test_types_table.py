"""The page of types says what the checker does, and the checker does what is expected."""

from __future__ import annotations

import os

import pytest

from rulebook.book.types import NUMBER, RATE, Measure, Type
from rulebook.book.units import measure_of
from rulebook.diagnostics import Language
from rulebook.meaning.arithmetic import difference, product, quotient, sum_
from rulebook.meaning.types_table import OPERATORS, SAMPLES, page, write
from rulebook.resources import docs_folder

FOLDER = docs_folder() / "language"
RULES = {"+": sum_, "-": difference, "×": product, "/": quotient}


def of(text: str) -> Type:
    """A type by its unit; ``1`` is a bare number."""
    return NUMBER if text == "1" else measure_of(tuple(text.split("/")))[0]


@pytest.mark.parametrize(("lang", "name"), [("zh", "types.md"), ("en", "types.en.md")])
def test_the_page_is_up_to_date(lang: Language, name: str) -> None:
    if os.environ.get("RENEW"):
        write(FOLDER)
    written = (FOLDER / name).read_text(encoding="utf-8")
    assert written == page(lang), "python -m rulebook.meaning.types_table"


@pytest.mark.parametrize(
    ("left", "op", "right", "gives"),
    [
        ("yuan/day", "×", "day", "yuan"),
        ("day", "×", "yuan/day", "yuan"),
        ("yuan", "/", "day", "yuan/day"),
        ("yuan", "/", "yuan/day", "day"),
        ("yuan", "/", "yuan", "percent"),
        ("yuan", "×", "percent", "yuan"),
        ("percent", "×", "percent", "percent"),
        ("percent", "-", "percent", "percentage_point"),
        ("percent", "+", "percent", "RB4007"),
        ("percent", "+", "percentage_point", "percent"),
        ("percent", "-", "percentage_point", "percent"),
        ("percentage_point", "-", "percent", "RB4001"),
        ("percentage_point", "×", "1", "percentage_point"),
        ("yuan", "×", "percentage_point", "RB4006"),
        ("yuan", "×", "yuan", "RB4008"),
        ("years_old", "+", "yuan", "RB4001"),
        ("time", "+", "1", "time"),
        ("time", "+", "item", "RB4001"),
        ("1", "/", "1", "1"),
        ("percent", "/", "percent", "percent"),
        ("year", "+", "month", "RB4001"),
    ],
)
def test_an_operator(left: str, op: str, right: str, gives: str) -> None:
    outcome = RULES[op](of(left), of(right))
    assert outcome == (gives if gives.startswith("RB") else of(gives))


def test_sums_and_products_do_not_mind_the_order() -> None:
    for left in SAMPLES:
        for right in SAMPLES:
            for rule in (sum_, product):
                one, other = rule(left.type, right.type), rule(right.type, left.type)
                days = any(not isinstance(each.type, Measure) for each in (left, right))
                assert days or one == other, (left, right)


def test_a_quotient_times_its_divisor_is_what_was_divided() -> None:
    for left in SAMPLES:
        for right in SAMPLES:
            ratio = quotient(left.type, right.type)
            if isinstance(ratio, Measure) and RATE not in (left.type, right.type):
                assert product(ratio, right.type) == left.type, (left, right)


def test_every_pair_has_an_answer() -> None:
    for _, operator in OPERATORS.values():
        for left in SAMPLES:
            for right in SAMPLES:
                outcome = operator(left, right)
                assert isinstance(outcome, str) == (not isinstance(outcome, Type))
