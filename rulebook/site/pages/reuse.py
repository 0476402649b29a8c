"""How to repeat an example elsewhere: a command, its facts as JSON, a few lines of Python."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from rulebook.answers.examples import ExampleRun, facts_json
from rulebook.book.model import DEFAULT_EVIDENCE
from rulebook.site.html import Tab, beside, fold, tabs, tag, two


def reuse(rule: str, number: int, run: ExampleRun) -> Markup:
    """The same calculation on the command line, as JSON and in Python, to copy."""
    head = beside(two("重用这个计算", "reuse this calculation"))
    choices = (
        Tab("命令行 command line", _copied(command_line(rule, run))),
        Tab("JSON", _copied(case_json(run))),
        Tab("Python", _copied(python_lines(rule, run))),
    )
    return fold(head, tabs(f"reuse-{number}", choices), class_="rb-reuse")


def _copied(text: str) -> Markup:
    return tag("div", tag("pre", tag("code", text)), class_="highlight")


def command_line(rule: str, run: ExampleRun) -> str:
    """The command that gives the same answer; the facts are in ``case.json``."""
    weaker = (
        f" --evidence {run.example.evidence}" if run.example.evidence != DEFAULT_EVIDENCE else ""
    )
    return f"rulebook eval {rule} --facts case.json --as-of {run.example.day}{weaker} --explain\n"


def case_json(run: ExampleRun) -> str:
    """The facts, as ``case.json`` holds them."""
    return json.dumps(given(run), ensure_ascii=False, indent=2) + "\n"


def python_lines(rule: str, run: ExampleRun) -> str:
    """Three lines of Python that give the same answer."""
    weaker = (
        f', min_evidence="{run.example.evidence}"'
        if run.example.evidence != DEFAULT_EVIDENCE
        else ""
    )
    return (
        "from rulebook import open_book\n\n"
        f"facts = {_literal(given(run))}\n"
        f'decision = open_book().decide("{rule}", facts, as_of="{run.example.day}"{weaker})\n'
        'print(decision.explain("zh"))\n'
    )


def given(run: ExampleRun) -> dict[str, Any]:
    """The facts in the form that the command line takes."""
    return facts_json(run.example.facts, run.decision.vocabulary)


def _literal(given: Mapping[str, Any]) -> str:
    lines = "".join(f"    {key!r}: {value!r},\n" for key, value in given.items())
    return "{\n" + lines.replace("'", '"') + "}"
