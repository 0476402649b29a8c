"""The book as its pages see it: its rules and data, with who uses what."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from rulebook.answers.examples import ExampleRun
from rulebook.book.model import EVIDENCE_LEVELS, BookContents, EvidenceLevel, Figure, SourceDocument
from rulebook.conformity import ConformityReport
from rulebook.diagnostics import Diagnostic
from rulebook.meaning.typed import Clause, FigureRead, RuleRead, TypedRule, TypedVersion
from rulebook.review.across import Shared, SharedCase
from rulebook.review.dates import DayOfChange
from rulebook.review.fidelity import FidelityReport
from rulebook.review.report import RuleCoverage
from rulebook.site.values import Values
from rulebook.site.walk import of_version

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Surfaces:
    """A rule file in both languages; ``path`` is where it lies under the book."""

    path: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Citing:
    """Something that cites a source: a rule, a figure of a place, or an item of the list."""

    section: str | None
    rule: str | None = None
    figure: tuple[str, str] | None = None
    item: str | None = None


@dataclass(frozen=True, slots=True)
class Uses:
    """Who uses what, from the other side. Rules are named by their ids."""

    figures: Mapping[tuple[str, str], tuple[str, ...]]
    readers: Mapping[str, tuple[str, ...]]
    givers: Mapping[str, tuple[str, ...]]
    sources: Mapping[str, tuple[Citing, ...]]
    items: Mapping[str, tuple[str, ...]]
    callers: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class View:
    """Everything that pages are made from; ``answers`` shows values that are to be compared."""

    contents: BookContents
    rules: Mapping[str, TypedRule]
    surfaces: Mapping[str, Surfaces]
    worked: Mapping[str, tuple[ExampleRun, ...]]
    findings: tuple[Diagnostic, ...]
    uses: Uses
    values: Values
    answers: Values
    coverage: Mapping[str, RuleCoverage]
    fidelity: FidelityReport | None
    conformity: ConformityReport | None
    changes: Mapping[str, tuple[DayOfChange, ...]]
    shared: Mapping[Shared, tuple[SharedCase, ...]]
    programs: Mapping[str, Mapping[str, Any]]
    """Of rules, what the evaluator in JavaScript runs."""

    @property
    def day(self) -> datetime.date:
        """The day of the edition: figures and verdicts are shown as of it."""
        return self.contents.edition.date

    def figure(self, place: str, figure: str) -> Figure | None:
        """A figure, where the book has it."""
        return self.contents.figures.get((place, figure))

    def rule_of(self, file: str) -> str | None:
        """The rule that a file holds; a rule that stands on it has lines of that file."""
        return next((id_ for id_, each in self.surfaces.items() if each.path == file), None)

    def source(self, source: str) -> SourceDocument | None:
        """A source, where the book has it."""
        return self.contents.sources.get(source)


def view_of(
    contents: BookContents,
    rules: Mapping[str, TypedRule],
    surfaces: Mapping[str, Surfaces],
    worked: Mapping[str, tuple[ExampleRun, ...]],
    findings: Iterable[Diagnostic] = (),
    coverage: Mapping[str, RuleCoverage] | None = None,
    fidelity: FidelityReport | None = None,
    conformity: ConformityReport | None = None,
    changes: Mapping[str, tuple[DayOfChange, ...]] | None = None,
    shared: Mapping[Shared, tuple[SharedCase, ...]] | None = None,
    programs: Mapping[str, Mapping[str, Any]] | None = None,
) -> View:
    """The view of a book."""
    return View(
        contents=contents,
        rules=dict(sorted(rules.items())),
        surfaces=surfaces,
        worked=worked,
        findings=tuple(findings),
        uses=_uses(contents, rules),
        values=Values(contents.vocabulary.enumerations),
        answers=Values(contents.vocabulary.enumerations, plain=True),
        coverage=coverage or {},
        fidelity=fidelity,
        conformity=conformity,
        changes=changes or {},
        shared=shared or {},
        programs=programs or {},
    )


def figures_of(rule: TypedRule) -> tuple[tuple[str, str], ...]:
    """The figures that a rule reads in any version, by place and id, in written order."""
    reads = (
        (node.place, node.figure)
        for version in rule.versions
        for node in of_version(version)
        if isinstance(node, FigureRead)
    )
    return tuple(dict.fromkeys(reads))


def calls_of(rule: TypedRule) -> tuple[str, ...]:
    """The rules whose results a rule reads in any version, in written order."""
    reads = (
        node.rule
        for version in rule.versions
        for node in of_version(version)
        if isinstance(node, RuleRead)
    )
    return tuple(dict.fromkeys(reads))


def outputs_of(rule: TypedRule) -> tuple[str, ...]:
    """The facts that a rule gives in any version."""
    return tuple(dict.fromkeys(each for version in rule.versions for each in version.outputs))


def inputs_of(rule: TypedRule) -> tuple[str, ...]:
    """The facts that a rule reads in any version."""
    return tuple(dict.fromkeys(each for version in rule.versions for each in version.inputs))


def latest(rule: TypedRule) -> TypedVersion:
    """The version that is in force last."""
    return rule.versions[-1]


def version_on(rule: TypedRule, day: datetime.date) -> TypedVersion:
    """The version in force on a day; the last one where none is."""
    for version in rule.versions:
        if version.since <= day and (version.until is None or day <= version.until):
            return version
    return latest(rule)


def clauses_of(rule: TypedRule) -> tuple[Clause, ...]:
    """Every clause of a rule, each once."""
    found = (
        clause
        for version in rule.versions
        for clause in (version.clause, *(each.clause for each in version.definitions.values()))
    )
    return tuple({(each.id, each.span): each for each in found}.values())


def how_sure(rule: TypedRule, view: View) -> EvidenceLevel | None:
    """The weakest evidence among a rule's clauses and the figures that it uses."""
    figures = (view.figure(*key) for key in figures_of(rule))
    values = (value for figure in figures if figure is not None for value in figure.values)
    levels = [
        *(each.evidence for each in clauses_of(rule)),
        *(each.evidence for each in values if each.unset is None),
    ]
    known = [each for each in levels if each is not None]
    return max(known, key=EVIDENCE_LEVELS.index, default=None)


def _uses(contents: BookContents, rules: Mapping[str, TypedRule]) -> Uses:
    figures: dict[tuple[str, str], list[str]] = defaultdict(list)
    readers: dict[str, list[str]] = defaultdict(list)
    givers: dict[str, list[str]] = defaultdict(list)
    items: dict[str, list[str]] = defaultdict(list)
    callers: dict[str, list[str]] = defaultdict(list)
    for id_, rule in sorted(rules.items()):
        for figure in figures_of(rule):
            figures[figure].append(id_)
        for called in calls_of(rule):
            callers[called].append(id_)
        for fact in inputs_of(rule):
            readers[fact].append(id_)
        for fact in outputs_of(rule):
            givers[fact].append(id_)
        for item in dict.fromkeys(each for v in rule.versions for each in v.items):
            items[item].append(id_)
    return Uses(
        figures=_frozen(figures),
        readers=_frozen(readers),
        givers=_frozen(givers),
        sources=_sources(contents, rules),
        items=_frozen(items),
        callers=_frozen(callers),
    )


def _sources(
    contents: BookContents, rules: Mapping[str, TypedRule]
) -> Mapping[str, tuple[Citing, ...]]:
    cited: dict[str, dict[Citing, None]] = defaultdict(dict)
    for id_, rule in sorted(rules.items()):
        for clause in clauses_of(rule):
            for citation in clause.citations:
                cited[citation.source][Citing(citation.section, rule=id_)] = None
    for key, figure in contents.figures.items():
        for value in figure.values:
            if value.source is not None:
                cited[value.source][Citing(value.section, figure=key)] = None
        for conflict in figure.conflicts:
            if conflict.source is not None:
                cited[conflict.source][Citing(None, figure=key)] = None
    for item in contents.items.values():
        stood = [(item.source, None), *((each.source, each.section) for each in item.bounds)]
        for source, section in stood:
            if source is not None:
                cited[source][Citing(section, item=item.id)] = None
    return {source: tuple(each) for source, each in cited.items()}


def _frozen(lists: Mapping[Key, list[str]]) -> Mapping[Key, tuple[str, ...]]:
    return {key: tuple(each) for key, each in lists.items()}
