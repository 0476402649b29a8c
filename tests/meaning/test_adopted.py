"""An adopted rule's examples run in the place that adopts it; what differs there is told."""

from __future__ import annotations

from tests.meaning.books import built_from, opened

ADOPTED = """# 采用 town city/benefit-list/city-rule
规则 市里规则 city_rule
    依据 公报
    施行 自 2020-01-01
    输入 费用
    支付 = 费用 - 起付线 不低于 0元
    输出 支付
    示例 “都没有到起付线”
        设 费用 = 60元
        得 支付 = 0元
    示例 “市里的起付线”
        设 费用 = 180元
        得 支付 = 80元
"""
OWN = """
# 位置 town/benefit-list
规则 市里规则 city_rule
    沿用 市里规则
    依据 公报
    施行 自 2020-01-01
    示例 “县里的起付线”
        设 费用 = 180元
        得 支付 = 100元
"""


def test_the_places_own_figures_are_what_the_examples_are_held_against() -> None:
    report = opened(built_from(ADOPTED)).run_examples()
    assert report.examples == 4
    (failure,) = report.failures
    zh, en = failure.text("zh").splitlines(), failure.text("en").splitlines()
    assert (
        zh[0] == "town/benefit-list/city-rule “市里的起付线” (city/benefit-list/city-rule.rule:11)"
    )
    assert zh[1] == "  支付：应为 80.00元，得到 100.00元"
    assert zh[2].endswith("在 town/benefit-list/city-rule.rule 里写 `沿用` 和本级的示例")
    assert en[2].endswith("with examples of your own in town/benefit-list/city-rule.rule")


def test_a_rule_built_on_it_gives_the_places_own() -> None:
    report = opened(built_from(ADOPTED.partition("\n")[2] + OWN)).run_examples()
    assert [run.example.name for run in report.runs] == [
        "都没有到起付线",
        "市里的起付线",
        "县里的起付线",
    ]
    assert report.failures == ()


def test_an_example_of_the_place_itself_says_nothing_of_adopting() -> None:
    wrong = ADOPTED.partition("\n")[2].replace("支付 = 80元", "支付 = 81元")
    (failure,) = opened(built_from(wrong)).run_examples().failures
    assert "采用" not in failure.text("zh") and "adopted" not in failure.text("en")
