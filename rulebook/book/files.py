"""Find the files of a book in its folder, and say which ones lie where nobody reads them."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path

from rulebook.diagnostics import Bilingual, Diagnostic, Span, finding
from rulebook.diagnostics.nearest import did_you_mean, nearest
from rulebook.language.reading import name_in_one_form

FAMILIES = ("benefit-list", "credit-scoring", "long-term-care", "plan-targets")
ROOT_FILES = ("book.yaml", "vocabulary.yaml")
PLACE_FILES = ("place.yaml", "sources.yaml", "figures.yaml")
NATION = "national"
TREATMENT_LIST = "treatment-list.yaml"
MAX_DEPTH = 6

_STEM = re.compile(r"[^\W_]+(-[^\W_]+)*")
_PASSED_OVER = re.compile(r"[.~_].*|.*(~|\.swp|\.bak|\.tmp)|Thumbs\.db|desktop\.ini|__pycache__")


@dataclass(frozen=True, slots=True)
class Found:
    """The files of a book: path as shown (NFC, forward slashes) → where it lies."""

    files: dict[str, Path] = field(default_factory=dict)
    places: tuple[str, ...] = ()
    findings: tuple[Diagnostic, ...] = ()

    def rules(self) -> list[str]:
        """The rule files, sorted by path."""
        return sorted(path for path in self.files if path.endswith(".rule"))


def anywhere(file: str) -> Span:
    """The place of what concerns a whole file or folder."""
    return Span(file, 0, 0, 0, 0)


def find_files(folder: Path, prefix: str = "") -> Found:
    """What a book's folder holds, with findings about strays.

    ``prefix`` stands before the paths in findings; ``files`` are by path without it.
    """
    walk = _Walk(prefix)
    listing = walk.list(folder, "", ())
    files: dict[str, Path] = {}
    findings: list[Diagnostic] = []
    places: set[str] = set()
    for path, real in listing:
        parts = path.split("/")
        finding_ = _misplaced(parts, prefix)
        if finding_ is not None:
            findings.append(finding_)
        elif _is_ours(parts):
            if path in files:
                findings.append(finding("RB2210", anywhere(prefix + path)))
                continue
            files[path] = real
            if len(parts) > 1:
                places.add(parts[0])
    return Found(files, tuple(sorted(places)), (*walk.findings, *findings))


class _Walk:
    """Lists files under a folder; goes round no loop."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self.findings: list[Diagnostic] = []

    def list(self, folder: Path, shown: str, above: tuple[str, ...]) -> list[tuple[str, Path]]:
        """Every file below ``folder`` with its path as shown, sorted."""
        here = os.path.realpath(folder)
        if here in above:
            self.findings.append(finding("RB2209", anywhere(self.prefix + shown)))
            return []
        if len(above) > MAX_DEPTH:
            return []
        try:
            entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
        except OSError as problem:
            self.findings.append(unreadable(self.prefix + (shown or "."), problem))
            return []
        found: list[tuple[str, Path]] = []
        for entry in entries:
            name = name_in_one_form(printable(entry.name))
            if _PASSED_OVER.fullmatch(name):
                continue
            path = f"{shown}/{name}" if shown else name
            if _is_folder(entry):
                found.extend(self.list(entry, path, (*above, here)))
            else:
                found.append((path, entry))
        return found


def printable(name: str) -> str:
    """A file's name that can be shown: bytes that are no text become a mark."""
    return name.encode("utf-8", "replace").decode("utf-8")


def _is_folder(entry: Path) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def unreadable(path: str, problem: OSError) -> Diagnostic:
    """A file or folder that can't be opened."""
    return finding("RB2208", anywhere(path), reason=problem.strerror or str(problem))


def _is_ours(parts: list[str]) -> bool:
    match parts:
        case [name]:
            return name in ROOT_FILES
        case [place, name]:
            return name in PLACE_FILES or (place == NATION and name == TREATMENT_LIST)
        case [_, family, name]:
            return family in FAMILIES and name.endswith(".rule")
        case _:
            return False


def _misplaced(parts: list[str], prefix: str) -> Diagnostic | None:
    """A finding about a file that looks like one of ours and is not where one is read."""
    name = parts[-1]
    path = prefix + "/".join(parts)
    lower = name.lower()
    if lower.endswith((".rule.txt", ".yaml.txt", ".yml.txt")):
        return finding("RB2214", anywhere(path), wanted=name[:-4])
    if lower.endswith(".yml") or (lower.endswith((".yaml", ".rule")) and not _plain_suffix(name)):
        suffix = ".rule" if lower.endswith(".rule") else ".yaml"
        stem = name[: name.rindex(".")]
        return finding("RB2206", anywhere(path), wanted=stem + suffix)
    if name.endswith(".rule"):
        return _misplaced_rule(parts, path)
    if name.endswith(".yaml") and not _is_ours(parts):
        known = ROOT_FILES if len(parts) == 1 else (*PLACE_FILES, TREATMENT_LIST)
        if name in (*ROOT_FILES, *PLACE_FILES, TREATMENT_LIST):
            return finding("RB2215", anywhere(path), name=name, where=_home(name))
        return finding("RB2205", anywhere(path), name=name, guess=did_you_mean(name, known))
    return None


def _plain_suffix(name: str) -> bool:
    return name.endswith((".yaml", ".rule"))


def _home(name: str) -> str:
    """Where a file of this name is read."""
    if name in ROOT_FILES:
        return name
    return f"{NATION}/{name}" if name == TREATMENT_LIST else f"shanghai/{name}"


_FAMILIES = Bilingual("、".join(FAMILIES), ", ".join(FAMILIES))


def _misplaced_rule(parts: list[str], path: str) -> Diagnostic | None:
    if len(parts) != 3:
        return finding("RB2216", anywhere(path), families=_FAMILIES)
    family, stem = parts[1], parts[2].removesuffix(".rule")
    if family not in FAMILIES:
        near = nearest(family, FAMILIES, 1)
        guess = Bilingual(near[0], near[0]) if near else _FAMILIES
        return finding("RB2207", anywhere(path), family=family, guess=guess)
    if not _STEM.fullmatch(stem):
        return finding("RB2211", anywhere(path), stem=stem)
    return None


def parts_of(path: str) -> tuple[str, str, str]:
    """Place, family and stem of a rule file."""
    place, family, name = path.split("/")
    return place, family, name.removesuffix(".rule")
