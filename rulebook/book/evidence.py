"""The levels of evidence as people call them."""

from __future__ import annotations

from rulebook.book.model import EvidenceLevel
from rulebook.diagnostics import Bilingual, Language

EVIDENCE: dict[EvidenceLevel, Bilingual] = {
    "official": Bilingual("官方", "official"),
    "reprinted": Bilingual("转载", "reprinted"),
    "reported": Bilingual("报道", "reported"),
    "code": Bilingual("代码", "code"),
    "weak": Bilingual("存疑", "weak"),
    "recalled": Bilingual("回忆", "recalled"),
}
"""Strongest first; see ``EVIDENCE_LEVELS``."""

TENTATIVE: tuple[EvidenceLevel, ...] = ("weak", "recalled")
"""What rests on these is to be confirmed: 待确认."""

TO_BE_CONFIRMED = Bilingual("待确认", "to be confirmed")


def level_called(word: str) -> EvidenceLevel | None:
    """The level that a word names: ``weak``, ``WEAK`` or ``存疑``; None for another word."""
    text = word.strip().lower()
    return next((level for level, name in EVIDENCE.items() if text in (level, name.zh)), None)


def levels_listed() -> Bilingual:
    """All levels, for a hint."""
    return Bilingual(
        "、".join(f"`{level}` {name.zh}" for level, name in EVIDENCE.items()),
        ", ".join(f"`{level}`" for level in EVIDENCE),
    )


def evidence_text(level: EvidenceLevel, lang: Language) -> str:
    """A level of evidence by name, with 待确认 where it is tentative."""
    names = {"zh": f"{EVIDENCE[level].zh} {level}", "en": EVIDENCE[level].en}
    doubt = {"zh": f"，{TO_BE_CONFIRMED.zh}", "en": f", {TO_BE_CONFIRMED.en}"}
    return names[lang] + (doubt[lang] if level in TENTATIVE else "")
