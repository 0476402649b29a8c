"""What the decisions 10 to 17 say of the language, as rules in the guide's book."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from rulebook import open_book
from tests.docs.pages import BOOK

HEAD = "    依据 示例办法\n    施行 自 2023-01-01\n"
OTHER = f"""\
规则 甲 first “甲”
{HEAD}    适用 若 已退休
    输入 已退休、年龄、已签约
    统筹支付 =
        100元  若 年龄 ≥ 60岁
        不适用 否则
    输出 统筹支付
    例外 签约 by_contract 若 已签约
        统筹支付 = 原值 + 7元
    例外 慢病 by_illness 若 有慢性病 后于 签约
        统筹支付 = 0元
    输入 有慢性病
    示例 “第一个成立的算数，它的原值里还有后面的例外，都不成立用原来的”
        设 已退休 = 是、年龄 = 70岁
        | 已签约 | 有慢性病 | 统筹支付 |
        | 是     | 否       | 107元    |
        | 是     | 是       | 7元      |
        | 否     | 是       | 0元      |
        | 否     | 否       | 100元    |
    示例 “例外的条件未知”
        设 已退休 = 是、年龄 = 70岁、有慢性病 = 是
        得 统筹支付 = 未定(已签约)
"""
CALLS = f"""\
规则 乙 second “乙”
{HEAD}    输入 已退休、险种
    个人自付 =
        甲.统筹支付 若 已退休
        1元         否则
    支付合计 = 甲.统筹支付 不适用时 3元
    统筹支付 = 甲(已退休: 险种 = 居民医保).统筹支付 不适用时 5元
    输出 个人自付、支付合计、统筹支付
    示例 “规则适用，结果是不适用”
        设 已退休 = 是、年龄 = 50岁、已签约 = 否、有慢性病 = 否、险种 = 职工医保
        得 个人自付 = 不适用、支付合计 = 3元、统筹支付 = 5元
    示例 “规则不适用”
        设 已退休 = 否、年龄 = 70岁、已签约 = 否、有慢性病 = 否、险种 = 居民医保
        得 个人自付 = 1元、支付合计 = 3元、统筹支付 = 100元
    示例 “不知道适用不适用”
        设 年龄 = 70岁、已签约 = 否、有慢性病 = 否、险种 = 居民医保
        得 个人自付 = 未定(已退休)、支付合计 = 未定(已退休)、统筹支付 = 100元
"""
NOT_IN_FORCE = """\
规则 丙 third “丙”
    依据 示例办法
    施行 自 2024-01-01 至 2024-12-31
    统筹支付 = 2元
    输出 统筹支付

规则 丙 third “丙”
    依据 示例办法
    施行 自 2025-01-01
    统筹支付 = 4元
    输出 统筹支付
"""
VERSIONS = f"""\
规则 丁 fourth “丁”
{HEAD}    统筹支付 = 丙.统筹支付 不适用时 1元
    输出 统筹支付
    示例 “被读的规则没有施行，和它的两个版本”
        | 基准日     | 统筹支付 |
        | 2023-12-31 | 1元      |
        | 2024-12-31 | 2元      |
        | 2025-01-01 | 4元      |
"""
BRACKETS = f"""\
规则 戊 fifth “戊”
{HEAD}    输入 政策范围内费用
    个人自付 = 分段
        | 政策范围内费用 | 比例     |
        | ≤ 1万元        | 10%      |
        | *              | 支付比例 |
        四舍五入到 0.01元
    支付比例 =
        20% 若 已签约
        30% 否则
    输入 已签约
    输出 个人自付
    示例 “没有到的那一段不读”
        设 政策范围内费用 = 1万元
        得 个人自付 = 1000元
    示例 “到了就读”
        设 政策范围内费用 = 10000.01元
        得 个人自付 = 未定(已签约)
"""
RECORDS = f"""\
规则 己 sixth “己”
{HEAD}    输入 住院记录
    已约谈 = 任一(住院记录.由他院转入 其中 住院记录.等级 = 一级)
    可享受待遇 = 全部(住院记录.由他院转入)
    本年住院次数 = 计数(住院记录 其中 住院记录.等级 = 一级)
    输出 已约谈、可享受待遇、本年住院次数
"""
DAYS = f"""\
规则 庚 seventh “庚”
{HEAD}    输入 出生日期、参保日期
    周岁年龄 = 周岁(出生日期、基准日)
    已参保月数 = 满月数(参保日期、基准日)
    等待期满日 = 参保日期 + 7个月
    输出 周岁年龄、已参保月数、等待期满日
    示例 “闰日出生，月底参保，还没有参保”
        设 出生日期 = 2000-02-29
        | 基准日     | 参保日期   | 周岁年龄 | 已参保月数 | 等待期满日 |
        | 2023-02-28 | 2023-01-31 | 22岁     | 1个月      | 2023-08-31 |
        | 2023-03-01 | 2022-08-31 | 23岁     | 6个月      | 2023-03-31 |
        | 2024-02-29 | 2024-08-31 | 24岁     | 0个月      | 2025-03-31 |
"""
RULES = {
    "first": OTHER,
    "second": CALLS,
    "third": NOT_IN_FORCE,
    "fourth": VERSIONS,
    "fifth": BRACKETS,
    "sixth": RECORDS,
    "seventh": DAYS,
}


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("decisions") / "rules"
    shutil.copytree(BOOK / "rules", folder, ignore=shutil.ignore_patterns("*.rule"))
    place = folder / "city" / "benefit-list"
    for stem, text in RULES.items():
        (place / f"{stem}.rule").write_text(text, "utf-8")
    return folder


def test_the_decisions_hold(rules: Path) -> None:
    book = open_book(rules)
    assert [f"{each.file}:{each.line} {each.message}" for each in book.check()] == []
    report = book.run_examples()
    assert (report.failures, report.examples) == ((), 16)


def test_one_unknown_record_stops_a_count_and_not_what_is_decided(rules: Path) -> None:
    record = {"日期": "2024-01-01", "费用": "90", "等级": "一级", "由他院转入": True}
    unknown = {"日期": "2024-01-01", "费用": None, "等级": None, "由他院转入": None}
    no = {**record, "由他院转入": False}
    facts = {"住院记录": [record, unknown, no]}
    results = open_book(rules).decide("city/benefit-list/sixth", facts, as_of="2024-02-01").results
    assert {name: each.value for name, each in results.items()} == {
        "interviewed": True,
        "eligible": False,
        "admissions_this_year": None,
    }
