"""What README shows is true: its rule holds in both languages, its Python runs, its links lead."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from rulebook import open_book
from rulebook.cli.run import run

RULE = "shanghai/long-term-care/home-cost"


@pytest.fixture(scope="module")
def readme(root: Path) -> str:
    return (root / "README.md").read_text(encoding="utf-8")


def block(readme: str, start: str) -> str:
    (found,) = (
        each for each in re.findall(r"```\w*\n(.*?)```", readme, re.DOTALL) if start in each
    )
    return str(found)


@pytest.mark.parametrize("start", ["规则 居家费用", "rule home_cost"])
def test_the_first_rule_is_sound_and_its_example_holds(
    readme: str, start: str, root: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "rules"
    shutil.copytree(root / "rules", folder)
    (folder / f"{RULE}.rule").write_text(block(readme, start), encoding="utf-8")
    book = open_book(folder)
    assert [each.sentence("en") for each in book.check() if each.severity == "error"] == []
    report = book.run_examples([RULE])
    assert (report.examples, report.failed) == (1, 0)


def test_the_two_forms_of_the_first_rule_are_translations(
    readme: str, root: Path, tmp_path: Path
) -> None:
    file = tmp_path / "home-cost.rule"
    file.write_text(block(readme, "规则 居家费用"), encoding="utf-8")
    assert run(["fmt", str(file), "--to", "en", "--book", str(root / "rules")]) == 0
    assert file.read_text(encoding="utf-8") == block(readme, "rule home_cost")


def test_the_python_runs(readme: str, capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(block(readme, "open_book"), "README", "exec"), {})
    # 12 hours × 65.00 yuan × 90 %
    assert capsys.readouterr().out.startswith("determined 702.00\n")


def test_the_links_lead_somewhere(readme: str, root: Path) -> None:
    links = [each for each in re.findall(r"\]\(([^)#]+)\)", readme) if "://" not in each]
    assert links
    assert [each for each in links if not (root / each).exists()] == []
