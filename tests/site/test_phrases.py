"""Constructs of the typed tree said in plain words, made by hand."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from rulebook.book.types import DAY, MONEY, NUMBER, TRUTH, Measure
from rulebook.diagnostics import NOWHERE, Bilingual
from rulebook.meaning import typed as t
from rulebook.site.html import plain
from rulebook.site.names import Links, RuleNames
from rulebook.site.prose import phrase
from rulebook.site.view import view_of
from rulebook.site.walk import every_node
from tests.cases import book_in

BOOK = Path(__file__).parents[1] / "semantics" / "book"


def fact(name: str) -> t.FactRead:
    return t.FactRead(name, MONEY, NOWHERE)


def yuan(number: int) -> t.Literal:
    return t.Literal(Fraction(number), MONEY, NOWHERE, units=("yuan",))


DAY_OF_CASE = t.CaseDayRead(DAY, NOWHERE)
TRUE = t.Compare("≥", fact("cost"), yuan(50), TRUTH, NOWHERE)

SAID = [
    (t.NoLimitValue(MONEY, NOWHERE), "无上限", "no limit"),
    (t.NotApplicableValue(MONEY, NOWHERE), "不适用", "not applicable"),
    (
        t.FunctionCall("year", (DAY_OF_CASE,), NUMBER, NOWHERE),
        "基准日的年份",
        "the year of the day of the case",
    ),
    (
        t.FunctionCall("age", (t.FactRead("admitted", DAY, NOWHERE), DAY_OF_CASE), NUMBER, NOWHERE),
        "生日为入院日期的人到基准日的周岁",
        "the age on the day of the case of a person born on day of admission",
    ),
    (
        t.RuleRead("a/b/c", "pay", (("cost", yuan(9)),), None, yuan(0), MONEY, NOWHERE),
        "a/b/c的支付（费用取9元，不适用时为0元）",
        "pay of a/b/c (cost being 9 yuan, 0 yuan where it is not applicable)",
    ),
    (
        t.RecordGather("max", "cost", fact("paid"), TRUE, yuan(0), MONEY, NOWHERE),
        "费用（只看费用不低于50元的）各条的已支付中最高的；一条也没有时为0元",
        (
            "the highest of paid of each of cost (only those where cost is at least 50 yuan); "
            "0 yuan where there are none"
        ),
    ),
    (
        t.RecordGather("count", "cost", None, None, None, NUMBER, NOWHERE),
        "费用的条数",
        "the number of cost",
    ),
    (
        t.FigureRead("city", "cap", MONEY, NOWHERE, DAY_OF_CASE),
        "封顶线（按基准日）",
        "cap (as of the day of the case)",
    ),
    (
        t.Brackets(
            fact("cost"),
            None,
            (t.Tier(yuan(100), yuan(1), NOWHERE), t.Tier(None, yuan(2), NOWHERE)),
            t.Clause("c", Bilingual("丙", "c"), (), None, (), NOWHERE),
            MONEY,
            NOWHERE,
        ),
        "费用分段计算的结果",
        "cost by brackets",
    ),
    (
        t.Contains(fact("cost"), fact("paid"), TRUTH, NOWHERE),
        "已支付包括费用",
        "paid includes cost",
    ),
    (t.Negate(fact("cost"), MONEY, NOWHERE), "负费用", "minus cost"),
]


@pytest.mark.parametrize(("node", "zh", "en"), SAID, ids=lambda value: type(value).__name__)
def test_a_construct_in_plain_words(node: t.Typed, zh: str, en: str) -> None:
    links = Links(view_of(book_in(BOOK), {}, {}, {}), "rules/x.md")
    told = phrase(node, RuleNames(links, {}))
    assert (plain(told.zh), plain(told.en)) == (zh, en)
    assert next(every_node(node)) is node


def test_what_is_looser_stands_in_brackets() -> None:
    links = Links(view_of(book_in(BOOK), {}, {}, {}), "rules/x.md")
    ratio = t.Literal(Fraction(1, 2), Measure((("rate", 1),)), NOWHERE, units=("percent",))
    left = t.Arithmetic("-", fact("cost"), fact("paid"), MONEY, NOWHERE)
    right = t.Arithmetic("-", fact("cost"), left, MONEY, NOWHERE)
    told = phrase(t.Arithmetic("×", right, ratio, MONEY, NOWHERE), RuleNames(links, {}))
    assert plain(told.zh) == "（费用减（费用减已支付））乘以50%"
    assert plain(told.en) == "(cost minus (cost minus paid)) times 50%"
