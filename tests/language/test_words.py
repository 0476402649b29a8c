"""Whole words, keywords of several words, amounts, and columns as the user sees them."""

from __future__ import annotations

import pytest

from rulebook.language.lexer import lex
from rulebook.language.parser import parse
from rulebook.language.words import stuck_keyword, words


def _types(line: str) -> str:
    lexed, _ = lex(line, "x")
    return " ".join(token.type for each in lexed.lines for token in each.tokens)


@pytest.mark.parametrize(
    ("line", "types"),
    [
        ("合计金额 合计 (甲)", "NAME SUM LPAR NAME RPAR"),
        ("不适用时限 不适用时 不适用", "NAME WHENNA NA"),
        ("in force infer in", "FORCE NAME IN"),
        ("not   applicable not\tbelow not", "NA FLOOR NOT"),
        ("rounded down to rounded to rounded", "ROUNDDOWN ROUND NAME"),
        ("list item list items", "ITEM NAME NAME"),
        ("when not applicable when", "WHENNA NAME"),
        (
            "50元 50 元 0.5% 3小时/周 3 hours / week",
            "AMOUNT AMOUNT AMOUNT AMOUNT AMOUNT SLASH NAME",
        ),
        ("2 percentage  points 60 years old 1 year", "AMOUNT AMOUNT AMOUNT"),
        ("2025-09-01 2025 - 9 - 1", "DATE AMOUNT MINUS AMOUNT MINUS AMOUNT"),
        ("事实 SH-R-05、NAT-B-02n", "FACTS FACTID _COMMA FACTID"),
        ("甲-乙 A-1", "NAME MINUS NAME NAME MINUS AMOUNT"),
        ("≥ >= ≦ ＞＝ != <>", "CMP CMP CMP CMP CMP CMP"),
        ("“甲 # 乙” # 丙", "STRING"),
    ],
)
def test_kinds_of_words(line: str, types: str) -> None:
    assert _types(line) == types


@pytest.mark.parametrize(
    ("written", "units"),
    [
        ("3小时/周", ("hour", "week")), ("20 yuan/day", ("yuan", "day")), ("1.5‰", ("permille",)),
        ("3个月", ("month",)), ("40元/月", ("yuan", "month")), ("3分钟", ("minute",)),
        ("3分", ("point",)), ("2个百分点", ("percentage_point",)), ("2个", ("piece",)),
        ("８０％", ("percent",)), ("2025", ()),
    ],
)  # fmt: skip
def test_units(written: str, units: tuple[str, ...]) -> None:
    lexed, found = lex(written, "x")
    (token,) = lexed.lines[0].tokens
    assert not found
    assert token.units == units


def test_columns_count_characters_of_the_file() -> None:
    lexed, _ = lex("\u3000费\u200b用\t= ５０元\ufeff", "x")
    places = [
        (each.value, each.span.column, each.span.end_column) for each in lexed.lines[0].tokens
    ]
    assert places == [("费用", 2, 5), ("=", 6, 7), ("50", 8, 11)]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_endings_and_mark(ending: str) -> None:
    text = ending.join(["\ufeff规则 甲 a  # 说明", "", "    输出 乙", "    丙 丁 戊", ""])
    tree, found = parse(text, "x.rule")
    assert tree is not None
    assert [(comment.text, comment.line) for comment in tree.comments] == [("# 说明", 1)]
    assert [(each.line, each.column) for each in found] == [(4, 7)]


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("若本年", ("", "若", "本年")),
        ("已支付不低于", ("已支付", "不低于", "")),
        ("甲属于乙", ("甲", "属于", "乙")),
        ("若", None),
        ("年龄", None),
    ],
)
def test_keywords_that_swallowed_a_blank(word: str, parts: tuple[str, str, str] | None) -> None:
    assert stuck_keyword(word) == parts


def test_names() -> None:
    known = words()
    assert known.is_name("合计金额")
    assert known.is_name("list")
    for word in ("合计", "in", "A+", "2级", "", "甲 乙"):
        assert not known.is_name(word)
