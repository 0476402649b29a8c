"""Every version of every rule lowered: the program of a book."""

from __future__ import annotations

from rulebook.diagnostics import Diagnostic
from rulebook.meaning import program as p
from rulebook.meaning import typed as t
from rulebook.meaning.lowering import Lowering, Refused, enumeration_of
from rulebook.meaning.shapes import program_fact, program_figure


def link(book: t.TypedBook) -> tuple[p.Program, tuple[Diagnostic, ...]]:
    """The program of all rules that can be lowered, and why the others can't."""
    contents = book.contents
    facts = {fact.id: program_fact(fact, contents) for fact in contents.vocabulary.facts.values()}
    figures = {
        figure.id: figure
        for figure in (program_figure(each, contents) for each in contents.figures.values())
    }
    found: list[Diagnostic] = []
    rules: dict[str, tuple[p.Version, ...]] = {}
    for rule in book.rules.values():
        versions = [_version(book, each, facts, figures, found) for each in rule.versions]
        sound = tuple(version for version in versions if version is not None)
        if len(sound) == len(versions):
            rules[rule.id] = sound
    enumerations = {
        each.id: tuple(value.id for value in each.values)
        for each in contents.vocabulary.enumerations.values()
    }
    return p.Program(facts, figures, enumerations, rules), tuple(dict.fromkeys(found))


def _version(
    book: t.TypedBook,
    version: t.TypedVersion,
    facts: dict[str, p.ProgramFact],
    figures: dict[str, p.ProgramFigure],
    found: list[Diagnostic],
) -> p.Version | None:
    lowering = Lowering(book, version, facts, figures)
    lowering.clause(version.clause)
    refused: list[Diagnostic] = []
    applies: p.Index | None = None
    definitions: dict[str, p.ProgramDefinition] = {}
    checks: list[p.ProgramCheck] = []
    try:
        applies = lowering.whole(version.applies) if version.applies else None
    except Refused as refusal:
        refused.append(refusal.diagnostic)
    for id_, definition in version.definitions.items():
        try:
            node = lowering.definition(id_)
        except Refused as refusal:
            refused.append(refusal.diagnostic)
            continue
        definitions[id_] = p.ProgramDefinition(
            id=id_,
            label=definition.label,
            node=node,
            units=definition.units,
            enumeration=enumeration_of(definition.type),
            clause=lowering.clause(definition.clause),
        )
    for check in version.checks:
        try:
            checks.append(p.ProgramCheck(check.title, lowering.whole(check.condition), check.span))
        except Refused as refusal:
            refused.append(refusal.diagnostic)
    found.extend(refused)
    if refused:
        return None
    return p.Version(
        since=version.since.toordinal(),
        until=version.until.toordinal() if version.until else None,
        nodes=tuple(lowering.nodes),
        applies=applies,
        definitions=definitions,
        inputs=version.inputs,
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
