"""``rulebook new place``: a skeleton that passes, in an empty folder or in a book."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path

import pytest

from rulebook import open_book
from rulebook.cli import skeleton
from tests.cli.conftest import Rulebook

RULES = {
    "benefit-list/resident-inpatient",
    "credit-scoring/personnel-points",
    "long-term-care/home-care",
    "plan-targets/inspection",
}
HANGZHOU = ("new", "place", "hangzhou", "--zh", "杭州", "--en", "Hangzhou")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, which is where the process then is."""
    folder = tmp_path / "desk"
    folder.mkdir()
    monkeypatch.setenv("RULEBOOK_CACHE", str(tmp_path / "compiled"))
    monkeypatch.chdir(folder)
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {
        each.relative_to(folder).as_posix(): each.read_bytes()
        for each in sorted(folder.rglob("*"))
        if each.is_file()
    }


def test_a_province_and_a_city_below_it(rulebook: Rulebook, desk: Path) -> None:
    ran = rulebook("new", "place", "hubei", "--zh", "湖北", "--level", "省")
    assert ran.code == 0 and "它们由统筹区决定" in ran.out
    assert rulebook("new", "place", "wuhan", "--zh", "武汉", "--parent", "湖北").code == 0
    both = ("--level", "pooling_area", "--level", "province")
    assert rulebook("new", "place", "chongqing", "--zh", "重庆", *both).code == 0
    book = open_book()
    places = book.contents.places
    assert {id_: places[id_].levels for id_ in ("hubei", "wuhan", "chongqing")} == {
        "hubei": ("province",),
        "wuhan": ("pooling_area",),
        "chongqing": ("province", "pooling_area"),
    }
    assert places["wuhan"].parent == "hubei"
    own = {id_.partition("/")[2] for id_ in book.rules if id_.startswith("hubei/")}
    assert own == {"credit-scoring/personnel-points", "plan-targets/inspection"}
    assert [each.id for (home, _), each in book.contents.figures.items() if home == "hubei"] == [
        "hubei_inspection_target"
    ]
    assert (book.check(), book.violations("2026-11-22")) == ([], [])


def test_an_unknown_level_is_wrong_usage(rulebook: Rulebook, desk: Path) -> None:
    ran = rulebook("new", "place", "hubei", "--zh", "湖北", "--level", "county")
    assert ran.code == 2 and "`province` 省级、`pooling_area` 统筹区" in ran.err


def test_in_an_empty_folder(rulebook: Rulebook, desk: Path) -> None:
    ran = rulebook(*HANGZHOU)
    assert (ran.code, ran.err) == (0, "")
    written = files(desk)
    assert set(written) == {"rules/book.yaml"} | {
        f"rules/hangzhou/{each}"
        for each in ("place.yaml", "sources.yaml", "figures.yaml", *(f"{r}.rule" for r in RULES))
    }
    assert all(each in ran.out for each in written)
    assert "rulebook check" in ran.out
    book = open_book()
    assert book.folder == desk / "rules"
    assert book.check() == []
    report = book.run_examples([f"hangzhou/{each}" for each in sorted(RULES)])
    assert report.examples >= 6 and report.failures == ()
    answered = {run.decision.status for run in report.runs}
    assert answered == {"undetermined", "not-applicable"}
    assert rulebook("fmt", "--check").code == 0
    assert book.contents.places["hangzhou"].parent == "national"
    assert not any(value.value for (place, _), figure in book.contents.figures.items()
                   if place == "hangzhou" for value in figure.values)  # fmt: skip


def test_a_second_place_stands_under_the_first(rulebook: Rulebook, desk: Path) -> None:
    assert rulebook("new", "place", "zhejiang", "--zh", "浙江").code == 0
    before = files(desk)
    inside = desk / "rules" / "zhejiang"
    ran = rulebook(*HANGZHOU, "--parent", "zhejiang")
    assert ran.code == 0 and inside.is_dir()
    after = files(desk)
    assert {path: after[path] for path in before} == before
    book = open_book()
    assert book.check() == []
    assert book.contents.places["hangzhou"].parent == "zhejiang"
    assert book.contents.places["zhejiang"].label.en == "Zhejiang"


def test_in_a_copy_of_the_packaged_book(rulebook: Rulebook, root: Path, tmp_path: Path) -> None:
    rules = Path(shutil.copytree(root / "rules", tmp_path / "rules"))
    before = files(rules)
    assert rulebook(*HANGZHOU, "--book", tmp_path).code == 0
    after = files(rules)
    assert {path: after[path] for path in before} == before
    assert open_book(rules).check() == []


def test_in_a_book_with_another_vocabulary(rulebook: Rulebook, root: Path, tmp_path: Path) -> None:
    """What the skeleton says of the packaged book's own words is left out, and said to be."""
    rules = Path(shutil.copytree(root / "docs" / "guide" / "book" / "rules", tmp_path / "rules"))
    ran = rulebook(*HANGZHOU, "--book", rules)
    assert ran.code == 0, ran.err
    assert "credit-scoring" in ran.out.split("接下来")[0]
    assert open_book(rules).check() == []


def test_names_are_checked_and_nothing_is_written(rulebook: Rulebook, desk: Path) -> None:
    new = ("new", "place")
    for arguments, code in [
        (("Hangzhou", "--zh", "杭州"), "RB9140"),
        (("杭州", "--zh", "杭州"), "RB9140"),
        (("../hangzhou", "--zh", "杭州"), "RB9140"),
        (("con", "--zh", "杭州"), "RB9140"),
        (("benefit-list", "--zh", "杭州"), "RB9140"),
        (("shanghai", "--zh", "杭州"), "RB9141"),
        (("hangzhou", "--zh", "上海"), "RB9141"),
        (("hangzhou", "--zh", "杭州", "--parent", "zhejiang"), "RB9142"),
        (("hangzhou", "--zh", "杭 州"), "RB9143"),
        (("hangzhou", "--zh", "若"), "RB9143"),
        (("hangzhou", "--zh", "Hangzhou"), "RB9143"),
        (("hangzhou", "--zh", "杭州", "--en", "杭州"), "RB9144"),
        (("hangzhou", "--zh", "杭州", "--en", 'a"b'), "RB9144"),
        (("hangzhou",), "RB9004"),
    ]:
        ran = rulebook(*new, *arguments)
        assert (ran.code, code in ran.err) == (2, True), (arguments, ran.err)
    assert rulebook("new", "city", "hangzhou", "--zh", "杭州").code == 2
    assert list(desk.iterdir()) == []


def test_what_is_there_is_never_touched(rulebook: Rulebook, desk: Path) -> None:
    (desk / "rules" / "hangzhou").mkdir(parents=True)
    (desk / "rules" / "hangzhou" / "mine.txt").write_text("mine", "utf-8")
    ran = rulebook(*HANGZHOU)
    assert (ran.code, "RB9141" in ran.err) == (2, True)
    assert files(desk) == {"rules/hangzhou/mine.txt": b"mine"}
    (desk / "file").write_text("", "utf-8")
    assert "RB9010" in rulebook(*HANGZHOU, "--book", desk / "file").err


def test_a_book_that_is_broken_is_told(rulebook: Rulebook, desk: Path) -> None:
    """An error of the book itself that the skeleton can't stand on."""
    (desk / "rules" / "national").mkdir(parents=True)
    (desk / "rules" / "book.yaml").write_text("format: rulebook/book/1\n", "utf-8")
    ran = rulebook(*HANGZHOU)
    assert ran.code == 2 and "RB9142" in ran.err
    assert set(files(desk)) == {"rules/book.yaml"}


def test_nothing_is_half_written(
    rulebook: Rulebook, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = skeleton._write

    def full(folder: Path, files: dict[str, str]) -> None:
        if folder.name == ".hangzhou.new":
            write(folder, dict(list(files.items())[:3]))
            raise OSError(28, "No space left on device")
        write(folder, files)

    monkeypatch.setattr(skeleton, "_write", full)
    ran = rulebook(*HANGZHOU)
    assert (ran.code, "RB9015" in ran.err) == (1, True)
    assert list(desk.iterdir()) == []


def test_what_does_not_pass_is_not_written(
    rulebook: Rulebook, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rendered = skeleton._rendered

    def spoilt(place: skeleton.NewPlace) -> dict[str, str]:
        wrong = "format: rulebook/place/1\nzh: 若\nparent: national\n"
        return rendered(place) | {"hangzhou/place.yaml": wrong}

    monkeypatch.setattr(skeleton, "_rendered", spoilt)
    ran = rulebook(*HANGZHOU)
    assert (ran.code, "RB9145" in ran.err) == (1, True)
    assert list(desk.iterdir()) == []


def test_rules_whose_examples_fail_are_left_out(
    rulebook: Rulebook, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rendered = skeleton._rendered

    def spoilt(place: skeleton.NewPlace) -> dict[str, str]:
        return {
            path: text.replace("得 不适用", "得 基金支付 = 1元") if "long-term" in path else text
            for path, text in rendered(place).items()
        }

    monkeypatch.setattr(skeleton, "_rendered", spoilt)
    place = skeleton.NewPlace("a", "甲", "A", "national", datetime.date(2026, 1, 1))
    files = {path: text for path, text in spoilt(place).items() if path != "book.yaml"}
    found = skeleton._tried(place, "packaged", files)
    assert [(each.code, each.file) for each in found] == [
        ("RB9146", "a/long-term-care/home-care.rule")
    ]
    ran = rulebook(*HANGZHOU)
    assert (ran.code, ran.err) == (0, "")
    assert "long-term-care" in ran.out
    assert not (desk / "rules" / "hangzhou" / "long-term-care").exists()
