"""The three commands: what they print, and their exit codes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Rulebook
from tests.cli.conftest import _rulebook as _rulebook
from tests.review.conftest import FACTS, HERE, TEXTS, change

BOOK = HERE / "book"
INPATIENT = "city/benefit-list/inpatient"


def test_coverage_tells_the_points_that_are_not_hit(rulebook: Rulebook) -> None:
    ran = rulebook("coverage", "--book", BOOK)
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert lines[0] == f"{INPATIENT}  17/24"
    assert lines[1] == f"    {INPATIENT}.rule:9  否则  50%"
    assert lines[-1] == "共 21/31，67.7%"


def test_coverage_of_one_rule_in_english(rulebook: Rulebook) -> None:
    ran = rulebook("coverage", INPATIENT, "--book", BOOK, lang="en")
    assert "otherwise  50%" in ran.out
    assert ran.out.splitlines()[-1] == "in all 17/24, 70.8%"


@pytest.mark.parametrize(("asked", "code"), [("67.7", 0), ("67.74%", 0), ("67.75", 1), ("90", 1)])
def test_coverage_below_what_is_asked_for(rulebook: Rulebook, asked: str, code: int) -> None:
    ran = rulebook("coverage", "--book", BOOK, "--json", "--fail-under", asked)
    assert ran.code == code
    assert ran.json["percent"] == 67.7
    assert ("RB9101" in ran.err) is bool(code)


@pytest.mark.parametrize("asked", ["many", "-1", "101", "nan", "inf", ""])
def test_a_percentage_that_is_none(rulebook: Rulebook, asked: str) -> None:
    ran = rulebook("coverage", "--book", BOOK, f"--fail-under={asked}")
    assert ran.code == 2
    assert "RB9102" in ran.err


def test_coverage_of_an_unknown_rule(rulebook: Rulebook) -> None:
    ran = rulebook("coverage", "inpatent", "--book", BOOK)
    assert ran.code == 2
    assert f"`{INPATIENT}`" in ran.err


def test_coverage_says_that_a_rule_is_broken(rulebook: Rulebook, folder: Path) -> None:
    change(folder / "city/benefit-list/total.rule", "不适用时 0元", "不适用时 0岁")
    ran = rulebook("coverage", "--book", folder)
    assert ran.code == 0
    assert "`rulebook check`" in ran.err
    assert rulebook("coverage", "--book", folder, "--fail-under", "1").code == 1


def test_fidelity_without_the_facts(rulebook: Rulebook) -> None:
    ran = rulebook("fidelity", "--book", BOOK)
    assert (ran.code, ran.err) == (0, "")
    assert "CT-R-03   city      未公布" in ran.out
    assert ran.out.splitlines()[-1] == "已编码 5，未公布 1，有冲突未用 1，不编码 3"


def test_fidelity_tells_missing_rows(rulebook: Rulebook) -> None:
    ran = rulebook("fidelity", "--book", BOOK, "--facts-dir", FACTS, "--sources-dir", TEXTS)
    assert ran.code == 1
    assert "city.md:8  deductibles" in ran.out
    assert "优化服务" in ran.out
    ran = rulebook("fidelity", "city", "--book", BOOK, "--facts-dir", FACTS, "--json", lang="en")
    assert ran.code == 1
    assert [each["fact"] for each in ran.json["missing"]] == ["CT-R-05"]
    assert ran.json["diagnostics"][0]["code"] == "RB9111"


def test_fidelity_of_an_unknown_place(rulebook: Rulebook) -> None:
    ran = rulebook("fidelity", "cty", "--book", BOOK)
    assert (ran.code, "RB9115" in ran.err) == (2, True)
    assert "`city`" in ran.err


def test_folders_that_are_none(rulebook: Rulebook, tmp_path: Path) -> None:
    missing = tmp_path / "none"
    for arguments in (
        ("fidelity", "--facts-dir", missing),
        ("fidelity", "--sources-dir", missing),
        ("sources", "check", missing),
    ):
        ran = rulebook(*arguments, "--book", BOOK)
        assert (ran.code, "RB9116" in ran.err) == (2, True)
    ran = rulebook("fidelity", "--facts-dir", tmp_path, "--book", BOOK)
    assert (ran.code, "RB9114" in ran.err) == (1, True)


def test_sources_check(rulebook: Rulebook, folder: Path) -> None:
    ran = rulebook("sources", "check", TEXTS, "--book", BOOK)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == "文本 1 份；引用 8 处，8 处相符\n"
    change(folder / "city/figures.yaml", "｜10 万元", "｜12 万元")
    ran = rulebook("sources", "check", TEXTS, "--book", folder)
    assert ran.code == 1
    assert "RB9122" in ran.err
    ran = rulebook("sources", "check", TEXTS, "--book", folder, "--json", lang="en")
    assert ran.code == 1
    assert [each["code"] for each in ran.json["diagnostics"]] == ["RB9122"]


def test_sources_looks_where_the_environment_says(
    rulebook: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RULEBOOK_SOURCES", str(TEXTS))
    assert rulebook("sources", "check", "--book", BOOK).code == 0
    monkeypatch.delenv("RULEBOOK_SOURCES")
    ran = rulebook("sources", "check", "--book", BOOK)
    assert (ran.code, "RB9130" in ran.err) == (2, True)


def test_sources_does_nothing_else(rulebook: Rulebook) -> None:
    ran = rulebook("sources", "fetch", TEXTS, "--book", BOOK)
    assert ran.code == 2
    assert "`check`" in ran.err


def test_every_code_of_the_review_is_triggered() -> None:
    from rulebook.diagnostics.catalogue import entries

    codes = {code for code, entry in entries().items() if entry.stage == "review"}
    texts = [path.read_text(encoding="utf-8") for path in HERE.glob("test_*.py")]
    seen = {code for code in codes if any(f'"{code}"' in text for text in texts)}
    assert codes - seen == set()
