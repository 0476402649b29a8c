"""A book over the packaged one in which figures that nobody published have values for a test."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import yaml

from rulebook import open_book
from rulebook.api import Book
from tests.conftest import ROOT

HEAD = (
    f'format: rulebook/book/1\nedition: "2026.9"\ndate: 2026-12-01\nextends: "{ROOT / "rules"}"\n'
)


def filled(folder: Path, place: str, values: Mapping[str, str]) -> Book:
    """The book with ``values`` (figure id → value) in the place's unset figures, as recalled ones.

    A rule whose figures are unset can't be followed to its end; with them it has to add up.
    """
    below = yaml.safe_load((ROOT / "rules" / place / "figures.yaml").read_text("utf-8"))["figures"]
    figures = {}
    for id_, value in values.items():
        assert all("unset" in each for each in below[id_]["values"]), id_
        put = {"value": value, "source": "no_source_yet", "evidence": "recalled"}
        kept = {key: each for key, each in below[id_].items() if key != "conflicts"}
        figures[id_] = kept | {"values": [put]}
    (folder / place).mkdir(parents=True)
    (folder / "book.yaml").write_text(HEAD, "utf-8")
    text = yaml.safe_dump(
        {"format": "rulebook/figures/1", "figures": figures}, allow_unicode=True, sort_keys=False
    )
    (folder / place / "figures.yaml").write_text(text, "utf-8")
    book = open_book(folder)
    assert [each.code for each in book.check() if each.severity == "error"] == []
    return book
