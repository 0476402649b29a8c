"""A text in both languages, and the words for languages and severities."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]
Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Bilingual:
    """A short text in both languages, for arguments that are ours and not the user's words."""

    zh: str
    en: str

    def text(self, lang: Language) -> str:
        """The text in one language."""
        return self.zh if lang == "zh" else self.en
