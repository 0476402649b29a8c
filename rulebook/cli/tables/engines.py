"""The engines of `rulebook batch`: what each takes, and a run on it as it is shown."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from rulebook.batch.files import inputs, insist_on_apart, refused, writing
from rulebook.batch.finished import Finished
from rulebook.batch.jobs import Job, Progress, Summary
from rulebook.batch.rejects import Rejects
from rulebook.cli.output import console, is_terminal, say
from rulebook.cli.session import Session
from rulebook.cli.usage import wrong_usage
from rulebook.diagnostics import Bilingual, Language

if TYPE_CHECKING:
    from rulebook import Book

NOT_ON_SPARK = {
    "--memory": Bilingual(
        "Spark 的内存在启动时定，如 `spark-submit --executor-memory 4g`",
        "memory is Spark's own setting, as with `spark-submit --executor-memory 4g`",
    ),
    "--bom": Bilingual(
        "Spark 写的是许多部分，不给 Excel 打开",
        "Spark writes many parts, which are not for Excel",
    ),
    "--resume": Bilingual(
        "Spark 把所有输入当作一张表，一次写好；出错的任务它自己重做",
        "Spark reads all files as one table, written at once, and does failed tasks again itself",
    ),
    "--explain-row": Bilingual(
        "Spark 的行没有次序；请从输入取出那一行，用 `rulebook eval`",
        "rows have no order there; take the row from the input and use `rulebook eval`",
    ),
}


@dataclass(frozen=True, slots=True)
class Files:
    """What a run reads and writes, as the user named it."""

    source: str
    out: str
    rejects: Path | None
    values: bool


def insist_on_fitting(
    engine: str,
    *,
    master: str | None,
    memory: str | None,
    bom: bool,
    resume: bool,
    explain_row: int | None,
) -> None:
    """Stop where an option means nothing to the engine."""
    if engine != "spark":
        if master is not None:
            raise wrong_usage("RB9648")
        return
    given = {
        "--memory": memory is not None,
        "--bom": bom,
        "--resume": resume,
        "--explain-row": explain_row is not None,
    }
    for name, is_given in given.items():
        if is_given:
            raise wrong_usage("RB9645", option=name, instead=NOT_ON_SPARK[name])


def with_spark(
    session: Session, book: Book, job: Job, files: Files, master: str | None
) -> list[Summary]:
    """One run over all files as one table; raises Refused."""
    from rulebook.batch.spark.running import run
    from rulebook.batch.spark.session import started
    from rulebook.batch.spark.sources import is_url

    vocabulary = book.contents.vocabulary
    read = [] if is_url(files.source) else inputs(files.source)
    _insist_on_apart(files, read, job, [])
    with (
        started(master) as spark,
        _rejects(files, session.lang) as written,
        _progress(session, files.source) as progress,
    ):
        source, out = files.source, files.out
        return [run(spark, book.program, vocabulary, job, source, out, written, progress)]


def on_duckdb(
    session: Session, book: Book, job: Job, files: Files, *, resume: bool
) -> list[Summary]:
    """A run over each file; raises Refused."""
    from rulebook.batch.running import run

    out = Path(files.out)
    pairs = _outputs(inputs(files.source), out)
    _insist_on_apart(files, [each for each, _ in pairs], job, [each for _, each in pairs])
    done: list[Summary] = []
    with _rejects(files, session.lang) as written:
        finished = Finished(out if len(pairs) > 1 or _is_folder(out) else None, job)
        for file, target in pairs:
            if resume and finished.has(file, target):
                _told_skipped(session, file)
                continue
            with _progress(session, file.name) as progress:
                summary = run(
                    book.program, book.contents.vocabulary, job, file, target, written, progress
                )
            finished.add(file, target)
            done.append(summary)
    return done


def _insist_on_apart(files: Files, read: list[Path], job: Job, outs: list[Path]) -> None:
    """The rejects are written over nothing that is read, and are no file of answers."""
    if files.rejects is None:
        return
    if files.rejects.resolve() in {each.resolve() for each in outs}:
        raise refused("RB9653", one="--out", other="--rejects", file=str(files.rejects))
    insist_on_apart(files.rejects, [*read, *job.records.values()])


def _is_folder(out: Path) -> bool:
    if str(out) == "-" or (out.exists() and not out.is_dir() and not out.suffix):
        raise wrong_usage("RB9611", file=str(out), reason=os.strerror(errno.ENOTDIR))
    return out.is_dir() or not out.suffix


def _outputs(files: list[Path], out: Path) -> list[tuple[Path, Path]]:
    if _is_folder(out):
        return [(each, out / each.name) for each in files]
    if len(files) > 1:
        raise wrong_usage("RB9626", count=str(len(files)), out=str(out))
    return [(files[0], out)]


@contextlib.contextmanager
def _rejects(files: Files, lang: Language) -> Iterator[Rejects | None]:
    if files.rejects is None:
        yield None
        return
    with writing(files.rejects) as part:
        target: IO[str]
        with part.open("w", encoding="utf-8-sig", newline="") as target:
            yield Rejects(target, lang, values=files.values)


@contextlib.contextmanager
def _progress(session: Session, name: str) -> Iterator[Progress | None]:
    """A bar in a terminal, nothing elsewhere."""
    if not is_terminal(sys.stderr):
        yield None
        return
    from rich.progress import Progress as Bar

    with Bar(console=console(sys.stderr), transient=True) as bar:
        task = bar.add_task(session.say(f"正在算 {name}", f"answering {name}"), total=1)
        yield lambda share: bar.update(task, completed=share)


def _told_skipped(session: Session, file: Path) -> None:
    say(session.say(f"{file.name}：上次已写好，跳过", f"{file.name}: finished before, passed over"))
