"""From a rule, facts and a day to the answer: in force, applicable, then every output.

This is the definition of what a rule means; every other evaluator is held against it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from rulebook.answers.decision import (
    Answer,
    MissingFigure,
    Outcome,
    Status,
)
from rulebook.book.model import EvidenceLevel
from rulebook.depth import room_for_nesting
from rulebook.meaning.typed import (
    DefinitionRead,
    FactValue,
    Gather,
    Junction,
    Typed,
    TypedBook,
)
from rulebook.reference.days import version_in_force
from rulebook.reference.evaluation import Evaluation
from rulebook.reference.results import (
    NO_LIMIT,
    BrokenBookError,
    Known,
    Leaf,
    MissingFact,
    MissingField,
    NotApplicable,
    Result,
    Unknown,
    evidence_of,
    is_false,
    is_true,
    missing_of,
)


def answer(
    book: TypedBook,
    rule: str,
    facts: Mapping[str, FactValue],
    day: date,
    min_evidence: EvidenceLevel,
) -> Answer:
    """What a rule says of a case on a day.

    ``facts`` are exact values in base units, inside their domains; a fact that is not among them is
    missing. Figures, tables and amounts of weaker evidence than ``min_evidence`` count as unset.
    """
    version = version_in_force(book.rules[rule].versions, day)
    if version is None:
        return Answer("not-in-force", {}, (), (), (), None, day)
    with room_for_nesting():
        return _worked_out(Evaluation(book, version, facts, Known(day), min_evidence), day)


def _worked_out(case: Evaluation, day: date) -> Answer:
    version = case.version
    applies = Known(True) if version.applies is None else case.result(version.applies)
    if not isinstance(applies, Known):
        return _answer(day, applies, dict.fromkeys(version.outputs, applies))
    if is_false(applies):
        assert version.applies is not None
        failed = tuple(dict.fromkeys(_failed(case, version.applies)))
        return Answer("not-applicable", {}, (), (), failed, applies.evidence, day)
    return _answer(day, applies, {output: case.definition(output) for output in version.outputs})


def checks(
    book: TypedBook,
    rule: str,
    facts: Mapping[str, FactValue],
    day: date,
    min_evidence: EvidenceLevel,
) -> tuple[Outcome, ...]:
    """What each 核对 of a rule comes to; none where it is not in force or does not surely apply."""
    version = version_in_force(book.rules[rule].versions, day)
    if version is None:
        return ()
    with room_for_nesting():
        case = Evaluation(book, version, facts, Known(day), min_evidence)
        if version.applies is not None and not is_true(case.result(version.applies)):
            return ()
        return tuple(_outcome(case.result(check.condition)) for check in version.checks)


def _answer(day: date, applies: Result, outputs: Mapping[str, Result]) -> Answer:
    """The answer as its outputs give it: their statuses taken together, all that they miss."""
    outcomes = {output: _outcome(result) for output, result in outputs.items()}
    facts, figures = _split(missing_of(list(outputs.values())))
    return Answer(
        status=_overall([outcome.status for outcome in outcomes.values()]),
        outcomes=outcomes,
        missing_facts=facts,
        missing_figures=figures,
        failed=(),
        evidence=evidence_of([applies, *outputs.values()]),
        day=day,
    )


def _outcome(result: Result) -> Outcome:
    match result:
        case Known(value):
            if value is NO_LIMIT:
                raise BrokenBookError("无上限 is no amount to give")
            return Outcome("determined", value)
        case NotApplicable():
            return Outcome("not-applicable", None)
        case Unknown():
            return Outcome("undetermined", None)


def _overall(statuses: Sequence[Status]) -> Status:
    """Undetermined where one of them is, else determined; not applicable only where all are."""
    for status in ("undetermined", "determined"):
        if status in statuses:
            return status
    return "not-applicable"


def _split(missing: Sequence[Leaf]) -> tuple[tuple[str, ...], tuple[MissingFigure, ...]]:
    facts: list[str] = []
    figures: list[MissingFigure] = []
    for leaf in missing:
        match leaf:
            case MissingFact(id_):
                facts.append(id_)
            case MissingField(records, field):
                facts.append(f"{records}.{field}")
            case MissingFigure():
                figures.append(leaf)
    return tuple(facts), tuple(figures)


def _failed(case: Evaluation, condition: Typed) -> Iterator[str]:
    """The ids of the false parts of a false 适用, in written order."""
    parts = _parts(condition)
    for number, part in enumerate(parts, 1):
        yield from _failed_part(case, part, f"applies.{number}")
    if not parts:
        yield from _failed_part(case, condition, "applies")


def _failed_part(case: Evaluation, part: Typed, name: str) -> Iterator[str]:
    """The false parts of a part; a condition with no name of its own is called ``name``."""
    if not is_false(case.result(part)):
        return
    if isinstance(part, DefinitionRead):
        yield from _failed_definition(case, part.definition)
    elif parts := _parts(part):
        for each in parts:
            yield from _failed_part(case, each, name)
    else:
        yield name


def _parts(condition: Typed) -> tuple[Typed, ...]:
    """What a condition joins that must all hold: by 且, or in a list of 全部."""
    match condition:
        case Junction("and", operands):
            return operands
        case Gather("all", items):
            return tuple(item.value for item in items)
        case _:
            return ()


def _failed_definition(case: Evaluation, definition: str) -> Iterator[str]:
    """The false lines of a definition that gathers 全部 over named lines, else the definition."""
    value = case.version.definitions[definition].value
    if not isinstance(value, Gather) or value.op != "all" or None in (i.id for i in value.items):
        yield definition
        return
    for item in value.items:
        if is_false(case.result(item.value)):
            yield f"{definition}.{item.id}"
