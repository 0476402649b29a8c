"""JavaScript answers as Python does: kept cases, examples, sentences of the semantics."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from rulebook import Book, open_book
from rulebook.book.model import EVIDENCE_LEVELS
from rulebook.resources import packaged_rules
from tests.browser.conftest import Evaluator
from tests.browser.holding import Case, facts_json, hold, opened
from tests.cases import RULE, book_in, with_rule
from tests.cases import Case as Kept
from tests.differential.comparing import BOOK as GENERATED
from tests.differential.test_corpus import CASES as CORPUS
from tests.meaning.books import opened as opened_good
from tests.meaning.test_good import GOOD, book
from tests.semantics import test_agreement as agreement
from tests.semantics.test_semantics import BOOK as SENTENCES
from tests.semantics.test_semantics import CASES as SEMANTICS


@pytest.fixture(scope="module")
def packaged() -> Book:
    return open_book(packaged_rules())


def examples(of: Book, lang: str) -> list[Case]:
    """The examples of a book, in the words of JSON."""
    runs = [run.example for run in of.run_examples().runs]
    return [
        Case(
            each.rule,
            facts_json(each.facts, of.contents),
            each.day.isoformat(),
            each.evidence,
            lang,
        )
        for each in runs
    ]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_examples_of_the_packaged_rules(evaluator: Evaluator, packaged: Book, lang: str) -> None:
    answers = hold(evaluator, packaged, examples(packaged, lang))
    assert len(answers) > 300
    assert {each["decision"]["status"] for each in answers} >= {"determined", "undetermined"}


def test_a_rule_alone_answers_as_the_whole_book(evaluator: Evaluator, packaged: Book) -> None:
    every = examples(packaged, "zh")
    for rule in packaged.rules:
        hold(evaluator, packaged, [each for each in every if each.rule == rule])


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_examples_of_the_good_files(evaluator: Evaluator, path: Path) -> None:
    of = opened_good(book(path))
    for lang in ("zh", "en"):
        assert hold(evaluator, of, examples(of, lang), path.read_text(encoding="utf-8"))


def kept(case: Kept, folder: Path) -> tuple[Book, Case, str]:
    """A case of a kept file as a book and what is asked of it."""
    contents = with_rule(book_in(folder), case.rule, case.figures, case.others)
    of = opened(contents)
    facts = facts_json(case.facts, contents)
    asked = Case(RULE, facts, case.day.isoformat(), case.min_evidence)
    return of, asked, "\n".join((case.rule, *case.others.values(), case.figures or ""))


@pytest.mark.parametrize("case", CORPUS, ids=lambda case: case.file)
def test_kept_cases(evaluator: Evaluator, case: Kept) -> None:
    of, asked, text = kept(case, GENERATED)
    hold(evaluator, of, [asked], text)


@pytest.mark.parametrize(
    "case", [*SEMANTICS, *agreement.MIXED], ids=lambda case: case.sentence or case.file
)
def test_sentences_of_the_semantics(evaluator: Evaluator, case: Kept) -> None:
    of, asked, text = kept(case, SENTENCES)
    hold(evaluator, of, [asked], text)


@pytest.mark.parametrize("case", agreement.RULES.values(), ids=agreement.name)
def test_rules_of_the_semantics_whatever_the_facts(evaluator: Evaluator, case: Kept) -> None:
    of, _, text = kept(case, SENTENCES)
    random = Random(case.rule)
    names = [each for each in agreement.read_by(of.typed) if each in of.rules[RULE].inputs]
    cases = []
    for _ in range(10):
        facts = facts_json(agreement.facts(random, names), of.contents)
        day = random.choice((case.day, *agreement.DAYS)).isoformat()
        level = random.choice((case.min_evidence, *EVIDENCE_LEVELS))
        cases.append(Case(RULE, facts, day, level, random.choice(("zh", "en"))))
    hold(evaluator, of, cases, text)
