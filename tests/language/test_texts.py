"""Good and bad rule texts, each with what is expected in the file itself."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from rulebook import open_book
from rulebook.diagnostics import Language
from rulebook.diagnostics.catalogue import entries
from rulebook.language.foreign import INSTEAD
from rulebook.language.parser import parse
from rulebook.language.printer import print_file

from .texts import HERE, compare, parts, shown

GOOD = sorted((HERE / "good").glob("*.rule"))
BAD = sorted((HERE / "bad").glob("*.rule"))


def _name(path: Path) -> str:
    return path.stem


@pytest.mark.parametrize("path", GOOD, ids=_name)
def test_good(path: Path, pytestconfig: pytest.Config) -> None:
    text, _ = parts(path)
    tree, diagnostics = parse(text, path.name)
    assert tree is not None
    assert shown(diagnostics, text) == "(nothing)\n"
    chinese, english = print_file(tree, "zh"), print_file(tree, "en")
    for printed in (chinese, english):
        again, found = parse(printed, path.name)
        assert shown(found, printed) == "(nothing)\n"
        assert again == tree
    languages: tuple[Language, Language] = ("zh", "en")
    for printed, lang in zip((chinese, english), languages, strict=True):
        again, _ = parse(printed, path.name)
        assert again is not None
        assert print_file(again, lang) == printed
    compare(path, {"zh": chinese, "en": english}, pytestconfig)


@pytest.mark.parametrize("path", BAD, ids=_name)
def test_bad(path: Path, pytestconfig: pytest.Config) -> None:
    text, _ = parts(path)
    tree, diagnostics = parse(text, path.name)
    assert tree is not None
    rules = ", ".join(rule.name.word for rule in tree.rules) or "-"
    broken = ", ".join(rule.name.word for rule in tree.broken) or "-"
    read = f"read: {rules}; broken: {broken}\n"
    compare(path, {"expected": shown(diagnostics, text) + read}, pytestconfig)


def test_every_code_has_a_bad_text() -> None:
    told = {
        code
        for path in BAD
        for code in re.findall(r"^(RB1\d\d\d) ", parts(path)[1]["expected"], re.MULTILINE)
    }
    of_files = {"RB1006"}  # told of a book's files: see tests/meaning/test_bad.py
    of_bytes = {"RB1001", "RB1002", "RB1003", "RB1004", "RB1005"}
    made = {"RB1036", "RB1060", "RB1090"}  # too long to be written out: see test_limits.py
    known = {code for code, entry in entries().items() if entry.stage == "syntax"}
    assert known - told - of_files - of_bytes - made == set()


def test_no_sentence_shows_the_machinery() -> None:
    for path in BAD:
        expected = parts(path)[1]["expected"]
        assert not re.search(r"\b[A-Z]{4,}\b", re.sub(r"`[^`]*`|SH-R-05", "", expected)), path.name
        assert "_NL" not in expected
        assert "{" not in expected


def test_both_languages_quote_as_much_so_that_quotations_can_change_places() -> None:
    for code, entry in entries().items():
        if entry.stage == "syntax":
            for text in (entry.sentence, entry.hint):
                assert text.zh.count("`") == text.en.count("`"), code
    for word, (zh, en) in INSTEAD.items():
        assert zh.count("`") == en.count("`"), word


@pytest.mark.parametrize(
    ("line", "zh", "en"),
    [
        ("甲 = 5元 若 乙", "每种情形一行：`值 若 条件`", "write a case a line: `值 若 条件`"),
        (
            "a = 5 yuan if b",
            "每种情形一行：`value if condition`",
            "write a case a line: `value if condition`",
        ),
    ],
)
def test_what_to_write_is_shown_on_the_surface_of_the_line(line: str, zh: str, en: str) -> None:
    (told,) = parse(f"规则 甲 a\n    {line}\n", "x.rule")[1]
    assert told.advice("zh").endswith(zh)
    assert told.advice("en").endswith(en)


def test_a_line_without_keywords_is_on_the_surface_of_its_file() -> None:
    text = "rule a\n    inputs b\n    c = table\n        | b | c |\n        | 1 |  |\n"
    (told,) = parse(text, "x.rule")[1]
    assert "`not applicable`" in told.advice("zh")


def test_later_stages_show_what_to_write_on_the_surface_of_the_line(tmp_path: Path) -> None:
    shutil.copytree(HERE / "books" / "names", tmp_path / "rules")
    rule = tmp_path / "rules" / "national" / "benefit-list" / "new.rule"
    for text, written in (
        ("规则 new\n    施行 自 2025-01-01\n    支付 = 5元\n    输出 支付\n", "`依据"),
        ("rule new\n    in force from 2025-01-01\n    paid = 5 yuan\n    outputs paid\n", "`cite"),
    ):
        rule.write_text(text, encoding="utf-8")
        book = open_book(tmp_path / "rules")
        (told,) = (each for each in book.check() if each.code == "RB4015")
        assert written in told.advice("zh") + told.sentence("zh")
        assert written in told.advice("en") + told.sentence("en")
