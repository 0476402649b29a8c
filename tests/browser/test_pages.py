"""What the README says: its module runs in Node, its page runs in a browser from file://."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from rulebook import open_book
from rulebook.browser import FOLDER
from rulebook.cli.run import run
from rulebook.resources import packaged_rules
from tests.browser.conftest import Evaluator
from tests.browser.holding import in_python, request
from tests.browser.test_package import CASE, HOME
from tests.conftest import require


@pytest.fixture(scope="module")
def readme() -> str:
    return (FOLDER / "README.md").read_text(encoding="utf-8")


def block(readme: str, language: str) -> str:
    (found,) = re.findall(rf"```{language}\n(.*?)```", readme, re.DOTALL)
    return str(found)


@pytest.fixture
def exported(tmp_path: Path) -> Path:
    """A folder with what the README's command writes."""
    out, script = tmp_path / "home-care.json", tmp_path / "rulebook.global.js"
    assert run(["export", HOME, "--out", str(out), "--script", str(script)]) == 0
    return tmp_path


def test_the_module_runs_as_an_installed_package(readme: str, exported: Path) -> None:
    node = require("node")
    shutil.copytree(FOLDER, exported / "node_modules" / "rulebook-evaluator")
    text = block(readme, "js")
    (exported / "case.mjs").write_text(text, encoding="utf-8")
    done = subprocess.run(
        [node, "case.mjs"],
        cwd=exported, capture_output=True, text=True, encoding="utf-8", check=True,
    )  # fmt: skip
    assert done.stdout.strip() == text.rpartition("// ")[2].strip()


def test_the_page_runs_from_a_folder(readme: str, exported: Path) -> None:
    browser = require("browser")
    from playwright.sync_api import sync_playwright

    program = (exported / "home-care.json").read_text(encoding="utf-8")
    html = re.sub(r">….*?…<", lambda _: f">{program}<", block(readme, "html"), flags=re.DOTALL)
    page_file = exported / "page.html"
    page_file.write_text(f'<!doctype html><meta charset="utf-8">\n{html}', encoding="utf-8")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=browser, args=["--no-sandbox", "--disable-background-networking"]
        )
        page = opened.new_page()
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(page_file.as_uri())
        answer: Any = page.evaluate(
            "({rule, facts, options}) => book.decide(rule, facts, options)", request(CASE)
        )
        opened.close()
    assert faults == []
    wanted = in_python(open_book(packaged_rules()), CASE)["decision"]
    assert answer == json.loads(json.dumps(wanted))


def declared(name: str) -> set[str]:
    """The members that ``index.d.ts`` declares of an interface."""
    text = (FOLDER / "index.d.ts").read_text(encoding="utf-8")
    (body,) = re.findall(rf"export interface {name} \{{\n(.*?)\n\}}", text, re.DOTALL)
    return set(re.findall(r"^  (?:readonly )?(\w+)\??[:(]", body, re.MULTILINE))


def test_the_types_have_the_members_that_there_are(evaluator: Evaluator) -> None:
    book = open_book(packaged_rules())
    head, inputs, answer, weak, wrong = evaluator.ask(
        [
            {"program": book.export([HOME])},
            {"inputs": HOME},
            request(CASE),
            {"rule": HOME, "facts": {}, "options": {"asOf": "2025-09-01", "evidence": "official"}},
            {"rule": HOME, "facts": {"age": -1}, "options": {"asOf": "2025-09-01"}},
        ]
    )
    decision = answer["decision"]
    figures = weak["decision"]["missing"]["figures"]
    step = decision["explanation"]
    read = next(each for child in step["children"] for each in child["read"])
    (result,) = list(decision["results"].values())[:1]
    (problem,) = wrong["problems"]
    assert declared("Rule") == set(head["rules"][0])
    assert declared("Input") == set(inputs["inputs"][0])
    assert declared("Decision") == set(decision)
    assert declared("Result") == set(result)
    assert declared("Explanation") == set(step)
    assert declared("Read") == set(read)
    assert declared("Problem") <= set(problem)
    assert declared("MissingFigure") == set(figures[0])
    assert declared("Options") == {*request(CASE)["options"]}
