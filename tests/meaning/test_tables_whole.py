"""What the check says of a table, held against going through every case one by one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import product
from random import Random

import pytest

from tests.meaning.books import built_from

Case = Mapping[str, object]
Condition = tuple[str, Callable[[Case], bool]]
Row = Condition

LEVELS, SCHEMES, AGES = ("一级", "二级", "三级"), ("居民医保", "职工医保"), range(131)
BOUNDS = (18, 40, 60)
GAP, OVERLAP, UNREACHED = "RB6006", "RB6007", "RB6008"
SHARDS, EACH = 4, 20

HEAD = """规则 试 trial
    依据 公报
    施行 自 2020-01-01
"""


def _single(random: Random) -> Condition:
    match random.randrange(4):
        case 0:
            place, op = random.randrange(3), random.choice("=≠≥≤")
            return f"医疗机构等级 {op} {LEVELS[place]}", lambda case: _compared(
                op, LEVELS.index(str(case["level"])), place
            )
        case 1:
            scheme = random.choice(SCHEMES)
            return f"险种 属于 ({scheme})", lambda case: case["scheme"] == scheme
        case 2:
            return "已退休", lambda case: bool(case["retired"])
        case _:
            bound, op = random.choice(BOUNDS), random.choice("<≥≤>")
            return f"年龄 {op} {bound}岁", lambda case: _compared(op, int(str(case["age"])), bound)


def _compared(op: str, one: int, other: int) -> bool:
    return {
        "=": one == other, "≠": one != other, "<": one < other, "≤": one <= other,
        ">": one > other, "≥": one >= other,
    }[op]  # fmt: skip


def _condition(random: Random, depth: int) -> Condition:
    if depth == 0 or random.random() < 0.2:
        return _single(random)
    parts = [_condition(random, depth - 1) for _ in range(random.randint(2, 3))]
    texts = [text for text, _ in parts]
    match random.randrange(5):
        case 0:
            return f"非 ({texts[0]})", lambda case: not parts[0][1](case)
        case 1:
            return f"({' 且 '.join(texts)})", lambda case: all(each(case) for _, each in parts)
        case 2:
            return f"全部({'、'.join(texts)})", lambda case: all(each(case) for _, each in parts)
        case 3:
            return f"任一({'、'.join(texts)})", lambda case: any(each(case) for _, each in parts)
        case _:
            return f"({' 或 '.join(texts)})", lambda case: any(each(case) for _, each in parts)


def _row(random: Random) -> Row:
    level = random.choice((*LEVELS, "*", "一级、二级"))
    scheme = random.choice((*SCHEMES, "*"))
    retired = random.choice(("是", "否", "*", "*"))
    low, high = random.choice(((0, 131), (0, 60), (60, 131), (18, 60), (0, 40), (40, 131)))
    age = "*" if (low, high) == (0, 131) else f"≥ {low}岁 < {high}岁"

    def holds(case: Case) -> bool:
        return (
            (level == "*" or str(case["level"]) in level.split("、"))
            and (scheme == "*" or case["scheme"] == scheme)
            and (retired == "*" or case["retired"] is (retired == "是"))
            and low <= int(str(case["age"])) < high
        )

    return f"| {level} | {scheme} | {retired} | {age} | 1元 |", holds


def _told(applies: Condition, rows: list[Row]) -> tuple[set[str], set[int]]:
    """Gap and overlap, and the rows that no case reaches, by going through every case."""
    found: set[str] = set()
    reached: set[int] = set()
    for level, scheme, retired, age in product(LEVELS, SCHEMES, (True, False), AGES):
        case = {"level": level, "scheme": scheme, "retired": retired, "age": age}
        if not applies[1](case):
            continue
        hits = [place for place, (_, holds) in enumerate(rows) if holds(case)]
        reached.update(hits)
        found |= {GAP} if not hits else {OVERLAP} if len(hits) > 1 else set()
    return found, set(range(len(rows))) - reached


@pytest.mark.parametrize("shard", range(SHARDS))
def test_gaps_and_overlaps_are_those_of_the_cases_in_which_a_rule_applies(shard: int) -> None:
    seen: set[frozenset[str]] = set()
    for seed in range(shard * EACH, (shard + 1) * EACH):
        random = Random(seed)
        applies = _condition(random, 2)
        rows = [_row(random) for _ in range(random.randint(1, 4))]
        lines = "\n".join(f"        {text}" for text, _ in rows)
        named = seed % 3 == 0
        text = (
            f"{HEAD}    适用 若 {'受理' if named else applies[0]}\n"
            + (f"    受理 accepted = {applies[0]}\n" if named else "")
            + "    输入 医疗机构等级、险种、已退休、年龄\n"
            "    支付 = 查表\n"
            "        | 医疗机构等级 | 险种 | 已退休 | 年龄 | 支付 |\n"
            f"{lines}\n    输出 支付\n"
        )
        findings = built_from(text).diagnostics
        told = {each.code for each in findings if each.severity == "error"}
        first = text.split("\n").index(lines.split("\n")[0]) + 1
        unreached = {each.span.line - first for each in findings if each.code == UNREACHED}
        assert (told, unreached) == _told(applies, rows), text
        seen.add(frozenset(told))
    assert len(seen) >= 2
