"""The sixth place is made from an empty folder as the page says, step by step.

``yaml``, ``rule`` and ``json`` with a title are files, added to the end where the title says so;
``diff`` changes lines of one. Counts of rules are those of the packaged book, shown as ``…``.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from rulebook import open_book
from rulebook.language.parser import parse
from tests.docs.pages import DOCS, Fenced, commands, fenced, language, output

PAGES = [DOCS / "guide" / f"sixth-place{ending}" for ending in (".md", ".en.md")]
RENEW = bool(os.environ.get("RENEW"))
COUNTS = re.compile(r"(?<=已检查 )\d+|^\d+(?= rules checked)", re.MULTILINE)
RULE = "xindao/benefit-list/employee-outpatient"
each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


@each_page
def test_from_an_empty_folder_to_a_rule(
    page: Path,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RULEBOOK_CACHE", str(tmp_path_factory.mktemp("compiled")))
    text = page.read_text("utf-8")
    pieces, end = [], 0
    for each in fenced(text):
        shown = each.text
        if each.kind == "console":
            lang = language(page)
            run = ((one, output(one, lang)) for one in commands(each.text))
            shown = "".join(f"$ {one}\n{COUNTS.sub('…', said)}" for one, said in run)
        else:
            apply(each)
        pieces += [text[end : each.start], shown]
        end = each.end
    actual = "".join(pieces) + text[end:]
    assert not re.search("内部出错|itself failed", actual)
    if RENEW:
        page.write_text(actual, "utf-8")
    else:
        assert actual == text, "read the difference; renew with RENEW=1"
    book = open_book()
    assert book.folder == tmp_path / "rules"
    assert book.check() == [] and book.violations("2026-03-01") == []
    assert ": 0" in output("rulebook fmt --check", "en")
    report = book.run_examples([each for each in book.rules if each.startswith("xindao/")])
    assert report.examples >= 8 and report.failures == ()
    figure = book.contents.figures["xindao", "xindao_outpatient_deductible"]
    assert [each.value for each in figure.conflicts] == ["300元"]


def apply(each: Fenced) -> None:
    """Write, lengthen or change the file that a text is of."""
    assert each.title is not None, each.text
    name, mark, _ = re.split(r"(（| \(|$)", each.title, maxsplit=1)
    file = Path(name)
    match each.kind:
        case "yaml" if mark:
            file.write_text(file.read_text("utf-8") + each.text, "utf-8")
        case "rule" | "json":
            assert not file.exists()
            file.write_text(each.text, "utf-8")
        case "diff":
            text = file.read_text("utf-8")
            lines = each.text.splitlines()
            old = [line[1:] for line in lines if line.startswith("-")]
            new = [line[1:] for line in lines if line.startswith("+")]
            for before, after in zip(old, new, strict=True):
                assert text.count(f"{before}\n") == 1, before
                text = text.replace(f"{before}\n", f"{after}\n")
            file.write_text(text, "utf-8")
        case _:
            pytest.fail(f"nothing runs `{each.kind}`")


def test_both_pages_make_the_same_rule() -> None:
    numbers = [
        re.findall(r"\d+(?:%|-\d\d-\d\d)?", each.text)
        for page in PAGES
        for each in fenced(page.read_text("utf-8"))
        if each.kind == "rule"
    ]
    zh, en = ([each for each in found if len(each) > 1] for found in numbers)
    assert zh == [each for each in en if each in zh]
    for page in PAGES:
        (text,) = (each.text for each in fenced(page.read_text("utf-8")) if each.kind == "rule")
        tree, findings = parse(text, "employee-outpatient.rule")
        assert tree is not None and findings == ()
