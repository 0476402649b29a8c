"""The one catalogue of diagnostic codes: stage, severity, sentence and hint in both languages.

Each ``*.yaml`` file beside this module holds the codes of one stage.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from rulebook.diagnostics.texts import Bilingual, Severity


@dataclass(frozen=True, slots=True)
class Entry:
    """What the catalogue says about one code."""

    code: str
    stage: str
    severity: Severity
    sentence: Bilingual
    hint: Bilingual


@cache
def entries() -> dict[str, Entry]:
    """Every code of the catalogue, in order."""
    from importlib import resources

    found: dict[str, Entry] = {}
    folder = resources.files(__package__)
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        if not file.name.endswith(".yaml"):
            continue
        stage = file.name.removesuffix(".yaml")
        for code, text in read_codes(file.name, file.read_text(encoding="utf-8")).items():
            if code in found:
                raise ValueError(f"the catalogue has {code} twice")
            found[code] = _entry(code, stage, text)
    return dict(sorted(found.items()))


def read_codes(name: str, text: str) -> dict[str, dict[str, str]]:
    """The codes of one file; YAML itself would let the later of two alike pass in silence.

    Raises ValueError where a code, or a key of a code, is there twice.
    """
    import re

    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    read: dict[str, dict[str, str]] = yaml.load(text, loader)  # noqa: S506 - a safe loader
    code, seen = "", set()
    for begins, key in re.findall(r"^(?:(RB[0-9]{4}):|  ([a-z_]+):)", text, re.MULTILINE):
        code = begins or code
        if (code, key) in seen:
            raise ValueError(f"{name} has {key or 'the code'} twice at {code}")
        seen.add((code, key))
    return read


def _entry(code: str, stage: str, text: dict[str, str]) -> Entry:
    return Entry(
        code=code,
        stage=stage,
        severity="warning" if text.get("severity") == "warning" else "error",
        sentence=Bilingual(text["zh"], text["en"]),
        hint=Bilingual(text.get("hint_zh", ""), text.get("hint_en", "")),
    )


def entry(code: str) -> Entry:
    """The catalogue's entry for ``code``; a code that is not there is a mistake of ours."""
    return entries()[code]
