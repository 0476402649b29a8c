"""What a test needs and is absent: skipped and counted by cause; where it is required, failed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = """
import pytest

@pytest.mark.needs("browser")
def test_a(): ...

@pytest.mark.needs("browser", "node")
def test_b(): ...

def test_c(require):
    require("java")

def test_d(): ...
"""


def closing_lines(root: Path, folder: Path, required: str) -> str:
    shutil.copy(root / "tests" / "conftest.py", folder / "conftest.py")
    (folder / "test_needs.py").write_text(TESTS, encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\nmarkers = needs: x\n", encoding="utf-8")
    nothing = folder / "empty"
    nothing.mkdir()
    kept = {"SYSTEMROOT", "HOME", "PYTHONPATH"}
    environment = {name: value for name, value in os.environ.items() if name in kept}
    environment |= {"PATH": str(nothing), "RULEBOOK_REQUIRE": required}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(folder)],
        cwd=folder, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.stdout


def test_skips_are_counted_by_cause(root: Path, tmp_path: Path) -> None:
    said = closing_lines(root, tmp_path, "")
    assert "skipped: 2 because of browser: no Chromium" in said
    assert "skipped: 1 because of java: no Java 17" in said
    assert re.search(r"1 passed, 3 skipped in [\d.]+s\s*$", said)


def test_what_is_required_fails_instead(root: Path, tmp_path: Path) -> None:
    said = closing_lines(root, tmp_path, "browser,node")
    assert "browser is required here (RULEBOOK_REQUIRE): no Chromium" in said
    assert re.search(r"1 passed, 1 skipped, 2 errors in [\d.]+s\s*$", said)


@pytest.mark.skipif(os.name == "nt", reason="the scripts of continuous integration are for Linux")
@pytest.mark.parametrize("name", [".ci/run", ".ci/system-deps"])
def test_the_scripts_are_sound_and_can_be_run(root: Path, name: str) -> None:
    subprocess.run(["bash", "-n", str(root / name)], check=True)
    assert os.access(root / name, os.X_OK)


def test_make_help_names_the_targets(root: Path) -> None:
    if shutil.which("make") is None:
        pytest.skip("make: not on PATH")
    said = subprocess.run(["make"], cwd=root, capture_output=True, text=True, check=True).stdout
    for target in ("book", "test", "help", "system-deps", "fmt", "clean"):
        assert re.search(rf"^  {target} +\S", said, re.MULTILINE)
