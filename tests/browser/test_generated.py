"""Generated programs and rows: JavaScript gives Python's whole answer, explanation and all."""

from __future__ import annotations

from collections import Counter

from rulebook.answers.decision import STATUSES
from tests.browser.conftest import Evaluator
from tests.browser.holding import Case, facts_json, hold, opened
from tests.cases import RULE, book_in, with_rule
from tests.differential.choices import Seeded
from tests.differential.comparing import BOOK
from tests.differential.facts import rows
from tests.differential.programs import program

PROGRAMS, ROWS = 60, 50


def test_generated_programs(evaluator: Evaluator) -> None:
    seen: Counter[str] = Counter()
    for seed in range(PROGRAMS):
        made = program(Seeded(seed))
        contents = with_rule(book_in(BOOK), made.rule, made.figures, made.others)
        of = opened(contents)
        cases = []
        for row in rows(made, book_in(BOOK), seed, ROWS):
            facts = {id_: row.facts[id_] for id_ in row.facts if id_ in of.rules[RULE].inputs}
            given = facts_json(facts, contents)
            cases.append(Case(RULE, given, row.day.isoformat(), row.min_evidence))
        text = "\n".join((made.rule, *made.others.values(), made.figures))
        answers = hold(evaluator, of, cases, f"seed {seed}\n{text}")
        seen.update(each["decision"]["status"] for each in answers if "decision" in each)
    assert sum(seen.values()) > 0.95 * PROGRAMS * ROWS, seen
    assert all(seen[status] >= 0.05 * PROGRAMS * ROWS for status in STATUSES), seen
