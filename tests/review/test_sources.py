"""Citations are held against the text of the document: section, fragment, hash."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from rulebook import Book, open_book
from rulebook.review.sources import SourcesReport, check_sources, with_texts
from tests.review.conftest import TEXTS, change

CITY = (TEXTS / "city.txt").read_bytes()
FIGURES = "city/figures.yaml"


def checked(folder: Path, text: bytes | None = CITY) -> SourcesReport:
    return check_sources(open_book(folder), {} if text is None else {"city.txt": text}, "texts")


def told(report: SourcesReport, lang: str = "zh") -> list[tuple[str, str, str]]:
    return [
        (each.code, each.sentence("zh" if lang == "zh" else "en"), each.advice("zh"))
        for each in report.diagnostics
    ]


def test_a_sound_book(small: Book) -> None:
    report = check_sources(small, {"city.txt": CITY})
    assert report.sound
    assert report.diagnostics == ()
    assert report.citations == report.found == 8


def test_a_section_that_is_not_there(folder: Path) -> None:
    change(folder / FIGURES, "一(二)｜10 万元", "一(三)｜10 万元")
    report = checked(folder)
    assert told(report) == [
        (
            "RB9121",
            "`示例规划` 里没有 `一(三)` 这一节",
            "是不是 `一(二)`、`一(一)`？ 章节照原文的编号写，如 `三(三)3`、`专栏2`",
        )
    ]
    assert (report.found, report.citations, report.sound) == (7, 8, False)
    span = report.diagnostics[0].span
    assert (span.file, span.line) == (FIGURES, 8)


def test_a_fragment_that_is_not_in_its_section(folder: Path) -> None:
    change(folder / FIGURES, "一(二)｜10 万元", "一(二)｜线上可办率｜10 万元")
    assert told(checked(folder)) == [
        (
            "RB9122",
            "`示例规划` 的 `一(二)` 里没有 `线上可办率`",
            "它在 `二3` 里。 片段照原文写，空格、引号和全角半角不计",
        )
    ]


def test_a_fragment_that_is_nowhere(folder: Path) -> None:
    change(folder / "city/benefit-list/total.rule", "｜10 万元", "｜11 万元")
    report = checked(folder)
    assert [each[0] for each in told(report)] == ["RB9122"]
    assert report.diagnostics[0].span.file == "city/benefit-list/total.rule"


def test_another_text_than_the_registered_one(folder: Path) -> None:
    report = checked(folder, CITY + "附注\n".encode())
    assert [each[0] for each in told(report)] == ["RB9123"]
    assert report.found == 8, "the citations are looked up all the same"
    assert report.to_json()["documents"][0]["matches"] is False


def test_a_text_that_is_not_there(folder: Path) -> None:
    report = checked(folder, None)
    assert [each[:2] for each in told(report)] == [("RB9124", "`texts` 里没有 `city.txt`")]
    assert (report.found, report.sound) == (0, False)
    assert report.to_json()["documents"][0]["matches"] is None


def test_a_text_that_is_not_utf_8(folder: Path) -> None:
    codes = [each[0] for each in told(checked(folder, "规划".encode("gb18030")))]
    assert codes == ["RB9123", "RB9129"]


def test_a_text_without_a_registered_hash(folder: Path) -> None:
    path = folder / "national/sources.yaml"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(each for each in lines if "sha256" not in each), encoding="utf-8")
    report = checked(folder)
    assert [each[0] for each in told(report)] == ["RB9128"]
    assert report.sound, "a warning"


def test_a_citation_without_a_fragment_or_a_section(folder: Path) -> None:
    change(folder / FIGURES, "一(二)｜10 万元", "一(二)")
    change(folder / "city/benefit-list/total.rule", " “一(二)｜10 万元”", "")
    report = checked(folder)
    assert sorted(each[0] for each in told(report)) == ["RB9125", "RB9126"]
    assert report.sound, "warnings"


def test_a_fragment_that_is_too_long_or_too_short(folder: Path) -> None:
    change(folder / FIGURES, "一(二)｜10 万元", f"一(二)｜{'住院' * 21}｜1")
    codes = [each[0] for each in told(checked(folder))]
    assert codes == ["RB9122", "RB9127", "RB9131"]


def test_the_json(small: Book) -> None:
    written = json.loads(json.dumps(check_sources(small, {"city.txt": CITY}).to_json()))
    document = written.pop("documents")[0]
    assert written == {
        "citations": 8,
        "found": 8,
        "errors": 0,
        "warnings": 0,
        "diagnostics": [],
    }
    assert document["source"] == "city_plan"
    assert document["text"] == "city.txt"
    assert document["registered"] == document["sha256"]
    assert document["matches"] is True


@pytest.mark.needs("sources")
def test_the_packaged_book_cites_what_its_documents_say(
    root: Path, require: Callable[[str], str]
) -> None:
    book = open_book(root / "rules")
    folder = Path(require("sources"))
    names = [each.text for each in with_texts(book) if each.text]
    report = check_sources(book, {name: (folder / name).read_bytes() for name in names})
    assert "shanghai.txt" in names
    assert [each.sentence("en") for each in report.diagnostics if each.severity == "error"] == []
    assert report.citations > 0
