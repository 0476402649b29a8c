"""``rulebook export``: the file that the evaluator in JavaScript opens."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rulebook import UnknownRule, open_book
from rulebook.browser import FORMAT, script_text
from rulebook.cli.run import run
from rulebook.resources import packaged_rules

HOME = "shanghai/long-term-care/home-care"
Run = Callable[..., int]


def test_it_writes_a_rule_and_the_script(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, script = tmp_path / "home.json", tmp_path / "rulebook.js"
    assert run(["export", HOME, "--out", str(out), "--script", str(script)]) == 0
    assert capsys.readouterr().out == ""
    made = json.loads(out.read_text(encoding="utf-8"))
    assert made == open_book(packaged_rules()).export([HOME])
    assert script.read_bytes() == script_text().encode("utf-8")


def test_it_writes_all_rules_to_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["export", "--no-texts"]) == 0
    made: Any = json.loads(capsys.readouterr().out)
    assert made["format"] == FORMAT
    assert list(made["titles"]) == list(open_book(packaged_rules()).rules)
    assert made["program"]["texts"] == []


def test_an_unknown_rule_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["export", f"{HOME}s"]) == 2
    said = capsys.readouterr()
    assert "RB9001" in said.err
    assert HOME in said.err
    assert said.out == ""
    with pytest.raises(UnknownRule):
        open_book(packaged_rules()).export([f"{HOME}s"])


def test_a_file_that_cannot_be_written_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["export", HOME, "--out", str(tmp_path / "none" / "home.json")]) == 1
    assert "RB9015" in capsys.readouterr().err
