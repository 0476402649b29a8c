"""The files beside the book that a review reads: texts of documents, tables of facts."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rulebook.cli.speech import pick
from rulebook.cli.usage import Stop, wrong_usage
from rulebook.diagnostics import NOWHERE, Language, finding

if TYPE_CHECKING:
    from rulebook import Book
    from rulebook.review.facts import FactRow

VARIABLE = "RULEBOOK_SOURCES"
"""Names the folder of the texts where no argument does."""


def sources_option(lang: Language) -> click.Option:
    """``--sources-dir``."""
    return click.Option(
        ["--sources-dir"],
        type=Path,
        metavar="DIR",
        help=pick(
            lang,
            f"规划文件全文所在的文件夹；默认看 {VARIABLE}",
            f"folder of the documents' texts; else by {VARIABLE}",
        ),
    )


def sources_folder(named: Path | None) -> Path | None:
    """The folder named, else the one in the environment; a name that is no folder is refused."""
    folder = named or (Path(os.environ[VARIABLE]) if os.environ.get(VARIABLE) else None)
    if folder is not None and not folder.is_dir():
        raise wrong_usage("RB9116", folder=folder.as_posix())
    return folder


def read_texts(book: Book, folder: Path | None) -> dict[str, bytes]:
    """The texts that the book's sources name, as far as they lie in the folder."""
    from rulebook.review.sources import with_texts

    names = {each.text for each in with_texts(book) if each.text is not None}
    paths = [folder / name for name in sorted(names)] if folder is not None else []
    return {path.name: path.read_bytes() for path in paths if path.is_file()}


def read_facts_tables(folder: Path) -> dict[str, FactRow]:
    """The rows of all Markdown files in the folder."""
    from rulebook.review.facts import fact_rows

    if not folder.is_dir():
        raise wrong_usage("RB9116", folder=folder.as_posix())
    files = {
        path.as_posix(): path.read_bytes().decode("utf-8", "replace")
        for path in sorted(folder.glob("*.md"))
    }
    rows = fact_rows(files)
    if not rows:
        raise Stop(1, finding("RB9114", NOWHERE, folder=folder.as_posix()))
    return rows
