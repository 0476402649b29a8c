"""Characters as people have them: full width, no-break and invisible ones, and their width."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

BLANKS = "\u00a0\u1680\u202f\u205f" + "".join(map(chr, range(0x2000, 0x200B)))
"""Blanks one column wide that are read as a blank; U+3000 is one as well, two columns wide."""

INVISIBLE = frozenset(
    "\u00ad\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff"
)
"""Characters without width, pasted from Word and web pages: skipped, also inside words."""

DECEIVING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that turn the direction of writing: a reader would see another text than the machine."""

_ALIKE = {
    "、": ",", "≦": "≤", "≧": "≥", "⩽": "≤", "⩾": "≥", "÷": "/", "⁄": "/", "∕": "/",
    "−": "-", "‐": "-", "‑": "-", "–": "-", "﹣": "-", "∶": ":", "∗": "*", "✕": "×", "✖": "×",
    "﹪": "%", "﹐": ",", "﹑": ",", "﹕": ":", "﹙": "(", "﹚": ")", "﹤": "<", "﹥": ">",
    "﹦": "=",
}  # fmt: skip

_HALF_WIDTH = str.maketrans(
    {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    | dict.fromkeys(BLANKS + "\u3000\v\f", " ")
    | _ALIKE
)


def half_width(text: str) -> str:
    """``text`` with every mark, letter, digit and blank in its one form; as long as before."""
    return text.translate(_HALF_WIDTH)


def is_plain(text: str) -> bool:
    """Whether nothing in ``text`` has to be skipped or joined before it is read."""
    return text.isascii() or (
        INVISIBLE.isdisjoint(text)
        and not any("\u0300" <= char <= "\u036f" or "\ufe00" <= char <= "\ufe0f" for char in text)
        and unicodedata.is_normalized("NFC", text)
    )


def visible(text: str) -> tuple[str, list[int]]:
    """``text`` without invisible characters and with accents joined to their letters.

    Beside it, the place in ``text`` that each character came from, and the place behind the end.
    """
    chars: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        if char in INVISIBLE or "\ufe00" <= char <= "\ufe0f":
            continue
        if chars and unicodedata.combining(char):
            joined = unicodedata.normalize("NFC", chars[-1] + char)
            if len(joined) == 1:
                chars[-1] = joined
                continue
        single = unicodedata.normalize("NFC", char)
        chars.append(single if len(single) == 1 else char)
        places.append(place)
    places.append(len(text))
    return "".join(chars), places


@lru_cache(maxsize=4096)
def width(text: str) -> int:
    """How many columns ``text`` takes where a Chinese character takes two."""
    if text.isascii():
        return len(text)
    return sum(_columns(char) for char in text)


def _columns(char: str) -> int:
    if unicodedata.combining(char) or char in INVISIBLE:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
