"""The book quoted: what its rule files say at a span."""

from __future__ import annotations

from collections.abc import Iterable

from rulebook.book.model import RuleText
from rulebook.diagnostics import Span


class Quoting:
    """Quotes rule files; their lines are cut once."""

    def __init__(self, texts: Iterable[RuleText]) -> None:
        self._lines = {text.path: text.text.splitlines() for text in texts}

    def text_of(self, span: Span) -> str:
        """The text at a span, on one line; empty where no file of the book has it."""
        lines = self._lines.get(span.file, [])[span.line - 1 : span.end_line]
        if not lines:
            return ""
        lines[-1] = lines[-1][: span.end_column - 1]
        lines[0] = lines[0][span.column - 1 :]
        return " ".join(line.strip() for line in lines if line.strip())
