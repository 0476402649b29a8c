"""Definitions that are read twice each don't take twice the time with every step."""

from __future__ import annotations

from tests.meaning.books import built_from, opened
from tests.meaning.damage import within

STEPS = 150

HEAD = """\
规则 试 trial
    依据 公报
    施行 自 2020-01-01
    适用 若 条1
    输入 费用、已退休、年龄
    支付 = 步1 不超过 100元
"""
TAIL = """\
    例外 老人 elderly 若 条1 且 年龄 > 60岁
        支付 = 1元
    例外 别人 other 若 条2 且 年龄 < 60岁
        支付 = 2元
    结论 = 查表
        | 步1     | 结论 |
        | ≥ 500元 | 是   |
        | < 500元 | 否   |
    输出 支付、结论
    示例 “一例”
        设 费用 = 1元、已退休 = 是
        | 年龄 | 支付 | 结论 |
        | 61岁 | 1元  | 是   |
        | 60岁 | 100元 | 是  |
        | 59岁 | 2元  | 是   |
"""


def doubling(steps: int) -> str:
    links = [f"步{at} = 步{at + 1} + 步{at + 1} 不超过 1000元" for at in range(1, steps)]
    links += [f"条{at} = 条{at + 1} 且 条{at + 1}" for at in range(1, steps)]
    links += [f"步{steps} = 费用", f"条{steps} = 已退休"]
    return HEAD + "".join(f"    {link}\n" for link in links) + TAIL


def test_definitions_read_twice() -> None:
    with within(20):
        made = built_from(doubling(STEPS))
        assert made.diagnostics == ()
        report = opened(made).run_examples()
        assert [each.text("zh") for each in report.failures] == []
        assert report.passed == 3
