"""Whether a place keeps to the national list: its rules held against every item and bound."""

from rulebook.conformity.conforming import below_others, conform, unknown_places
from rulebook.conformity.model import VERDICTS, ConformityReport, Finding, Verdict

__all__ = [
    "VERDICTS",
    "ConformityReport",
    "Finding",
    "Verdict",
    "below_others",
    "conform",
    "unknown_places",
]
