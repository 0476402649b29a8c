"""A book as opened → the view that pages are made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rulebook.answers.examples import ExampleRun
from rulebook.api import Book
from rulebook.diagnostics import Bilingual, Diagnostic, Language, finding
from rulebook.language.format import surface_of
from rulebook.language.printer import print_file
from rulebook.language.translate import NameKind, translate
from rulebook.meaning.typed import TypedBook
from rulebook.site.view import Surfaces, View, view_of


def open_view(book: Book) -> View:
    """Run all examples and put everything together; findings tell what fails."""
    worked = {rule: book.examples(rule) for rule in book.rules}
    rules = {id_: book.typed.rules[id_] for id_ in book.rules}
    return view_of(
        contents=book.contents,
        rules=rules,
        surfaces=_surfaces(book),
        worked=worked,
        findings=(*book.check(), *_failures(worked)),
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
    lexicon = _Lexicon.of(book.typed)
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


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """The names of a book in both languages."""

    english: Mapping[str, str]
    chinese: Mapping[str, str]

    @classmethod
    def of(cls, book: TypedBook) -> _Lexicon:
        contents = book.contents
        words = contents.vocabulary
        pairs = [
            *((each.label.zh, each.id) for each in words.facts.values()),
            *((v.label.zh, v.id) for each in words.enumerations.values() for v in each.values),
            *((each.label.zh, each.id) for each in contents.figures.values()),
            *((each.label.zh, each.id) for each in contents.sources.values()),
            *((each.label.zh, each.id) for each in contents.items.values()),
        ]
        return cls(dict(pairs), {id_: name for name, id_ in pairs})

    def other(self, word: str, kind: NameKind, to: Language) -> str | None:
        """The name in ``to``."""
        return (self.english if to == "en" else self.chinese).get(word)
