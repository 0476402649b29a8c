"""What the developer's pages show of Python, the platform's names and reviewing is run."""

from __future__ import annotations

import contextlib
import io
import os
import re
from pathlib import Path

import pytest

from tests.docs.pages import DOCS, ROOT, commands, fenced, output

PAGE = DOCS / "developer" / "platform.md"
REVIEW = DOCS / "developer" / "review.md"
PYTHON = DOCS / "developer" / "python.md"
RENEW = bool(os.environ.get("RENEW"))
OUTPUT = "# prints "


def test_the_page_shows_what_is_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    text = actual = PAGE.read_text("utf-8")
    kinds = []
    for each in reversed(fenced(text)):
        kinds.append(each.kind)
        match each.kind:
            case "console":
                shown = "".join(f"$ {one}\n{output(one, 'en')}" for one in commands(each.text))
            case "json":
                assert each.title is not None
                shown = (PAGE.parent / each.title).read_text("utf-8")
            case "python":
                shown = with_output(each.text)
            case _:
                pytest.fail(f"nothing runs `{each.kind}`")
        actual = actual[: each.start] + shown + actual[each.end :]
    assert kinds == ["python", "console", "json"]
    if RENEW:
        PAGE.write_text(actual, "utf-8")
    else:
        assert actual == text, "read the difference; renew with RENEW=1"


def test_the_page_on_reviewing_shows_what_is_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    text = actual = REVIEW.read_text("utf-8")
    shown = [each for each in reversed(fenced(text)) if each.kind == "console"]
    for each in shown:
        run = "".join(f"$ {one}\n{output(one, 'en')}" for one in commands(each.text))
        actual = actual[: each.start] + run + actual[each.end :]
    assert len(shown) == 1
    if RENEW:
        REVIEW.write_text(actual, "utf-8")
    else:
        assert actual == text, "read the difference; renew with RENEW=1"


def test_the_page_on_python_shows_what_is_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    text = actual = PYTHON.read_text("utf-8")
    for each in reversed(fenced(text)):
        assert each.kind == "python"
        actual = actual[: each.start] + with_output(each.text) + actual[each.end :]
    assert actual.count(OUTPUT) > 5
    if RENEW:
        PYTHON.write_text(actual, "utf-8")
    else:
        assert actual == text, "read the difference; renew with RENEW=1"


def with_output(code: str) -> str:
    code = "".join(line for line in code.splitlines(True) if not line.startswith(OUTPUT))
    stream = io.StringIO()
    with contextlib.redirect_stdout(stream):
        exec(code, {})
    return code + "".join(f"{OUTPUT}{line}\n" for line in stream.getvalue().splitlines())


@pytest.mark.parametrize("page", [PAGE, PYTHON], ids=lambda page: page.stem)
def test_links_lead_somewhere(page: Path) -> None:
    made = re.compile(r"\.\./vocabulary\.md")
    links = re.findall(r"\]\(([^)#\s]+)", page.read_text("utf-8"))
    assert links
    assert [
        each for each in links if not made.fullmatch(each) and not Path(page.parent, each).exists()
    ] == []
