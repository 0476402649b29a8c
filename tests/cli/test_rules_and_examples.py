"""``rules``, ``examples``, ``test`` and ``show`` on the packaged book: their JSON is a contract."""

from __future__ import annotations

from pathlib import Path

import pytest

from rulebook.resources import packaged_rules
from tests.cli.asking import HOME, INPATIENT, INSTITUTION, decided
from tests.cli.conftest import Rulebook


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
    assert "0 个不符" in rulebook("test", HOME).out


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
