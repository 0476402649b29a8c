"""Conditions and formulas in one word, as documents have them: ``年龄大于60岁``, ``费用的50%``."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from rulebook.language.amounts import OTHER_UNITS
from rulebook.language.bound_words import BOUND_WORDS, BOUNDS_BEFORE
from rulebook.language.numerals import amount_in_words, share_in_words
from rulebook.language.words import words

COMPARED: Mapping[str, str] = {
    **BOUNDS_BEFORE,
    **dict.fromkeys(("大于或等于", "不小于", "达到", "年满", "满"), "≥"),
    **dict.fromkeys(("小于或等于", "不大于", "不多于", "至多", "最多"), "≤"),
    **dict.fromkeys(("不满", "未满", "少于", "不足", "早于", "先于"), "<"),
    **dict.fromkeys(("多于", "晚于"), ">"),
    **dict.fromkeys(("不等于", "不是", "不为"), "≠"),
    **dict.fromkeys(("等于", "是", "为"), "="),
}
"""Words between two values that compare them, and the marks for them."""

_BEHIND: Mapping[str, str] = {
    **BOUND_WORDS,
    **dict.fromkeys(("之前", "以前", "前"), "<"),
    **dict.fromkeys(("之后", "以后", "后"), ">"),
    "(不含)以上": ">",
    "(不含)以下": "<",
}
_RAISED = {
    **dict.fromkeys(("提高", "上浮", "增加", "加上"), "+"),
    **dict.fromkeys(("降低", "下降", "下浮", "减少", "减去"), "-"),
}
_MULTIPLIED = {"乘以": "×", "除以": "/", "的": "×"}
_SAID = sorted(COMPARED, key=len, reverse=True)
_SAID_BEHIND = sorted(_BEHIND, key=len, reverse=True)
_JOINTS = {"并且": "且", "而且": "且", "且": "且", "或者": "或", "或": "或"}
_JOINED = re.compile(f"({'|'.join(_JOINTS)})")
_BETWEEN = re.compile(r"(?P<name>\w+?)(?:介于|在)(?P<low>[^至到和]+)[至到和](?P<high>.+?)之?间")
_AS_DONE = re.compile(r"(?:按|按照)?(.+?)(?:支付|报销|给付|计算|计|执行)?")
_THOUSANDS = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")
_AMOUNT = re.compile(r"(?P<digits>[0-9]+(?:\.[0-9]+)?)(?P<unit>\D*)")
_DAY = re.compile(r"(?P<year>[0-9]{4})年(?P<month>[0-9]{1,2})月(?P<day>[0-9]{1,2})日")
_INCLUDED = re.compile(r"\(含\)")

_DENIED = ("不是", "没有", "未", "非", "不")


@dataclass(frozen=True, slots=True)
class Known:
    """Which words are names and which are values; ``nameless`` stands where a name is left out."""

    is_name: Callable[[str], bool]
    is_value: Callable[[str], bool]
    nameless: str


@dataclass(frozen=True, slots=True)
class InOneWord:
    """The word that compares or works something out, its mark, and all as a rule writes it."""

    said: str
    mark: str
    proper: str


def in_one_word(word: str, known: Known) -> InOneWord | None:
    """The comparisons or the formula that a word is made of; None where a part of it is none."""
    word = _INCLUDED.sub("", _THOUSANDS.sub("", word))
    first, *more = _JOINED.split(word)
    found = _compared(first, known)
    if found is None:
        return _worked_out(word, known)
    proper = found.proper
    for joint, part in zip(more[::2], more[1::2], strict=True):
        other = _compared(part, known)
        if other is None and not known.is_name(part):
            return None
        proper += f" {_JOINTS[joint]} {other.proper if other is not None else part}"
    return InOneWord(found.said, found.mark, proper)


def _plausible(word: str) -> bool:
    return word.isidentifier()


ANY_NAME = Known(_plausible, _plausible, "")
"""Where nobody knows yet which names there are, every word may be one."""


def _compared(word: str, known: Known) -> InOneWord | None:
    denied = _denied(word, known)
    if denied is not None:
        return denied
    between = _BETWEEN.fullmatch(word)
    if between is not None and known.is_name(between["name"]):
        low, high = _value(between["low"], known), _value(between["high"], known)
        if low is not None and high is not None:
            name = between["name"]
            return InOneWord("至", "≥", f"{name} ≥ {low} 且 {name} ≤ {high}")
    for said in _SAID:
        before, found, after = word.partition(said)
        value = _value(after, known) if found else None
        named = not before or known.is_name(before) or _amount(after) is not None
        if value is not None and named:
            mark = COMPARED[said]
            return InOneWord(said, mark, f"{before or known.nameless} {mark} {value}".strip())
    for said in _SAID_BEHIND:
        if word.endswith(said):
            found_behind = _bounded(word.removesuffix(said), said, known)
            if found_behind is not None:
                return found_behind
    return None


def _denied(word: str, known: Known) -> InOneWord | None:
    """``未退休`` where there is 已退休."""
    for said in _DENIED:
        rest = word.removeprefix(said)
        for name in (f"已{rest}", rest) if rest != word else ():
            if known.is_name(name) and known.nameless:
                return InOneWord(said, "非", f"非 {name}")
    return None


def _bounded(rest: str, said: str, known: Known) -> InOneWord | None:
    """``年龄60岁以上``, ``年龄在60岁以上``: what stands before the word for the bound."""
    splits = [(rest[:end].removesuffix("在"), rest[end:]) for end in range(1, len(rest))]
    for name, value in splits:
        amount = _amount(value)
        if amount is not None and known.is_name(name):
            return InOneWord(said, _BEHIND[said], f"{name} {_BEHIND[said]} {amount}")
    for name, value in reversed(splits):
        if known.is_name(name) and known.is_value(value):
            return InOneWord(said, _BEHIND[said], f"{name} {_BEHIND[said]} {value}")
    return None


def _worked_out(word: str, known: Known) -> InOneWord | None:
    """``费用的50%``, ``比例提高5个百分点``, ``费用减去已支付``."""
    for said, mark in (*_RAISED.items(), *_MULTIPLIED.items()):
        done = _AS_DONE.fullmatch(word)
        assert done is not None
        for whole in dict.fromkeys((word, done[1])):
            before, found, after = whole.partition(said)
            value = _operand(after, known) if found and known.is_name(before) else None
            if value is not None:
                return InOneWord(said, mark, f"{before} {mark} {value}")
    return None


def _operand(word: str, known: Known) -> str | None:
    return share_in_words(word) or _value(word, known)


def _value(word: str, known: Known) -> str | None:
    """What stands beside a comparison, as a rule writes it."""
    return _amount(word) or (word if known.is_name(word) or known.is_value(word) else None)


def _amount(word: str) -> str | None:
    day = _DAY.fullmatch(word)
    if day is not None:
        return f"{day['year']}-{int(day['month']):02}-{int(day['day']):02}"
    amount = _AMOUNT.fullmatch(word)
    if amount is None:
        return amount_in_words(word)
    unit = OTHER_UNITS.get(amount["unit"], amount["unit"])
    known = all(each in words().unit_ids for each in unit.split("/"))
    return f"{amount['digits']}{unit}" if known or not unit else None
