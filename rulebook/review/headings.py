"""Lines of an official document that open a section: 一、 （一） 1. （1） and 专栏 boxes.

Copies lose characters: marks come full-width or half-width, blanks stand anywhere, the number of a
box may be gone. A heading is read after width and blanks are evened out.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

NUMERALS = "一二三四五六七八九十"
BOX = 0
"""The level of a box, which stands beside the levels 1 to 4 of the document."""

_PART = re.compile(rf"([{NUMERALS}]+)、")
_CHAPTER = re.compile(rf"\(([{NUMERALS}]+)\)")
# `1.2025年，` is item 1 that begins with a year; `8.45%` is no item.
_ITEM = re.compile(r"(\d{1,2})[.、](?!\d(?!\d{3}年))")
_SUBITEM = re.compile(r"\((\d{1,2})\)")
_BOX = re.compile(r"专栏(\d{1,2}|(?=\D))")
# What some copies leave before a heading.
_REMAINS = re.compile(r"\[bookmark:[^\]]*\]")
# A heading that its copy has put behind the end of the paragraph before.
_RUN_ON = re.compile(r"(?<=[。〕])\s*(?=\d{1,2}[.．、]\s*[\u4e00-\u9fff])")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its level, its number (0 where a box has lost it) and what follows."""

    level: int
    number: int
    title: str


def evened(text: str) -> str:
    """The text without quotation marks, full-width forms as half-width ones, blanks as one."""
    even = unicodedata.normalize("NFKC", text)
    return re.sub(r"\s+", " ", re.sub(r"[\u200b\ufeff“”‘’\"'「」]", "", even)).strip()


def squeezed(text: str) -> str:
    """The text evened and without blanks."""
    return evened(text).replace(" ", "")


def heading_of(line: str) -> Heading | None:
    """The heading that a line opens with, if it opens with one."""
    text = _REMAINS.sub("", squeezed(line))
    for level, form in ((1, _PART), (2, _CHAPTER), (3, _ITEM), (4, _SUBITEM), (BOX, _BOX)):
        match = form.match(text)
        if match is not None:
            return Heading(level, _number(match[1]), _title(text[match.end() :]))
    return None


def pieces(line: str) -> list[str]:
    """The line, parted where a heading may have run on behind a paragraph."""
    return _RUN_ON.split(line)


def label(level: int, number: int) -> str:
    """A section's own name, as citations write it: 三, (三), 3, (3), 专栏3."""
    match level:
        case 0:
            return f"专栏{number}"
        case 1:
            return numeral(number)
        case 2:
            return f"({numeral(number)})"
        case 3:
            return str(number)
        case _:
            return f"({number})"


def numeral(number: int) -> str:
    """A number up to 99 in Chinese."""
    tens, ones = divmod(number, 10)
    high = NUMERALS[tens - 1] if tens > 1 else ""
    low = NUMERALS[ones - 1] if ones else ""
    return f"{high}十{low}" if tens else low


def _number(text: str) -> int:
    if text.isdecimal():
        return int(text)
    tens, mark, ones = text.rpartition("十")
    high = (NUMERALS.index(tens[-1]) + 1 if tens else 1) if mark else 0
    return high * 10 + (NUMERALS.index(ones[-1]) + 1 if ones else 0)


def _title(text: str) -> str:
    """The heading's words: up to the first full stop, no more than forty characters."""
    return text.partition("。")[0].partition(";")[0][:40]
