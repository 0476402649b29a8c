"""施行 as documents say it gets, in one step, the line that works."""

from __future__ import annotations

import pytest

from rulebook.language.parser import parse

REST = "\n    输入 费用\n    乙 = 费用\n    输出 乙\n"


@pytest.mark.parametrize(
    ("written", "proper"),
    [
        ("施行 2025年1月1日", "施行 自 2025-01-01"),
        ("施行 2025年1月1日起", "施行 自 2025-01-01"),
        ("施行 2025年1月1日起施行。", "施行 自 2025-01-01"),
        ("施行 自2025年1月1日起", "施行 自 2025-01-01"),
        ("施行 自2025-01-01", "施行 自 2025-01-01"),
        ("施行：从2025.1.1", "施行 自 2025-01-01"),
        ("施行 2025年7月起", "施行 自 2025-07-01"),
        ("施行 自 2025年起", "施行 自 2025-01-01"),
        ("施行 ２０２５－１－１", "施行 自 2025-01-01"),
        ("施行 2025年1月1日至2025年12月31日止", "施行 自 2025-01-01 至 2025-12-31"),
        ("施行 自2024年到2024年2月", "施行 自 2024-01-01 至 2024-02-29"),
        ("in force since 2025/1/1", "in force from 2025-01-01"),
        ("in force 2025-01-01 to 2025-12-31", "in force from 2025-01-01 until 2025-12-31"),
    ],
)
def test_the_line_that_works_is_given(written: str, proper: str) -> None:
    _, (told,) = parse(f"规则 甲 a\n    {written}  # 见文件{REST}", "x.rule")
    assert (told.code in ("RB1018", "RB1076"), told.line) == (True, 2)
    assert f"`{proper}`" in told.hint
    again, found = parse(f"规则 甲 a\n    {proper}{REST}", "x.rule")
    assert again is not None and not found


@pytest.mark.parametrize("written", ["施行 2025年2月30日", "施行 2025年13月起", "施行 不久"])
def test_a_day_that_there_is_not_is_not_made_up(written: str) -> None:
    _, found = parse(f"规则 甲 a\n    {written}{REST}", "x.rule")
    assert found and not any("施行 自 2" in each.hint for each in found)
