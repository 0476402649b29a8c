from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from rulebook import open_book
from rulebook.resources import packaged_rules
from rulebook.site import build
from rulebook.site.build import MARK
from rulebook.site.opening import open_view
from rulebook.site.view import View

RICH = Path(__file__).parent / "book"
FAILED = "failed"
PATIENCE = 180
"""Seconds."""


@pytest.fixture(scope="session")
def view() -> View:
    """The packaged book as its pages see it."""
    return open_view(open_book(packaged_rules()))


@pytest.fixture(scope="session")
def rich() -> View:
    """A small book with every construct, as its pages see it."""
    view = open_view(open_book(RICH))
    assert not view.findings, [f"{each.file}:{each.line} {each.message}" for each in view.findings]
    return view


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the packaged book, built once for all workers of a run."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    folder = shared / "site-of-the-book"
    out = folder / "site"
    try:
        folder.mkdir()
    except FileExistsError:
        return _built_by_another(out)
    try:
        report, found = build(open_book(packaged_rules()), out)
        # A link that leads nowhere would be among them.
        assert not found, [each.sentence("en") for each in found]
        assert report.pages > 50
    except BaseException:
        (folder / FAILED).touch()
        raise
    return out


def _built_by_another(out: Path) -> Path:
    until = time.monotonic() + PATIENCE
    while not (out / MARK).exists():
        assert not (out.parent / FAILED).exists(), "the worker that builds the site could not"
        assert time.monotonic() < until, "the worker that builds the site has not come to an end"
        time.sleep(0.1)
    return out
