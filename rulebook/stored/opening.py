"""Opening a book from the file that is kept of it, where nothing has changed since."""

from __future__ import annotations

from pathlib import Path

from rulebook.stored.book import Stored
from rulebook.stored.files import File, file_for, read
from rulebook.stored.keys import NotKeptError, code_key, key_of


def last_kept(folder: Path) -> File | None:
    """The file that is kept of the book in a folder, whatever has changed since."""
    try:
        path = file_for(folder)
        return None if path is None else read(path)
    except OSError:
        return None


def unchanged(folder: Path, file: File | None) -> Stored | None:
    """The book in a folder from its file, where nothing that it was made from has changed."""
    if file is None:
        return None
    try:
        folders = [Path(each) for each in file.head["folders"]]
        if not folders or folders[0] != folder.resolve():
            return None
        code = code_key()
        return Stored(file) if key_of(folders, code) == file.head["key"] else None
    except (NotKeptError, OSError, KeyError, TypeError, ValueError):
        return None
