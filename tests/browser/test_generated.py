"""Generated programs and rows: JavaScript gives Python's whole answer, explanation and all."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from pathlib import Path

import pytest

from rulebook import Book
from rulebook.answers.decision import STATUSES
from rulebook.browser import FOLDER
from tests.browser.conftest import Evaluator, started
from tests.browser.holding import Case, Mismatch, facts_json, hold, opened
from tests.cases import RULE, book_in, with_rule
from tests.differential.choices import Seeded
from tests.differential.comparing import BOOK
from tests.differential.facts import rows
from tests.differential.programs import program

FIRST, PROGRAMS = int(os.environ.get("FIRST", 0)), int(os.environ.get("PROGRAMS", 60))
"""Seeds; more of them by ``FIRST=1000 PROGRAMS=1000 pytest --timeout 0 tests/browser``."""

ROWS = 50
MORE_PROGRAMS = 400
"""A rare fault may take more of them; the run ends with the first that shows it."""

FAULTS = {
    "half of a step is rounded down": (
        "evaluate.js",
        "(numerator * 2n + divisor) /",
        "(numerator * 2n + divisor - 1n) /",
    ),
    "what is rounded up stays": ("evaluate.js", "(numerator + divisor - 1n)", "numerator"),
    "a bound is left out": ("evaluate.js", '"≤": (a, b) => a <= b', '"≤": (a, b) => a < b'),
    "no limit is a limit": (
        "evaluate.js",
        "(bound === NO_LIMIT) return value",
        "(false) return value",
    ),
    "a table that may match has its rest": (
        "evaluate.js",
        "if (possible.some(([, held]) => held.includes(null))) return null;",
        "",
    ),
    "false and unknown is unknown": (
        "gathering.js",
        "if (values.includes(decisive)) return decisive;",
        "if (values.includes(null)) return null;",
    ),
    "the last day in force is out": ("plan.js", "day <= period.until", "day < period.until"),
    "the evidence asked for is too weak": (
        "plan.js",
        "EVIDENCE_LEVELS.indexOf(level) >",
        "EVIDENCE_LEVELS.indexOf(level) >=",
    ),
    "the birthday does not count": (
        "calendar.js",
        "dayNumber(year, bornMonth, bornDay) <= day",
        "dayNumber(year, bornMonth, bornDay) < day",
    ),
    "months run over their end": (
        "calendar.js",
        "ofMonth < length ? ofMonth : length",
        "ofMonth",
    ),
    "an or rests on all its parts": (
        "trace.js",
        "decider === undefined ? this.firstAbsent(node.operands) : [decider]",
        "this.firstAbsent(node.operands)",
    ),
    "only the first unknown part is missing": (
        "trace.js",
        "return this.stopping(node).filter((each) => this.value(each) === null);",
        "return this.stopping(node).filter((each) => this.value(each) === null).slice(0, 1);",
    ),
    "the case is told one too low": ("explaining.js", "return place + 1;", "return place;"),
}
"""Faults to plant: the module, its text, and what stands there instead."""


def generated(seed: int, count: int) -> tuple[Book, list[Case], str]:
    """A program with rows of facts that it reads, and its text."""
    made = program(Seeded(seed))
    contents = with_rule(book_in(BOOK), made.rule, made.figures, made.others)
    of = opened(contents)
    cases = []
    for row in rows(made, book_in(BOOK), seed, count):
        # An export does not know what its rule does not read.
        facts = {id_: row.facts[id_] for id_ in row.facts if id_ in of.rules[RULE].inputs}
        given = facts_json(facts, contents)
        cases.append(Case(RULE, given, row.day.isoformat(), row.min_evidence))
    return of, cases, "\n".join((f"seed {seed}", made.rule, *made.others.values(), made.figures))


def test_generated_programs(evaluator: Evaluator) -> None:
    seen: Counter[str] = Counter()
    for seed in range(FIRST, FIRST + PROGRAMS):
        answers = hold(evaluator, *generated(seed, ROWS))
        seen.update(each["decision"]["status"] for each in answers)
    assert sum(seen.values()) == PROGRAMS * ROWS
    assert all(seen[status] >= 0.05 * PROGRAMS * ROWS for status in STATUSES), seen


@pytest.mark.parametrize(("name", "old", "new"), FAULTS.values(), ids=FAULTS)
def test_a_wrong_evaluator_is_found_out(name: str, old: str, new: str, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(FOLDER / "src", tmp_path / "src"))
    shutil.copy(FOLDER / "package.json", tmp_path)
    module = folder / name
    text = module.read_text(encoding="utf-8")
    assert text.count(old) == 1
    module.write_text(text.replace(old, new), encoding="utf-8")
    with started(folder / "index.js") as wrong:
        said = first_difference(wrong)
    assert all(part in said for part in ("规则 试 trial", "Python:", "JavaScript:", "facts="))


def first_difference(wrong: Evaluator) -> str:
    """What is said of the first program that shows a fault; empty where none does."""
    for seed in range(MORE_PROGRAMS):
        try:
            hold(wrong, *generated(seed, 30))
        except Mismatch as found:
            return str(found)
    return ""
