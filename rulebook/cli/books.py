"""Which book a command works on."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from rulebook.cli.output import is_terminal, remark
from rulebook.cli.speech import pick
from rulebook.cli.usage import wrong_usage
from rulebook.diagnostics import Language
from rulebook.resources import packaged_rules

_MARKS = ("book.yaml", "vocabulary.yaml")


@dataclass(frozen=True, slots=True)
class ChosenBook:
    """A book's folder, and how it was found."""

    folder: Path
    how: Literal["named", "nearest", "packaged"]

    def announce(self, lang: Language) -> None:
        """Say which book it is, where a person is looking and has not named it."""
        if self.how == "named" or not is_terminal(sys.stderr):
            return
        if self.how == "packaged":
            remark(pick(lang, "规则书：随软件安装的", "book: the one installed with the program"))
        else:
            remark(pick(lang, f"规则书：{self.folder}", f"book: {self.folder}"))

    def reader(self) -> Callable[[str], str | None]:
        """Gives the text of a file that a diagnostic of this book names."""

        def read(file: str) -> str | None:
            for path in (self.folder / file, packaged_rules() / file, Path(file)):
                try:
                    return path.read_bytes().decode("utf-8", "replace")
                except (OSError, ValueError):
                    continue
            return None

        return read


def choose_book(named: Path | None, start: Path | None = None) -> ChosenBook:
    """``named``, else the nearest ``rules/`` from ``start`` (here) upward, else the packaged one."""
    if named is not None:
        folder = next((each for each in (named, named / "rules") if _is_book(each)), None)
        if folder is None:
            raise wrong_usage("RB9010", folder=str(named))
        return ChosenBook(folder, "named")
    here = (start or Path.cwd()).resolve()
    for parent in (here, *here.parents):
        if _is_book(parent / "rules"):
            return ChosenBook(parent / "rules", "nearest")
    return ChosenBook(packaged_rules(), "packaged")


def _is_book(folder: Path) -> bool:
    return any((folder / mark).is_file() for mark in _MARKS)
