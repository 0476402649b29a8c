"""Diagnostics: one catalogue of codes, and their rendering with source and caret."""

from rulebook.diagnostics.model import (
    Argument,
    Diagnostic,
    Related,
    finding,
    has_errors,
)
from rulebook.diagnostics.span import NOWHERE, Span
from rulebook.diagnostics.texts import Bilingual, Language, Severity

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
