"""``rulebook eval`` on the packaged book: its JSON is a contract."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.asking import FACTS, HOME, INPATIENT, as_json, decided, spoil
from tests.cli.conftest import Rulebook


def test_an_answer_has_the_shape_of_the_contract(rulebook: Rulebook) -> None:
    ran = decided(rulebook, FACTS, "--evidence", "weak", "--as-of", "2026-01-01")
    assert (ran.code, ran.err) == (0, "")
    answer = ran.json
    assert set(answer) == {
        "rule", "as_of", "status", "results", "missing", "failed_conditions", "evidence",
        "explanation", "edition", "rulebook",
    }  # fmt: skip
    assert (answer["rule"], answer["as_of"]) == (INPATIENT, "2026-01-01")
    assert answer["status"] == "determined"
    # (12345.67 - 300) × 70 %, half up to the fen
    assert answer["results"]["pooled_pay"] == {
        "value": "8431.97", "unit": "元", "label": "统筹支付", "status": "determined",
    }  # fmt: skip
    assert answer["results"]["payment_ratio"]["value"] == "70"
    assert answer["evidence"] == "weak"


def test_what_is_missing_is_named_and_is_no_failure(rulebook: Rulebook) -> None:
    few = {name: value for name, value in FACTS.items() if name != "in_scope_cost"}
    ran = decided(rulebook, few, "--evidence", "weak")
    assert ran.code == 0
    assert ran.json["status"] == "undetermined"
    assert ran.json["missing"]["facts"] == ["in_scope_cost"]
    ran = decided(rulebook, FACTS)
    (figure,) = ran.json["missing"]["figures"]
    assert {"id", "reason", "level"} <= set(figure)
    assert figure["level"] == "weak"


def test_the_other_statuses_are_no_failure_either(rulebook: Rulebook) -> None:
    refused = decided(rulebook, FACTS | {"险种": "职工医保"})
    assert (refused.code, refused.json["status"]) == (0, "not-applicable")
    assert set(refused.json["failed_conditions"][0]) == {"id", "label", "values"}
    early = decided(rulebook, FACTS, "--as-of", "1999-01-01")
    assert (early.code, early.json["status"]) == (0, "not-in-force")


@pytest.mark.parametrize(
    ("arguments", "lang", "parts"),
    [
        (["--evidence", "weak"], "zh", ["已确定", "统筹支付", "8431.97元", "weak，待确认"]),
        (["--evidence", "weak"], "en", ["determined", "8431.97 yuan", "weak, to be confirmed"]),
        ([], "zh", ["未定", "缺少的数字：居民年度限额", "--evidence weak"]),
        (["--as-of", "1999-01-01"], "zh", ["未施行", "1999-01-01", "施行：自 "]),
        (["--explain"], "zh", ["查表", "医疗机构等级 = 三级"]),
    ],
)
def test_the_answer_in_words(
    rulebook: Rulebook, arguments: list[str], lang: str, parts: list[str]
) -> None:
    ran = rulebook("eval", INPATIENT, "--facts", "-", *arguments, stdin=as_json(FACTS), lang=lang)
    assert (ran.code, ran.err) == (0, "")
    for part in parts:
        assert part in ran.out


def test_wrong_facts_are_shown_at_their_line_of_the_file(
    rulebook: Rulebook, tmp_path: Path
) -> None:
    file = tmp_path / "事实.json"
    file.write_text('{\n  "险种": "居民医疗",\n  "agee": 3\n}\n', encoding="utf-8")
    ran = rulebook("eval", INPATIENT, "--facts", file)
    assert (ran.code, ran.out) == (1, "")
    assert "事实.json:2:3" in ran.err
    assert "事实.json:3:3" in ran.err
    assert "是不是" in ran.err


def test_what_is_wrong_in_a_record_is_shown_at_its_line(rulebook: Rulebook, tmp_path: Path) -> None:
    file = tmp_path / "facts.json"
    file.write_text(
        '{"住院记录": [\n  {"花费": "600", "由他院转入": false},\n'
        '  {"花费": "x",\n   "地点": "甲", "由他院转入": [1, {"a": 2}]},\n  3\n]}',
        "utf-8",
    )
    small = Path(__file__).parent.parent / "review" / "book"
    ran = rulebook("eval", "合计额", "--facts", file, "--book", small)
    assert ran.code == 1
    for place, name in [
        ("3:4", "住院记录[2].花费"),
        ("4:4", "住院记录[2].地点"),
        ("4:15", "住院记录[2].由他院转入"),
        ("5:3", "住院记录[3]"),
    ]:
        assert f"facts.json:{place}\n" in ran.err and f"`{name}`" in ran.err
    assert "可以写：`花费`、`由他院转入`" in ran.err


def test_extra_facts_are_refused_unless_passed_over(rulebook: Rulebook) -> None:
    extra = FACTS | {"病案号": "A-1"}
    assert decided(rulebook, extra).code == 1
    assert decided(rulebook, extra, "--ignore-extra").code == 0


def test_numbers_with_a_point_are_exact(rulebook: Rulebook) -> None:
    text = as_json(FACTS).replace(b'"12345.67"', b"12345.67")
    ran = rulebook("eval", INPATIENT, "--facts", "-", "--json", "--evidence", "weak", stdin=text)
    assert ran.json["results"]["pooled_pay"]["value"] == "8431.97"


@pytest.mark.parametrize("command", ["eval", "show", "test", "examples"])
def test_an_unknown_rule_gets_the_nearest_names(rulebook: Rulebook, command: str) -> None:
    more = ["--facts", "-"] if command == "eval" else []
    ran = rulebook(command, "shanghai/benefit-list/resident-inpatint", *more, stdin=b"{}")
    assert (ran.code, ran.out) == (2, "")
    assert f"`{INPATIENT}`" in ran.err
    by_stem = rulebook(command, "home_car", *more)
    assert f"`{HOME}`" in by_stem.err


def test_a_broken_rule_gives_no_answer_and_the_others_do(rulebook: Rulebook, book: Path) -> None:
    spoil(book, "若 ", "若")
    ran = rulebook("eval", INPATIENT, "--facts", "-", "--book", book, stdin=as_json(FACTS))
    assert (ran.code, ran.out) == (1, "")
    assert f"{INPATIENT}.rule:" in ran.err
    assert rulebook("test", HOME, "--book", book).code == 0
    everything = rulebook("test", "--book", book)
    assert everything.code == 1
    # The settlement reads the inpatient rule, so it can't answer either.
    assert "2 条规则有错误" in everything.err


def test_a_field_of_records_is_named(rulebook: Rulebook) -> None:
    facts = {
        "从业类别": "医疗人员",
        "在期处理": "正常",
        "服务属急救抢救": False,
        "记分记录": [{"处理日期": "2026-01-01", "档次": "较轻"}],
    }
    asked = ("eval", "national/credit-scoring/personnel-points", "--facts", "-")
    ran = rulebook(*asked, "--as-of", "2026-06-30", stdin=as_json(facts))
    assert "缺少的事实：记分记录.机构已受处理 (points_records.institution_sanctioned)" in ran.out


# ---- names of the national platform


SETTLEMENT = "docs/examples/settlement-record.json"
LAYERED = "shanghai/benefit-list/resident-settlement"


def test_a_settlement_record_is_answered_in_its_fields(rulebook: Rulebook, root: Path) -> None:
    asked = ("eval", LAYERED, "--facts", root / SETTLEMENT, "--names", "platform")
    ran = rulebook(*asked, "--evidence", "weak", "--json")
    assert (ran.code, ran.err) == (0, "")
    paid = {name: each["value"] for name, each in ran.json["results"].items()}
    assert paid["fund_pay_sumamt"] == "12121.50"
    assert (paid["hifp_pay"], paid["hifmi_pay"], paid["maf_pay"]) == (
        "7200.00",
        "3315.00",
        "1606.50",
    )
    text = rulebook(*asked, "--evidence", "weak")
    assert "psn_part_amt" in text.out and "个人自付" in text.out


def test_a_field_of_a_record_is_told_at_its_place(rulebook: Rulebook, root: Path) -> None:
    text = (root / SETTLEMENT).read_text("utf-8").replace('"390"', '"391"')
    asked = ("eval", LAYERED, "--facts", "-", "--names", "platform")
    ran = rulebook(*asked, stdin=text.encode())
    assert ran.code == 1
    assert "RB8127" in ran.err and "<stdin>:4:5" in ran.err


def test_the_day_of_a_record_is_told_and_not_taken(rulebook: Rulebook, root: Path) -> None:
    text = (root / SETTLEMENT).read_text("utf-8")
    text = text.replace('"setl_id": "S-1"', '"setl_time": "2025-03-02 09:30:00"')
    asked = ("eval", LAYERED, "--facts", "-", "--names", "platform")
    assert "`--as-of 2025-03-02`" in rulebook(*asked, stdin=text.encode()).err
    assert rulebook(*asked, "--as-of", "2025-03-02", stdin=text.encode()).err == ""
