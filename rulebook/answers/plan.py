"""A rule on a day, with the evidence asked for: which version answers, which values are known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rulebook.answers.decision import MissingFigure
from rulebook.book.model import EVIDENCE_LEVELS, EvidenceLevel
from rulebook.meaning import program as p

Known = tuple[int, EvidenceLevel | None]
"""A figure's value with its evidence."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A figure's value while one of its periods lasts (day numbers), or why it can't be used."""

    since: int | None
    until: int | None
    state: Known | MissingFigure
    stated: p.ProgramFigureValue | None

    def holds(self, day: int) -> bool:
        """Whether a day number lies in the period."""
        starts = self.since is None or self.since <= day
        return starts and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Plan:
    """A version with its figures filled in.

    ``figures`` gives the nodes that read a figure as of the day of the case; ``dated`` each figure
    that is read as of another day, in all its periods; ``weak`` the clauses whose amounts can't be
    used, by number; ``fields`` the fields of each list of records, in the order in which a record
    holds them.
    """

    version: p.Version
    figures: Mapping[p.Index, Dated]
    dated: Mapping[str, tuple[Dated, ...]]
    weak: Mapping[int, MissingFigure]
    fields: Mapping[str, tuple[str, ...]]

    def unset(self, index: p.Index, node: p.Node) -> MissingFigure | None:
        """Why a node has no value of its own, if it hasn't."""
        match node:
            case p.Constant(clause=int(number)) | p.Table(clause=number) | p.Tiers(clause=number):
                return self.weak.get(number)
            case p.ReadFigure(day=None):
                state = self.figures[index].state
                return state if isinstance(state, MissingFigure) else None
            case _:
                return None

    def figure_on(self, figure: str, day: int) -> Dated:
        """A figure as of a day other than the case's."""
        for period in self.dated[figure]:
            if period.holds(day):
                return period
        return _nothing(figure)


def version_on(versions: tuple[p.Version, ...], day: int) -> p.Version | None:
    """The version in force on a day number."""
    for version in versions:
        if version.since <= day and (version.until is None or day <= version.until):
            return version
    return None


def too_weak(level: EvidenceLevel | None, asked: EvidenceLevel) -> bool:
    """Whether evidence is weaker than the level asked for."""
    return level is not None and EVIDENCE_LEVELS.index(level) > EVIDENCE_LEVELS.index(asked)


def make_plan(program: p.Program, version: p.Version, day: int, asked: EvidenceLevel) -> Plan:
    """Fill in the figures of a version as of a day, with evidence of ``asked`` or better."""
    figures: dict[p.Index, Dated] = {}
    dated: dict[str, tuple[Dated, ...]] = {}
    for index, node in every_node(version):
        if not isinstance(node, p.ReadFigure):
            continue
        periods = _periods(program.figures[node.figure], asked)
        if node.day is not None:
            dated[node.figure] = periods
            continue
        figures[index] = next((each for each in periods if each.holds(day)), _nothing(node.figure))
    weak = {
        number: MissingFigure(clause.id, "too-weak", clause.evidence)
        for number, clause in enumerate(version.clauses)
        if too_weak(clause.evidence, asked)
    }
    fields = {
        fact.id: tuple(each.id for each in fact.fields)
        for fact in program.facts.values()
        if fact.fields
    }
    return Plan(version, figures, dated, weak, fields)


def every_node(version: p.Version) -> list[tuple[p.Index, p.Node]]:
    """All nodes of a version with their numbers, those of bodies among them."""
    found: list[tuple[p.Index, p.Node]] = []
    for index, node in enumerate(version.nodes):
        found.append((index, node))
        if isinstance(node, p.ForEach):
            found.extend((p.BODY + place, each) for place, each in enumerate(node.body))
    return found


def _periods(figure: p.ProgramFigure, asked: EvidenceLevel) -> tuple[Dated, ...]:
    return tuple(
        Dated(value.since, value.until, _state(figure, value, asked), value)
        for value in figure.values
    )


def _state(
    figure: p.ProgramFigure, value: p.ProgramFigureValue, asked: EvidenceLevel
) -> Known | MissingFigure:
    name = figure.id.partition("/")[2]
    if value.value is None:
        return MissingFigure(name, "unset", None)
    if too_weak(value.evidence, asked):
        return MissingFigure(name, "too-weak", value.evidence)
    return value.value, value.evidence


def _nothing(figure: str) -> Dated:
    return Dated(None, None, MissingFigure(figure.partition("/")[2], "unset", None), None)


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
