"""Small books for tests: a healthy one, and ones that differ from it in a few files."""

from __future__ import annotations

import shutil
from pathlib import Path

from rulebook.diagnostics import Diagnostic

HERE = Path(__file__).parent
SMALL = HERE / "good" / "small"
EXPECTED = "expected.txt"


def bad_cases() -> list[Path]:
    """The folders of bad books; each holds the files that differ from the small healthy book."""
    return sorted(folder for folder in (HERE / "bad").iterdir() if folder.is_dir())


def assembled(case: Path, target: Path) -> Path:
    """The small healthy book with the case's files laid over it."""
    shutil.copytree(SMALL, target, dirs_exist_ok=True)
    shutil.copytree(case, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns(EXPECTED))
    return target


def told(diagnostics: tuple[Diagnostic, ...]) -> str:
    """The findings as the expected files write them."""
    lines: list[str] = []
    for each in diagnostics:
        span = each.span
        place = f"{span.file}:{span.line}:{span.column}" if span.line else span.file
        if span.line:
            place += f"-{span.end_line}:{span.end_column}"
        lines.append(f"{each.code} {each.severity} {place}")
        lines += [f"  {each.sentence('zh')}", f"    {each.advice('zh')}".rstrip()]
        lines += [f"  {each.sentence('en')}", f"    {each.advice('en')}".rstrip()]
        lines += [
            f"  + {more.span.file}:{more.span.line}:{more.span.column} {more.note.zh}"
            for more in each.related
        ]
    return "\n".join(line for line in lines if line.strip()) + "\n"
