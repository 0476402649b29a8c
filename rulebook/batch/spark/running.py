"""A run on Spark: one table in, one folder of parts out, in no promised order."""

from __future__ import annotations

import contextlib
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from rulebook.batch.columns import Column
from rulebook.batch.files import Format, Refused, refused
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
from rulebook.batch.rejects import Rejects
from rulebook.batch.spark import outputs
from rulebook.batch.spark.rejects import Rejections
from rulebook.batch.spark.session import insist_on_ansi, reason_of
from rulebook.batch.spark.sources import Source, Table, read, source
from rulebook.batch.spark.usual import usual
from rulebook.batch.statement import Request, readings_of, statement
from rulebook.book.model import Vocabulary
from rulebook.diagnostics import NOWHERE, finding
from rulebook.meaning.program import Program

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

GIVEN, USUAL, OTHERS = "given_rows", "usual_rows", "other_rows"
"""The names within the session of the table, and of its parts that are answered apart."""
SECONDS_TO_CANCEL = 5


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers of a table: ``first``, and, where they may not be all, those of the others.

    ``rows`` are the table's.
    """

    first: DataFrame
    rows: DataFrame | None = None
    others: Callable[[], DataFrame] | None = None

    def left(self, answered: int) -> DataFrame | None:
        """The answers of the rows that are left when so many have one; None where none is."""
        if self.rows is None or self.others is None or answered >= self.rows.count():
            return None
        return self.others()


@dataclass(frozen=True, slots=True)
class SparkRun:
    """A run within a session."""

    session: SparkSession
    program: Program
    vocabulary: Vocabulary
    job: Job

    def asked(self, table: Table) -> Asked:
        """The job over a table, with the records of other files as columns; raises Refused."""
        rows, given = table.rows, dict[str, Column]()
        for fact, path in self.job.records.items():
            more = read(self.session, source(str(path)), self.job.encoding)
            column = f"records of {fact}"
            rows = with_records(rows, more, self.job.key[0], column)
            inner = tuple(each for each in more.columns if each.name != self.job.key[0])
            given[fact] = Column(column, "records", "records", fields=inner)
        found = asked(self.program, self.vocabulary, self.job, table.columns, given)
        rows.createOrReplaceTempView(GIVEN)
        return found

    def answers(self, over: Asked, table: Table) -> Answers:
        """The answers of a table; raises Refused where ANSI mode is off."""
        insist_on_ansi(self.session)
        request, rows, found = over.request(), table.bare, None
        if rows is not None and not self.job.records:
            names = self.job.names
            readings = readings_of(self.program, self.vocabulary, request.columns, names)
            found = usual(rows, readings)
        if rows is None or found is None:
            return Answers(self._answered(request, GIVEN))
        # Each row is in one part, even where the condition is neither true nor false.
        mine = f"NOT ({found.otherwise})"
        rows.where(mine).createOrReplaceTempView(USUAL)
        rows.where(f"NOT COALESCE({mine}, FALSE)").createOrReplaceTempView(OTHERS)
        first = self._answered(replace(request, known=found.known), USUAL)
        return Answers(first, rows, lambda: self._answered(request, OTHERS))

    def _answered(self, request: Request, rows: str) -> DataFrame:
        made = statement(self.program, self.vocabulary, request, rows, "spark")
        return self.session.sql(made.sql())

    def write(self, answers: DataFrame, part: str, format_: Format, tabs: bool) -> None:
        """Write the answers as parts, beside those that are there."""
        if format_ == "parquet":
            answers.write.mode("append").option("compression", "zstd").parquet(part)
            return
        texts = [_text(answers, each, key=each in self.job.key) for each in answers.columns]
        answers.select(*texts).write.mode("append").options(
            header=True,
            sep="\t" if tabs else ",",
            quote='"',
            escape='"',
            ignoreLeadingWhiteSpace=False,
            ignoreTrailingWhiteSpace=False,
        ).csv(part)

    def summary(self, there: Source, out: str, written: DataFrame, lost: int) -> Summary:
        """What the output holds, counted in it."""
        states = self.job.states()
        statuses = {rule: Counter[str]() for rule in states}
        columns = [_quoted(each) for each in states.values()]
        for row in written.groupBy(*columns).count().collect():
            for place, rule in enumerate(states):
                statuses[rule][row[place]] += row["count"]
        reasons = _quoted(self.job.reasons())
        told = written.where(f"{reasons} LIKE 'RB%'").selectExpr(
            f"EXPLODE(SPLIT({reasons}, ' ')) AS told"
        )
        codes = {row["told"]: int(row["count"]) for row in told.groupBy("told").count().collect()}
        if lost:
            codes["RB9616"] = lost
        first = statuses[self.job.rules[0]]
        rejected = Rejected(first["rejected"], lost, dict(sorted(codes.items())))
        sorted_ = {rule: dict(sorted(each.items())) for rule, each in statuses.items()}
        return Summary(there.name, out, first.total(), sorted_, rejected, ())


def run(
    session: SparkSession,
    program: Program,
    vocabulary: Vocabulary,
    job: Job,
    pattern: str,
    out: str,
    rejects: Rejects | None = None,
    progress: Progress | None = None,
) -> Summary:
    """Answer every row of a table into ``out``; raises Refused, and leaves nothing half-written."""
    if job.records and len(job.key) != 1:
        raise refused("RB9618")
    insist_on_records(program, vocabulary, job)
    there = source(pattern)
    format_, tabs = outputs.format_of(out, there)
    one = SparkRun(session, program, vocabulary, job)
    with _told(there, out), outputs.writing(session, out, there) as part, _cancelling(session):
        table = read(session, there, job.encoding)
        over = one.asked(table)
        lost, empty = _count(table.counted)
        with watched(session, progress):
            answers = one.answers(over, table)
            one.write(answers.first, part, format_, tabs)
            found = one.summary(there, out, _back(session, part, format_, tabs), lost)
            left = answers.left(found.rows)
            if left is not None:
                one.write(left, part, format_, tabs)
                found = one.summary(there, out, _back(session, part, format_, tabs), lost)
        found = replace(found, empty=empty)
        if rejects is not None:
            gaps = table.empty if empty else None
            more = Rejections(session, program, vocabulary, over, table.lost, gaps)
            rejects.add(more.rows(GIVEN, values=rejects.values))
    warned = (finding("RB9635", NOWHERE, file=there.name, count=str(lost)),) if lost else ()
    return replace(found, warnings=(*over.warnings, *warned))


def with_records(rows: DataFrame, more: Table, key: str, column: str) -> DataFrame:
    """The rows with a list of the records of their key, in the order of their file."""
    from pyspark.sql import functions as f

    known = [each.name for each in more.columns]
    if key not in known:
        raise Refused(no_column(key, known))
    record = f.struct(*(f.col(_quoted(each)) for each in known if each != key)).alias("record")
    numbered = more.rows.select(
        f.col(_quoted(key)).alias("of_key"),
        f.struct(f.monotonically_increasing_id().alias("place"), record).alias("placed"),
    )
    listed = f.transform(f.array_sort(f.collect_list("placed")), lambda each: each["record"])
    gathered = numbered.groupBy("of_key").agg(listed.alias(column))
    own, other = rows[_quoted(key)], gathered["of_key"]
    if rows.schema[key].dataType != gathered.schema["of_key"].dataType:
        own, other = own.cast("string"), other.cast("string")
    joined = rows.join(gathered, own == other, "left").drop("of_key")
    kind = gathered.schema[column].dataType
    return joined.withColumn(column, f.coalesce(f.col(_quoted(column)), f.array().cast(kind)))


def _text(answers: DataFrame, name: str, *, key: bool) -> Any:
    """A column as a text, as DuckDB writes it; a key is none that a spreadsheet works out."""
    from pyspark.sql import functions as f

    column, kind = f.col(_quoted(name)), answers.schema[name].dataType.typeName()
    if kind == "array":
        text = f.concat(f.lit("["), f.array_join(column, ", "), f.lit("]"))
    else:
        text = column.cast("string")
    if key:
        text = f.when(text.rlike("^[=+\\-@\\t\\r]"), f.concat(f.lit("'"), text)).otherwise(text)
    return text.alias(name)


def _back(session: SparkSession, part: str, format_: Format, tabs: bool) -> DataFrame:
    """The answers that were written."""
    if format_ == "parquet":
        return session.read.parquet(part)
    mark = "\t" if tabs else ","
    return session.read.csv(part, header=True, sep=mark, escape='"', multiLine=True)


def _count(counted: DataFrame | None) -> tuple[int, int]:
    """How many lines are no rows, and how many rows are empty."""
    found = None if counted is None else counted.first()
    return (0, 0) if found is None else (int(found["lost"]), int(found["empty"]))


def _quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"


@contextlib.contextmanager
def _told(there: Source, out: str) -> Iterator[None]:
    """Say what Spark raises in our own words."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, Py4JError) as error:
        raise failed(there.name, out, error) from None


@contextlib.contextmanager
def _cancelling(session: SparkSession) -> Iterator[None]:
    """Stop what runs when it is interrupted: a task that goes on would write once more."""
    try:
        yield
    except KeyboardInterrupt:
        with contextlib.suppress(Exception):  # the session may be gone
            context = session.sparkContext
            context.cancelAllJobs()
            deadline = time.monotonic() + SECONDS_TO_CANCEL
            while context.statusTracker().getActiveStageIds() and time.monotonic() < deadline:
                time.sleep(0.05)
        raise


UNREADABLE = ("[FAILED_READ_FILE", "[CANNOT_READ", "[UNABLE_TO_INFER_SCHEMA", "[MALFORMED")


def failed(name: str, out: str, error: Exception) -> Refused:
    """What stopped the run: what is read, the place that is written to, or something else."""
    text = str(error)
    if "[PATH_NOT_FOUND]" in text:
        return refused("RB9607", file=name)
    if "No space left" in text:
        return refused("RB9619", file=out)
    if any(each in text for each in UNREADABLE) or "is not a Parquet file" in text:
        return refused("RB9617", file=name, reason=reason_of(error))
    return refused("RB9647", reason=reason_of(error))


@contextlib.contextmanager
def watched(session: SparkSession, progress: Progress | None) -> Iterator[None]:
    """Tell how many of the tasks are done while they run."""
    if progress is None:
        yield
        return
    tracker, done = session.sparkContext.statusTracker(), threading.Event()

    def watch() -> None:
        while not done.wait(0.3):
            stages = [tracker.getStageInfo(each) for each in tracker.getActiveStageIds()]
            tasks = sum(each.numTasks for each in stages if each is not None)
            if tasks:
                ready = sum(each.numCompletedTasks for each in stages if each is not None)
                progress(ready / tasks)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()
