"""What every test may use: needs that can be absent, their count, hypothesis profiles."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from rulebook import Book, open_book

ROOT = Path(__file__).resolve().parent.parent

os.environ["RULEBOOK_CACHE"] = "off"
"""Tests compile; those of the cache name a folder of their own, others take ``compiled_books``."""

settings.register_profile(
    "fast", max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("ci", settings.get_profile("fast"), derandomize=True, print_blob=True)
settings.register_profile("deep", settings.get_profile("fast"), max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.getenv("CI") else "fast"))


# ---- what a test may need beside Python


@cache
def chromium() -> str | None:
    """The browser: $CHROMIUM, else Chromium or Chrome on PATH."""
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next(filter(None, map(shutil.which, names)), None)


@cache
def node() -> str | None:
    """Node.js 20 or newer on PATH."""
    found = shutil.which("node")
    return found if found and _major(found, "-p", "process.versions.node") >= 20 else None


@cache
def java() -> str | None:
    """Java 17 or newer: $JAVA_HOME, else on PATH."""
    home = os.environ.get("JAVA_HOME")
    found = shutil.which("java", path=f"{home}/bin" if home else None)
    if found is None:
        return None
    said = subprocess.run([found, "-version"], capture_output=True, text=True, check=False).stderr
    version = said.partition('"')[2].partition('"')[0]
    return found if version.split(".")[0].isdigit() and int(version.split(".")[0]) >= 17 else None


@cache
def sources() -> str | None:
    """The folder of the planning documents' texts: $RULEBOOK_SOURCES."""
    folder = os.environ.get("RULEBOOK_SOURCES")
    return folder if folder and Path(folder).is_dir() else None


def _major(program: str, *arguments: str) -> int:
    done = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)
    first = done.stdout.strip().split(".")[0]
    return int(first) if first.isdigit() else 0


NEEDS: dict[str, tuple[Callable[[], str | None], str]] = {
    "browser": (chromium, "no Chromium: set CHROMIUM or run `make system-deps`"),
    "node": (node, "no Node.js 20 or newer: run `make system-deps`"),
    "java": (java, "no Java 17 or newer: run `make system-deps`"),
    "sources": (sources, "no texts of the documents: set RULEBOOK_SOURCES to their folder"),
}


def require(name: str) -> str:
    """The path of what the test needs; skips the test where it is absent.

    Under ``RULEBOOK_REQUIRE=name,…`` an absent one fails the test instead.
    """
    look, reason = NEEDS[name]
    found = look()
    if found is not None:
        return found
    required = os.environ.get("RULEBOOK_REQUIRE", "").replace(" ", "").split(",")
    if name in required:
        pytest.fail(f"{name} is required here (RULEBOOK_REQUIRE): {reason}", pytrace=False)
    pytest.skip(f"{name}: {reason}")


@pytest.fixture(name="require")
def _require() -> Callable[[str], str]:
    """``require("browser")`` gives the path of what is needed, or skips with its cause."""
    return require


@pytest.fixture(autouse=True)
def _needs(request: pytest.FixtureRequest) -> None:
    for marker in request.node.iter_markers("needs"):
        for name in marker.args:
            require(name)


@pytest.fixture(scope="session")
def compiled_books(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where compiled books are kept, for tests to which compiling the same book again says nothing.

    All workers of a run share it.
    """
    base = tmp_path_factory.getbasetemp()
    return (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "compiled-books"


@pytest.fixture(scope="session")
def book() -> Book:
    """The packaged book, opened once for all tests of a worker that only ask it."""
    return open_book(ROOT / "rules")


@pytest.fixture(scope="session")
def root() -> Path:
    """The top folder of the checkout."""
    return ROOT


# ---- the closing lines: skips counted by cause


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print why tests were skipped, and how many for each cause."""
    causes: Counter[str] = Counter()
    for report in terminalreporter.stats.get("skipped", []):
        text = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        causes[text.removeprefix("Skipped: ")] += 1
    terminalreporter.ensure_newline()
    if not causes:
        terminalreporter.write_line("skipped: none")
    for cause, count in causes.most_common():
        terminalreporter.write_line(f"skipped: {count} because of {cause}")
