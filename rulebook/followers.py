"""Findings that only follow from others: names that a broken YAML file would have given."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from rulebook.book.choice import locate
from rulebook.diagnostics import Bilingual, Diagnostic

UNKNOWN_NAME = frozenset(
    ("RB3001", "RB3008", "RB3010", "RB3012", "RB3013", "RB3019", "RB3501", "RB3505", "RB3511")
)
"""What is said of a word that nothing gives, or of a definition that nothing reads."""

_WORD = re.compile(r"[\w.]+")


def without_followers(found: Sequence[Diagnostic], folder: Path) -> tuple[Diagnostic, ...]:
    """``found`` without unknown names that stand in a YAML file which has errors.

    Such a file gives fewer names than it holds; mended, it gives them, or they are told then.
    """
    broken = {each.file for each in found if _is_broken_yaml(each)}
    if not broken:
        return tuple(found)
    held = {word for file in broken for word in _words(locate(folder, file))}
    return tuple(each for each in found if not _follows(each, held))


def _is_broken_yaml(finding: Diagnostic) -> bool:
    return finding.severity == "error" and finding.file.endswith((".yaml", ".yml"))


def _words(path: Path) -> set[str]:
    try:
        text = path.read_bytes().decode("utf-8", errors="replace")
    except OSError:
        return set()
    return set(_WORD.findall(text))


def _follows(finding: Diagnostic, held: set[str]) -> bool:
    word = finding.arguments.get("word")
    if finding.code not in UNKNOWN_NAME or word is None:
        return False
    return (word.zh if isinstance(word, Bilingual) else word) in held
