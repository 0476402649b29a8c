"""Every version of every rule lowered: the program of a book."""

from __future__ import annotations

import datetime
from collections.abc import Container

from rulebook.diagnostics import Diagnostic, finding
from rulebook.meaning import program as p
from rulebook.meaning import typed as t
from rulebook.meaning.calls import called_by
from rulebook.meaning.frames import Frame
from rulebook.meaning.lowering import Lowering
from rulebook.meaning.refused import Refused
from rulebook.meaning.shapes import program_fact, program_figure


def link(book: t.TypedBook, kept: Container[str] = ()) -> tuple[p.Program, tuple[Diagnostic, ...]]:
    """The program of all rules that can be lowered, and why the others can't.

    Those ``kept`` are only read by the others: they are not lowered.
    """
    contents = book.contents
    facts = {fact.id: program_fact(fact, contents) for fact in contents.vocabulary.facts.values()}
    figures = {
        figure.id: figure
        for figure in (program_figure(each, contents) for each in contents.figures.values())
    }
    found: list[Diagnostic] = []
    rules: dict[str, tuple[p.Version, ...]] = {}
    for id_ in book.rules:
        if id_ in kept:
            continue
        rule = book.rules[id_]
        versions = [
            lowered
            for version in rule.versions
            for since, until in periods(book, version)
            for lowered in (
                _version(book, rule.id, version, (since, until), facts, figures, found),
            )
        ]
        sound = tuple(version for version in versions if version is not None)
        if len(sound) == len(versions):
            rules[rule.id] = sound
    enumerations = {
        each.id: tuple(value.id for value in each.values)
        for each in contents.vocabulary.enumerations.values()
    }
    return p.Program(facts, figures, enumerations, rules), tuple(dict.fromkeys(found))


def periods(
    book: t.TypedBook, version: t.TypedVersion
) -> list[tuple[datetime.date, datetime.date | None]]:
    """The periods of a version in which each rule that it calls, however far, has one version."""
    day = datetime.timedelta(days=1)
    edges = {version.since}
    seen: set[str] = set()
    waiting = called_by(version)
    while waiting:
        rule = waiting.pop()
        if rule in seen or rule not in book.rules:
            continue
        seen.add(rule)
        for other in book.rules[rule].versions:
            edges |= {other.since} | ({other.until + day} if other.until else set())
            waiting.extend(called_by(other))
    inside = sorted(
        each
        for each in edges
        if version.since <= each and (version.until is None or each <= version.until)
    )
    ends = [*(each - day for each in inside[1:]), version.until]
    return list(zip(inside, ends, strict=True))


def _version(
    book: t.TypedBook,
    rule: str,
    version: t.TypedVersion,
    period: tuple[datetime.date, datetime.date | None],
    facts: dict[str, p.ProgramFact],
    figures: dict[str, p.ProgramFigure],
    found: list[Diagnostic],
) -> p.Version | None:
    since, until = period
    lowering = Lowering(
        book=book, frame=Frame(rule, version), start=since, facts=facts, figures=figures
    )
    lowering.clause(version.clause)
    refused: list[Diagnostic] = []
    applies: p.Index | None = None
    checks: list[p.ProgramCheck] = []
    try:
        applies = lowering.whole(version.applies) if version.applies else None
    except Refused as refusal:
        refused.append(refusal.diagnostic)
    for id_, definition in version.definitions.items():
        try:
            if definition.records is None:
                _output_limited(lowering, id_, version)
        except Refused as refusal:
            refused.append(refusal.diagnostic)
    for check in version.checks:
        try:
            checks.append(p.ProgramCheck(check.title, lowering.whole(check.condition), check.span))
        except Refused as refusal:
            refused.append(refusal.diagnostic)
    found.extend(refused)
    if refused:
        return None
    return p.Version(
        since=since.toordinal(),
        until=until.toordinal() if until else None,
        nodes=tuple(lowering.nodes),
        applies=applies,
        definitions=lowering.definitions,
        inputs=tuple(dict.fromkeys((*version.inputs, *_facts(lowering.nodes)))),
        outputs=version.outputs,
        checks=tuple(checks),
        clauses=tuple(
            p.ProgramClause(
                each.id,
                each.label,
                tuple((citation.source, citation.section) for citation in each.citations),
                each.evidence,
                each.facts,
                each.span,
            )
            for each in lowering.clauses
        ),
    )


def _output_limited(lowering: Lowering, id_: str, version: t.TypedVersion) -> None:
    """Lower a definition; an output is never 无上限, for that is no amount."""
    node = lowering.definition(id_)
    if id_ in version.outputs and lowering.shape(node).unlimited:
        raise Refused(finding("RB4027", version.definitions[id_].clause.span))


def _facts(nodes: list[p.Node]) -> list[str]:
    return [node.fact for node in nodes if isinstance(node, p.ReadFact)]
