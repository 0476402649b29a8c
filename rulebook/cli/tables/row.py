"""One row of a table answered with its reasons, by the evaluator that explains."""

from __future__ import annotations

import datetime
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rulebook.cli.answer import show_answer
from rulebook.cli.output import say, show_diagnostics
from rulebook.cli.session import Session
from rulebook.cli.usage import Stop
from rulebook.cli.wording import Wording
from rulebook.diagnostics import NOWHERE, finding

if TYPE_CHECKING:
    from rulebook import Book
    from rulebook.batch.jobs import Job


def explain(session: Session, book: Book, job: Job, file: Path, row: int) -> None:
    """Write the answers of one row, numbered from 1, and why."""
    from rulebook import FactsError

    facts, day = _row(job, book, file, row)
    for rule in job.rules:
        try:
            decision = book.decide(rule, facts, day, job.level, ignore_extra=True)
        except FactsError as error:
            show_diagnostics(error.diagnostics, session.lang)
            continue
        say()
        show_answer(decision, Wording(book.contents, session.lang))
        say()
        say(decision.explain(session.lang))


def _row(
    job: Job, book: Book, file: Path, row: int
) -> tuple[dict[str, Any], datetime.date | str | None]:
    """The facts of a row, as the Python API takes them, and its day."""
    from rulebook.batch.duck import connect
    from rulebook.batch.files import opened
    from rulebook.batch.given import Giver, given_day
    from rulebook.batch.running import Run

    with (
        tempfile.TemporaryDirectory() as spill,
        opened(file, job.encoding, Path(spill)) as there,
        connect(job.memory, Path(spill)) as connection,
    ):
        run = Run(book.program, book.contents.vocabulary, job, connection, Path(spill))
        relation, asked = run.columns(there)
        count = connection.execute(f"SELECT count(*) FROM {relation}").fetchone()  # noqa: S608 - names are quoted
        rows = 0 if count is None else int(count[0])
        if not 1 <= row <= rows:
            raise Stop(2, finding("RB9623", NOWHERE, row=str(row), file=file.name, rows=str(rows)))
        found = connection.execute(
            f"SELECT * FROM {relation} LIMIT 1 OFFSET {row - 1}"  # noqa: S608 - names are quoted
        )
        names = [each[0] for each in found.description or ()]
        held = dict(zip(names, found.fetchone() or (), strict=True))
    giver = Giver(book.contents.vocabulary, job.names, asked.matched.columns)
    day = asked.day
    on = day if isinstance(day, datetime.date) else given_day(held[day.name])
    return giver.facts(held), on
