"""One meaning on the user's own data: every evaluator on every row of a file."""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rulebook import reference
from rulebook.answers.evaluate import Machine, answer
from rulebook.answers.facts import read_facts
from rulebook.batch.duck import connect, describe
from rulebook.batch.files import has_something, opened, refused
from rulebook.batch.given import Giver, given_day
from rulebook.batch.jobs import Job
from rulebook.batch.quoting import quoted_name
from rulebook.batch.results import Shown
from rulebook.batch.running import Run
from rulebook.batch.statement import statement
from rulebook.book.model import BookContents
from rulebook.meaning.program import Program
from rulebook.meaning.typed import TypedBook

if TYPE_CHECKING:
    import duckdb

MANY = 1_000
COMPILED, REFERENCE, DUCKDB, EXPECTED = "compiled", "reference", "duckdb", "expected"


@dataclass(frozen=True, slots=True)
class Difference:
    """A row, numbered from 1, on which two answers differ: which two, in what, and how."""

    row: int
    one: str
    other: str
    what: str
    first: object
    second: object


@dataclass(slots=True)
class Checked:
    """What was compared; ``rejected`` rows are refused by all, and have no answer to compare."""

    rows: int = 0
    rejected: int = 0
    expected: int = 0


@dataclass(frozen=True, slots=True)
class Checker:
    """Compares the evaluators of one rule on the rows of a file."""

    program: Program
    contents: BookContents
    typed: TypedBook
    job: Job

    def differences(
        self, file: Path, expected: Path | None, checked: Checked
    ) -> Iterator[Difference]:
        """The differences, row by row; ``checked`` counts what was compared."""
        with (
            tempfile.TemporaryDirectory() as spill,
            opened(file, self.job.encoding, Path(spill)) as there,
            connect(self.job.memory, Path(spill)) as connection,
        ):
            run = Run(self.program, self.contents.vocabulary, self.job, connection, Path(spill))
            relation, over = run.columns(there)
            day = over.day
            made = statement(self.program, self.contents.vocabulary, over.request(), relation)
            connection.execute(f"CREATE TABLE given AS SELECT * FROM {relation}")  # noqa: S608 - names are quoted
            connection.execute(f"CREATE TABLE answers AS {made.sql()}")
            wanted = None
            if expected is not None:
                wanted = self._expected(connection, expected, Path(spill))
            machine = Machine(self.program)
            giver = Giver(self.contents.vocabulary, self.job.names, over.matched.columns)
            called = Shown(self.contents.vocabulary, self.job.names)
            for row, given, found, asked in _rows(connection, wanted):
                facts = giver.facts(given)
                on = day if isinstance(day, datetime.date) else given_day(given[day.name])
                yield from self._row(row, machine, facts, on, found, called, checked)
                if asked is not None:
                    yield from _against_expected(row, found, asked, checked)

    def _row(
        self,
        row: int,
        machine: Machine,
        facts: Mapping[str, object],
        on: object,
        found: Mapping[str, Any],
        called: Shown,
        checked: Checked,
    ) -> Iterator[Difference]:
        rule = self.job.rules[0]
        checked.rows += 1
        day = _a_day(on)
        values, wrong = read_facts(facts, self.contents.vocabulary, facts, True)
        if wrong or day is None:
            checked.rejected += 1
            if found["status"] != "rejected":
                codes = " ".join(sorted({each.code for each in wrong})) or "RB9601"
                yield Difference(row, COMPILED, DUCKDB, "status", codes, found["status"])
            return
        ours = answer(machine, rule, values, day, self.job.level)
        theirs = reference.answer(self.typed, rule, values, day, self.job.level)
        if ours != theirs:
            yield Difference(row, REFERENCE, COMPILED, "answer", theirs, ours)
        if ours.status != found["status"]:
            yield Difference(row, COMPILED, DUCKDB, "status", ours.status, found["status"])
            return
        if ours.evidence != found["evidence"]:
            yield Difference(row, COMPILED, DUCKDB, "evidence", ours.evidence, found["evidence"])
        names = called.columns(list(ours.outcomes))
        for id_, outcome in ours.outcomes.items():
            want = called.plain(id_, outcome.value)
            held = found[names[id_]]
            if not _same(want, held):
                yield Difference(row, COMPILED, DUCKDB, names[id_], want, held)

    def _expected(
        self, connection: duckdb.DuckDBPyConnection, expected: Path, spill: Path
    ) -> list[str]:
        """The columns of the expected answers; rows stand in the order of the input."""
        with opened(expected, self.job.encoding, spill) as there:
            names = [each.name for each in describe(connection, there.relation)]
            some = has_something(names) if there.format == "csv" else "TRUE"
            connection.execute(
                f"CREATE TABLE expected AS SELECT * FROM {there.relation} WHERE {some}"  # noqa: S608 - names are quoted
            )
        columns = [each[0] for each in connection.execute("DESCRIBE expected").fetchall()]
        ours = {each[0] for each in connection.execute("DESCRIBE answers").fetchall()}
        shared = [each for each in columns if each in ours and each not in ("edition", "rulebook")]
        if not shared:
            known = ", ".join(sorted(ours - {"edition", "rulebook"}))
            raise refused("RB9633", file=expected.name, columns=known)
        counts = [
            connection.execute(f"SELECT count(*) FROM {name}").fetchone()  # noqa: S608 - names are quoted
            for name in ("expected", "answers")
        ]
        if counts[0] != counts[1]:
            rows = [str(each[0]) if each else "0" for each in counts]
            raise refused("RB9634", file=expected.name, rows=rows[0], wanted=rows[1])
        return shared


def _rows(
    connection: duckdb.DuckDBPyConnection, expected: Sequence[str] | None
) -> Iterator[tuple[int, dict[str, Any], dict[str, Any], dict[str, Any] | None]]:
    """Row by row: what was given, what DuckDB answered, and what was expected."""
    names = ["given", "answers", *(["expected"] if expected is not None else [])]
    start = 0
    while True:
        tables = []
        for name in names:
            found = connection.execute(
                f"SELECT * FROM {quoted_name(name)} WHERE rowid >= ? ORDER BY rowid LIMIT ?",  # noqa: S608 - names are quoted
                [start, MANY],
            )
            heads = [each[0] for each in found.description or ()]
            tables.append([dict(zip(heads, row, strict=True)) for row in found.fetchall()])
        if not tables[0]:
            return
        for place, given in enumerate(tables[0]):
            asked = None
            if expected is not None:
                asked = {name: tables[2][place][name] for name in expected}
            yield start + place + 1, given, tables[1][place], asked
        start += MANY


def _against_expected(
    row: int, found: Mapping[str, Any], asked: Mapping[str, Any], checked: Checked
) -> Iterator[Difference]:
    checked.expected += 1
    for name, want in asked.items():
        if not _same(want, found[name]):
            yield Difference(row, EXPECTED, DUCKDB, name, want, found[name])


def _same(one: object, other: object) -> bool:
    """Whether two values say the same: 12, 12.00 and the text 12.0 do."""
    if isinstance(one, str) and not one.strip():
        one = None
    if one is None or other is None:
        return one is other
    if isinstance(one, list | tuple | frozenset) and isinstance(other, list | tuple | frozenset):
        return sorted(map(str, one)) == sorted(map(str, other))
    if isinstance(one, bool) or isinstance(other, bool):
        return str(one).lower() == str(other).lower()
    try:
        return Decimal(str(one)) == Decimal(str(other))
    except ArithmeticError:
        return str(one) == str(other)


def _a_day(on: object) -> datetime.date | None:
    if isinstance(on, datetime.date):
        return on if 1900 <= on.year <= 2199 else None
    try:
        day = datetime.date.fromisoformat(str(on))
    except ValueError:
        return None
    return day if 1900 <= day.year <= 2199 and len(str(on)) == 10 else None
