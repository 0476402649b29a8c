"""A run over files: rules answered for every row, outputs written aside and moved into place."""

from __future__ import annotations

import contextlib
import re
import tempfile
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from rulebook.batch.columns import Column
from rulebook.batch.duck import connect, describe, keep_below
from rulebook.batch.files import (
    Input,
    Refused,
    format_of,
    has_something,
    insist_on_apart,
    opened,
    refused,
    writing,
)
from rulebook.batch.jobs import (
    Asked,
    Job,
    Progress,
    Rejected,
    Summary,
    asked,
    insist_on_records,
    no_column,
)
from rulebook.batch.knowing import known
from rulebook.batch.quoting import quoted_name, quoted_text
from rulebook.batch.rejects import Rejects, Told, connection_error
from rulebook.batch.statement import Statement, readings_of, statement
from rulebook.book.model import Vocabulary
from rulebook.diagnostics import NOWHERE, Diagnostic, finding
from rulebook.meaning.program import Program

if TYPE_CHECKING:
    import duckdb


ENDS = "state machine reached an invalid state"
"""What DuckDB says of a line that ends otherwise than those before it."""

AS_PARQUET = "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, DICTIONARY_SIZE_LIMIT 1000"
"""How answers are written: amounts, which have many values, gain nothing from a dictionary."""
EMPTY = "empty_rows"
"""The sequence that counts the empty rows of a file while it is read."""


@dataclass(slots=True)
class Run:
    """A run over one file, within a database of its own."""

    program: Program
    vocabulary: Vocabulary
    job: Job
    connection: duckdb.DuckDBPyConnection
    spill: Path
    warnings: tuple[Diagnostic, ...] = ()
    relation: str = ""
    """The rows in hand, once the columns of a file are known."""
    source: Input | None = None
    """The file in hand, as it could be read."""

    def columns(self, source: Input) -> tuple[str, Asked]:
        """The relation of a file, and the job over its columns; raises Refused."""
        relation, columns, given = self._joined(source)
        found = asked(self.program, self.vocabulary, self.job, columns, given)
        self.warnings, self.relation = found.warnings, relation
        return relation, found

    def statement(self, source: Input) -> Statement:
        """The statement over a file; raises Refused."""
        relation, found = self.columns(source)
        request = found.request()
        if source.format == "parquet" and not self.job.records:
            readings = readings_of(self.program, self.vocabulary, request.columns, self.job.names)
            request = replace(request, known=known(self.connection, relation, readings))
        return statement(self.program, self.vocabulary, request, relation)

    def _joined(self, source: Input) -> tuple[str, tuple[Column, ...], dict[str, Column]]:
        """The file, with records of other files as a column of each row."""
        source, columns = self._described(source)
        relation, self.source = source.relation, source
        if source.format == "csv":
            relation = self._without_empty_rows(relation, columns)
        given: dict[str, Column] = {}
        for fact, path in self.job.records.items():
            key = quoted_name(self.job.key[0])
            with opened(path, self.job.encoding, self.spill) as records:
                fields = list(describe(self.connection, records.relation))
                if self.job.key[0] not in {each.name for each in fields}:
                    raise Refused(no_column(self.job.key[0], [each.name for each in fields]))
                inner = [each for each in fields if each.name != self.job.key[0]]
                packed = ", ".join(
                    f"{quoted_text(each.name)}: {quoted_name(each.name)}" for each in inner
                )
                table = f"records_{fact}"
                self.connection.execute(
                    f"CREATE TABLE {quoted_name(table)} AS SELECT {key} AS of_key, "  # noqa: S608 - names are quoted
                    f"list({{{packed}}}) AS listed FROM {records.relation} GROUP BY {key}"
                )
            kinds = ", ".join(f"{quoted_name(each.name)} {each.type}" for each in inner)
            none = f"CAST([] AS STRUCT({kinds})[])"
            name = f"records of {fact}"
            relation = (
                f"(SELECT rows_.* EXCLUDE (row_number_), "  # noqa: S608 - names are quoted
                f"COALESCE(more.listed, {none}) AS {quoted_name(name)} FROM "
                f"(SELECT *, row_number() OVER () AS row_number_ FROM {relation}) AS rows_ "
                f"LEFT JOIN {quoted_name(table)} AS more ON rows_.{key} = more.of_key "
                f"ORDER BY rows_.row_number_) AS with_{fact}"
            )
            given[fact] = Column(name, "records", "records", fields=tuple(inner))
        return relation, columns, given

    def _described(self, source: Input) -> tuple[Input, tuple[Column, ...]]:
        """The columns of a file, of which the lines may end in several ways."""
        lenient = [False, True] if source.format == "csv" else [False]
        lenient = lenient[source.lenient :]
        failures: list[Exception] = []
        for each in lenient:
            tried = replace(source, lenient=each)
            try:
                return tried, describe(self.connection, tried.relation)
            except connection_error() as error:
                failures.append(error)
        raise failed(source.file, source.file, failures[0]) from None

    def _without_empty_rows(self, relation: str, columns: Sequence[Column]) -> str:
        """The rows in which there is something; Excel leaves rows of commas behind."""
        self.connection.execute(f"CREATE OR REPLACE SEQUENCE {EMPTY} MINVALUE 0 START 0")
        some = has_something(each.name for each in columns)
        counted = f"NEXTVAL('{EMPTY}') < 0"
        return f"(SELECT * FROM {relation} WHERE CASE WHEN {some} THEN TRUE ELSE {counted} END)"  # noqa: S608 - names are quoted

    def empty_rows(self) -> int:
        """How many rows were passed over, counted while the answers were written."""
        found = self.connection.execute(
            "SELECT last_value FROM duckdb_sequences() WHERE sequence_name = ?", [EMPTY]
        ).fetchone()
        return 0 if found is None or found[0] is None else int(found[0]) + 1

    def selected(self, made: Statement, out: Path) -> str:
        """The answers as the format of ``out`` holds them best."""
        if format_of(out) == "parquet":
            columns = [_numbered(each, made.texts.get(each)) for each in made.columns]
        else:
            columns = [
                f"{_harmless(quoted_name(each))} AS {quoted_name(each)}"
                if each in self.job.key
                else quoted_name(each)
                for each in made.columns
            ]
        return f"SELECT {', '.join(columns)} FROM ({made.sql()}) AS answers"  # noqa: S608 - names are quoted

    def written(self, made: Statement, part: Path, out: Path) -> None:
        """Write the answers; lines may turn out to end in several ways only far down a file."""
        try:
            self.write(made, part, out)
        except connection_error() as error:
            if self.source is None or self.source.lenient or ENDS not in str(error):
                raise
            for table in ("reject_errors", "reject_scans"):
                self.connection.execute(f"DROP TABLE IF EXISTS {table}")
            self.write(self.statement(replace(self.source, lenient=True)), part, out)

    def write(self, made: Statement, part: Path, out: Path) -> None:
        """Write the answers."""
        options = AS_PARQUET
        if format_of(out) == "csv":
            comma = "'\t'" if out.suffix.lower() == ".tsv" else "','"
            options = f"FORMAT csv, HEADER true, DELIMITER {comma}"
        select, target = self.selected(made, out), quoted_text(part.as_posix())
        self.connection.execute(f"COPY ({select}) TO {target} ({options})")
        if self.job.bom and format_of(out) == "csv":
            _mark(part)

    def summary(self, part: Path, source: Input, out: Path) -> Summary:
        """What the output holds, counted in it."""
        relation = answers_in(part, out)
        statuses = {
            rule: self._counted(
                f"SELECT {quoted_name(column)}, count(*) FROM {relation} GROUP BY ALL ORDER BY ALL"  # noqa: S608 - names are quoted
            )
            for rule, column in self.job.states().items()
        }
        first = statuses[self.job.rules[0]]
        codes = self._counted(
            f"SELECT told, count(*) FROM (SELECT "  # noqa: S608 - names are quoted
            f"unnest(string_split({quoted_name(self.job.reasons())}, ' ')) AS told "
            f"FROM {relation} WHERE {quoted_name(self.job.reasons())} LIKE 'RB%') "
            "GROUP BY ALL ORDER BY ALL"
        )
        lines = self._unreadable(source)
        if lines:
            codes["RB9616"] = lines
        rejected = Rejected(first.get("rejected", 0), lines, codes)
        return Summary(str(source.file), str(out), sum(first.values()), statuses, rejected, ())

    def _counted(self, sql: str) -> dict[str, int]:
        return {str(each): int(count) for each, count in self.connection.execute(sql).fetchall()}

    def _unreadable(self, source: Input) -> int:
        """How many lines of a CSV file could not be read as a row."""
        if source.format != "csv":
            return 0
        found = self.connection.execute("SELECT count(DISTINCT line) FROM reject_errors").fetchone()
        return 0 if found is None else int(found[0])


def unreadable(file: Path, error: Exception) -> Refused:
    """What is wrong with a file that can't be read, without the engine's own words around it."""
    text = str(error).strip()
    reason = text.splitlines()[0] if text else type(error).__name__
    longest = re.search(r"Maximum line size of \d+ bytes exceeded", text)
    reason = re.sub(r"^[\w ]+ Error: ", "", longest[0] if longest else reason)
    return refused("RB9617", file=file.name, reason=reason)


def _numbered(name: str, texts: Sequence[str] | None) -> str:
    """A column as it is written: one of few texts by its number, which takes no hashing."""
    if texts is None:
        return quoted_name(name)
    known = ", ".join(quoted_text(each) for each in texts)
    return f"CAST({quoted_name(name)} AS ENUM({known})) AS {quoted_name(name)}"


def _harmless(name: str) -> str:
    """A text that a spreadsheet doesn't take for a formula."""
    return (
        f"CASE WHEN REGEXP_MATCHES(CAST({name} AS VARCHAR), '^[=+\\-@\\t\\r]') "
        f"THEN '''' || CAST({name} AS VARCHAR) ELSE CAST({name} AS VARCHAR) END"
    )


def _mark(part: Path) -> None:
    """Put the mark of UTF-8 before a text; the file is copied, never held whole."""
    marked = part.with_name(part.name + ".marked")
    with part.open("rb") as source, marked.open("wb") as target:
        target.write(b"\xef\xbb\xbf")
        while chunk := source.read(1 << 20):
            target.write(chunk)
    marked.replace(part)


def answers_in(part: Path, out: Path) -> str:
    """The answers that were written, as a relation."""
    name = quoted_text(part.as_posix())
    if format_of(out) == "csv":
        return f"read_csv({name}, header = true, all_varchar = true)"
    return f"read_parquet({name})"


def run(
    program: Program,
    vocabulary: Vocabulary,
    job: Job,
    source: Path,
    out: Path,
    rejects: Rejects | None = None,
    progress: Progress | None = None,
) -> Summary:
    """Answer every row of a file into ``out``; raises Refused, and leaves nothing half-written."""
    if job.records and len(job.key) != 1:
        raise refused("RB9618")
    format_of(out)
    insist_on_apart(out, [source, *job.records.values()])
    insist_on_records(program, vocabulary, job)
    with (
        writing(out) as part,
        tempfile.TemporaryDirectory(
            prefix=".rulebook-", dir=out.parent, ignore_cleanup_errors=True
        ) as spill,
        opened(source, job.encoding, Path(spill)) as there,
        connect(job.memory, Path(spill)) as connection,
    ):
        one = Run(program, vocabulary, job, connection, Path(spill))
        made = one.statement(there)
        keep_below(connection, job.memory)
        try:
            with watched(connection, progress):
                one.written(made, part, out)
            there = one.source or there
            empty = one.empty_rows()
            found = replace(one.summary(part, there, out), empty=empty)
            if rejects is not None:
                told = Told(connection, there, one.relation, answers_in(part, out), job.reasons())
                rejects.add(told.rows(empty=bool(empty), values=rejects.values))
        except connection_error() as error:
            raise failed(there.file, out, error) from None
    lost = found.rejected.unreadable
    more = (finding("RB9635", NOWHERE, file=source.name, count=str(lost)),) if lost else ()
    return replace(found, warnings=(*one.warnings, *more))


@contextlib.contextmanager
def watched(connection: duckdb.DuckDBPyConnection, progress: Progress | None) -> Iterator[None]:
    """Tell how far the statement is while it runs."""
    if progress is None:
        yield
        return
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.2):
            share = connection.query_progress()
            if share > 0:
                progress(share / 100)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()


def failed(file: Path, out: Path, error: Exception) -> Refused:
    """What stopped the writing: the file that is read, or the place that is written to."""
    text = str(error)
    full = "No space left" in text or ("disk" in text.lower() and "full" in text.lower())
    if full or "max_temp_directory_size" in text:
        return refused("RB9619", file=str(out))
    if "Out of Memory" in text or type(error).__name__ == "OutOfMemoryException":
        return refused("RB9620", file=file.name)
    return unreadable(file, error)
