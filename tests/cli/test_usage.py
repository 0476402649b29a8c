"""Wrong arguments get a sentence, in the user's language, and exit code 2."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from rulebook.cli.usage import usage_diagnostic
from rulebook.diagnostics.catalogue import entries
from tests.cli.conftest import Rulebook

COMMANDS = (
    "check", "eval", "rules", "facts", "show", "explain", "examples", "test", "fmt", "book",
    "export",
)  # fmt: skip


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
        (
            ("check", "--format", "xml"),
            "可选的是 `text` 文字、`json`",
            "it is one of `text`, `json`",
        ),
        (("check", "--format"), "选项 `--format` 后面缺少值", "needs a value"),
        (("rules", "--json=yes"), "选项 `--json` 后面不带值", "option `--json` takes no value"),
        (("show", "a", "more"), "多出了参数 `more`", "unexpected argument `more`"),
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
    assert "是不是 `check`" in rulebook("chek").err
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


def test_what_click_refuses_otherwise_is_still_a_sentence() -> None:
    found = usage_diagnostic(click.UsageError("Something else."))
    assert found.code == "RB9008"
    assert found.sentence("zh") == "用法不对：Something else"


def test_the_site_needs_its_components(
    rulebook: Rulebook, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("rulebook.cli.commands.book.find_spec", lambda _: None)
    ran = rulebook("book", "--out", tmp_path / "site")
    assert ran.code == 2
    assert "RB9014" in ran.err
    assert "mkdocs-material" in ran.err
    assert 'pip install "rulebook[site]"' in ran.err


def test_a_file_that_cannot_be_written_is_named_and_stays(
    rulebook: Rulebook, monkeypatch: pytest.MonkeyPatch, root: Path, tmp_path: Path
) -> None:
    source = root / "rules/shanghai/long-term-care/home-care.rule"
    file = tmp_path / "a.rule"
    file.write_bytes(source.read_bytes().replace(b"\n", b"\r\n"))
    before = file.read_bytes()

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("rulebook.cli.rule_files.Path.replace", full)
    ran = rulebook("fmt", file)
    assert ran.code == 1
    assert "RB9015" in ran.err
    assert file.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["a.rule"]


def test_a_folder_without_rule_files_is_remarked(rulebook: Rulebook, tmp_path: Path) -> None:
    (tmp_path / "book.yaml").touch()
    ran = rulebook("fmt", "--check", "--book", tmp_path)
    assert ran.code == 0
    assert "RB9017" in ran.err


BY_THEIR_SENTENCE = {
    "RB9001", "RB9002", "RB9003", "RB9004", "RB9005", "RB9006", "RB9007", "RB9009", "RB9010",
    "RB9016", "RB9019",
}  # fmt: skip


def test_every_code_of_these_stages_is_triggered_by_a_test() -> None:
    tests = "".join(
        file.read_text(encoding="utf-8") for file in Path(__file__).parent.glob("test_*.py")
    )
    ours = {each.code for each in entries().values() if each.stage in ("commands", "facts_file")}
    assert {code for code in ours if code not in tests} == set()
    assert ours >= BY_THEIR_SENTENCE
