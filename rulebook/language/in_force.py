"""施行 as documents say it: ``2025年1月1日起施行``, ``自2025年1月起``, ``2025.1.1至2025.12.31``.

Such a line is read whole, so that one hint gives the line that works.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass

from rulebook.diagnostics import Language
from rulebook.language.words import words

_DAY = r"((?:19|20|21)[0-9]{2})(?:[-/.年]([0-9]{1,2})(?:[-/.月]([0-9]{1,2})日?|月)?|年)"
_WHOLE_DAY = r"[0-9]{4}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?"
_ISO = r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"
_FROM, _TO = r"(?:自|从|由|于|from|since|on)", r"(?:至|到|截至|until|till|to|[-~～—–]+)"
_SAID = rf"""\s*[：:=]?\s*(?P<word>{_FROM})?\s*{_DAY}\s*(?:开?始|起)?[，,]?\s*
    (?:施行|执行|实施|生效)?
    \s*(?:{_TO}\s*{_DAY}\s*(?:止|为止)?)?\s*[。.]?"""
_WHOLE = re.compile(_SAID, re.VERBOSE)
_READ_PIECE_BY_PIECE = re.compile(
    rf"\s*(?:自|from)\s+(?:{_WHOLE_DAY}起?(?:\s+(?:至|until)\s+{_WHOLE_DAY})?"
    rf"|{_ISO}\s*(?:至|until)\s*{_ISO})\s*"
)
"""What the scanner reads as it stands, days apart: each of them is told alone."""


@dataclass(frozen=True, slots=True)
class InForce:
    """What a line about 施行 was meant to say: its days, whether 自 was there, and the line."""

    since: str
    until: str | None
    has_from: bool
    proper: str


def read_in_force(body: str) -> InForce | None:
    """A line that begins with 施行 and can only be read leniently; None for any other."""
    for form in words().keywords["FORCE"].every:
        if body.startswith(form):
            break
    else:
        return None
    rest = " ".join(body[len(form) :].partition("#")[0].split())
    said = _WHOLE.fullmatch(rest)
    if said is None or _READ_PIECE_BY_PIECE.fullmatch(rest):
        return None
    since = _day(said[2], said[3], said[4], last=False)
    until = _day(said[5], said[6], said[7], last=True) if said[5] else None
    if since is None or (said[5] and until is None):
        return None
    lang: Language = "en" if form.isascii() else "zh"
    begin, end = (words().keyword(each, lang) for each in ("FROM", "TO"))
    proper = f"{form} {begin} {since}" + (f" {end} {until}" if until else "")
    return InForce(since, until, said["word"] in ("自", "from"), proper)


def _day(year: str, month: str | None, day: str | None, *, last: bool) -> str | None:
    """The day written, or the first or last of the month or year that is; None if there is none."""
    in_year = int(month or (12 if last else 1))
    if not 1 <= in_year <= 12:
        return None
    length = calendar.monthrange(int(year), in_year)[1]
    in_month = int(day or (length if last else 1))
    return f"{year}-{in_year:02}-{in_month:02}" if 1 <= in_month <= length else None
