"""Rule texts with what is expected of them in the same file.

Everything from a line ``#=== …`` on is expectation. ``pytest tests/language --renew`` (or
``RENEW=1 pytest tests/language``) writes it anew; the difference is then read before committing.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from rulebook.diagnostics import Diagnostic, Span
from rulebook.language.characters import width

HERE = Path(__file__).resolve().parent
MARK = "#=== "


def parts(path: Path) -> tuple[str, dict[str, str]]:
    """The text of a rule file, and what is expected under each title."""
    text, *expected = path.read_bytes().decode("utf-8").split(MARK)
    return text, dict(each.split("\n", 1) for each in expected)


def compare(path: Path, actual: dict[str, str], config: pytest.Config) -> None:
    """Fail where the expectation in the file is not what is; or write it anew."""
    text, expected = parts(path)
    if config.getoption("--renew", default=False) or os.environ.get("RENEW"):
        written = text + "".join(f"{MARK}{title}\n{body}" for title, body in actual.items())
        path.write_bytes(written.encode("utf-8"))
        return
    assert actual == expected, f"{path.name}: read the difference; renew with --renew"


def shown(diagnostics: tuple[Diagnostic, ...], text: str) -> str:
    """Diagnostics with the source they point at, in both languages."""
    return "".join(_shown(each, text) for each in diagnostics) or "(nothing)\n"


def _shown(diagnostic: Diagnostic, text: str) -> str:
    span = diagnostic.span
    lines = [f"{diagnostic.code} {span.line}:{span.column}"]
    lines += _pointed(span, text)
    for lang in ("zh", "en"):
        lines.append(f"  {diagnostic.sentence(lang)}")
        if diagnostic.advice(lang):
            lines.append(f"    {diagnostic.advice(lang)}")
    for related in diagnostic.related:
        lines.append(f"  {related.span.line}:{related.span.column} {related.note.zh}")
    return "\n".join(lines) + "\n"


def _pointed(span: Span, text: str) -> list[str]:
    source = text.splitlines()[span.line - 1] if text else ""
    until = span.end_column if span.end_line == span.line else len(source) + 1
    before = width(source[: span.column - 1])
    marked = width(source[span.column - 1 : until - 1]) or 1
    return [f"    {source}", "    " + " " * before + "^" * marked]
