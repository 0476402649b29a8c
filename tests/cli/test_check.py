"""``rulebook check``: its JSON is a contract."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.asking import INPATIENT, spoil
from tests.cli.conftest import Rulebook


def test_the_packaged_book_is_sound(rulebook: Rulebook) -> None:
    ran = rulebook("check", "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    assert set(ran.json) == {"errors", "warnings", "diagnostics"}
    assert ran.json["errors"] == 0


def test_an_error_is_shown_with_its_line_and_a_caret(rulebook: Rulebook, book: Path) -> None:
    spoil(book, "若 ", "若")
    ran = rulebook("check", "--book", book)
    assert ran.code == 1
    assert f"{INPATIENT}.rule:" in ran.err
    assert "^" in ran.err
    assert "个错误" in ran.out


def test_json_stays_on_stdout_where_there_are_errors(rulebook: Rulebook, book: Path) -> None:
    line = spoil(book, "若 ", "若")
    ran = rulebook("check", "--book", book, "--format", "json", lang="en")
    assert (ran.code, ran.err) == (1, "")
    assert ran.json["errors"] >= 1
    first = ran.json["diagnostics"][0]
    assert set(first) == {"code", "severity", "file", "line", "column", "message", "hint"}
    assert (first["file"], first["line"]) == (f"{INPATIENT}.rule", line)
    assert first["code"].startswith("RB")


def test_a_folder_without_a_book_is_an_error_in_json_too(
    rulebook: Rulebook, tmp_path: Path
) -> None:
    ran = rulebook("check", "--book", tmp_path, "--format", "json")
    assert ran.code == 1
    assert ran.json["errors"] >= 1


# ---- which book


def test_the_nearest_book_upward_is_taken(
    rulebook: Rulebook, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil(book, "若 ", "若")
    monkeypatch.chdir(book / "shanghai")
    assert rulebook("check").code == 1
    monkeypatch.chdir(book.parent)
    assert rulebook("check").code == 1
    assert rulebook("check", "--book", book.parent).code == 1
