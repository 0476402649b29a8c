"""A mistake a file, with what is said about it in both languages; RENEW=1 writes that anew."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rulebook.book.model import RuleText
from rulebook.diagnostics.catalogue import entries
from rulebook.meaning.versions import DEEPEST
from tests.language.texts import compare, parts, shown
from tests.meaning.books import BOOK, HERE, built, built_from, contents_of

BAD = sorted((HERE / "bad").glob("*.rule"))
STAGES = {"names", "types", "versions", "tables", "numbers"}


def _name(path: Path) -> str:
    return path.stem


@pytest.mark.parametrize("path", BAD, ids=_name)
def test_bad(path: Path, pytestconfig: pytest.Config) -> None:
    text, _ = parts(path)
    made = built_from(text)
    found = tuple(sorted(made.diagnostics, key=lambda each: (each.span.line, each.span.column)))
    answers = ", ".join(made.program.rules) or "-"
    compare(path, {"expected": shown(found, text) + f"answers: {answers}\n"}, pytestconfig)


def test_every_code_has_a_bad_file() -> None:
    known = {code for code, entry in entries().items() if entry.stage in STAGES}
    made = {"RB3022"}  # too long to be written out: see below
    assert sorted(known - _told() - made) == []


def test_sentences_speak_of_the_users_text() -> None:
    for path in BAD:
        expected = parts(path)[1]["expected"]
        assert "{" not in expected, path.name
        assert "benefit-list" not in expected.rpartition("answers: ")[0], path.name


def _told() -> set[str]:
    found: set[str] = set()
    for path in BAD:
        found |= set(re.findall(r"^(RB\d{4}) ", parts(path)[1]["expected"], re.MULTILINE))
    return found


def _chain(links: int) -> str:
    """A rule whose definitions each build on the one below."""
    lines = ["规则 试 trial", "依据 公报", "施行 自 2020-01-01", "输入 费用", "支付 = 步1"]
    lines += [f"步{each} = 步{each + 1}" for each in range(1, links)]
    return "\n    ".join([*lines, f"步{links} = 费用", "输出 支付"]) + "\n"


def test_definitions_that_build_on_later_ones() -> None:
    assert [each.code for each in built_from(_chain(DEEPEST - 1)).diagnostics] == []
    found = built_from(_chain(DEEPEST)).diagnostics
    assert [each.code for each in found] == ["RB3022"]
    assert shown(found, _chain(DEEPEST)).startswith("RB3022 204:")


def test_no_code_is_written_twice() -> None:
    for file in (HERE.parents[1] / "rulebook" / "diagnostics" / "catalogue").glob("*.yaml"):
        codes = re.findall(r"^(RB\d{4}):", file.read_text(encoding="utf-8"), re.MULTILINE)
        assert len(codes) == len(set(codes)), file.name


def test_names_of_bad_files_are_theirs_alone() -> None:
    others = {path.name for path in (HERE.parent / "language" / "bad").iterdir()}
    assert sorted(others & {path.name for path in BAD}) == [], "the wheel puts them in one folder"


def test_a_file_without_a_rule_is_told() -> None:
    for text in ("", "\n\n", "# 还没有写\n"):
        file = RuleText("city/benefit-list/x.rule", "city", "benefit-list", "x", text)
        found = built(contents_of(BOOK), (file,)).diagnostics
        assert [(each.code, each.severity) for each in found] == [("RB1006", "warning")]
