"""Tables in memory: Arrow in, Arrow out."""

from __future__ import annotations

import datetime
import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rulebook.batch.duck import connect, describe
from rulebook.batch.files import Refused, refused
from rulebook.batch.jobs import Job, asked
from rulebook.batch.quoting import quoted_name
from rulebook.batch.statement import statement
from rulebook.book.model import BookContents, EvidenceLevel
from rulebook.book.platform import Names
from rulebook.diagnostics import Diagnostic
from rulebook.errors import FactsError, TableWarning
from rulebook.meaning.program import Program

if TYPE_CHECKING:
    import pyarrow

TABLE = "given_table"


def answer_table(
    program: Program,
    contents: BookContents,
    rules: Sequence[str],
    table: pyarrow.Table | Any,
    as_of: datetime.date | str,
    level: EvidenceLevel,
    names: Names,
    key: Sequence[str],
) -> pyarrow.Table:
    """The answers of all rows, in their order; raises FactsError where columns can't be read.

    ``table`` is an Arrow table, or anything that DuckDB reads as one. Warns of facts that no column
    gives, and of columns that nobody knows.
    """
    try:
        answers, told = _answered(program, contents, rules, table, as_of, level, names, key)
    except Refused as refusal:
        raise FactsError(refusal.findings) from None
    if told:
        warnings.warn(TableWarning(told), stacklevel=3)
    return answers


def _answered(
    program: Program,
    contents: BookContents,
    rules: Sequence[str],
    table: pyarrow.Table | Any,
    as_of: datetime.date | str,
    level: EvidenceLevel,
    names: Names,
    key: Sequence[str],
) -> tuple[pyarrow.Table, Sequence[Diagnostic]]:
    with connect() as connection:
        try:
            connection.register(TABLE, table)
        except Exception as error:
            raise refused("RB9632", kind=type(table).__name__) from error
        job = Job(
            rules=tuple(rules),
            as_of=as_of,
            level=level,
            names=names,
            key=tuple(key),
            edition=contents.edition.id,
            rulebook=contents.digest,
        )
        found = asked(program, contents.vocabulary, job, describe(connection, TABLE))
        made = statement(program, contents.vocabulary, found.request(), quoted_name(TABLE))
        return connection.sql(made.sql()).to_arrow_table(), found.warnings
