"""The skeleton of a new place: its files from templates, tried out before any is written.

The templates lie in ``skeleton/``. They speak of facts and list items of the packaged book; where a
book has others, what does not pass there is left out.
"""

from __future__ import annotations

import contextlib
import datetime
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template

from rulebook.book.model import Level
from rulebook.diagnostics import Diagnostic, finding

TEMPLATES = Path(__file__).parent / "skeleton"
BOOK = "book.yaml"
FOLDER = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
TAKEN_BY_WINDOWS = re.compile(r"con|prn|aux|nul|com\d|lpt\d")
_NO_SUCH_ITEM = "RB2306"
_TRIED = ("credit-scoring", "long-term-care", "plan-targets", "benefit-list")
"""The families whose templates may be left out, in this order."""
OF_POOLING_AREAS = ("benefit-list", "long-term-care")
"""The families whose templates set what pooling areas decide."""
_UNDER_AN_ITEM = re.compile(
    r"^  \w+:\n(?:    (?!item:).*\n)*    item: .*\n(?:    .*\n)*", re.MULTILINE
)
"""A figure under an item of the list, in the template."""


@dataclass(frozen=True, slots=True)
class NewPlace:
    """What a new place is called, under which place it stands, and at which levels it decides."""

    folder: str
    zh: str
    en: str
    parent: str
    day: datetime.date
    levels: tuple[Level, ...] = ("pooling_area",)


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The files of a new place by path, those of the place below its folder.

    ``left_out`` are the families whose rules do not pass in this book; ``findings`` what stands
    against all of it, then without any file.
    """

    files: Mapping[str, str]
    left_out: tuple[str, ...] = ()
    findings: tuple[Diagnostic, ...] = ()


def skeleton(place: NewPlace, base: str, with_book: bool) -> Skeleton:
    """The files of ``place`` in the book ``base``: a folder, or ``packaged``.

    ``with_book``: there is no book yet, so ``book.yaml`` is one of them.
    """
    files = _decided(_rendered(place), place)
    own = {path: text for path, text in files.items() if path != BOOK}
    found = _tried(place, base, own)
    figures = f"{place.folder}/figures.yaml"
    if any(each.code == _NO_SUCH_ITEM for each in found):
        own[figures] = re.sub(r"^    item: .*\n", "", own[figures], flags=re.MULTILINE)
        found = _tried(place, base, own)
    left_out: list[str] = []
    for family in _TRIED:
        if not found:
            break
        if any(f"/{family}/" in each.file for each in found):
            left_out.append(family)
            own = {path: text for path, text in own.items() if f"/{family}/" not in path}
            found = _tried(place, base, own)
    if found:
        return Skeleton({}, findings=found)
    book = {BOOK: files[BOOK]} if with_book else {}
    return Skeleton(book | own, tuple(left_out))


def _rendered(place: NewPlace) -> dict[str, str]:
    """Every template, filled in, by path."""
    words = {
        "zh": place.zh,
        "en": place.en,
        "id": place.folder.replace("-", "_"),
        "parent": place.parent,
        "day": place.day.isoformat(),
        "level": place.levels[0] if len(place.levels) == 1 else f"[{', '.join(place.levels)}]",
    }
    files = {}
    for template in sorted(TEMPLATES.rglob("*")):
        if template.is_file() and template.suffix in (".yaml", ".rule"):
            path = template.relative_to(TEMPLATES)
            shown = path.as_posix().replace("place/", f"{place.folder}/", 1)
            text = template.read_text("utf-8").replace("\r\n", "\n")
            files[shown] = Template(text).substitute(words)
    return files


def _decided(files: Mapping[str, str], place: NewPlace) -> dict[str, str]:
    """Without what is a pooling area's to decide, where the place is none."""
    if "pooling_area" in place.levels:
        return dict(files)
    kept = {
        path: text
        for path, text in files.items()
        if not any(f"/{family}/" in path for family in OF_POOLING_AREAS)
    }
    figures = f"{place.folder}/figures.yaml"
    kept[figures] = _UNDER_AN_ITEM.sub("", kept[figures])
    return kept


def _tried(place: NewPlace, base: str, files: Mapping[str, str]) -> tuple[Diagnostic, ...]:
    """What is wrong with these files in their book, or an example that fails."""
    from rulebook import open_book
    from rulebook.api import BrokenBook

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as temporary:
        folder = Path(temporary) / "rules"
        text = Template((TEMPLATES / BOOK).read_text("utf-8")).substitute(
            zh=place.zh, en=place.en, day=place.day.isoformat()
        )
        folder.mkdir()
        quoted = base.replace("'", "''")
        _write(folder, {BOOK: text.replace("extends: packaged", f"extends: '{quoted}'"), **files})
        try:
            book = open_book(folder)
        except BrokenBook as error:
            return error.diagnostics
        found = [each for each in book.check() if each.file in files]
        rules = [id_ for id_ in book.rules if f"{id_}.rule" in files]
        failures = book.run_examples(rules).failures
        return (*found, *(finding("RB9146", each.run.example.span) for each in failures))


def write_skeleton(folder: Path, place: str, files: Mapping[str, str]) -> None:
    """Write all files or none; what is there is never touched.

    Raises FileExistsError where the place is there already, OSError where nothing can be written.
    """
    if (folder / place).exists():
        raise FileExistsError(17, "exists", str(folder / place))
    made = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f".{place}.new"
    try:
        draft.mkdir()
        _write(draft, files)
        (draft / place).rename(folder / place)
        if BOOK in files:
            (draft / BOOK).rename(folder / BOOK)
    except BaseException:
        with contextlib.suppress(OSError):
            if BOOK in files and not (folder / BOOK).exists():
                shutil.rmtree(folder / place)
        raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)
        for each in made:
            with contextlib.suppress(OSError):
                each.rmdir()  # only where nothing came into it


def _write(folder: Path, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8", newline="\n")


def places_of(base: str) -> Iterator[tuple[str, str]]:
    """The places of a book, each with its Chinese name."""
    from rulebook.book.loading import load
    from rulebook.resources import packaged_rules

    contents, _ = load(packaged_rules() if base == "packaged" else Path(base))
    if contents is not None:
        yield from ((each.id, each.label.zh) for each in contents.places.values())
