"""Diagnostics: one catalogue of codes, and their rendering with source and caret."""

from rulebook.diagnostics.model import (
    Argument,
    Bilingual,
    Diagnostic,
    Language,
    Related,
    Severity,
    finding,
    has_errors,
)
from rulebook.diagnostics.span import NOWHERE, Span

__all__ = [
    "NOWHERE",
    "Argument",
    "Bilingual",
    "Diagnostic",
    "Language",
    "Related",
    "Severity",
    "Span",
    "finding",
    "has_errors",
]
