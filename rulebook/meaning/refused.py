"""What lowering refuses."""

from __future__ import annotations

from rulebook.diagnostics import Diagnostic


class Refused(Exception):
    """A node that can't be held in 64-bit integers, or divides by what may be zero."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.code)
        self.diagnostic = diagnostic
