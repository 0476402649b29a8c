"""A rule on a day, with the evidence asked for: which version answers, which values are known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rulebook.answers.decision import MissingFigure
from rulebook.book.model import EVIDENCE_LEVELS, EvidenceLevel
from rulebook.meaning import program as p


@dataclass(frozen=True, slots=True)
class Plan:
    """A version with its figures filled in.

    ``known`` gives the value and evidence of nodes that read a figure in force; ``unset`` tells why
    a figure, a literal or a table can't be used; ``sources`` gives what is stated of a figure.
    """

    version: p.Version
    known: Mapping[p.Index, tuple[int, EvidenceLevel | None]]
    unset: Mapping[p.Index, MissingFigure]
    sources: Mapping[p.Index, p.ProgramFigureValue]


def version_on(versions: tuple[p.Version, ...], day: int) -> p.Version | None:
    """The version in force on a day number."""
    for version in versions:
        if version.since <= day and (version.until is None or day <= version.until):
            return version
    return None


def figure_on(figure: p.ProgramFigure, day: int) -> p.ProgramFigureValue | None:
    """A figure's value on a day number; None where none is stated."""
    for value in figure.values:
        starts = value.since is None or value.since <= day
        if starts and (value.until is None or day <= value.until):
            return value
    return None


def too_weak(level: EvidenceLevel | None, asked: EvidenceLevel) -> bool:
    """Whether evidence is weaker than the level asked for."""
    return level is not None and EVIDENCE_LEVELS.index(level) > EVIDENCE_LEVELS.index(asked)


def make_plan(program: p.Program, version: p.Version, day: int, asked: EvidenceLevel) -> Plan:
    """Fill in the figures of a version as of a day, with evidence of ``asked`` or better."""
    known: dict[p.Index, tuple[int, EvidenceLevel | None]] = {}
    unset: dict[p.Index, MissingFigure] = {}
    sources: dict[p.Index, p.ProgramFigureValue] = {}
    for index, node in enumerate(version.nodes):
        match node:
            case p.ReadFigure(key):
                figure = program.figures[key]
                value = figure_on(figure, day)
                state = figure_state(figure, value, asked)
                if value is not None:
                    sources[index] = value
                if isinstance(state, MissingFigure):
                    unset[index] = state
                else:
                    known[index] = state
            case p.Constant(clause=int(number)) | p.Table(clause=number):
                clause = version.clauses[number]
                if too_weak(clause.evidence, asked):
                    unset[index] = MissingFigure(clause.id, "too-weak", clause.evidence)
            case _:
                pass
    return Plan(version, known, unset, sources)


def figure_state(
    figure: p.ProgramFigure, value: p.ProgramFigureValue | None, asked: EvidenceLevel
) -> MissingFigure | tuple[int, EvidenceLevel | None]:
    """A figure's value with its evidence, or why it can't be used."""
    name = figure.id.partition("/")[2]
    if value is None or value.value is None:
        return MissingFigure(name, "unset", None)
    if too_weak(value.evidence, asked):
        return MissingFigure(name, "too-weak", value.evidence)
    return value.value, value.evidence


def horizon(program: p.Program, version: p.Version) -> list[int]:
    """The days on which some figure that the version reads begins or ceases to hold, sorted.

    Between two of them every day has the same plan.
    """
    edges: set[int] = set()
    for node in version.nodes:
        if isinstance(node, p.ReadFigure):
            for value in program.figures[node.figure].values:
                edges.update({value.since} if value.since is not None else set())
                edges.update({value.until + 1} if value.until is not None else set())
    return sorted(edges)
