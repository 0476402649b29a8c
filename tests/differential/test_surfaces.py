"""Generated rules mean the same in both languages, and however the formatter lays them out."""

from __future__ import annotations

import pytest

from rulebook.diagnostics import Language
from rulebook.language.parser import parse
from rulebook.language.printer import print_file
from rulebook.language.translate import translate
from rulebook.lexicon import lexicon_of
from rulebook.meaning.typed import TypedBook
from tests.cases import RULE, book_in, typed, with_rule
from tests.differential.choices import Seeded
from tests.differential.comparing import BOOK, DEFINITION
from tests.differential.facts import rows
from tests.differential.programs import Program, program
from tests.evaluators import EVALUATORS

SEEDS, ROWS = range(10_000, 10_030), 6


@pytest.mark.parametrize("surface", ["zh", "en"])
def test_a_surface_changes_no_answer(surface: Language) -> None:
    answer = EVALUATORS[DEFINITION]
    for seed in SEEDS:
        made = program(Seeded(seed))
        written, printed = sound(made, made.rule), sound(made, in_surface(made, surface))
        for row in rows(made, book_in(BOOK), seed, ROWS):
            case = (RULE, row.facts, row.day, row.min_evidence)
            assert answer(printed, *case) == answer(written, *case), made.rule


def in_surface(made: Program, surface: Language) -> str:
    """The rule as the formatter writes it in a language; the tree stays the same."""
    tree, _ = parse(made.rule, "trial.rule")
    assert tree is not None
    contents = with_rule(book_in(BOOK), made.rule, made.figures, made.others)
    text = print_file(translate(tree, lexicon_of(contents, [tree]), surface), surface)
    if surface == "zh":
        again, findings = parse(text, "trial.rule")
        assert (again, findings) == (tree, ())
    return text


def sound(made: Program, text: str) -> TypedBook:
    book, findings = typed(with_rule(book_in(BOOK), text, made.figures, made.others))
    assert not [each for each in findings if each.severity == "error"], text
    return book
