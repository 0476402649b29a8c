"""A book whose one rule gives each fact of ``given.py`` back."""

from __future__ import annotations

import re
from pathlib import Path

from rulebook import Book, open_book
from tests.answers.given import VOCABULARY_TEXT
from tests.answers.test_large import FILES, HEAD

RULE = "national/benefit-list/trial"
FACT = re.compile(r"^  (\w+): \{zh: ([^,]+), type: (?!records)", re.MULTILINE)
FACTS = dict(FACT.findall(VOCABULARY_TEXT))
"""The facts but for the records, with their Chinese names."""


def giving_back(folder: Path) -> Book:
    """The book, written into a folder."""
    given = "\n".join(
        re.sub(r"^  (\w+): \{zh: ", r"  given_\1: {zh: 得", line)
        for line in VOCABULARY_TEXT.splitlines()
        if FACT.match(line)
    )
    given += "\n  given_events: {zh: 得分值合计, type: quantity, unit: 分, max: 12000分}"
    vocabulary = VOCABULARY_TEXT.replace("\nrecords:", f"\n{given}\nrecords:")
    names = list(FACTS.values())
    lines = [
        f"    输入 {'、'.join((*names, '事件'))}",
        *(f"    得{name} = {name}" for name in names),
        "    得分值合计 = 合计(事件.分值)",
        f"    输出 {'、'.join(f'得{name}' for name in (*names, '分值合计'))}",
    ]
    files = {**FILES, "vocabulary.yaml": vocabulary, f"{RULE}.rule": HEAD + "\n".join(lines) + "\n"}
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.lstrip("\n"), encoding="utf-8")
    opened = open_book(folder)
    assert [f"{each.span} {each.sentence('zh')} {each.hint}" for each in opened.check()] == []
    return opened
