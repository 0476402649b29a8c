"""What a missing figure is called: places have figures of one id and other labels."""

from __future__ import annotations

from pathlib import Path

import pytest

from rulebook import Book, open_book
from tests.answers.test_large import FILES, HEAD

PLACES = {"alpha": ("甲", "甲限额"), "beta": ("乙", "乙限额")}


def book_of_two_places(folder: Path) -> Book:
    """Two places with a figure ``ceiling`` each, unpublished, and a rule that reads it."""
    files = dict(FILES)
    for place, (name, label) in PLACES.items():
        files[f"{place}/place.yaml"] = (
            "format: rulebook/place/1\n"
            f"zh: {name}\nen: {place}\nparent: national\nlevel: pooling_area\n"
        )
        files[f"{place}/figures.yaml"] = (
            "format: rulebook/figures/1\nfigures:\n"
            f"  ceiling:\n    zh: {label}\n    en: ceiling of {place}\n    type: money\n"
            "    values:\n      - unset: {zh: 没有公布, en: not published}\n"
        )
        files[f"{place}/benefit-list/trial.rule"] = (
            f"{HEAD}    输入 费用\n    支付 = 费用 不超过 {label}\n    输出 支付\n"
        )
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.lstrip("\n"), encoding="utf-8")
    book = open_book(folder)
    assert [each.sentence("en") for each in book.check() if each.severity == "error"] == []
    return book


@pytest.mark.parametrize("place", PLACES)
def test_it_has_the_label_of_the_place_that_was_asked(place: str, tmp_path: Path) -> None:
    book = book_of_two_places(tmp_path)
    decision = book.decide(f"{place}/benefit-list/trial", {"费用": 1}, "2025-01-01")
    (figure,) = decision.to_json()["missing"]["figures"]
    assert figure == {
        "id": "ceiling", "reason": "unset", "level": None, "label": PLACES[place][1]
    }  # fmt: skip
    (english,) = decision.to_json("en")["missing"]["figures"]
    assert english["label"] == f"ceiling of {place}"


@pytest.mark.parametrize(
    ("values", "day", "said"),
    [
        ([{"since": "2026-01-01"}], "2025-01-01", "2026-01-01 起才有值，2025-01-01 还没有"),
        ([{"until": "2024-12-31"}], "2025-01-01", "值只到 2024-12-31，2025-01-01 没有"),
        ([{"unset": True}], "2025-01-01", "尚未公布"),
        (
            [{"unset": True, "until": "2025-12-31"}, {"since": "2026-01-01"}],
            "2025-01-01",
            "2026-01-01 起才有值，2025-01-01 还没有",
        ),
    ],
)
def test_why_it_has_no_value_on_the_day(
    values: list[dict[str, object]], day: str, said: str, tmp_path: Path
) -> None:
    book_of_two_places(tmp_path)
    path = tmp_path / "alpha" / "figures.yaml"
    lines = []
    for each in values:
        value = "unset: {zh: 没有公布, en: not published}" if "unset" in each else "value: 9元"
        lines += [f"      - {value}\n        source: S\n        section: 一"]
        lines += [
            f"        {'from' if key == 'since' else key}: {each[key]}"
            for key in ("since", "until")
            if key in each
        ]
    head = path.read_text("utf-8").partition("      - ")[0]
    path.write_text(head + "\n".join(lines) + "\n", "utf-8")
    decision = open_book(tmp_path).decide("alpha/benefit-list/trial", {"费用": 1}, day)
    (figure,) = decision.missing.figures
    assert decision.why_unset(figure).zh == said
