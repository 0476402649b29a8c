"""What the page on speed shows is run, and its links lead somewhere."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from tests.docs.pages import DOCS, ROOT, fenced
from tests.docs.test_developer import with_output

PAGE = DOCS / "developer" / "speed.md"
RENEW = bool(os.environ.get("RENEW"))


def test_the_page_shows_what_is_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    text = PAGE.read_text("utf-8")
    (shown,) = fenced(text)
    actual = text[: shown.start] + with_output(shown.text) + text[shown.end :]
    if RENEW:
        PAGE.write_text(actual, "utf-8")
    else:
        assert actual == text, "read the difference; renew with RENEW=1"


def test_links_lead_somewhere() -> None:
    links = re.findall(r"\]\(([^)#\s]+)", PAGE.read_text("utf-8"))
    assert links
    assert [each for each in links if not Path(PAGE.parent, each).exists()] == []
