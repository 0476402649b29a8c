from __future__ import annotations

from pathlib import Path

import pytest

from rulebook import open_book
from rulebook.resources import packaged_rules
from rulebook.site import build
from rulebook.site.opening import open_view
from rulebook.site.view import View


@pytest.fixture(scope="session")
def view() -> View:
    """The packaged book as its pages see it."""
    return open_view(open_book(packaged_rules()))


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the packaged book, built once."""
    out = tmp_path_factory.mktemp("site") / "out"
    report, found = build(open_book(packaged_rules()), out)
    assert not found, [each.sentence("en") for each in found]
    assert report.pages > 50
    return out
