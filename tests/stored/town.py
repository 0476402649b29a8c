"""A small book in which rules read each other in every way, and random edits to it."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path
from shutil import copy

VOCABULARY = Path(__file__).parents[2] / "benchmarks" / "rules" / "vocabulary.yaml"

FILES = {
    "book.yaml": """\
format: rulebook/book/1
edition: "1"
date: 2026-01-01
note: {zh: 只为试验, en: for tests}
""",
    "national/place.yaml": "format: rulebook/place/1\nzh: 全国\nen: nation\n",
    "national/sources.yaml": """\
format: rulebook/sources/1
sources:
  opinion:
    zh: 国家意见
    title: 国家意见
    issuer: 无
    evidence: official
""",
    "national/figures.yaml": """\
format: rulebook/figures/1
figures:
  ratio:
    zh: 基本比例
    type: rate
    values:
      - {value: 60%, from: 2024-01-01, until: 2024-12-31, source: opinion}
      - {value: 65%, from: 2025-01-01, source: opinion}
  cap:
    zh: 年度限额
    type: money
    values:
      - {value: 20万元, from: 2024-01-01, source: opinion}
""",
    "national/benefit-list/base-pay.rule": """\
规则 基本支付 base_pay “基本支付”
    依据 国家意见
    施行 自 2024-01-01
    输入 政策范围内费用
    统筹支付 = 政策范围内费用 × 基本比例
        四舍五入到 0.01元
        不超过 年度限额
    输出 统筹支付

    示例 “一例”
        设 基准日 = 2025-06-01、政策范围内费用 = 100元
        得 统筹支付 = 65元
""",
    "national/benefit-list/remainder.rule": """\
规则 剩余负担 remainder “剩余负担”
    依据 国家意见
    施行 自 2024-01-01
    输入 政策范围内费用
    个人负担 = 政策范围内费用 - 基本支付.统筹支付
    输出 个人负担
""",
    "city/place.yaml": """\
format: rulebook/place/1
zh: 虚构市
parent: national
adopts:
  - national/benefit-list/base-pay
  - national/benefit-list/remainder
""",
    "city/sources.yaml": """\
format: rulebook/sources/1
sources:
  city_notice:
    zh: 市里通知
    title: 市里通知
    issuer: 无
    evidence: reported
""",
    "city/figures.yaml": """\
format: rulebook/figures/1
figures:
  line:
    zh: 救助线
    type: money
    values:
      - {value: 3000元, from: 2024-01-01, source: city_notice}
""",
    "city/benefit-list/assistance.rule": """\
规则 市内救助 assistance “市内救助”
    依据 市里通知
    施行 自 2024-01-01
    输入 身份
    负担 left = 剩余负担.个人负担
    救助比例 = 查表
        | 身份               | 救助比例 |
        | 一般人员、低保边缘 | 0%       |
        | 低保对象           | 70%      |
        | 特困人员           | 90%      |
    救助支付 =
        0元 若 负担 ≤ 救助线
        (负担 - 救助线) × 救助比例 四舍五入到 0.01元 否则
    输出 救助支付
""",
    "town/place.yaml": "format: rulebook/place/1\nzh: 虚构镇\nparent: national\n",
    "town/sources.yaml": """\
format: rulebook/sources/1
sources:
  town_notice:
    zh: 镇里通知
    title: 镇里通知
    issuer: 无
    evidence: official
""",
    "town/figures.yaml": """\
format: rulebook/figures/1
figures:
  bonus:
    zh: 加付
    type: money
    values:
      - {value: 10元, from: 2024-01-01, source: town_notice}
""",
    "town/benefit-list/base-pay.rule": """\
规则 基本支付 base_pay “镇里的基本支付”
    沿用 基本支付
    依据 镇里通知
    施行 自 2024-07-01
    输入 已退休

    例外 退休 retired 若 已退休
        统筹支付 = 原值 + 加付
""",
    "town/benefit-list/whole.rule": """\
规则 镇里合计 whole “镇里合计”
    依据 镇里通知
    施行 自 2024-07-01
    基本 basic = 基本支付(已退休: 是)
    统筹支付 = 基本.统筹支付
    个人负担 = 剩余负担.个人负担
    核对 “不为负” 个人负担 ≥ 0元
    输出 统筹支付、个人负担
""",
}


def found(book: Path) -> None:
    """Write the book as it begins."""
    for path, text in FILES.items():
        _write(book / path, text)
    copy(VOCABULARY, book / "vocabulary.yaml")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def edit(book: Path, chance: random.Random) -> str:
    """One random edit, and what it was; often the book as it begins, so that errors do not pile."""
    if chance.random() < 0.3:
        found(book)
        for path in set(book.rglob("*.rule")) - {book / each for each in FILES}:
            path.unlink()
        return "all restored"
    how = chance.choice(EDITS)
    return f"{how.__name__}: {how(book, chance)}"


def _any(book: Path, pattern: str, chance: random.Random) -> Path | None:
    found = sorted(each for each in book.rglob(pattern) if each.is_file())
    return chance.choice(found) if found else None


def _change(pattern: str, book: Path, chance: random.Random, new: Callable[[str], str]) -> str:
    path = _any(book, pattern, chance)
    if path is None:
        return "nothing"
    path.write_text(new(path.read_text("utf-8")), "utf-8")
    return path.relative_to(book).as_posix()


def _with_other_digit(text: str, chance: random.Random) -> str:
    digits = [each.start() for each in re.finditer("[1-9]", text)]
    if not digits:
        return text
    at = chance.choice(digits)
    return text[:at] + str(chance.randint(1, 9)) + text[at + 1 :]


def figure(book: Path, chance: random.Random) -> str:
    return _change("figures.yaml", book, chance, lambda text: _with_other_digit(text, chance))


def amount(book: Path, chance: random.Random) -> str:
    return _change("*.rule", book, chance, lambda text: _with_other_digit(text, chance))


def line_gone(book: Path, chance: random.Random) -> str:
    def shorter(text: str) -> str:
        lines = text.splitlines(keepends=True)
        del lines[chance.randrange(len(lines)) :][:1]
        at = chance.randrange(len(lines)) if lines else 0
        return "".join(lines[:at] + lines[at + 1 :])

    return _change(chance.choice(("*.rule", "*.yaml")), book, chance, shorter)


def line_more(book: Path, chance: random.Random) -> str:
    return _change(chance.choice(("*.rule", "*.yaml")), book, chance, lambda text: f"# 注\n{text}")


def file_gone(book: Path, chance: random.Random) -> str:
    path = _any(book, "*.rule", chance)
    if path is not None:
        path.unlink()
    return str(path)


def file_renamed(book: Path, chance: random.Random) -> str:
    path = _any(book, "*.rule", chance)
    if path is not None:
        path.rename(path.with_name(chance.choice(("other.rule", "base-pay.rule", "whole.rule"))))
    return str(path)


def file_copied(book: Path, chance: random.Random) -> str:
    path = _any(book, "*.rule", chance)
    place = chance.choice(("national", "city", "town"))
    if path is not None:
        _write(book / place / "benefit-list" / path.name, path.read_text("utf-8"))
    return f"{path} to {place}"


NAMES = (
    "基本支付",
    "剩余负担",
    "基本比例",
    "年度限额",
    "救助线",
    "加付",
    "国家意见",
    "市内救助",
    "left",
)


def renamed(book: Path, chance: random.Random) -> str:
    old, new = chance.choice(NAMES), chance.choice((*NAMES, "新名"))
    pattern = chance.choice(("*.rule", "figures.yaml", "sources.yaml"))
    path = _change(pattern, book, chance, lambda text: text.replace(old, new))
    return f"{old} {new} {path}"


def vocabulary(book: Path, chance: random.Random) -> str:
    old, new = chance.choice(
        (
            ("zh: 身份,", "zh: 人员身份,"),
            ("zh: 人员身份,", "zh: 身份,"),
            ("max: 1000万元", "max: 10万元"),
            ("max: 10万元", "max: 1000万元"),
            ("zh: 救助支付,", "zh: 负担,"),
            ("zh: 负担,", "zh: 救助支付,"),
            ("      poor:", "      # 注\n      poor:"),
            ("{zh: 低保对象,", "{zh: 低保,"),
            ("{zh: 低保,", "{zh: 低保对象,"),
            ("type: yes_no", "type: money"),
        )
    )
    _change("vocabulary.yaml", book, chance, lambda text: text.replace(old, new, 1))
    return f"{old} {new}"


def place(book: Path, chance: random.Random) -> str:
    old, new = chance.choice(
        (
            ("  - national/benefit-list/remainder\n", ""),
            ("parent: national", "parent: city"),
            ("parent: city", "parent: national"),
            ("parent: national\n", "parent: national\nadopts: [national/benefit-list/base-pay]\n"),
        )
    )
    return _change("place.yaml", book, chance, lambda text: text.replace(old, new, 1))


def evidence(book: Path, chance: random.Random) -> str:
    level = chance.choice(("official", "recalled", "no such level"))
    new = f"evidence: {level}"
    return _change("sources.yaml", book, chance, lambda text: re.sub("evidence: .*", new, text))


HIDING = """\
  cap:
    zh: 年度限额
    type: money
    replaces: national/cap
    values:
      - {value: 25万元, from: 2024-01-01, source: opinion}
"""


def hidden(book: Path, chance: random.Random) -> str:
    path = book / chance.choice(("city", "town")) / "figures.yaml"
    _write(path, path.read_text("utf-8") + HIDING)
    return path.parent.name


def warned(book: Path, chance: random.Random) -> str:
    new = "\\g<0>、本年住院次序"
    return _change("*.rule", book, chance, lambda text: re.sub("输入 .*", new, text))


def restored(book: Path, chance: random.Random) -> str:
    path = chance.choice(sorted(FILES))
    _write(book / path, FILES[path])
    return path


EDITS = (
    figure, figure, amount, amount, amount, line_gone, line_more, file_gone, file_renamed,
    file_copied, renamed, vocabulary, place, evidence, hidden, warned, warned, restored,
)  # fmt: skip
