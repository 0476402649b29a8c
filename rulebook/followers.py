"""Findings that only follow from others: names that a broken YAML file would have given."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from rulebook.book.choice import locate
from rulebook.diagnostics import Bilingual, Diagnostic
from rulebook.language.reading import any_text

UNKNOWN_NAME = frozenset(
    ("RB3001", "RB3008", "RB3010", "RB3012", "RB3013", "RB3019", "RB3501", "RB3505", "RB3511")
)
"""What is said of a word that nothing gives, or of a definition that nothing reads."""

_OF_A_PLACE = UNKNOWN_NAME | {"RB3016"}
"""What else is said of the rules of a place that nothing is known of."""

CALLED_IS_BROKEN = "RB3518"
_PLACE = "/place.yaml"
_WORD = re.compile(r"[\w.]+")


def without_followers(found: Sequence[Diagnostic], folder: Path) -> tuple[Diagnostic, ...]:
    """``found`` without unknown names that stand in a YAML file which has errors.

    Such a file gives fewer names than it holds; mended, it gives them, or they are told then. A
    place whose ``place.yaml`` has errors has no figures and sources at all, nor any above it.
    """
    broken = {each.file for each in found if _is_broken_yaml(each)}
    if not broken:
        return tuple(found)
    placeless = tuple(f"{file.removesuffix(_PLACE)}/" for file in broken if file.endswith(_PLACE))
    unread = {f"{place}{name}" for place in placeless for name in ("figures.yaml", "sources.yaml")}
    held = {word for file in broken | unread for word in _words(locate(folder, file))}
    named = (each for each in found if not _follows(each, held))
    kept = [each for each in named if not _in_no_place(each, placeless)]
    if len(kept) == len(found):
        return tuple(found)
    # That a rule read by another has errors is nothing new where they were just held back.
    own = [each for each in kept if each.code != CALLED_IS_BROKEN]
    is_told = any(each.file.endswith(".rule") and each.severity == "error" for each in own)
    return tuple(kept if is_told else own)


def _is_broken_yaml(finding: Diagnostic) -> bool:
    return finding.severity == "error" and finding.file.endswith((".yaml", ".yml"))


def _words(path: Path) -> set[str]:
    try:
        text = any_text(path.read_bytes())
    except OSError:
        return set()
    return set(_WORD.findall(text))


def _in_no_place(finding: Diagnostic, places: tuple[str, ...]) -> bool:
    return finding.code in _OF_A_PLACE and finding.file.startswith(places)


def _follows(finding: Diagnostic, held: set[str]) -> bool:
    word = finding.arguments.get("word")
    if finding.code not in UNKNOWN_NAME or word is None:
        return False
    return (word.zh if isinstance(word, Bilingual) else word) in held
