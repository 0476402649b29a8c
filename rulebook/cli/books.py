"""Which book a command works on."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from rulebook.book.choice import locate, which_book
from rulebook.cli.output import is_terminal, remark
from rulebook.cli.speech import pick
from rulebook.cli.usage import wrong_usage
from rulebook.diagnostics import Language
from rulebook.resources import packaged_rules

_MARK = "book.yaml"


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
            for path in (locate(self.folder, file), packaged_rules() / file, Path(file)):
                try:
                    return path.read_bytes().decode("utf-8", "replace")
                except (OSError, ValueError):
                    continue
            return None

        return read


def choose_book(named: Path | None) -> ChosenBook:
    """``named``, else the nearest book upward from here, else the packaged one."""
    if named is None:
        here = Path.cwd().resolve()
        folder = which_book(None, here)
        # In a checkout the nearest book may be the packaged one: then it is ours to work on.
        nearest = folder.parent in (here, *here.parents)
        return ChosenBook(folder, "nearest" if nearest else "packaged")
    if not named.is_dir():
        raise wrong_usage("RB9010", folder=named.as_posix())
    inside = named / "rules"
    holds_one = (inside / _MARK).is_file() and not (named / _MARK).is_file()
    return ChosenBook(inside if holds_one else named, "named")
