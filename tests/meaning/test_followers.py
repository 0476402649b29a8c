"""What is only wrong because a YAML file is wrong is not said beside it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from rulebook.pipeline import build
from tests.meaning.books import BOOK

RULE = """\
规则 试 trial
    清单 居民医保.住院
    依据 公报
    施行 自 2020-01-01
    适用 若 险种 = 居民医保
    输入 险种、费用、住院记录
    支付 = 费用 - 起付线 不低于 0元
    最高一笔 = 最高(住院记录.住院费用 否则 0元)
    输出 支付、最高一笔
"""


@pytest.fixture(name="book")
def _book(tmp_path: Path) -> Path:
    shutil.copytree(BOOK, tmp_path / "book")
    (tmp_path / "book" / "city" / "benefit-list").mkdir()
    rule = tmp_path / "book" / "city" / "benefit-list" / "trial.rule"
    rule.write_text(RULE, encoding="utf-8")
    return tmp_path / "book"


def codes(book: Path) -> list[str]:
    _, found = build(book)
    return [each.code for each in found]


def damage(book: Path, file: str, old: str, new: str) -> None:
    path = book / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_book_is_sound(book: Path) -> None:
    assert codes(book) == []


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("national/sources.yaml", "evidence: official", "evidence: sure"),
        ("national/sources.yaml", "issuer: 国务院, ", ""),
        ("city/figures.yaml", "type: money, item", "type: monney, item"),
        ("city/figures.yaml", "deductible: {zh: 起付线", "deductible {zh: 起付线"),
        ("vocabulary.yaml", "zh: 费用, type: money", "zh: 费用, type: mony"),
        ("vocabulary.yaml", "records: stay}", "records: stays}"),
        ("vocabulary.yaml", "  scheme:\n", "  scheme\n"),
        ("national/treatment-list.yaml", "block: basic", "block: basics"),
    ],
)
def test_a_broken_entry_is_told_alone(book: Path, file: str, old: str, new: str) -> None:
    damage(book, file, old, new)
    found = codes(book)
    assert found != []
    assert [code for code in found if not code.startswith("RB2")] == []


def test_other_names_are_still_told(book: Path) -> None:
    damage(book, "national/sources.yaml", "evidence: official", "evidence: sure")
    damage(book, "city/benefit-list/trial.rule", "起付线", "起付县")
    assert "RB3001" in codes(book)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
@pytest.mark.parametrize(
    "file",
    ["national/sources.yaml", "city/figures.yaml", "national/treatment-list.yaml"],
)
def test_a_file_of_another_encoding_is_told_alone(book: Path, file: str, encoding: str) -> None:
    path = book / file
    path.write_bytes(path.read_text("utf-8").encode(encoding))
    assert codes(book) == ["RB1001" if encoding == "gb18030" else "RB1002"]


def test_a_broken_place_is_told_alone(book: Path) -> None:
    path = book / "city" / "place.yaml"
    path.write_bytes(path.read_text("utf-8").encode("utf-16"))
    assert codes(book) == ["RB1002"]
