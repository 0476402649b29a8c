"""What a compiled book is made from, as one hash: its files, the grammar, and our own code."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from rulebook.resources import grammar_folder

DEEPEST = 8
"""Folders below a book; deeper ones hold nothing of it."""

STAGES = ("book", "diagnostics", "language", "meaning", "stored")
"""The packages of ours that decide what comes of a book's files."""

_PACKAGE = Path(__file__).resolve().parent.parent


class NotKeptError(Exception):
    """Something that is better compiled anew: a link to a folder, a file that can't be read."""


def key_of(folders: Sequence[Path], code: str) -> str:
    """The hash of everything that a book in these folders comes from; ``code`` is ``code_key``.

    Names of all files count, and the content of those that are read; where the folders lie counts
    too, since a book below another one is found from there. Raises ``NotKeptError``.
    """
    total = hashlib.blake2b(code.encode())
    for folder in folders:
        _feed(total, str(folder.resolve()))
        try:
            for path, data in _files(str(folder), "", 0):
                _feed(total, path)
                total.update(b"%d\0" % len(data))
                total.update(data)
        except OSError as problem:
            raise NotKeptError from problem
    return total.hexdigest()


def code_key() -> str:
    """The hash of our own code as far as it decides, of the grammar, and of Python's version."""
    total = hashlib.blake2b()
    _feed(total, str(sys.version_info[:2]))
    folders = [*(_PACKAGE / stage for stage in STAGES), grammar_folder()]
    for folder in folders:
        for path, data in _files(str(folder), "", 0, ours=True):
            _feed(total, f"{folder.name}/{path}")
            total.update(data)
    for name in ("__init__.py", "pipeline.py"):  # the version stands in the first
        total.update((_PACKAGE / name).read_bytes())
    return total.hexdigest()


def _feed(total: hashlib.blake2b, text: str) -> None:
    total.update(text.encode("utf-8", "surrogateescape") + b"\0")


def _files(
    folder: str, shown: str, depth: int, *, ours: bool = False
) -> Iterator[tuple[str, bytes]]:
    """The files below a folder in order, with what is in those that are read."""
    if depth > DEEPEST:
        raise NotKeptError
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        if entry.name == "__pycache__":
            continue
        path = f"{shown}/{entry.name}"
        if entry.is_dir():
            if entry.is_symlink():
                raise NotKeptError
            yield from _files(entry.path, path, depth + 1, ours=ours)
        elif ours or entry.name.endswith((".yaml", ".rule")):
            with open(entry.path, "rb") as file:  # noqa: PTH123 - many small files
                yield path, file.read()
        else:
            yield path, b""
