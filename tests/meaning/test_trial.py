"""Real provisions, read, typed, checked and answered, in Chinese and in English.

The provisions lie beside the project: in the folder that $RULEBOOK_DESIGN names, else in
``../shared/design`` beside the checkout. What they lack to be correct is in ``trial/homes.py``.
"""

from __future__ import annotations

import os
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from rulebook.language.printer import print_file
from rulebook.language.translate import translate
from rulebook.lexicon import lexicon_of
from rulebook.pipeline import Built
from tests.evaluators import EVALUATORS
from tests.meaning.books import HERE, answered, built, complaints, contents_of, opened, rule_files
from tests.meaning.sameness import bare
from tests.meaning.trial.homes import HOMES, PATCHES, patched

BESIDE = HERE.parents[2] / "shared" / "design"
FOLDER = Path(os.environ.get("RULEBOOK_DESIGN") or BESIDE)
TRIAL = FOLDER / "trial.rules"

pytestmark = pytest.mark.skipif(
    not TRIAL.is_file(), reason="no trial provisions: set RULEBOOK_DESIGN to their folder"
)


@cache
def chinese() -> Built:
    text = patched(TRIAL.read_text(encoding="utf-8"))
    return built(contents_of(HERE / "trial" / "book"), rule_files(text, HOMES))


@cache
def english() -> Built:
    made = chinese()
    lexicon = lexicon_of(made.contents, made.trees.values())
    rules = tuple(
        replace(each, text=print_file(translate(made.trees[each.path], lexicon, "en"), "en"))
        for each in made.contents.rules
    )
    return built(replace(made.contents, rules=()), rules)


def test_every_provision_has_a_home() -> None:
    text = TRIAL.read_text(encoding="utf-8")
    assert {each.id.split("/")[-1] for each in rule_files(text, HOMES)} == set(chinese_stems())
    assert len(chinese().contents.rules) == len(HOMES)


def chinese_stems() -> list[str]:
    return [id_.replace("_", "-") for id_ in HOMES]


@pytest.mark.parametrize("made", [chinese, english], ids=["zh", "en"])
def test_nothing_is_wrong(made: object) -> None:
    assert callable(made)
    book = made()
    assert complaints(book.diagnostics) == []
    assert len(book.program.rules) == len(HOMES)


@pytest.mark.parametrize("made", [chinese, english], ids=["zh", "en"])
def test_examples(made: object) -> None:
    assert callable(made)
    report = opened(made()).run_examples()
    assert [each.text("zh") for each in report.failures] == []
    assert report.passed == 10


def test_both_surfaces_have_one_meaning() -> None:
    for rule in chinese().typed.rules.values():
        other = english().typed.rules[rule.id]
        assert bare(rule.versions) == bare(other.versions), rule.id


def test_back_to_chinese() -> None:
    made = english()
    lexicon = lexicon_of(made.contents, made.trees.values())
    for path, tree in made.trees.items():
        assert translate(tree, lexicon, "zh").rules == chinese().trees[path].rules, path


@pytest.mark.parametrize("name", EVALUATORS)
def test_every_evaluator_gives_the_examples_answers(name: str) -> None:
    for run in opened(chinese()).run_examples().runs:
        assert answered(name, chinese().typed, run.example) == run.decision.answer


# ---- cases that the provisions don't give themselves


def decided(rule: str, facts: dict[str, object], day: str = "2026-01-01") -> dict[str, str]:
    decision = opened(chinese()).decide(rule, facts, day, ignore_extra=True)
    return {
        chinese().contents.vocabulary.facts[id_].label.zh: str(
            each.value if each.status == "determined" else each.status
        )
        for id_, each in decision.results.items()
    }


def test_employee_tiers_lie_on_top_of_what_came_before() -> None:
    facts: dict[str, object] = {
        "医疗机构等级": "三级",
        "已退休": False,
        "本年住院次序": 1,
        "政策范围内费用": "12700",
        "本年已累计费用": "0",
    }
    rule = "zibo/benefit-list/employee-inpatient"
    # 700 of deductible, 10,000 at 26 %, 2,000 at 20 %
    assert decided(rule, facts) == {"基金支付": "9000.00", "个人自付": "3700.00"}
    facts["本年已累计费用"] = "10000"
    # all 12,000 at 20 %
    assert decided(rule, facts) == {"基金支付": "9600.00", "个人自付": "3100.00"}
    facts["已退休"] = True
    assert decided(rule, facts) == {"基金支付": "10800.00", "个人自付": "1900.00"}


def test_critical_illness_has_no_cap_for_the_poor() -> None:
    facts: dict[str, object] = {
        "救助身份": "低保边缘",
        "本次合规费用": "1000000",
        "本年已累计合规费用": "0",
        "本年大病已支付": "0",
    }
    rule = "quanzhou/benefit-list/critical-illness"
    assert decided(rule, facts) == {"大病支付": "400000.00"}
    facts["救助身份"] = "特困"
    # 95,000 at 65 %, 200,000 at 75 %, 700,000 at 85 %
    assert decided(rule, facts) == {"大病支付": "806750.00"}


def test_settlement_goes_through_all_layers() -> None:
    facts: dict[str, object] = {
        "险种": "居民医保",
        "医疗机构类别": "三级",
        "市外就医": False,
        "入院日期": "2026-01-01",
        "住院记录": [{"入院日期": "2026-01-01", "医联体内转入": False}],
        "转入前已付起付标准": "0",
        "政策范围内费用": "100700",
        "本年统筹已支付": "0",
        "救助身份": "低保",
        "本年已累计合规费用": "0",
        "本年大病已支付": "0",
        "本年救助已支付": "0",
        "本年再救助已支付": "0",
        "医疗费总额": "100700",
    }
    # pooled 65,000; critical 65 % of 30,700; aid 75 % of 15,745 and 70 % of the rest over 5,000 (0)
    rule = "quanzhou/benefit-list/settlement"
    assert decided(rule, facts) == {"基金支付总额": "96763.75", "个人负担总额": "3936.25"}
    facts["救助身份"] = "无"
    # critical illness: 60 % of what lies above 18,000
    assert decided(rule, facts) == {"基金支付总额": "75620.00", "个人负担总额": "25080.00"}


def test_long_term_care_by_the_day_of_service() -> None:
    facts: dict[str, object] = {
        "参保地": "上海",
        "年龄": 70,
        "险种": "居民医保",
        "评估等级": 5,
        "连续居家月数": 3,
        "激励选择": "现金",
        "服务小时数": "12.5",
        "小时单价": "65",
        "护理记录": [
            {"服务日期": "2025-08-31", "天数": 10},
            {"服务日期": "2025-09-01", "天数": 20},
        ],
    }
    rule = "shanghai/long-term-care/shanghai-ltc"
    assert decided(rule, facts) == {
        "可享受待遇": "True",
        "每周小时": "7",
        "每月加时": "0",
        "每月补贴": "40",
        "居家基金支付": "731.25",
        "机构基金支付": "1020.00",
    }
    facts["评估等级"] = 1
    given = decided(rule, facts)
    assert given["可享受待遇"] == "False"
    assert given["每周小时"] == given["机构基金支付"] == "not-applicable"


def test_patches_say_why() -> None:
    assert all(patch.why for patch in PATCHES)
