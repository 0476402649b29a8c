"""The names and values that generated rules are written with."""

from __future__ import annotations

from datetime import date

YES_NO = {"甲是": "yes_one", "乙是": "yes_two", "丙是": "yes_three"}
GROUPS = ("甲类", "乙类", "丙类", "“丁类（其他）”")
GRADES = ("完好", "轻度", "中度", "重度")
GRADE_FACTS = {"程度": "grade", "他程度": "other_grade"}
GROUP_FACTS = {"类别": "group"}
DAY_FACTS = {"甲日": "began", "乙日": "ended"}
SET_FACTS = {"甲集": "groups", "乙集": "other_groups"}
GRADE_SETS = {"丙集": "grades"}
DAYS_NAMED = tuple(
    date.fromisoformat(day)
    for day in (
        "2024-02-29",
        "2020-01-01",
        "2021-06-30",
        "2021-07-01",
        "2025-09-01",
        "2026-12-31",
        "2024-08-31",
    )
)
BASE = "原值"
COMPARISONS = ("≥", "<", "≤", ">", "=", "≠")
LIMITS = ("不低于", "不超过")
ROUNDINGS = ("四舍五入到", "舍去到", "进位到")
