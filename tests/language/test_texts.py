"""Good and bad rule texts, each with what is expected in the file itself."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rulebook.diagnostics.catalogue import entries
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
    for printed, lang in ((chinese, "zh"), (english, "en")):
        again, _ = parse(printed, path.name)
        assert again is not None
        assert print_file(again, lang) == printed  # type: ignore[arg-type]
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
    of_bytes = {"RB1001", "RB1002", "RB1003", "RB1004", "RB1005"}
    made = {"RB1036", "RB1060"}  # too long to be written out: see test_limits.py
    known = {code for code, entry in entries().items() if entry.stage == "syntax"}
    assert known - told - of_bytes - made == set()


def test_no_sentence_shows_the_machinery() -> None:
    for path in BAD:
        expected = parts(path)[1]["expected"]
        assert not re.search(r"\b[A-Z]{4,}\b", re.sub(r"`[^`]*`|SH-R-05", "", expected)), path.name
        assert "_NL" not in expected
        assert "{" not in expected
