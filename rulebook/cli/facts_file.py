"""Reads the JSON text of a facts file: exact numbers, no duplicate keys, errors with their place.

Money never passes through a float: numbers with a point become ``Decimal``. What the facts say
is judged later, by ``Book.decide``; here only the text is.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any

from rulebook.cli.facts_complaint import complaint
from rulebook.cli.facts_text import decoded
from rulebook.diagnostics import Bilingual, Diagnostic, Span, finding

LARGEST = 5_000_000
"""Bytes of a facts file that are read at most."""

_DIGITS = 40
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+', re.DOTALL)


@dataclass(frozen=True, slots=True)
class FactsFile:
    """The facts as given, and where each key and each record stands, by the way there."""

    facts: Mapping[str, Any]
    places: Mapping[str, Span]
    text: str


class _UnusableNumberError(ValueError):
    """A number that is none, or is longer than any amount."""


def read_facts(data: bytes, name: str) -> tuple[FactsFile | None, list[Diagnostic]]:
    """The facts in ``data``; ``name`` is the file's name as shown in diagnostics."""
    if len(data) > LARGEST:
        return None, [finding("RB8017", Span.point(name), most=str(LARGEST))]
    text, problem = decoded(data, name)
    if text is None:
        return None, [problem] if problem else []
    if not text.strip():
        return None, [finding("RB8001", Span.point(name))]
    try:
        value = json.loads(
            text,
            parse_float=_decimal,
            parse_int=_integer,
            parse_constant=_constant,
        )
    except json.JSONDecodeError as error:
        return None, [complaint(text, error, name)]
    except _UnusableNumberError as error:
        return None, [_unusable(text, str(error), name)]
    except RecursionError:
        return None, [finding("RB8016", Span.point(name))]
    if not isinstance(value, dict):
        place = span_at(text, len(text) - len(text.lstrip()), 1, name)
        return None, [finding("RB8004", place, kind=_kind(value))]
    places, duplicates = _keys(text, name)
    if duplicates:
        return None, duplicates
    return FactsFile(MappingProxyType(value), MappingProxyType(places), text), []


def span_at(text: str, offset: int, length: int, name: str) -> Span:
    """The span of ``length`` characters at ``offset``, on one line."""
    line = text.count("\n", 0, offset) + 1
    column = offset - (text.rfind("\n", 0, offset) + 1) + 1
    return Span(name, line, column, line, column + length)


class _Lines:
    """Where the lines of a text begin, so that many places are found without counting each anew."""

    def __init__(self, text: str, name: str) -> None:
        self.name = name
        self.starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def span(self, offset: int, length: int) -> Span:
        """The span of ``length`` characters at ``offset``, on one line."""
        line = bisect_right(self.starts, offset)
        column = offset - self.starts[line - 1] + 1
        return Span(self.name, line, column, line, column + length)


def _keys(text: str, name: str) -> tuple[dict[str, Span], list[Diagnostic]]:
    """Where keys stand, and the keys that are given twice; ``text`` is valid JSON.

    A key inside others is known by its way: ``setlinfo.insutype``, ``记分记录[2].分值``; so is what
    stands in a list: ``记分记录[2]``.
    """
    lines = _Lines(text, name)
    places: dict[str, Span] = {}
    twice: list[Diagnostic] = []
    seen: list[set[str] | None] = []
    way: list[str | int] = []
    is_key = False
    for token in _TOKEN.finditer(text):
        mark = token.group()
        if seen and seen[-1] is None and mark not in ("]", ","):
            places.setdefault(_written(way), lines.span(token.start(), len(mark.split("\n")[0])))
        if mark in ("{", "["):
            seen.append(set() if mark == "{" else None)
            way.append("" if mark == "{" else 1)
        elif mark in ("}", "]"):
            seen.pop()
            way.pop()
        elif is_key and mark[0] == '"' and (keys := seen[-1]) is not None:
            key = json.loads(mark) if "\\" in mark else mark[1:-1]
            if key in keys:
                place = lines.span(token.start(), len(mark))
                twice.append(finding("RB8005", place, key=key))
            keys.add(key)
            way[-1] = key
            places.setdefault(_written(way), lines.span(token.start(), len(mark)))
        elif mark == "," and isinstance(number := way[-1], int):
            way[-1] = number + 1
        is_key = mark in ("{", ",") and bool(seen) and seen[-1] is not None
    return places, twice


def _written(way: list[str | int]) -> str:
    """A way into the facts as diagnostics write it."""
    steps = (f"[{each}]" if isinstance(each, int) else f".{each}" for each in way)
    return "".join(steps).removeprefix(".")


def _decimal(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise _UnusableNumberError(text) from None
    _, digits, exponent = number.as_tuple()
    small = isinstance(exponent, int) and abs(exponent) <= _DIGITS and len(digits) <= _DIGITS
    if not small:
        raise _UnusableNumberError(text)
    return number


def _integer(text: str) -> int:
    if len(text) > _DIGITS:
        raise _UnusableNumberError(text)
    return int(text)


def _constant(text: str) -> Any:
    raise _UnusableNumberError(text)


def _unusable(text: str, number: str, name: str) -> Diagnostic:
    found = next((t for t in _TOKEN.finditer(text) if t.group() == number), None)
    place = span_at(text, found.start(), len(number), name) if found else Span.point(name)
    shown = number if len(number) <= _DIGITS else number[:_DIGITS] + "…"
    return finding("RB8015", place, number=shown)


def _kind(value: object) -> Bilingual:
    match value:
        case list():
            return Bilingual("一个列表", "a list")
        case str():
            return Bilingual("一段文字", "a text")
        case None:
            return Bilingual("空值 `null`", "`null`")
        case bool():
            return Bilingual("一个是/否值", "a yes/no value")
        case _:
            return Bilingual("一个数", "a number")
