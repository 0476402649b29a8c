"""How well a figure or text is known."""

from __future__ import annotations

from typing import Literal

EvidenceLevel = Literal["official", "reprinted", "reported", "code", "weak", "recalled"]
EVIDENCE_LEVELS: tuple[EvidenceLevel, ...] = (
    "official",
    "reprinted",
    "reported",
    "code",
    "weak",
    "recalled",
)
"""Strongest first. ``derived`` is not a level of its own: it is as strong as its weakest base."""

DEFAULT_EVIDENCE: EvidenceLevel = "code"
"""The weakest evidence that an answer accepts where nothing else is asked for."""
