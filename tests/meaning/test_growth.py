"""Long chains of definitions are answered, and reading each twice takes no more time."""

from __future__ import annotations

from tests.evaluators import EVALUATORS
from tests.meaning.books import answered, built_from, opened
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


LINKS = 2_000


def chain(links: int) -> str:
    """Definitions that each build on the one above, and a rule that reads the last of them."""
    first = f"步{links} = 费用"
    steps = [f"步{at} = 步{at + 1} + 0.01元 不超过 1000元" for at in range(links - 1, 0, -1)]
    lines = [
        "规则 试 trial",
        "依据 公报",
        "施行 自 2020-01-01",
        "输入 费用",
        first,
        *steps,
        "支付 = 步1",
        "结论 = 查表",
        "    | 步1    | 结论 |",
        "    | ≥ 50元 | 是   |",
        "    | < 50元 | 否   |",
        "输出 支付、结论",
        "示例 “到底”",
        "    | 费用   | 支付    | 结论 |",
        "    | 1元    | 20.99元 | 否   |",
        "    | 2000元 | 1000元  | 是   |",
    ]
    caller = [
        "规则 另 other",
        "依据 公报",
        "施行 自 2020-01-01",
        "支付 = 试.支付 + 1元",
        "输出 支付",
        "示例 “读另一条规则”",
        "    设 费用 = 1元",
        "    得 支付 = 21.99元",
    ]
    return "\n    ".join(lines) + "\n" + "\n    ".join(caller) + "\n"


def test_definitions_that_build_on_earlier_ones() -> None:
    with within(60):
        made = built_from(chain(LINKS))
        assert made.diagnostics == ()
        report = opened(made).run_examples()
        assert [each.text("zh") for each in report.failures] == []
        assert report.passed == 3
        for rule in made.typed.rules.values():
            for example in rule.examples:
                reference, *others = (answered(each, made.typed, example) for each in EVALUATORS)
                assert others == [reference] * len(others)
                outcome = reference.outcomes["pay"]
                assert outcome.value == example.expected["pay"].value
        decision = opened(made).decide("city/benefit-list/other", {"费用": "1.00"})
        assert decision.explain("zh").count("步") > LINKS


def test_a_choice_of_otherwise_alone() -> None:
    made = built_from(
        "规则 试 trial\n    依据 公报\n    施行 自 2020-01-01\n"
        "    支付 =\n        1元 否则\n    输出 支付\n"
        "    示例 “一个值”\n        得 支付 = 1元\n"
    )
    assert made.diagnostics == ()
    assert opened(made).run_examples().passed == 1
