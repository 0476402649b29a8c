"""The vocabulary and the codes of messages, looked up from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from rulebook.site.handwritten import linked
from tests.cli.conftest import Rulebook

SMALL = ("--book", Path(__file__).parent.parent / "review" / "book")


def test_facts_have_their_unit_and_values(rulebook: Rulebook) -> None:
    (age,) = rulebook("facts", "年龄", "--json", *SMALL).json
    assert age == {
        "id": "age", "name": "年龄", "label": "年龄", "kind": "数量（岁）", "unit": "岁",
        "domain": "0岁 至 120岁", "values": None, "platform": None,
    }  # fmt: skip
    shown = rulebook("facts", *SMALL).out
    for words in ("一级、二级、三级（由低到高）", "金额（元）", "是、否", "住院记录.花费"):
        assert words in shown
    assert "level_one, level_two, level_three (the least first)" in (
        rulebook("facts", *SMALL, lang="en").out
    )


@pytest.mark.parametrize("words", [("三级",), ("HOSPITAL",), ("医疗机构", "level_two")])
def test_facts_are_found_by_any_of_their_words(rulebook: Rulebook, words: tuple[str, ...]) -> None:
    found = rulebook("facts", *words, "--json", *SMALL).json
    assert [each["id"] for each in found] == ["hospital_level"]


def test_a_word_that_no_fact_has(rulebook: Rulebook) -> None:
    ran = rulebook("facts", "起付标注", *SMALL)
    assert (ran.code, ran.out) == (1, "")
    assert "RB9150" in ran.err and "是不是 `起付标准`？" in ran.err


def test_a_code_is_explained_with_an_example(rulebook: Rulebook) -> None:
    ran = rulebook("explain", "rb1014")
    assert ran.code == 0
    assert ran.out.startswith("错误[RB1014] `…` 不能写在值后面\n  = 提示：写成 `…`\n")
    assert "50元以上" in ran.out and "写成 `≥ 50元`" in ran.out
    assert "error[RB9151]" in rulebook("explain", "RB0000", lang="en").err
    warned = rulebook("explain", "RB3522", "RB8101", lang="en").out
    assert warned.startswith("warning[RB3522]") and "\nerror[RB8101]" in warned


def test_in_the_site_a_code_leads_to_its_page() -> None:
    text = "见 `rulebook explain RB1014`、`rulebook explain`。"
    page = "[`rulebook explain RB1014`](../errors/RB1014.md)"
    assert linked(text, "guide/x.md") == f"见 {page}、`rulebook explain`。"
    assert linked(linked(text, "guide/x.md"), "guide/x.md") == linked(text, "guide/x.md")
    text = "<li> <code>RB1014</code> or <code>RB</code></li>"
    page = '<a href="../errors/RB1014.html"><code>RB1014</code></a>'
    assert linked(text, "language/x.md") == f"<li> {page} or <code>RB</code></li>"
    assert linked(linked(text, "language/x.md"), "language/x.md") == linked(text, "language/x.md")
