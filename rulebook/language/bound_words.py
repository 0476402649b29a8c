"""Words that documents put behind or before an amount for a bound: 以上, 不满, 超过."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

BOUND_WORDS: Mapping[str, str] = {
    "以上": "≥", "及以上": "≥", "或以上": "≥", "起": "≥", "及其以上": "≥", "以上的": "≥",
    "以下": "≤", "及以下": "≤", "或以下": "≤", "以内": "≤", "之内": "≤", "封顶": "≤", "以下的": "≤",
    "未满": "<", "不满": "<", "不足": "<", "以外": ">", "多": ">",
    "以上部分": ">", "以上的部分": ">", "以下部分": "≤", "以下的部分": "≤", "以内部分": "≤",
}  # fmt: skip
"""What stands behind an amount in a document, and the mark that says it in front of one."""

BOUNDS_BEFORE: Mapping[str, str] = {
    "不低于": "≥", "不少于": "≥", "至少": "≥", "大于等于": "≥", "不高于": "≤", "不超过": "≤",
    "最高": "≤", "小于等于": "≤", "高于": ">", "超过": ">", "大于": ">", "低于": "<", "小于": "<",
}  # fmt: skip
"""What stands in front of a value in a document, and the mark that says it."""


def bounds_in_words(word: str) -> Iterator[tuple[str, str]]:
    """The mark and the rest of ``二级以上`` or ``不低于二级``, in each way to read it."""
    for end, mark in BOUND_WORDS.items():
        if word.endswith(end):
            yield mark, word.removesuffix(end)
    for begin, mark in BOUNDS_BEFORE.items():
        if word.startswith(begin):
            yield mark, word.removeprefix(begin)


def second_bound(rest: str, following: str) -> tuple[str, int, str] | None:
    """``以上不满3万元`` behind ``1万元``: both marks, and how far it goes on in the line."""
    whole = rest + (re.match(r"[.%‰0-9]*\w*[%‰]?", following) or [""])[0]
    for first in sorted(BOUND_WORDS, key=len, reverse=True):
        if not whole.startswith(first):
            continue
        for said in ("不满", "未满", "不足", "不超过", "不高于", "低于", "小于"):
            value = whole.removeprefix(first).removeprefix("至").removeprefix(said)
            if whole == f"{first}{said}{value}" and _SECOND.fullmatch(value):
                mark = "≤" if said in ("不超过", "不高于") else "<"
                return BOUND_WORDS[first], len(whole) - len(rest), f"{mark} {value}"
    return None


_SECOND = re.compile(r"[0-9]+(?:\.[0-9]+)?[^\W0-9]*[%‰]?")
