"""Functions of spreadsheets that drafters paste, and what rules say instead."""

from __future__ import annotations

from rulebook.diagnostics import Bilingual

_SAID: tuple[tuple[str, str, str], ...] = (
    (
        "IF IFS SWITCH CHOOSE IFERROR",
        "每种情形一行：`值 若 条件`，最后一行 `值 否则`",
        "write a case a line: `value if condition`, the last one `value otherwise`",
    ),
    (
        "VLOOKUP HLOOKUP XLOOKUP LOOKUP INDEX MATCH",
        "写成 `= 查表`，下面每行一种情形，格子用 `|` 隔开",
        "write `= table`, and rows below it with their cells between `|`",
    ),
    ("ROUND", "写成 `费用 四舍五入到 0.01元`", "write `cost rounded to 0.01 yuan`"),
    (
        "ROUNDDOWN INT TRUNC FLOOR",
        "写成 `费用 舍去到 0.01元`",
        "write `cost rounded down to 0.01 yuan`",
    ),
    ("ROUNDUP CEILING", "写成 `费用 进位到 0.01元`", "write `cost rounded up to 0.01 yuan`"),
    (
        "SUM SUMIF SUMIFS SUMPRODUCT",
        "写成 `合计(甲、乙)`；对记录写 `合计(记录.项 其中 条件)`",
        "write `sum(a, b)`; over records `sum(records.item where condition)`",
    ),
    (
        "COUNT COUNTA COUNTIF COUNTIFS",
        "写成 `计数(记录 其中 条件)`",
        "write `count(records where condition)`",
    ),
    ("MAX", "写成 `最高(甲、乙)`", "write `max(a, b)`"),
    ("MIN", "写成 `最低(甲、乙)`", "write `min(a, b)`"),
    ("AND", "写成 `条件 且 条件`", "write `condition and condition`"),
    ("OR", "写成 `条件 或 条件`", "write `condition or condition`"),
    ("NOT", "写成 `非 条件`", "write `not condition`"),
    ("TODAY NOW", "写成 `基准日`", "write `case_day`"),
    ("YEAR", "写成 `年份(日)`", "write `year(day)`"),
    (
        "DATEDIF YEARFRAC",
        "写成 `周岁(生日、基准日)` 或 `满月数(甲日、乙日)`",
        "write `age(birth, case_day)` or `months(a, b)`",
    ),
    ("EDATE", "写成 `日 + 6个月`", "write `day + 6 months`"),
)

INSTEAD: dict[str, Bilingual] = {
    word: Bilingual(zh, en) for said, zh, en in _SAID for word in said.split()
}
"""Function → what to write instead."""
