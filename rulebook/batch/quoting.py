"""Names and texts in SQL as DuckDB reads it; other engines' are printed from what it parses to."""

from __future__ import annotations


def quoted_name(name: str) -> str:
    """A name in SQL."""
    return '"' + name.replace('"', '""') + '"'


def quoted_text(text: str) -> str:
    """A text in SQL."""
    return "'" + text.replace("'", "''") + "'"
