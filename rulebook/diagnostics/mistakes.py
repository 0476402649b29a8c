"""Drafter's mistakes with what is said about them: the tests' bad files, shown on error pages."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rulebook.resources import docs_folder

_EXPECTED = "#=== expected\n"
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Mistake:
    """What somebody wrote, and what the check says about it."""

    written: str
    said: str


def mistakes_folders() -> list[Path]:
    """Where the bad files lie: beside ``docs/`` in a wheel, among the tests in a checkout."""
    beside = docs_folder().parent
    tests = beside / "tests"
    known = (beside / "mistakes", tests / "language" / "bad", tests / "meaning" / "bad")
    return [each for each in known if each.is_dir()]


def mistakes() -> dict[str, Mistake]:
    """An example for each code that has one: the shortest file."""
    found: dict[str, Mistake] = {}
    for path in (path for folder in mistakes_folders() for path in sorted(folder.glob("*.rule"))):
        for code, mistake in _of_file(path).items():
            if code not in found or len(mistake.written) < len(found[code].written):
                found[code] = mistake
    return found


def _of_file(path: Path) -> dict[str, Mistake]:
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return {}  # a file whose encoding is the mistake
    written, mark, expected = text.partition(_EXPECTED)
    if not mark or written.count("\n") > _LONGEST:
        return {}
    return {code: Mistake(written, said) for code, said in _blocks(expected)}


def _blocks(expected: str) -> list[tuple[str, str]]:
    """The findings of a file, each with the lines that are said about it."""
    blocks: list[tuple[str, list[str]]] = []
    for line in expected.splitlines():
        if line.startswith("RB"):
            blocks.append((line.split()[0], [line]))
        elif line.startswith(" ") and blocks:
            blocks[-1][1].append(line)
        elif blocks:
            break
    return [(code, "\n".join(lines)) for code, lines in blocks]
