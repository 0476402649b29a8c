"""The wheel's own files are enough: installed alone into an empty environment, it answers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

RULE = "shanghai/benefit-list/resident-inpatient"
Run = Callable[..., str]


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built with the environment's own build backend where it has one."""
    out = tmp_path_factory.mktemp("wheel")
    # The backend is called directly: no second environment, no network.
    code = f"from hatchling.build import build_wheel; build_wheel({str(out)!r})"
    subprocess.run([sys.executable, "-c", code], cwd=root, check=True, capture_output=True)
    (built,) = out.glob("rulebook-*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Runs the program in an environment that has the wheel and, for its dependencies, ours."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False, symlinks=os.name != "nt")
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    install = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet"]
    subprocess.run(
        [*install, "--no-deps", "--no-index", "--disable-pip-version-check", str(wheel)],
        check=True,
        capture_output=True,
    )
    # A path to our packages, read as text: their .pth files, and so the checkout, stay out.
    site = Path(
        subprocess.run(
            [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
            check=True, capture_output=True, text=True,
        ).stdout.strip()
    )  # fmt: skip
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    plain = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "RULEBOOK"))}

    def run(*arguments: str, stdin: str = "") -> str:
        done = subprocess.run(
            [python, *arguments],
            cwd=elsewhere, env=plain, input=stdin, capture_output=True, text=True,
            encoding="utf-8", check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


def test_the_wheel_carries_the_book_the_grammar_and_the_pages(wheel: Path, root: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    tracked = subprocess.run(
        ["git", "-c", "core.quotepath=off", "ls-files", "-z", "rules", "grammar", "docs"],
        cwd=root, capture_output=True, text=True, encoding="utf-8", check=False,
    ).stdout.split("\0")  # fmt: skip
    missing = [name for name in tracked if name and f"rulebook/_data/{name}" not in names]
    assert missing == []
    assert "rulebook/_data/rules/vocabulary.yaml" in names
    assert "rulebook/_data/grammar/rule.lark" in names
    assert "rulebook/py.typed" in names
    assert {"rulebook/browser/src/index.js", "rulebook/browser/package.json"} <= names
    assert "rulebook/diagnostics/catalogue/commands.yaml" in names
    assert not [name for name in names if "__pycache__" in name or name.startswith("tests/")]


def test_the_installed_program_is_the_wheel_s_own(installed: Run, root: Path) -> None:
    file = installed("-c", "import rulebook; print(rulebook.__file__)").strip()
    assert not Path(file).is_relative_to(root)


def test_it_lists_its_rules(installed: Run) -> None:
    rules = json.loads(installed("-m", "rulebook", "rules", "--json"))
    assert RULE in {each["id"] for each in rules}


def test_it_answers(installed: Run) -> None:
    (example, *_) = json.loads(installed("-m", "rulebook", "examples", RULE, "--json"))
    answer = json.loads(
        installed(
            "-m", "rulebook", "eval", RULE, "--json", "--facts", "-",
            "--as-of", example["as_of"], "--evidence", example["evidence"],
            stdin=json.dumps(example["facts"]),
        )
    )  # fmt: skip
    assert answer["status"] == example["expected"]["status"]


def test_it_exports_a_rule_with_its_evaluator(installed: Run, tmp_path: Path) -> None:
    script = tmp_path / "rulebook.global.js"
    made = json.loads(installed("-m", "rulebook", "export", RULE, "--script", str(script)))
    assert list(made["titles"]) == [RULE]
    assert "openProgram" in script.read_text(encoding="utf-8")


def test_it_checks_and_formats_nothing_of_its_own(installed: Run) -> None:
    assert json.loads(installed("-m", "rulebook", "check", "--format", "json"))["errors"] == 0
