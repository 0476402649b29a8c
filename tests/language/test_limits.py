"""Sizes, from both sides of each limit."""

from __future__ import annotations

import time

import pytest

from rulebook.diagnostics import Diagnostic
from rulebook.language.naming import NoLexicon
from rulebook.language.parser import MOST, parse
from rulebook.language.printer import print_file
from rulebook.language.translate import translate

HEAD = "规则 甲 a\n    乙 = "


def _codes(text: str) -> list[str]:
    return [each.code for each in parse(text, "x.rule")[1]]


def _nested(kind: str, depth: int) -> str:
    """A value of which the innermost part is ``depth`` deep."""
    match kind:
        case "brackets":
            return "(" * (depth - 1) + "1元" + ")" * (depth - 1)
        case "sum":
            return "1元" + " + 1元" * (depth - 1)
        case "not":
            return "非 " * (depth - 1) + "丙"
        case "part":
            return "丙" + ".丁" * (depth - 1)
        case "gather":
            return "合计(" * (depth - 1) + "1元" + ")" * (depth - 1)
        case "fallback":
            return "丙 不适用时 " * (depth - 1) + "1元"
        case _:
            return "1元" + " 四舍五入到 1元" * (depth - 1)


KINDS = ["brackets", "sum", "not", "part", "gather", "fallback", "rounding"]


@pytest.mark.parametrize("kind", KINDS)
def test_nesting(kind: str) -> None:
    deep = HEAD + _nested(kind, 200) + "\n"
    tree, found = parse(deep, "x.rule")
    assert found == ()
    assert tree is not None
    again, _ = parse(print_file(tree, "en"), "x.rule")
    assert again == tree
    assert translate(tree, NoLexicon(), "en").rules[0].other is not None
    assert set(_codes(HEAD + _nested(kind, 202) + "\n")) == {"RB1036"}
    assert set(_codes(HEAD + _nested(kind, 4_000) + "\n")) == {"RB1036"}


def test_indentation_may_go_deeper_and_deeper() -> None:
    assert _codes("".join(" " * depth + "甲\n" for depth in range(400)))


def test_rows() -> None:
    rows = "".join(f"    |{at}|1|\n" for at in range(5000))
    head = "规则 a\n  b=查表\n    |c|b|\n"
    assert _codes(head + rows) == []
    assert _codes(head + rows + "    |0|1|\n") == ["RB1060"]


def test_length() -> None:
    line = "# 说明\n"
    text = line * (100_000 // len(line))
    assert _codes(text) == []
    tree, found = parse(text + line * 2, "x.rule")
    assert tree is None
    assert [each.code for each in found] == ["RB1005"]


def test_digits() -> None:
    assert _codes(HEAD + "9" * 30 + "元\n") == []
    assert _codes(HEAD + "9" * 31 + "元\n") == ["RB1026"]
    assert _codes(HEAD + "1." + "0" * 29 + "元\n") == []
    assert _codes(HEAD + "1." + "0" * 30 + "元\n") == ["RB1026"]


def test_as_many_diagnostics_as_a_run_tells() -> None:
    head, line = "规则 甲 a\n", "    乙 = 5元以上\n"
    assert _codes(head + line * MOST) == ["RB1014"] * MOST
    _, found = parse(head + line * (MOST + 100), "x.rule")
    assert [each.code for each in found] == ["RB1014"] * MOST + ["RB1090"]
    assert "100" in found[-1].sentence("zh")
    assert found[-1].severity == "error"
    assert found[-1].line == MOST + 2


def test_places_are_in_order() -> None:
    found = parse("规则 甲 a\n    乙 = 5元以上\n    丙 丁\n    输入 、\n", "x.rule")[1]
    assert _places(found) == sorted(_places(found))
    assert len(found) == 3


def _places(found: tuple[Diagnostic, ...]) -> list[tuple[int, int]]:
    return [(each.line, each.column) for each in found]


SLOW = {
    "brackets": "(" * 90_000,
    "closed": ")" * 90_000,
    "quotes": "“" * 90_000,
    "straight": '"' * 89_999,
    "numbers": "1,000" * 18_000,
    "letters": "若" * 90_000,
    "unknown": "。" * 90_000,
    "conditions": "丙 且 丁 或 " * 12_000,
    "limits": "1元 不低于 " * 11_000,
    "comparisons": "丙 = " * 20_000,
    "minus": "-" * 90_000,
    "bars": "|" * 90_000,
    "names": "丙 " * 45_000,
    "lines": "丙 丁\n    " * 11_000,
    "rows": "|\n        " * 9_000,
    "amounts": "5元以上 " * 15_000,
    "digits": "9" * 90_000,
    "dots": "丙." * 30_000,
    "comments": "#\n" * 40_000,
}


@pytest.mark.parametrize("kind", sorted(SLOW))
def test_no_text_takes_long(kind: str) -> None:
    start = time.process_time()
    parse(HEAD + SLOW[kind][:8_000], "x.rule")
    parse(SLOW[kind][:8_000], "x.rule")
    assert time.process_time() - start < 2


def test_speed() -> None:
    body = (
        "    支付{0} = (费用 - 起付标准 不低于 0元) × 92%\n"
        "        四舍五入到 0.01元\n"
        "    比例{0} = 查表\n"
        "        | 年龄          | 类别       | 比例{0} |\n"
        "        | ≥ 60岁 < 70岁 | 特困、低保 | 92%     |\n"
        "        | 否则          | *          | 5%      |\n"
    )
    text = "规则 甲 a\n" + "".join(body.format(at) for at in range(120))
    lines = text.count("\n")
    parse(text, "x.rule")
    best = 1e9
    for _ in range(2):
        start = time.process_time()
        assert parse(text, "x.rule")[1] == ()
        best = min(best, time.process_time() - start)
    assert lines / best >= 5000
