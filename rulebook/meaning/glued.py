"""Conditions written in one word, as documents have them: ``年龄大于等于60岁且险种是居民医保``."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from rulebook.book.amounts import read_amount
from rulebook.language.amounts import BOUND_WORDS, BOUNDS_BEFORE
from rulebook.language.numerals import amount_in_words
from rulebook.meaning.scope import Scope

_MARKS: Mapping[str, str] = {
    **BOUNDS_BEFORE,
    **dict.fromkeys(("大于或等于", "不小于", "达到", "年满", "满"), "≥"),
    **dict.fromkeys(("小于或等于", "不大于", "不多于", "至多", "最多"), "≤"),
    **dict.fromkeys(("不满", "未满", "少于", "不足"), "<"),
    **dict.fromkeys(("不等于", "不是", "不为"), "≠"),
    **dict.fromkeys(("等于", "是", "为"), "="),
    "多于": ">",
}
_SAID = sorted(_MARKS, key=len, reverse=True)
_JOINTS = {"并且": "且", "而且": "且", "且": "且", "或者": "或", "或": "或"}
_JOINED = re.compile(f"({'|'.join(_JOINTS)})")


@dataclass(frozen=True, slots=True)
class Glued:
    """The word that compares, and the condition as a rule writes it."""

    said: str
    proper: str


def glued(word: str, names: Collection[str], scope: Scope) -> Glued | None:
    """The comparisons that a word is made of; None where a part of it is none."""
    known = frozenset(names)
    first, *more = _JOINED.split(word)
    found = _compared(first, known, scope)
    if found is None:
        return None
    proper = found.proper
    for joint, part in zip(more[::2], more[1::2], strict=True):
        other = _compared(part, known, scope)
        if other is None and part not in known:
            return None
        proper += f" {_JOINTS[joint]} {other.proper if other is not None else part}"
    return Glued(found.said, proper)


def _compared(word: str, names: frozenset[str], scope: Scope) -> Glued | None:
    for said in _SAID:
        before, found, after = word.partition(said)
        value = _value(after, names, scope) if found else None
        if value is not None and (before in names or _is_amount(after)):
            return Glued(said, f"{before or '…'} {_MARKS[said]} {value}")
    for said, mark in BOUND_WORDS.items():
        if not word.endswith(said):
            continue
        rest = word.removesuffix(said)
        for name in names:
            value = _value(rest.removeprefix(name), names, scope)
            if rest.startswith(name) and value is not None:
                return Glued(said, f"{name} {mark} {value}")
    return None


def _value(word: str, names: frozenset[str], scope: Scope) -> str | None:
    """What stands behind a comparison, as a rule writes it."""
    if word in names or scope.enumerations_with(word) or read_amount(word) is not None:
        return word
    return amount_in_words(word)


def _is_amount(word: str) -> bool:
    return read_amount(word) is not None or amount_in_words(word) is not None
