"""The commands on the packaged book: their JSON is a contract."""

from __future__ import annotations

import json
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from rulebook.resources import packaged_rules
from tests.cli.conftest import Ran, Rulebook

INPATIENT = "shanghai/benefit-list/resident-inpatient"
HOME = "shanghai/long-term-care/home-care"
INSTITUTION = "shanghai/long-term-care/institution-care"
FACTS = {
    "险种": "居民医保",
    "age": 67,
    "重度残疾": False,
    "医疗机构等级": "三级",
    "in_scope_cost": "12345.67",
    "pooled_paid_to_date": Decimal("6820.4"),
}


def as_json(facts: dict[str, object]) -> bytes:
    return json.dumps(facts, ensure_ascii=False, default=float).encode()


def decided(rulebook: Rulebook, facts: dict[str, object], *more: str, rule: str = INPATIENT) -> Ran:
    return rulebook("eval", rule, "--facts", "-", "--json", *more, stdin=as_json(facts))


@pytest.fixture
def book(root: Path, tmp_path: Path) -> Path:
    """A copy of the book to spoil."""
    return Path(shutil.copytree(root / "rules", tmp_path / "rules"))


# ---- check


def test_the_packaged_book_is_sound(rulebook: Rulebook) -> None:
    ran = rulebook("check", "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    assert set(ran.json) == {"errors", "warnings", "diagnostics"}
    assert ran.json["errors"] == 0


def test_an_error_is_shown_with_its_line_and_a_caret(rulebook: Rulebook, book: Path) -> None:
    spoil(book, "若 ", "若")
    ran = rulebook("check", "--book", book)
    assert ran.code == 1
    assert f"{INPATIENT}.rule:" in ran.err
    assert "^" in ran.err
    assert "个错误" in ran.out


def test_json_stays_on_stdout_where_there_are_errors(rulebook: Rulebook, book: Path) -> None:
    line = spoil(book, "若 ", "若")
    ran = rulebook("check", "--book", book, "--format", "json", lang="en")
    assert (ran.code, ran.err) == (1, "")
    assert ran.json["errors"] >= 1
    first = ran.json["diagnostics"][0]
    assert set(first) == {"code", "severity", "file", "line", "column", "message", "hint"}
    assert (first["file"], first["line"]) == (f"{INPATIENT}.rule", line)
    assert first["code"].startswith("RB")


def test_a_folder_without_a_book_is_an_error_in_json_too(
    rulebook: Rulebook, tmp_path: Path
) -> None:
    ran = rulebook("check", "--book", tmp_path, "--format", "json")
    assert ran.code == 1
    assert ran.json["errors"] >= 1


def spoil(book: Path, found: str, instead: str) -> int:
    """Replace the first ``found`` in the inpatient rule; gives its line."""
    path = book / f"{INPATIENT}.rule"
    before, _, after = path.read_text(encoding="utf-8").partition(found)
    path.write_text(before + instead + after, encoding="utf-8")
    return before.count("\n") + 1


# ---- eval


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


# ---- rules, examples, test, show


def test_rules_have_the_shape_of_the_contract(rulebook: Rulebook) -> None:
    rules = {each["id"]: each for each in rulebook("rules", "--json").json}
    assert {INPATIENT, HOME, INSTITUTION} <= set(rules)
    for each in rules.values():
        assert set(each) == {
            "id", "title", "place", "family", "in_force", "inputs", "outputs", "examples",
        }  # fmt: skip
        assert each["id"].startswith(f"{each['place']}/{each['family']}/")
        assert all(set(period) == {"from", "until"} for period in each["in_force"])
        # A rule that a place takes over as it stands has its examples where it comes from.
        own = (packaged_rules() / f"{each['id']}.rule").is_file()
        assert each["examples"] >= (3 if own else 0)
    assert INPATIENT in rulebook("rules").out


def test_examples_are_in_the_form_that_eval_takes(rulebook: Rulebook) -> None:
    examples = rulebook("examples", INPATIENT, "--json").json
    assert len(examples) >= 3
    for each in examples[::5]:
        assert set(each) == {
            "rule", "name", "as_of", "evidence", "facts", "expected", "generated",
        }  # fmt: skip
        assert {"status", "results", "missing"} <= set(each["expected"])
        arguments = ("--as-of", each["as_of"], "--evidence", each["evidence"])
        answer = decided(rulebook, each["facts"], *arguments).json
        assert answer["status"] == each["expected"]["status"]
        for id_, result in each["expected"]["results"].items():
            assert answer["results"][id_]["value"] == result["value"]


def test_the_examples_of_the_packaged_book_pass(rulebook: Rulebook) -> None:
    ran = rulebook("test", "--json")
    assert ran.code == 0
    assert set(ran.json) == {"examples", "passed", "failed", "failures"}
    assert ran.json["examples"] == ran.json["passed"] >= 9
    assert "0 个不符" in rulebook("test").out


def test_it_is_said_when_there_is_no_book_of_ones_own(
    rulebook: Rulebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = Path(__file__).parents[1] / "book" / "good" / "small"
    monkeypatch.setattr("rulebook.book.choice.packaged_rules", lambda: small)
    monkeypatch.chdir(tmp_path)
    said = "这里没有自己的规则书，检查的是随软件安装的那一本"
    for command in ("check", "test"):
        assert said in rulebook(command).err
        assert "no book of your own" in rulebook(command, lang="en").err
        assert said not in rulebook(command, "--book", small).err


def test_a_failing_example_shows_expected_actual_and_why(rulebook: Rulebook, book: Path) -> None:
    path = book / f"{INPATIENT}.rule"
    text = path.read_text(encoding="utf-8")
    assert "7200元" in text
    path.write_text(text.replace("7200元", "7201元"), encoding="utf-8")
    ran = rulebook("test", INPATIENT, "--book", book)
    assert ran.code == 1
    assert "7201.00元" in ran.out
    assert "7200.00元" in ran.out
    failures = rulebook("test", INPATIENT, "--book", book, "--json").json["failures"]
    assert failures
    assert {"expected", "actual", "why"} <= set(failures[0])


@pytest.mark.parametrize(("lang", "word"), [("zh", "施行 自"), ("en", "in force from")])
def test_show_writes_the_rule_in_the_language(rulebook: Rulebook, lang: str, word: str) -> None:
    ran = rulebook("show", HOME, lang=lang)
    assert ran.code == 0
    assert f"    {word} " in ran.out
    assert "care_level" in ran.out


# ---- fmt


def test_the_packaged_book_is_formatted(rulebook: Rulebook, root: Path) -> None:
    ran = rulebook("fmt", "--check", "--book", root / "rules")
    assert (ran.code, ran.err) == (0, ""), ran.out


def test_fmt_rewrites_in_place_and_check_only_tells(rulebook: Rulebook, book: Path) -> None:
    path = book / f"{INPATIENT}.rule"
    neat = path.read_bytes()
    path.write_bytes(
        neat.replace("    输入 ".encode(), "    输入　　".encode(), 1).replace(b"\n", b"\r\n")
    )
    untidy = path.read_bytes()
    told = rulebook("fmt", "--check", path)
    assert told.code == 1
    assert "要整理" in told.out
    assert path.read_bytes() == untidy
    assert rulebook("fmt", path).code == 0
    assert path.read_bytes() == neat
    assert rulebook("fmt", "--check", path).code == 0


def test_fmt_translates_there_and_back(rulebook: Rulebook, book: Path) -> None:
    before = {path: path.read_bytes() for path in book.rglob("*.rule")}
    assert rulebook("fmt", "--book", book, "--to", "en").code == 0
    assert b"applies if" in (book / f"{INPATIENT}.rule").read_bytes()
    assert rulebook("check", "--book", book).code == 0
    assert rulebook("fmt", "--book", book, "--to", "zh").code == 0
    assert {path: path.read_bytes() for path in book.rglob("*.rule")} == before


def test_fmt_leaves_a_file_with_errors_alone(rulebook: Rulebook, book: Path) -> None:
    spoil(book, "规则", "规　则则")
    path = book / f"{INPATIENT}.rule"
    broken = path.read_bytes()
    ran = rulebook("fmt", path)
    assert ran.code == 1
    assert "^" in ran.err
    assert path.read_bytes() == broken


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [("none.rule", "RB9011", "打不开"), ("notes.txt", "RB9012", "既不是规则文件")],
)
def test_fmt_refuses_what_is_no_rule_file(
    rulebook: Rulebook, tmp_path: Path, name: str, code: str, said: str
) -> None:
    (tmp_path / "notes.txt").touch()
    ran = rulebook("fmt", tmp_path / name)
    assert ran.code == 2
    assert code in ran.err
    assert said in ran.err


def test_fmt_does_not_rewrite_the_packaged_book(
    rulebook: Rulebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = rulebook("fmt")
    assert ran.code == 2
    assert "RB9013" in ran.err


# ---- which book


def test_the_nearest_book_upward_is_taken(
    rulebook: Rulebook, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil(book, "若 ", "若")
    monkeypatch.chdir(book / "shanghai")
    assert rulebook("check").code == 1
    monkeypatch.chdir(book.parent)
    assert rulebook("check").code == 1
    assert rulebook("check", "--book", book.parent).code == 1


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


# ---- names of what is missing


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


def test_what_an_example_lacks_is_named_as_the_rule_writes_it(
    rulebook: Rulebook, book: Path
) -> None:
    rule = book / "shanghai/benefit-list/resident-financing.rule"
    text = rule.read_text("utf-8")
    rule.write_text(text.replace("未定(居民个人缴费最低标准)", "未定(财政补助)"), "utf-8")
    said = "应为 未定(财政补助)，得到 未定(居民个人缴费最低标准)"
    assert said in rulebook("test", "--book", book, rule_id(rule)).out


def rule_id(file: Path) -> str:
    return "/".join(file.with_suffix("").parts[-3:])
