"""A rule is called by its id, its names, or the path of its file."""

from __future__ import annotations

import shutil
import unicodedata
from pathlib import Path

import pytest

from rulebook import Book, open_book
from rulebook.cli.rule_names import rules_called, rules_of_place
from tests.cli.conftest import Rulebook

SMALL = Path(__file__).parent.parent / "review" / "book"
INPATIENT = "shanghai/benefit-list/resident-inpatient"


@pytest.fixture(scope="module")
def book(root: Path) -> Book:
    return open_book(root / "rules")


@pytest.mark.parametrize(
    "given",
    [
        INPATIENT,
        f" {INPATIENT} ",
        "上海/居民住院",
        "shanghai/居民住院",
        "上海/resident_inpatient",
        "shanghai/resident-inpatient",
        f"{INPATIENT}.rule",
        f"rules/{INPATIENT}.rule",
        f"elsewhere/rules/{INPATIENT}.rule",
    ],
)
def test_a_rule_has_many_names(book: Book, given: str) -> None:
    assert rules_called(given, book) == (INPATIENT,)
    assert rules_called(unicodedata.normalize("NFD", given), book) == (INPATIENT,)


def test_a_path_of_the_file_itself(book: Book) -> None:
    assert rules_called(str(book.folder / f"{INPATIENT}.rule"), book) == (INPATIENT,)


@pytest.mark.parametrize("given", ["", "居民", "火星/居民住院", "shanghai", "x.rule", "上海/"])
def test_what_is_no_rule(book: Book, given: str) -> None:
    assert rules_called(given, book) == ()


def test_commands_take_names(rulebook: Rulebook) -> None:
    book = ("--book", SMALL)
    assert "city/benefit-list/inpatient" in rulebook("show", "示例市/住院", *book).out
    assert rulebook("test", "示例市/住院", *book).code == 0
    ran = rulebook("eval", "住院", "--facts", "-", "--evidence", "WEAK", *book, stdin=b"{}")
    assert ran.code == 0 and ran.out.startswith("city/benefit-list/inpatient")


def test_a_name_of_several_rules_is_asked_about(rulebook: Rulebook) -> None:
    ran = rulebook("show", "居民住院")
    assert ran.code == 2 and "RB9147" in ran.err
    assert (
        f"`{INPATIENT}`（上海）" in ran.err
        and "/居民住院`" in ran.err
        and "`zibo/benefit-list/resident-inpatient`" in ran.err
    )


@pytest.mark.parametrize("given", ["shanghai", "上海", "Shanghai", "上海市", " 上海/ "])
def test_a_place_stands_for_its_rules(book: Book, given: str) -> None:
    rules = rules_of_place(given, book)
    assert rules is not None and INPATIENT in rules
    assert all(each.startswith("shanghai/") for each in rules)


def test_a_family_of_a_place_stands_for_its_rules(book: Book) -> None:
    rules = rules_of_place("上海/long-term-care", book)
    assert rules is not None and len(rules) >= 2
    assert all(each.startswith("shanghai/long-term-care/") for each in rules)
    assert rules_of_place("上海/none", book) is None
    assert rules_of_place("火星", book) is None


def test_commands_take_places(rulebook: Rulebook) -> None:
    book = ("--book", SMALL)
    listed = rulebook("rules", "示例市", "--json", *book).json
    assert {each["place"] for each in listed} == {"city"} and len(listed) == 2
    assert rulebook("rules", "city", "--json", *book).json == listed
    examples = sum(each["examples"] for each in listed)
    assert rulebook("test", "示例市", "--json", *book).json["examples"] == examples
    assert len(rulebook("examples", "示例市", "--json", *book).json) == examples
    covered = rulebook("coverage", "示例市", "--json", *book).json["rules"]
    assert {each["rule"] for each in covered} == {each["id"] for each in listed}
    assert {"示例市 city"} <= set(rulebook("conform", "示例市", *book).out.splitlines())
    assert rulebook("fidelity", "示例市", *book).code == 0


@pytest.mark.parametrize("command", ["conform", "fidelity", "check"])
def test_a_place_that_is_none_gets_all_their_names(rulebook: Rulebook, command: str) -> None:
    near = rulebook(command, "示例县", "--book", SMALL)
    assert near.code == 2 and "是不是 `city` 示例市？" in near.err
    far = rulebook(command, "火星", "--book", SMALL, lang="en")
    assert far.code == 2 and "there are `city` 示例市" in far.err


def test_a_place_where_one_rule_is_wanted(rulebook: Rulebook) -> None:
    ran = rulebook("show", "示例市", "--book", SMALL)
    assert ran.code == 2 and "RB9149" in ran.err and "`rulebook rules 示例市`" in ran.err


def test_a_place_without_rules(rulebook: Rulebook) -> None:
    ran = rulebook("test", "国家", "--book", SMALL)
    assert ran.code == 2 and "RB9148" in ran.err and "`city` 示例市" in ran.err


def test_ones_own_rule_is_meant_before_those_of_the_book_below(
    rulebook: Rulebook, tmp_path: Path
) -> None:
    shutil.copytree(SMALL, tmp_path / "below")
    own = tmp_path / "own"
    rule = (SMALL / "city" / "benefit-list" / "inpatient.rule").read_text("utf-8")
    for path, text in {
        "book.yaml": "format: rulebook/book/1\nextends: ../below\nedition: own.1\n"
        "date: 2026-01-01\nnote: {zh: 测试用, en: made up}\n",
        "town/place.yaml": "format: rulebook/place/1\nzh: 示例镇\nen: Town\nparent: city\n",
        "town/benefit-list/inpatient.rule": rule,
    }.items():
        (own / path).parent.mkdir(parents=True, exist_ok=True)
        (own / path).write_text(text, "utf-8")
    book = ("--book", own)
    ran = rulebook("show", "住院", *book)
    assert ran.code == 0 and ran.out.startswith("town/benefit-list/inpatient")
    assert "`town/benefit-list/inpatient`" in ran.err
    assert rulebook("test", "示例市/住院", *book).err == ""
    (own / "town" / "benefit-list" / "inpatient.rule").write_text(rule + "    ？\n", "utf-8")
    assert "town/benefit-list/inpatient.rule" in rulebook("check", "示例镇", *book).err
    elsewhere = rulebook("check", "city", *book, lang="en")
    assert (elsewhere.code, "inpatient.rule" in elsewhere.err) == (0, False)
    assert "more in other places" in elsewhere.err


@pytest.mark.parametrize(
    ("option", "word"), [("--evidence", "存疑"), ("--names", "中文"), ("--lang", "中文")]
)
def test_options_take_chinese_words(rulebook: Rulebook, option: str, word: str) -> None:
    asked = ("eval", "住院", "--facts", "-", "--book", SMALL)
    ran = rulebook(*asked, option, word, stdin=b"{}")
    assert ran.code == 0, ran.err
    wrong = rulebook(*asked, option, "别的", stdin=b"{}")
    assert wrong.code == 2 and "RB9019" in wrong.err and word in wrong.err


def test_a_rule_with_errors_is_called_by_its_name(rulebook: Rulebook, tmp_path: Path) -> None:
    shutil.copytree(SMALL, tmp_path / "rules")
    for name, first in (("one", "规则 坏的 one “坏”"), ("two", 'rule two 更坏 "worse"')):
        rule = tmp_path / "rules" / "city" / "benefit-list" / f"{name}.rule"
        rule.write_text(f"{first}\n    ？\n", "utf-8")
    for called in ("坏的", "更坏"):
        ran = rulebook("show", called, "--book", tmp_path / "rules")
        assert (ran.code, "RB9001" in ran.err) == (1, False) and called in ran.out


def test_many_findings_alike_are_counted(rulebook: Rulebook, tmp_path: Path) -> None:
    shutil.copytree(SMALL, tmp_path / "rules")
    rule = tmp_path / "rules" / "city" / "benefit-list" / "many.rule"
    twice = "    甲 = 1元\n" * 60
    rule.write_text(
        f"规则 多 many “多”\n    依据 示例规划\n    施行 自 2023-01-01\n{twice}    输出 甲\n",
        "utf-8",
    )
    ran = rulebook("check", "--book", tmp_path / "rules")
    assert ran.err.count("[RB3004]") == 20
    assert "city/benefit-list/many.rule 里还有 39 处 RB3004" in ran.err
    told = rulebook("check", "--book", tmp_path / "rules", "--format", "json").json
    assert [each["code"] for each in told["diagnostics"]].count("RB3004") == 59
    assert f"{told['errors']} 个错误" in ran.out


def test_a_file_without_a_rule_is_not_counted_as_one(rulebook: Rulebook, tmp_path: Path) -> None:
    shutil.copytree(SMALL, tmp_path / "rules")
    (tmp_path / "rules" / "city" / "benefit-list" / "empty.rule").write_text(
        "# 以后再写\n", "utf-8"
    )
    ran = rulebook("check", "--book", tmp_path / "rules")
    assert (ran.code, "RB1006" in ran.err) == (0, True)
    assert ran.out.startswith("已检查 2 条规则：")
    assert rulebook("test", "--book", tmp_path / "rules").err == ""
