"""Every construct is in every place where it has to be; a new one fails here until it is.

Beside this table, a test of the reference (``tests/docs``) holds the grammar's rules and the codes
against ``grammar/constructs.yaml``, from which the documentation of each construct is made.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from rulebook.answers.explanation import Explanation
from rulebook.answers.outline import WORDS
from tests.meaning.books import opened
from tests.meaning.checklist import (
    LEVELS,
    NOTHING_WRONG_WITH_IT,
    in_bad_files,
    in_good_files,
    named_in,
)
from tests.meaning.test_good import GOOD, book

CODE = [(level, place) for level, each in LEVELS.items() for place in each.code]


@pytest.mark.parametrize(("level", "place"), CODE)
def test_code_names_every_construct(level: str, place: str) -> None:
    modules = LEVELS[level].code[place]
    known = frozenset(name for module in modules for name in named_in(module))
    missing = [each.__name__ for each in LEVELS[level].constructs if each.__name__ not in known]
    assert missing == [], f"not {place}: see {', '.join(modules)}"


@pytest.mark.parametrize("level", LEVELS)
def test_a_good_file_has_every_construct(level: str) -> None:
    seen = in_good_files()[level]
    missing = [each.__name__ for each in LEVELS[level].constructs if each not in seen]
    assert missing == [], "write it into a file of tests/meaning/good"


def test_a_bad_file_points_at_every_construct() -> None:
    wanted = set(LEVELS["tree"].constructs) - in_bad_files() - set(NOTHING_WRONG_WITH_IT)
    assert sorted(each.__name__ for each in wanted) == [], "write a file of tests/meaning/bad"


def test_what_is_said_to_be_never_wrong_is_so() -> None:
    assert sorted(each.__name__ for each in set(NOTHING_WRONG_WITH_IT) & in_bad_files()) == []


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_every_answer_is_explained(path: Path) -> None:
    for run in opened(book(path)).run_examples().runs:
        for lang in ("zh", "en"):
            said = run.decision.explain(lang)
            assert run.decision.status == "not-in-force" or said
            assert "None" not in said
        run.decision.to_json()


def test_every_way_of_working_out_has_its_word_in_both_languages() -> None:
    used = {
        step.op
        for path in GOOD
        for run in opened(book(path)).run_examples().runs
        for step in _steps(run.decision.explanation)
    }
    assert set(WORDS) - used == set(), "shown by no good file"
    assert all(word.zh and word.en for word in WORDS.values())


def _steps(step: Explanation) -> list[Explanation]:
    children = step.children
    return [step, *(each for child in children for each in _steps(child))]
