"""The constructs of the language, from ``grammar/constructs.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import yaml

from rulebook.diagnostics import Bilingual, Language
from rulebook.language.words import words
from rulebook.resources import grammar_folder


@dataclass(frozen=True, slots=True)
class Construct:
    """A construct: what is drawn of it, what it means, how it looks, what may be said about it."""

    id: str
    title: Bilingual
    draws: tuple[str, ...]
    means: Bilingual
    example: Bilingual
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Constructs:
    """All constructs in order, and what diagrams call the parts of the grammar."""

    constructs: tuple[Construct, ...]
    labels: Mapping[str, Bilingual]
    marks: Mapping[str, Bilingual]

    def label(self, symbol: str, lang: Language) -> tuple[str, bool]:
        """What a symbol is called, and whether it is written just so."""
        keyword = words().keywords.get(symbol)
        if keyword is not None:
            return keyword.of(lang)[0], True
        if symbol in self.marks:
            return self.marks[symbol].text(lang), True
        return self.labels[symbol].text(lang), False


def read_constructs() -> Constructs:
    """Read the file; it is ours, so that a mistake in it is an error."""
    data = yaml.safe_load((grammar_folder() / "constructs.yaml").read_text("utf-8"))
    return Constructs(
        constructs=tuple(
            Construct(
                id=name,
                title=Bilingual(entry["zh"], entry["en"]),
                draws=tuple(entry["draws"]),
                means=Bilingual(**entry["means"]),
                example=Bilingual(**entry["example"]),
                codes=tuple(entry["codes"]),
            )
            for name, entry in data["constructs"].items()
        ),
        labels={name: Bilingual(**each) for name, each in data["labels"].items()},
        marks={name: _mark(each) for name, each in data["marks"].items()},
    )


def _mark(written: str | dict[str, str]) -> Bilingual:
    return Bilingual(written, written) if isinstance(written, str) else Bilingual(**written)
