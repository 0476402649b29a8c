"""Small rules a drafter could read, one file a construct; their examples say what they give.

Every file is sound, every example gives what it says in both languages and on every evaluator,
and every construct is shown determined, undetermined and, where it can be, not applicable.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from rulebook.language.printer import print_file
from rulebook.language.translate import translate
from rulebook.lexicon import lexicon_of
from rulebook.pipeline import Built
from tests.evaluators import EVALUATORS
from tests.meaning.books import HERE, answered, built, built_from, complaints, opened
from tests.meaning.sameness import bare

GOOD = sorted((HERE / "good").glob("*.rule"))
ALWAYS_KNOWN: frozenset[str] = frozenset()
"""Files whose construct has no undetermined case."""

STATUSES = {"determined", "undetermined", "not-applicable"}


def _name(path: Path) -> str:
    return path.stem


@cache
def book(path: Path) -> Built:
    return built_from(path.read_text(encoding="utf-8"))


@cache
def english(path: Path) -> Built:
    made = book(path)
    lexicon = lexicon_of(made.contents, made.trees.values())
    rules = tuple(
        replace(each, text=print_file(translate(made.trees[each.path], lexicon, "en"), "en"))
        for each in made.contents.rules
    )
    return built(made.contents, rules)


@pytest.mark.parametrize("path", GOOD, ids=_name)
def test_nothing_is_wrong(path: Path) -> None:
    assert complaints(book(path).diagnostics) == []


@pytest.mark.parametrize("path", GOOD, ids=_name)
def test_examples(path: Path) -> None:
    report = opened(book(path)).run_examples()
    assert report.examples > 0
    assert [each.text("zh") for each in report.failures] == []


@pytest.mark.parametrize("path", GOOD, ids=_name)
def test_shown_with_every_status(path: Path) -> None:
    runs = opened(book(path)).run_examples().runs
    shown = {run.decision.status for run in runs}
    shown |= {each.status for run in runs for each in run.decision.results.values()}
    left_out = {"undetermined"} if path.stem in ALWAYS_KNOWN else set()
    assert STATUSES - left_out - shown == set()


@pytest.mark.parametrize("path", GOOD, ids=_name)
def test_english_means_the_same(path: Path) -> None:
    assert complaints(english(path).diagnostics) == []
    for rule in book(path).typed.rules.values():
        other = english(path).typed.rules[rule.id]
        assert bare(rule.versions) == bare(other.versions), rule.id
        assert [each.facts for each in rule.examples] == [each.facts for each in other.examples]
    assert opened(english(path)).run_examples().failed == 0


@pytest.mark.parametrize("name", EVALUATORS)
@pytest.mark.parametrize("path", GOOD, ids=_name)
def test_every_evaluator_answers_alike(path: Path, name: str) -> None:
    for run in opened(book(path)).run_examples().runs:
        assert answered(name, book(path).typed, run.example) == run.decision.answer
