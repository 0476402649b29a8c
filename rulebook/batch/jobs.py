"""What is asked of a run over a table, and what it did, whatever engine works it out."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rulebook.batch.columns import Column, Matched, match, near_names
from rulebook.batch.duck import MEMORY
from rulebook.batch.files import Refused, refused
from rulebook.batch.statement import Request, facts_of
from rulebook.batch.truths_and_days import holds_days
from rulebook.book.model import DEFAULT_EVIDENCE, EvidenceLevel, Vocabulary
from rulebook.book.platform import Names, outward
from rulebook.book.types import Records
from rulebook.diagnostics import NOWHERE, Bilingual, Diagnostic, finding
from rulebook.diagnostics.nearest import did_you_mean
from rulebook.meaning.program import Program

Progress = Callable[[float], None]
"""Told how much of a file is done, from 0 to 1."""

OF_EACH_RULE = ("status", "reasons", "evidence")
"""The columns of a rule's answers beside its results."""

MOST_NAMED = 12
"""How many columns are named where there are many."""


@dataclass(frozen=True, slots=True)
class Job:
    """What is asked of a run.

    ``as_of`` is a day, or the name of the column that holds it. ``records`` are files of records by
    fact, keyed to the rows by the one column of ``key``. ``bom``: a CSV output begins with the mark
    by which Excel knows UTF-8.
    """

    rules: tuple[str, ...]
    as_of: datetime.date | str
    level: EvidenceLevel = DEFAULT_EVIDENCE
    names: Names = "id"
    key: tuple[str, ...] = ()
    records: Mapping[str, Path] = field(default_factory=dict)
    encoding: str | None = None
    memory: str = MEMORY
    bom: bool = False
    edition: str = ""
    rulebook: str = ""

    def states(self) -> dict[str, str]:
        """The column of each rule's status."""
        alone = len(self.rules) == 1
        return {rule: "status" if alone else f"{rule}.status" for rule in self.rules}

    def reasons(self) -> str:
        """A column of reasons; a rejected row has the same in all."""
        return self.states()[self.rules[0]].removesuffix("status") + "reasons"


@dataclass(frozen=True, slots=True)
class Rejected:
    """Rows without an answer: of a reason code, how many."""

    rows: int
    unreadable: int
    codes: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did: rows read, rows of each status of each rule, rows rejected.

    ``empty`` rows of a CSV file, in which no column has anything, were passed over.
    """

    file: str
    out: str
    rows: int
    statuses: Mapping[str, Mapping[str, int]]
    rejected: Rejected
    warnings: tuple[Diagnostic, ...]
    empty: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """A job over a table's columns: which gives each fact, the day, and what to warn of."""

    job: Job
    matched: Matched
    day: datetime.date | Column
    warnings: tuple[Diagnostic, ...]

    def request(self, *more_key: str) -> Request:
        """What the statement is made from; ``more_key`` are further columns to pass on."""
        job = self.job
        return Request(
            job.rules,
            self.day,
            job.level,
            job.names,
            self.matched.columns,
            (*job.key, *more_key),
            job.edition,
            job.rulebook,
        )


def asked(
    program: Program,
    vocabulary: Vocabulary,
    job: Job,
    columns: Sequence[Column],
    given: Mapping[str, Column] | None = None,
) -> Asked:
    """A job over the columns of a table; ``given`` are those from elsewhere. Raises Refused."""
    wanted = facts_of(program, job.rules)
    matched, findings = match(columns, wanted, vocabulary, job.names, given)
    findings = (*findings, *_told(columns, matched, wanted, job, vocabulary))
    findings = (*findings, *_clashing(program, vocabulary, job))
    errors = [each for each in findings if each.severity == "error"]
    if errors:
        raise Refused(*errors)
    return Asked(job, matched, the_day(columns, job.as_of), findings)


def _clashing(program: Program, vocabulary: Vocabulary, job: Job) -> list[Diagnostic]:
    """Columns passed on that would be called as a column of the answers."""
    outputs = {
        rule: dict.fromkeys(name for each in program.rules[rule] for name in each.outputs)
        for rule in job.rules
    }
    own = {
        (rule, name)
        for rule, names in outputs.items()
        for name in (*outward(job.names, names, vocabulary).values(), *OF_EACH_RULE)
    }
    taken = {name if len(job.rules) == 1 else f"{rule}.{name}" for rule, name in own}
    clashes = [each for each in job.key if each in taken | {"edition", "rulebook"}]
    return [finding("RB9654", NOWHERE, column=each) for each in clashes]


def _told(
    columns: Sequence[Column],
    matched: Matched,
    wanted: Sequence[str],
    job: Job,
    vocabulary: Vocabulary,
) -> list[Diagnostic]:
    """What is to be told of columns that are not there, or not known."""
    names = {each.name for each in columns}
    found = [no_column(each, [e.name for e in columns]) for each in job.key if each not in names]
    absent = matched.absent
    if absent and len(absent) == len(wanted):
        known = listed([each.name for each in columns])
        return [finding("RB9614", NOWHERE, columns=known)]
    if absent:
        facts = [vocabulary.facts[each] for each in absent]
        zh, en = "、".join(e.label.zh for e in facts), ", ".join(e.label.en for e in facts)
        found.append(finding("RB9615", NOWHERE, facts=Bilingual(zh, en)))
    used = {*job.key, job.as_of}
    unknown = [each for each in matched.unknown if each.name not in used]
    if unknown:
        near = near_names(unknown, absent, vocabulary)
        told = listed([each.name for each in unknown])
        found.append(finding("RB9636", NOWHERE, columns=told, near=near))
    return found


def insist_on_records(program: Program, vocabulary: Vocabulary, job: Job) -> None:
    """Raise where a file of records is for a fact that takes none, or that no rule reads."""
    read = [vocabulary.facts[each] for each in facts_of(program, job.rules)]
    wanted = [each.id for each in read if isinstance(each.type, Records)]
    for given in job.records:
        if given not in wanted:
            near = did_you_mean(given, wanted)
            told = Bilingual(near.zh, f"{near.en} " if near.en else "")
            names = listed(wanted) if wanted else Bilingual("没有", "none")
            raise Refused(finding("RB9655", NOWHERE, given=given, near=told, names=names))


def listed(names: Sequence[str]) -> Bilingual:
    """Names of columns, the first of many."""
    shown, more = names[:MOST_NAMED], len(names) - MOST_NAMED
    zh, en = "、".join(f"`{e}`" for e in shown), ", ".join(f"`{e}`" for e in shown)
    return (
        Bilingual(f"{zh} 等 {len(names)} 列", f"{en} and {more} more")
        if more > 0
        else Bilingual(zh, en)
    )


def no_column(name: str, names: Sequence[str]) -> Diagnostic:
    """That a column which was asked for is not among those that there are."""
    near = did_you_mean(name, names)
    told = Bilingual(near.zh, f"{near.en} " if near.en else "")
    return finding("RB9613", NOWHERE, column=name, columns=listed(names), near=told)


def the_day(columns: Sequence[Column], as_of: datetime.date | str) -> datetime.date | Column:
    """The day of all rows, or the column that holds each row's; raises Refused."""
    if isinstance(as_of, datetime.date):
        return as_of
    column = next((each for each in columns if each.name == as_of), None)
    if column is None:
        raise Refused(no_column(as_of, [each.name for each in columns]))
    if not holds_days(column):
        raise refused("RB9604", column=column.name, type=column.type)
    return column
