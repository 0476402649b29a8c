"""A book as opened → the view that pages are made from."""

from __future__ import annotations

from collections.abc import Mapping

from rulebook.answers.examples import ExampleRun
from rulebook.api import Book
from rulebook.diagnostics import Bilingual, Diagnostic, Language, finding
from rulebook.language.format import surface_of
from rulebook.language.printer import print_file
from rulebook.language.translate import translate
from rulebook.lexicon import lexicon_of
from rulebook.review.across import shared_cases
from rulebook.review.coverage import coverage
from rulebook.review.dates import days_of_change
from rulebook.review.fidelity import fidelity
from rulebook.site.view import Surfaces, View, view_of


def open_view(book: Book) -> View:
    """Run all examples and put everything together; findings tell what fails."""
    worked = {rule: book.examples(rule) for rule in book.rules}
    rules = {id_: book.typed.rules[id_] for id_ in book.rules}
    held = book.conform(as_of=book.contents.edition.date)
    return view_of(
        contents=book.contents,
        rules=rules,
        surfaces=_surfaces(book),
        worked=worked,
        findings=(*book.check(), *_failures(worked), *held.diagnostics),
        coverage={each.rule: each for each in coverage(book).rules},
        fidelity=fidelity(book),
        conformity=held,
        changes=days_of_change(book),
        shared=shared_cases(book),
        programs={rule: book.export([rule]) for rule in book.rules},
    )


def _failures(worked: Mapping[str, tuple[ExampleRun, ...]]) -> list[Diagnostic]:
    return [
        finding(
            "RB9501",
            run.example.span,
            rule=rule,
            example=run.example.name,
            difference=Bilingual(
                "；".join(each.text("zh") for each in run.differences),
                "; ".join(each.text("en") for each in run.differences),
            ),
        )
        for rule, runs in worked.items()
        for run in runs
        if not run.passed
    ]


def _surfaces(book: Book) -> dict[str, Surfaces]:
    lexicon = lexicon_of(book.contents, book.trees.values())
    found: dict[str, Surfaces] = {}
    for text in book.contents.rules:
        tree = book.trees.get(text.path)
        if tree is None:
            continue
        written = surface_of(text.text)
        other: Language = "en" if written == "zh" else "zh"
        translated = print_file(translate(tree, lexicon, other), other)
        both = {written: text.text, other: translated}
        rule = f"{text.place}/{text.family}/{text.stem}"
        found[rule] = Surfaces(text.path, both["zh"], both["en"])
    return found
