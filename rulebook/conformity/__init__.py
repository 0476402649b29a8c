"""Whether a place keeps to the national list: its rules held against every item and bound."""

from rulebook.conformity.conforming import below_others, conform, unknown_places
from rulebook.conformity.model import VERDICTS, ConformityReport, Finding, Judged, Verdict
from rulebook.conformity.violations import violations

__all__ = [
    "VERDICTS",
    "ConformityReport",
    "Finding",
    "Judged",
    "Verdict",
    "below_others",
    "conform",
    "unknown_places",
    "violations",
]
