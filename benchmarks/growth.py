"""How checking, opening and planning SQL grow, from one place to a hundred generated ones."""

from __future__ import annotations

import tempfile
from pathlib import Path
from shutil import copy
from typing import Any

from benchmarks.startup import OPEN, seconds

HERE = Path(__file__).resolve().parent
RULES_EACH = 100

CHECK = """
import sys, time
start = time.perf_counter(), time.process_time()
import rulebook
book = rulebook.open_book(sys.argv[1], cache=False)
assert not book.check(), book.check()[:3]
print([time.perf_counter() - start[0], time.process_time() - start[1]])
"""
DECIDE = """
import sys, time
start = time.perf_counter(), time.process_time()
import rulebook
book = rulebook.open_book(sys.argv[1])
facts = {"医疗机构等级": "三级", "政策范围内费用": "80900.00"}
decision = book.decide(sys.argv[2], facts, "2026-01-01")
assert decision.status == "determined", decision.status
print([time.perf_counter() - start[0], time.process_time() - start[1]])
"""

PLAN = """
import datetime, sys, time
from rulebook import open_book
from rulebook.batch.printing import printed
book = open_book(sys.argv[1])
rules = sorted(book.rules)
def planned(wanted):
    start = time.perf_counter(), time.process_time()
    day = datetime.date(2026, 1, 1)
    printed(book.program, book.contents, wanted, day, "code", "id", (), "claims", "duckdb")
    return [time.perf_counter() - start[0], time.process_time() - start[1]]
planned(rules[:1])
print(min(planned(rules[at : at + int(sys.argv[2])]) for at in (1, 2, 3)))
"""
BUILD = """
import resource, subprocess, sys, time
start = time.perf_counter()
made = [sys.executable, "-m", "rulebook", "book", "--book", sys.argv[1], "--out", sys.argv[2]]
subprocess.run(made, check=True, capture_output=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print([time.perf_counter() - start, used.ru_utime + used.ru_stime])
"""
MOST_BUILT = 10
"""Of how many places a site is built: each rule is a page."""
PASSES = (1, 10, 50)
"""How many rules are planned in one pass."""

RULE = """\
规则 规则{number} rule_{number} “生成的规则{number}”
    依据 测速用虚构办法{place}
    施行 自 2024-01-01
    输入 医疗机构等级、政策范围内费用
    标准{number} standard_{number} = 查表
        | 医疗机构等级 | 标准{number} |
        | 一级         | {low}元  |
        | 二级         | {middle}元  |
        | 三级         | {high}元  |
    本次起付额 = 标准{number} 不超过 政策范围内费用
    统筹支付 = (政策范围内费用 - 本次起付额) × {ratio}%
        四舍五入到 0.01元
        不超过 限额{place}
    个人负担 = 政策范围内费用 - 统筹支付
    输出 本次起付额、统筹支付、个人负担

    示例 “一例”
        设 医疗机构等级 = 一级、政策范围内费用 = {low}元
        得 统筹支付 = 0元
"""


def measure(places: tuple[int, ...]) -> list[dict[str, Any]]:
    """Processor seconds to check, to open in every state, to the first answer, to plan SQL,
    and to build the site of a small book."""
    found = []
    for count in places:
        with tempfile.TemporaryDirectory() as folder:
            book, cache = Path(folder) / "book", str(Path(folder) / "cache")
            generate(book, count)
            rule = f"city-{count}/benefit-list/rule-{RULES_EACH}"
            first = round(seconds(OPEN, str(book), cache=cache)[1], 3)
            found.append(
                {
                    "places": count,
                    "rules": count * RULES_EACH,
                    "check_seconds": round(seconds(CHECK, str(book), cache="off")[1], 3),
                    "open_and_keep_seconds": first,
                    "open_unchanged_seconds": round(
                        min(seconds(OPEN, str(book), cache=cache)[1] for _ in range(3)), 4
                    ),
                    "first_answer_seconds": round(
                        min(seconds(DECIDE, str(book), rule, cache=cache)[1] for _ in range(3)), 4
                    ),
                    "plan_seconds": {
                        str(rules): round(seconds(PLAN, str(book), str(rules), cache=cache)[1], 4)
                        for rules in PASSES
                    },
                    "open_after_change_seconds": round(
                        min(_after_change(book, rule, time, cache) for time in range(3)), 4
                    ),
                }
            )
            if count <= MOST_BUILT:
                site = str(Path(folder) / "site")
                built = round(seconds(BUILD, str(book), site, cache=cache)[1], 1)
                found[-1]["build_site_seconds"] = built
    return found


def _after_change(book: Path, rule: str, time: int, cache: str) -> float:
    """Processor seconds to open a book of which one rule was changed."""
    path = book / f"{rule}.rule"
    path.write_text(f"# {time}\n" + path.read_text("utf-8"), "utf-8")
    return seconds(OPEN, str(book), cache=cache)[1]


def generate(book: Path, places: int) -> None:
    """Write a book of so many places, each with its figures, its source and a hundred rules."""
    nation = book / "national"
    nation.mkdir(parents=True)
    for name in ("book.yaml", "vocabulary.yaml"):
        copy(HERE / "rules" / name, book / name)
    copy(HERE / "rules" / "national" / "place.yaml", nation / "place.yaml")
    for place in range(1, places + 1):
        _place(book / f"city-{place}", place)


def _place(folder: Path, place: int) -> None:
    rules = folder / "benefit-list"
    rules.mkdir(parents=True)
    text = (HERE / "rules" / "city" / "place.yaml").read_text("utf-8")
    (folder / "place.yaml").write_text(text.replace("虚构市", f"虚构{place}市"), "utf-8")
    (folder / "sources.yaml").write_text(
        f"format: rulebook/sources/1\nsources:\n  made_up_{place}:\n    zh: 测速用虚构办法{place}\n"
        f"    title: 测速用虚构办法{place}\n    issuer: 无\n    evidence: official\n",
        "utf-8",
    )
    (folder / "figures.yaml").write_text(
        "format: rulebook/figures/1\nfigures:\n"
        f"  cap_{place}:\n    zh: 限额{place}\n    type: money\n    values:\n"
        f"      - {{value: {place}万元, from: 2024-01-01, source: made_up_{place}}}\n",
        "utf-8",
    )
    for number in range(1, RULES_EACH + 1):
        text = RULE.format(
            place=place,
            number=number,
            low=100 + number,
            middle=300 + number,
            high=700 + number,
            ratio=50 + number % 40,
        )
        (rules / f"rule-{number}.rule").write_text(text, "utf-8")
