"""Wrong arguments get a sentence, in the user's language, and exit code 2."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Rulebook

COMMANDS = ("check", "eval", "rules", "show", "examples", "test", "fmt", "book")


@pytest.mark.parametrize("arguments", [(), ("--help",)])
def test_help_names_every_command(rulebook: Rulebook, arguments: tuple[str, ...]) -> None:
    ran = rulebook(*arguments)
    assert ran.code == 0
    assert "用法：rulebook" in ran.out
    for name in COMMANDS:
        assert f"\n  {name} " in ran.out


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_in_both_languages_and_takes_a_book(
    rulebook: Rulebook, name: str
) -> None:
    chinese, english = rulebook(name, "--help"), rulebook(name, "--help", lang="en")
    assert (chinese.code, english.code) == (0, 0)
    assert "--book" in chinese.out
    assert "用法：" in chinese.out
    assert "规则书" in chinese.out
    assert "Usage: " in english.out
    assert not any("\u4e00" <= letter <= "\u9fff" for letter in english.out)


def test_version(rulebook: Rulebook) -> None:
    ran = rulebook("--version")
    assert ran.code == 0
    assert ran.out.startswith("rulebook 0.1.0 ")


@pytest.mark.parametrize(
    ("arguments", "chinese", "english"),
    [
        (("chek",), "没有命令 `chek`", "no command `chek`"),
        (("check", "--formt", "json"), "没有选项 `--formt`", "no option `--formt`"),
        (("check", "--format", "xml"), "可选的是 `text`、`json`", "it is one of `text`, `json`"),
        (("check", "--format"), "选项 `--format` 后面缺少值", "needs a value"),
        (("check", "more"), "多出了参数 `more`", "unexpected argument `more`"),
        (("eval",), "缺少 `RULE`", "`RULE` is missing"),
        (("eval", "a/b/c"), "缺少 `--facts`", "`--facts` is missing"),
        (("eval", "a/b/c", "--facts", "-", "--as-of", "2025/9/1"), "不是日期", "is not a date"),
        (("eval", "a/b/c", "--facts", "-", "--as-of", "2025-02-30"), "不是日期", "is not a date"),
        (("eval", "a/b/c", "--facts", "-", "--as-of", "20250901"), "不是日期", "is not a date"),
        (("eval", "a/b/c", "--facts", "-", "--evidence", "sure"), "`official`", "`official`"),
        (("--lang", "fr", "check"), "`fr`", "`fr`"),
        (("check", "--book", "/nonexistent"), "没有规则书", "there is no book"),
    ],
)
def test_wrong_usage_is_told_in_both_languages(
    rulebook: Rulebook, arguments: tuple[str, ...], chinese: str, english: str
) -> None:
    told, said = rulebook(*arguments), rulebook(*arguments, lang="en")
    assert (told.code, said.code) == (2, 2)
    assert chinese in told.err
    assert english in said.err
    assert told.out == said.out == ""


def test_the_nearest_command_and_option_are_offered(rulebook: Rulebook) -> None:
    assert "是不是 `check`？" in rulebook("chek").err
    assert "did you mean `--format`?" in rulebook("check", "--formt", "json", lang="en").err


def test_a_missing_facts_file_is_named(rulebook: Rulebook, tmp_path: Path) -> None:
    ran = rulebook("eval", "a/b/c", "--facts", tmp_path / "none.json")
    assert ran.code == 2
    assert "打不开" in ran.err
    assert "none.json" in ran.err


def test_a_folder_as_facts_file_is_refused(rulebook: Rulebook, tmp_path: Path) -> None:
    ran = rulebook("eval", "a/b/c", "--facts", tmp_path)
    assert ran.code == 2
    assert "打不开" in ran.err
