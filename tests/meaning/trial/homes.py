"""Where the trial provisions lie, and the small changes that make them correct."""

from __future__ import annotations

from dataclasses import dataclass

HOMES = {
    "resident_inpatient": "quanzhou/benefit-list",
    "critical_illness": "quanzhou/benefit-list",
    "medical_assistance": "quanzhou/benefit-list",
    "settlement": "quanzhou/benefit-list",
    "employee_inpatient": "zibo/benefit-list",
    "cap_bonus": "tibet/benefit-list",
    "tibet_ratio": "tibet/benefit-list",
    "disability_level": "national/long-term-care",
    "shanghai_ltc": "shanghai/long-term-care",
    "personnel_points": "national/credit-scoring",
    "indicator_verdict": "quanzhou/plan-targets",
    "quanzhou_targets": "quanzhou/plan-targets",
    "resident_premium": "shanghai/benefit-list",
    "early_warning": "shanghai/plan-targets",
}
"""The rules of one settlement share a place: a place calls only its own and its parents."""


@dataclass(frozen=True, slots=True)
class Patch:
    """Text replaced, once, with the reason."""

    why: str
    old: str
    new: str


SETTLEMENT = """\
    依据 国办发2021年42号 “基本、大病、救助依次”
    施行 自 {since}
    {applies}输入 {scheme}医疗费总额"""

PATCHES = (
    Patch(
        "结算读居民住院的结果，而居民住院只适用于居民医保：结算要有同一个条件；"
        "它读的医疗救助自 2025-11-11 起才施行",
        SETTLEMENT.format(since="2023-01-01", applies="", scheme=""),
        SETTLEMENT.format(
            since="2025-11-11", applies="适用 若 险种 = 居民医保\n    ", scheme="险种、"
        ),
    ),
    Patch(
        "输入列出的护理方式没有一处读到",
        "激励选择、护理方式、服务小时数",
        "激励选择、服务小时数",
    ),
    Patch(
        "输入只列这条规则读的指标，十三项里的其余几项没有写出来",
        "居民报销比例、救助比例、县域内就诊率、中医药占比、按病种付费病种数、平台采购药品率",
        "居民报销比例、中医药占比、平台采购药品率",
    ),
    Patch(
        "同上",
        "集采耗材数、跨省直接结算率、满意度、网办率、窗口办率",
        "集采耗材数、窗口办率",
    ),
)


def patched(text: str) -> str:
    """The text with every patch applied; each has to fit exactly once."""
    for patch in PATCHES:
        assert text.count(patch.old) == 1, patch.why
        text = text.replace(patch.old, patch.new)
    return text
