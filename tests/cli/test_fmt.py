"""``rulebook fmt``: files are rewritten in place, or told of."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.asking import INPATIENT, spoil
from tests.cli.conftest import Rulebook


def test_the_packaged_book_is_formatted(rulebook: Rulebook, root: Path) -> None:
    ran = rulebook("fmt", "--check", "--book", root / "rules")
    assert (ran.code, ran.err) == (0, ""), ran.out


def test_fmt_rewrites_in_place_and_check_only_tells(rulebook: Rulebook, book: Path) -> None:
    path = book / f"{INPATIENT}.rule"
    neat = path.read_bytes()
    path.write_bytes(
        neat.replace("    输入 ".encode(), "    输入　　".encode(), 1).replace(b"\n", b"\r\n")
    )
    untidy = path.read_bytes()
    told = rulebook("fmt", "--check", path)
    assert told.code == 1
    assert "要整理" in told.out
    assert path.read_bytes() == untidy
    assert rulebook("fmt", path).code == 0
    assert path.read_bytes() == neat
    assert rulebook("fmt", "--check", path).code == 0


def test_fmt_translates_there_and_back(rulebook: Rulebook, book: Path) -> None:
    before = {path: path.read_bytes() for path in book.rglob("*.rule")}
    assert rulebook("fmt", "--book", book, "--to", "en").code == 0
    assert b"applies if" in (book / f"{INPATIENT}.rule").read_bytes()
    assert rulebook("check", "--book", book).code == 0
    assert rulebook("fmt", "--book", book, "--to", "zh").code == 0
    assert {path: path.read_bytes() for path in book.rglob("*.rule")} == before


def test_fmt_leaves_a_file_with_errors_alone(rulebook: Rulebook, book: Path) -> None:
    spoil(book, "规则", "规　则则")
    path = book / f"{INPATIENT}.rule"
    broken = path.read_bytes()
    ran = rulebook("fmt", path)
    assert ran.code == 1
    assert "^" in ran.err
    assert path.read_bytes() == broken


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [("none.rule", "RB9011", "打不开"), ("notes.txt", "RB9012", "既不是规则文件")],
)
def test_fmt_refuses_what_is_no_rule_file(
    rulebook: Rulebook, tmp_path: Path, name: str, code: str, said: str
) -> None:
    (tmp_path / "notes.txt").touch()
    ran = rulebook("fmt", tmp_path / name)
    assert ran.code == 2
    assert code in ran.err
    assert said in ran.err


def test_fmt_does_not_rewrite_the_packaged_book(
    rulebook: Rulebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = rulebook("fmt")
    assert ran.code == 2
    assert "RB9013" in ran.err
