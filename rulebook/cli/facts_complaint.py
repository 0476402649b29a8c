"""What is wrong with a text that is not JSON: the usual slips of people who type it by hand."""

from __future__ import annotations

import json
import re

from rulebook.diagnostics import Diagnostic, Span, finding

_QUOTES = "“”„‟‘’「」『』＂＇'`"
_PLAIN = dict(zip("，、；：｛｝［］【】（）", ",,,:{}[][]{}", strict=True))
_WORD = re.compile(r"[^\s{}\[\]:,，、：\"]+")


def complaint(text: str, error: json.JSONDecodeError, name: str) -> Diagnostic:
    """A sentence about the user's text for what the JSON parser stumbled over."""
    for look in (_string, _quote, _mark, _comma, _comment, _end, _thousands, _missing, _word):
        found = look(text, error, name)
        if found is not None:
            return found
    return finding("RB8013", _span(error.pos, text, name))


def _span(offset: int, text: str, name: str, length: int = 1) -> Span:
    start = text.rfind("\n", 0, offset) + 1
    line, column = text.count("\n", 0, offset) + 1, offset - start + 1
    return Span(name, line, column, line, column + length)


def _string(text: str, error: json.JSONDecodeError, name: str) -> Diagnostic | None:
    place = _span(error.pos, text, name)
    if error.msg.startswith("Unterminated string"):
        return finding("RB8011", place, wanted='"')
    if error.msg.startswith("Invalid control character"):
        return finding("RB8018", place)
    if "\\" in error.msg or "escape" in error.msg:
        return finding("RB8019", place)
    return None


def _quote(text: str, error: json.JSONDecodeError, name: str) -> Diagnostic | None:
    mark = text[error.pos : error.pos + 1]
    if mark and mark in _QUOTES:
        return finding("RB8006", _span(error.pos, text, name), mark=mark)
    return None


def _mark(text: str, error: json.JSONDecodeError, name: str) -> Diagnostic | None:
    mark = text[error.pos : error.pos + 1]
    if mark in _PLAIN:
        return finding("RB8007", _span(error.pos, text, name), mark=mark, plain=_PLAIN[mark])
    return None


def _comma(text: str, error: json.JSONDecodeError, name: str) -> Diagnostic | None:
    """A comma before a closing bracket; Python 3.13 points at it, older ones at the bracket."""
    at = error.pos if text[error.pos : error.pos + 1] == "," else _before(text, error.pos)
    following = text[at + 1 :].lstrip()[:1] if at >= 0 else ""
    if at >= 0 and text[at] == "," and following and following in "}]":
        return finding("RB8008", _span(at, text, name))
    return None


def _before(text: str, offset: int) -> int:
    return len(text[:offset].rstrip()) - 1


def _comment(text: str, error: json.JSONDecodeError, name: str) -> Diagnostic | None:
    if text.startswith(("//", "/*", "#"), error.pos):
        return finding("RB8009", _span(error.pos, text, name))
    return None


def _end(text: str, error: json.JSONDecodeError, name: str) -> Diagnostic | None:
    if text[error.pos :].strip():
        return None
    return finding("RB8011", _span(error.pos, text, name), wanted=_wanted(text, error))


def _wanted(text: str, error: json.JSONDecodeError) -> str:
    if "':'" in error.msg:
        return ":"
    outside = re.sub(r'"(?:[^"\\]|\\.)*"', "", text)
    closing = {"{": "}", "[": "]"}
    stack: list[str] = []
    for mark in outside:
        if mark in closing:
            stack.append(closing[mark])
        elif stack and mark == stack[-1]:
            stack.pop()
    return "".join(reversed(stack)) or "}"


def _thousands(text: str, error: json.JSONDecodeError, name: str) -> Diagnostic | None:
    comma = text.rfind(",", 0, error.pos + 1)
    digit_after = text[comma + 1 : comma + 2].isdigit()
    if comma > 0 and text[comma - 1].isdigit() and digit_after and error.pos <= comma + 1:
        return finding("RB8014", _span(comma, text, name))
    return None


def _missing(text: str, error: json.JSONDecodeError, name: str) -> Diagnostic | None:
    found = re.match(r"Expecting '(.)' delimiter", error.msg)
    if found is None or _WORD.match(text[error.pos - 1 : error.pos]):
        return None
    return finding("RB8012", _span(error.pos, text, name), wanted=found.group(1))


def _word(text: str, error: json.JSONDecodeError, name: str) -> Diagnostic | None:
    start = error.pos
    while start and _WORD.match(text[start - 1]) and _WORD.match(text, start):
        start -= 1
    found = _WORD.match(text, start)
    if found is None:
        return None
    word = found.group()
    return finding("RB8010", _span(start, text, name, len(word)), word=word)
