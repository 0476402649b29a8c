"""Where something stands in a file that a person wrote."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a file; lines and columns count from 1, in characters, the end excluded.

    ``file`` is the path as shown to people: relative to the book's folder where possible,
    with forward slashes on every system.
    """

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    @classmethod
    def point(cls, file: str, line: int = 1, column: int = 1) -> Span:
        """The span of a single character."""
        return cls(file, line, column, line, column + 1)

    def through(self, last: Span) -> Span:
        """The span from the start of this one to the end of ``last``."""
        return Span(self.file, self.line, self.column, last.end_line, last.end_column)


NOWHERE = Span("", 0, 0, 0, 0)
"""The span of what no file holds: built-in names and generated nodes."""
