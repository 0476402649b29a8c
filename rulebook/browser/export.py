"""What the JavaScript evaluator runs: the program of some rules, small enough to stand in a page.

It is the program's interchange format (``rulebook.meaning.interchange``) cut down: only the rules
asked for and what they read, no places in files, shapes and texts written once and then named by
their number, and nothing that is empty. Beside it stand names, units and titles, which the program
doesn't have: what facts may be called, and how answers are written.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, get_args

from rulebook.book.model import BookContents
from rulebook.diagnostics import Bilingual, Span
from rulebook.language.words import Unit, words
from rulebook.meaning import interchange
from rulebook.meaning import program as p

FORMAT = "rulebook/export/1"

TextOf = Callable[[Span], str]
Json = dict[str, Any]

HAVE_NO_TEXT = frozenset(("Table", "Tiers", "ProgramClause", "ProgramCheck"))
"""What no explanation quotes as a whole."""

SHOWN = frozenset(("scale", "units", "enumeration"))
"""What a shape says beside its kind that an evaluator of exact values needs."""

NODES = frozenset(each.__name__ for each in get_args(p.Node))

LINE_END = 10_000
"""Beyond the end of every line."""


def export_rules(
    program: p.Program,
    contents: BookContents,
    titles: Mapping[str, Bilingual],
    text_of: TextOf | None = None,
) -> Json:
    """The program of the rules of ``titles``, ready for ``openProgram``.

    With ``text_of``, which gives the book's text at a span,
    explanations in JavaScript quote the rules as they do in Python; without, they leave it out.
    """
    pruned = prune(program, titles)
    compact = _Compact(text_of)
    encoded = compact.value(
        {key: each for key, each in interchange.to_json(pruned).items() if key != "format"}
    )
    for id_, fact in pruned.facts.items():
        _add_domain(encoded["facts"][id_], fact)
    return {
        "format": FORMAT,
        "edition": contents.edition.id,
        "rulebook": contents.digest,
        "titles": {rule: _both(titles[rule]) for rule in pruned.rules},
        "program": {**encoded, "shapes": list(compact.shapes), "texts": list(compact.texts)},
        "names": {
            id_: [_both(each.label) for each in contents.vocabulary.enumerations[id_].values]
            for id_ in pruned.enumerations
        },
        "units": {unit.id: _unit(unit) for unit in words().units.values()},
        "yes_no": {
            lang: [words().keyword(each, lang) for each in ("YES", "NO")] for lang in ("zh", "en")
        },
    }


def export_text(made: Json) -> str:
    """An export as compact JSON that can stand as it is inside a ``<script>`` of a page."""
    text = json.dumps(made, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c")


def prune(program: p.Program, rules: Iterable[str]) -> p.Program:
    """The program of some rules alone: their versions, and what those read and give.

    Rules that they call are worked into them, and so need not be named.
    """
    kept = {rule: program.rules[rule] for rule in dict.fromkeys(rules)}
    versions = [version for each in kept.values() for version in each]
    ids = {id_ for version in versions for id_ in (*version.inputs, *version.outputs)}
    nodes = [node for version in versions for node in _nodes(version)]
    figures = {node.figure for node in nodes if isinstance(node, p.ReadFigure)}
    facts = {id_: fact for id_, fact in program.facts.items() if id_ in ids}
    named = {node.shape.enumeration for node in nodes}
    named |= {each.enumeration for version in versions for each in version.definitions.values()}
    named |= {each.enumeration for fact in facts.values() for each in (fact, *fact.fields)}
    return replace(
        program,
        facts=facts,
        figures={id_: each for id_, each in program.figures.items() if id_ in figures},
        enumerations={id_: each for id_, each in program.enumerations.items() if id_ in named},
        rules=kept,
    )


def _nodes(version: p.Version) -> Iterator[p.Node]:
    for node in version.nodes:
        yield node
        if isinstance(node, p.ForEach):
            yield from node.body


# ---- compact JSON --------------------------------------------------------------------------


@dataclass(slots=True)
class _Compact:
    """Rewrites values of the interchange format; keeps the shapes and texts that they name."""

    text_of: TextOf | None
    shapes: list[Json] = field(default_factory=list)
    texts: dict[str, int] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    """Of shapes, by what is in them."""

    def value(self, value: Any) -> Any:
        """A value without what is not needed."""
        if isinstance(value, list):
            return [self.value(each) for each in value]
        if not isinstance(value, dict):
            return value
        kind = value.get("is")
        if not isinstance(kind, str):  # a mapping, whose keys are ids
            return {key: self.value(each) for key, each in value.items()}
        if kind == "Shape":
            return self.shape(value)
        made = {key: self.field(kind, key, each, value) for key, each in value.items()}
        return {key: each for key, each in made.items() if each not in (None, [], {})}

    def field(self, kind: str, key: str, value: Any, owner: Json) -> Any:
        """A field of an object; None where nobody needs it. Only nodes need to say their class."""
        match key:
            case "is":
                return value if value in NODES else None
            case "span" | "rounds" | "side" | "top":
                return None if kind in HAVE_NO_TEXT else self.text(kind, Span(*value), owner)
            case "names" if not any(value):
                return None
            case "facts" if kind == "ProgramClause":
                return None
            case _:
                return self.value(value)

    def shape(self, shape: Json) -> int:
        """The number of a shape; a fact's bounds stand in its ``domain``."""
        short = {
            key: each
            for key, each in shape.items()
            if key == "kind" or (key in SHOWN and each not in (0, None, [], False))
        }
        key = repr(short)
        if key not in self.numbers:
            self.numbers[key] = len(self.shapes)
            self.shapes.append(short)
        return self.numbers[key]

    def text(self, kind: str, span: Span, owner: Json) -> int | None:
        """The number of the text at a span; of exceptions, of the heading of the first."""
        if self.text_of is None:
            return None
        if kind == "Choose":
            if not any(owner["names"]):
                return None
            span = replace(span, end_line=span.line, end_column=LINE_END)
        return self.texts.setdefault(self.text_of(span), len(self.texts))


def _add_domain(made: Json, fact: p.ProgramFact) -> None:
    """Give a fact, and each field of a list of records, its least and greatest value."""
    if fact.shape.kind in ("number", "day"):
        made["domain"] = [str(fact.shape.low), str(fact.shape.high)]
    for inner, each in zip(made.get("fields", ()), fact.fields, strict=True):
        _add_domain(inner, each)


# ---- names ---------------------------------------------------------------------------------


def _both(text: Bilingual) -> Json:
    return {"zh": text.zh, "en": text.en}


def _unit(unit: Unit) -> Json:
    """A unit: its base unit, how many of that it is as a fraction, and its forms."""
    return {
        "base": unit.base,
        "factor": str(unit.factor),
        "zh": list(unit.forms.zh),
        "en": list(unit.forms.en),
    }
