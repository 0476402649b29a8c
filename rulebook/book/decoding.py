"""Stands in for the language's reader of bytes."""

from __future__ import annotations

from rulebook.book.files import anywhere
from rulebook.diagnostics import Diagnostic, finding


def decode(file: str, data: bytes) -> tuple[str | None, tuple[Diagnostic, ...]]:
    """The text of a file."""
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        return None, (finding("RB2001", anywhere(file)),)
