"""The package: its version and files, the one script, no floats and no dependencies."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest

import rulebook
from rulebook import Book, open_book
from rulebook.book.model import EVIDENCE_LEVELS
from rulebook.browser import FOLDER, FORMAT, export_text, script_text
from rulebook.browser.export import prune
from rulebook.browser.script import SENTENCES, modules, sentences_text
from rulebook.meaning import program as p
from rulebook.meaning.interchange import to_json
from rulebook.resources import packaged_rules
from tests.browser.conftest import Evaluator
from tests.browser.holding import Case, in_python, request

SCRIPT = "rulebook.global.js"
CHECKOUT = {**os.environ, "PYTHONPATH": str(Path(rulebook.__file__).parents[1])}
HOME = "shanghai/long-term-care/home-care"
CASE = Case(
    HOME,
    {"年龄": 70, "险种": "居民医保", "照护等级": 3, "服务小时数": 12, "小时单价": "65.00"},
    "2025-09-01",
)


@pytest.fixture(scope="module")
def packaged() -> Book:
    return open_book(packaged_rules())


def package() -> dict[str, object]:
    read: dict[str, object] = json.loads((FOLDER / "package.json").read_text(encoding="utf-8"))
    return read


def test_its_version_is_that_of_the_project() -> None:
    assert package()["version"] == rulebook.__version__


def test_it_has_a_licence_and_no_dependencies() -> None:
    assert package()["license"] == "Apache-2.0"
    assert not {"dependencies", "peerDependencies", "devDependencies"} & set(package())


def test_the_files_it_names_are_there() -> None:
    files = package()["files"]
    assert isinstance(files, list)
    named = {*files, package()["main"], package()["types"]} - {SCRIPT}
    assert [each for each in named if not (FOLDER / str(each)).exists()] == []


def test_packing_it_makes_the_script(tmp_path: Path) -> None:
    scripts = package()["scripts"]
    assert isinstance(scripts, dict)
    python, *arguments = scripts["prepack"].split()
    assert (python, arguments[-1]) == ("python3", SCRIPT)
    subprocess.run([sys.executable, *arguments], cwd=tmp_path, env=CHECKOUT, check=True)
    assert (tmp_path / SCRIPT).read_text(encoding="utf-8") == script_text()


def test_every_module_is_used() -> None:
    assert sorted(modules()) == sorted((FOLDER / "src").glob("*.js"))


def test_values_never_pass_through_floats_or_dates() -> None:
    text = "\n".join(each.read_text(encoding="utf-8") for each in modules())
    code = re.sub(r"/\*\*.*?\*/|//[^\n]*|`[^`]*`", "", text, flags=re.DOTALL)
    assert re.findall(r"\b(?:Date|parseFloat|parseInt|eval|Function)\b", code) == []
    assert re.findall(r"\b[0-9]+\.[0-9]+\b(?!\")", code) == []
    assert re.findall(r"Math\.(?!max)\w+", code) == []


def test_it_needs_no_newer_browser_than_it_says() -> None:
    text = script_text()
    newer = (
        r"hasOwn\b|findLast|replaceAll|toSorted|toReversed|groupBy|structuredClone|\?\?=|static \{"
    )
    assert re.findall(newer, text) == []
    assert "(Chrome 84, " in (FOLDER / "README.md").read_text(encoding="utf-8")


def test_the_sentences_are_those_of_the_catalogue() -> None:
    if os.environ.get("RENEW"):
        SENTENCES.write_text(sentences_text(), encoding="utf-8", newline="\n")
    assert SENTENCES.read_text(encoding="utf-8") == sentences_text()


def test_the_levels_of_evidence_are_those_of_python() -> None:
    text = (FOLDER / "src" / "held.js").read_text(encoding="utf-8")
    (levels,) = re.findall(r"EVIDENCE_LEVELS = (\[.*\])", text)
    assert tuple(json.loads(levels)) == EVIDENCE_LEVELS


# ---- what it runs


def test_an_export_holds_what_its_rule_needs_and_no_more(packaged: Book) -> None:
    pruned = prune(packaged.program, [HOME])
    assert set(pruned.rules) == {HOME}
    info = packaged.rules[HOME]
    assert set(pruned.facts) == {*info.inputs, *info.outputs}
    assert 0 < len(pruned.figures) < len(packaged.program.figures)
    assert 0 < len(pruned.enumerations) < len(packaged.program.enumerations)


def test_an_export_is_small(packaged: Book) -> None:
    for rule in packaged.rules:
        whole = size(to_json(prune(packaged.program, [rule])))
        assert size(packaged.export([rule], texts=False)["program"]) < 0.6 * whole, rule
        assert size(packaged.export([rule])) < 200_000, rule


def test_the_text_of_an_export_cannot_end_the_script_of_a_page(packaged: Book) -> None:
    made = packaged.export([HOME])
    made["titles"][HOME]["zh"] = "</script><!--"
    assert "<" not in export_text(made)
    assert json.loads(export_text(made)) == made


def size(value: object) -> int:
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


def test_without_texts_it_answers_the_same_but_quotes_nothing(
    evaluator: Evaluator, packaged: Book
) -> None:
    program = packaged.export([HOME], texts=False)
    assert program["program"]["texts"] == []
    _, answer = evaluator.ask([{"program": program}, request(CASE)])
    wanted = in_python(packaged, CASE)["decision"]
    assert {key: each for key, each in answer["decision"].items() if key != "explanation"} == {
        key: each for key, each in wanted.items() if key != "explanation"
    }
    assert answer["decision"]["explanation"]["children"][-1]["text"] == ""


def test_another_format_is_refused(evaluator: Evaluator, packaged: Book) -> None:
    program = packaged.export([HOME])
    (answer,) = evaluator.ask([{"program": {**program, "format": "rulebook/export/0"}}])
    assert FORMAT in answer["failed"]


def test_a_node_that_it_does_not_know_is_refused(evaluator: Evaluator, packaged: Book) -> None:
    program = packaged.export([HOME])
    program["program"]["rules"][HOME][0]["nodes"][0]["is"] = "Divine"
    (answer,) = evaluator.ask([{"program": program}])
    assert "Divine" in answer["failed"]


@pytest.mark.parametrize("name", ["OPERATIONS", "OPERANDS"])
def test_it_knows_every_node_of_the_program(name: str) -> None:
    file = {"OPERATIONS": "evaluate.js", "OPERANDS": "trace.js"}[name]
    text = (FOLDER / "src" / file).read_text(encoding="utf-8")
    table = text.partition(f"const {name} = {{")[2].partition("\n};")[0]
    assert set(re.findall(r"^  (\w+):", table, re.MULTILINE)) == {
        each.__name__ for each in get_args(p.Node)
    }


def test_the_rules_and_inputs_it_tells(evaluator: Evaluator, packaged: Book) -> None:
    head, answer = evaluator.ask([{"program": packaged.export([HOME])}, {"inputs": HOME}])
    info = packaged.rules[HOME]
    (rule,) = head["rules"]
    assert rule["title"] == {"zh": info.title.zh, "en": info.title.en}
    assert rule["in_force"] == [
        {"from": since.isoformat(), "until": until and until.isoformat()}
        for since, until in info.in_force
    ]
    assert (tuple(rule["inputs"]), tuple(rule["outputs"])) == (info.inputs, info.outputs)
    inputs = {each["id"]: each for each in answer["inputs"]}
    assert tuple(inputs) == info.inputs
    price = inputs["hourly_price"]
    assert (price["kind"], price["unit"]["zh"], price["step"]) == ("number", "元/小时", "0.01")
    scheme = packaged.contents.vocabulary.enumerations["scheme"]
    assert [each["id"] for each in inputs["scheme"]["options"]] == [x.id for x in scheme.values]


# ---- as one script


def test_the_script_answers_in_a_plain_page(
    packaged: Book, require: Callable[[str], str], tmp_path: Path
) -> None:
    """Run as a browser runs a classic script: no modules, nothing but the language itself."""
    page = tmp_path / "page.cjs"
    page.write_text(
        """
        const [script, program, request] = process.argv.slice(2);
        const { readFileSync } = require("fs");
        const { createContext, runInContext } = require("vm");
        const page = createContext({ program: readFileSync(program, "utf8"), request });
        runInContext(readFileSync(script, "utf8"), page);
        console.log(runInContext(
          "const {rule, facts, options} = JSON.parse(request);"
          + "JSON.stringify(rulebook.openProgram(program).decide(rule, facts, options))", page));
        """,
        encoding="utf-8",
    )
    script, program = tmp_path / SCRIPT, tmp_path / "program.json"
    script.write_text(script_text(), encoding="utf-8")
    program.write_text(json.dumps(packaged.export([HOME])), encoding="utf-8")
    done = subprocess.run(
        [require("node"), page, script, program, json.dumps(request(CASE))],
        capture_output=True, text=True, encoding="utf-8", check=True,
    )  # fmt: skip
    assert json.loads(done.stdout) == in_python(packaged, CASE)["decision"]


def test_the_script_can_be_required(require: Callable[[str], str], tmp_path: Path) -> None:
    (tmp_path / SCRIPT).write_text(script_text(), encoding="utf-8")
    done = subprocess.run(
        [require("node"), "-p", f'typeof require("./{SCRIPT}").openProgram'],
        cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout == "function\n"
