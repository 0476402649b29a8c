"""What holds of our own code as text, where no checker of code looks."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

FOLDERS = ("rulebook", "tests", "benchmarks")
EXCEPTION = re.compile(r"#\s*(?:noqa|type:\s*ignore|pragma:)", re.IGNORECASE)
WITH_REASON = re.compile(r"# (?:noqa: [A-Z0-9, ]+ - |type: ignore\[[a-z-]+\]  # )\S")
UNFINISHED = re.compile(r"#.*\b(?:TODO|FIXME|XXX)\b")
FILE = re.compile(r"`((?:rulebook|tests|grammar)/[\w./-]*(?:/|\.(?:py|js|yaml|lark)))`")
MODULE = re.compile(r"`(rulebook(?:\.[a-z_]+)+)`")
PAGES = sorted([ROOT / "CONTRIBUTING.md", *(ROOT / "docs" / "developer").glob("*.md")])


def comments_like(pattern: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    """The comments that are as ``pattern`` says, each with its place."""
    for path in (path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py"))):
        text = path.read_text(encoding="utf-8")
        if not pattern.search(text) or ".venv" in path.parts:
            continue
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.COMMENT and pattern.match(token.string):
                yield f"{path.relative_to(ROOT).as_posix()}:{token.start[0]}", token.string


def test_an_exception_from_a_check_says_why() -> None:
    found = list(comments_like(EXCEPTION))
    assert len(found) > 5
    assert [each for each in found if not WITH_REASON.match(each[1])] == []


def test_nothing_is_left_for_later() -> None:
    assert list(comments_like(UNFINISHED)) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_pages_for_developers_name_what_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    named, modules = set(FILE.findall(text)), set(MODULE.findall(text))
    missing = [each for each in named if not (ROOT / each).exists()]
    missing += [each for each in modules if not _is_there(each)]
    assert sorted(missing) == []


def _is_there(dotted: str) -> bool:
    """Whether there is such a module, or a module that has the last part as a name."""
    path = ROOT / Path(*dotted.split("."))
    if path.is_dir() or path.with_suffix(".py").is_file():
        return True
    owner = path.parent
    texts = [owner / "__init__.py"] if owner.is_dir() else [owner.with_suffix(".py")]
    name = re.compile(rf"\b{re.escape(path.name)}\b")
    return any(each.is_file() and name.search(each.read_text(encoding="utf-8")) for each in texts)
