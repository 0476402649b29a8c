"""What all answers of one rule share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from rulebook.answers.evaluate import told_outcome
from rulebook.answers.fast.telling import Tell, teller
from rulebook.answers.told import ResultValue, python_value, unit_told
from rulebook.book.model import BookContents
from rulebook.book.platform import Names, outward
from rulebook.diagnostics import Bilingual, Language, Span
from rulebook.meaning import program as p
from rulebook.meaning.program import Program


@dataclass(frozen=True, slots=True)
class Answering:
    """What all answers of one rule share: the book, the rule, and what its results are called.

    ``text_of`` gives the rule's text at a span, ``text_in`` the same in the other language's words.
    ``names`` are those of results and missing facts; ``told`` says for each output what it is
    called, how its value is told, its unit and its label.
    """

    rule: str
    title: Bilingual
    edition: str
    rulebook: str
    contents: BookContents
    program: Program
    text_of: Callable[[Span], str]
    text_in: Callable[[Span, Language], str | None]
    names: Names = "id"
    told: tuple[tuple[str, Tell, Bilingual, Bilingual], ...] = ()


def answering_of(shared: Answering, version: p.Version) -> Answering:
    """``shared`` with how the outputs of a version are told."""
    called = outward(shared.names, version.outputs, shared.contents.vocabulary)
    told_ = tuple(_told(shared, version, id_, called[id_]) for id_ in version.outputs)
    return replace(shared, told=told_)


def _told(
    shared: Answering, version: p.Version, id_: str, name: str
) -> tuple[str, Tell, Bilingual, Bilingual]:
    fact = shared.contents.vocabulary.facts[id_]
    definition = version.definitions[id_]
    shape = version.nodes[definition.node].shape

    def general(held: int) -> ResultValue:
        outcome = told_outcome(shared.program, definition, shape, held)
        assert outcome.value is not None
        return python_value(shared.contents.vocabulary, shared.names, id_, outcome.value)

    plain = shared.names != "platform"
    tell = teller(fact, shape, general) if plain else general
    return name, tell, unit_told(fact, shared.names), fact.label
