"""``rulebook batch``: whole tables of cases answered."""

from __future__ import annotations

import contextlib
import datetime
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from rulebook.book.model import EvidenceLevel
from rulebook.book.platform import Names
from rulebook.cli.group import subcommand
from rulebook.cli.options import choice, evidence_option, json_option, names_option
from rulebook.cli.output import console, is_terminal, say, say_json
from rulebook.cli.session import Session
from rulebook.cli.speech import pick
from rulebook.cli.tables.options import (
    as_of_option,
    encoding_option,
    insist_on_components,
    key_option,
    memory,
    today,
)
from rulebook.cli.usage import Stop, wrong_usage
from rulebook.diagnostics import Language

if TYPE_CHECKING:
    from rulebook.batch.rejects import Rejects
    from rulebook.batch.running import Progress, Summary


def command(lang: Language) -> click.Command:
    """The command, speaking ``lang``."""
    return subcommand(
        "batch",
        lang,
        batch,
        [
            click.Argument(["rules"], nargs=-1, required=True, metavar="RULE..."),
            click.Option(
                ["--in", "source"],
                required=True,
                metavar="FILE|GLOB",
                help=pick(lang, "Parquet 或 CSV 文件，可以是几个", "Parquet or CSV files"),
            ),
            click.Option(
                ["--out"],
                required=True,
                type=Path,
                metavar="FILE|DIR",
                help=pick(
                    lang,
                    "答案写到哪里；几个输入文件时是文件夹",
                    "where the answers go; a folder where there are several files",
                ),
            ),
            as_of_option(lang),
            *_more_options(lang),
            json_option(lang),
        ],
        help=("用整张表求规则的答案", "Answer rules for every row of a table"),
        details=(
            (
                "每一行输入有一行答案，次序不变：结果、状态、原因、依据等级、版次。"
                "写好后才放到 --out，中断不留半个文件。"
            ),
            (
                "Every row gets a row, in the same order, with status, reasons and evidence. "
                "The output is moved to --out when it is whole; a run that is stopped leaves none."
            ),
        ),
    )


def _more_options(lang: Language) -> list[click.Parameter]:
    return [
        choice("--engine", ("duckdb",), lang, ("计算引擎", "what computes"), default="duckdb"),
        names_option(lang, ("列", "columns")),
        evidence_option(lang),
        key_option(lang),
        click.Option(
            ["--records"],
            multiple=True,
            metavar="FACT=FILE",
            help=pick(
                lang,
                "另一个文件里的记录，用 --key 的列对上",
                "records of a fact in another file, tied by the column of --key",
            ),
        ),
        click.Option(
            ["--rejects"],
            type=Path,
            metavar="FILE",
            help=pick(lang, "没有答案的行和原因（CSV）", "rows without an answer, and why (CSV)"),
        ),
        click.Option(
            ["--rejects-values"],
            is_flag=True,
            help=pick(lang, "连原来的值一起写：这是个人健康数据", "with their values: health data"),
        ),
        click.Option(
            ["--explain-row"],
            type=int,
            metavar="N",
            help=pick(lang, "写出第 N 行的理由", "say why of the N-th row"),
        ),
        encoding_option(lang),
        click.Option(
            ["--bom"],
            is_flag=True,
            help=pick(lang, "CSV 开头加 Excel 认得的标记", "mark a CSV output for Excel"),
        ),
        click.Option(
            ["--memory"],
            type=memory,
            default="1GB",
            metavar="SIZE",
            help=pick(lang, "最多用多少内存；默认 1GB", "memory at most; else 1GB"),
        ),
        click.Option(
            ["--resume"],
            is_flag=True,
            help=pick(lang, "跳过上次已经写好的文件", "pass over files finished before"),
        ),
    ]


def batch(
    session: Session,
    rules: tuple[str, ...],
    source: str,
    out: Path,
    as_of: datetime.date | str | None,
    engine: str,
    names: Names,
    evidence: EvidenceLevel,
    key: tuple[str, ...],
    records: tuple[str, ...],
    rejects: Path | None,
    rejects_values: bool,
    explain_row: int | None,
    encoding: str | None,
    bom: bool,
    memory: str,
    resume: bool,
    as_json: bool,
) -> int:
    """Answer every row; 0 where all files were answered, whatever the rows' statuses."""
    del engine
    insist_on_components()
    from rulebook.batch.files import Refused, inputs
    from rulebook.batch.finished import Finished
    from rulebook.batch.running import Job, run
    from rulebook.cli.tables.summary import say_summary, summary_json

    book = session.open()
    known = session.known(book, rules)
    job = Job(
        rules=known,
        as_of=as_of or today(),
        level=evidence,
        names=names,
        key=key,
        records=_records(records),
        encoding=encoding,
        memory=memory,
        bom=bom,
        edition=book.contents.edition.id,
        rulebook=book.contents.digest,
    )
    try:
        files = inputs(source)
        pairs = _outputs(files, out)
        done: list[Summary] = []
        with _rejects(rejects, session.lang, rejects_values) as written:
            finished = Finished(out if len(pairs) > 1 or _is_folder(out) else None, job)
            for file, target in pairs:
                if resume and finished.has(file, target):
                    _told_skipped(session, file)
                    continue
                with _progress(session, file) as progress:
                    summary = run(
                        book.program, book.contents.vocabulary, job, file, target, written, progress
                    )
                finished.add(file, target)
                done.append(summary)
    except Refused as error:
        raise Stop(1, *error.findings) from None
    session.show(each for summary in done for each in summary.warnings)
    if as_json:
        say_json([summary_json(each) for each in done])
    else:
        for each in done:
            say_summary(session, each)
    if explain_row is not None:
        from rulebook.cli.tables.row import explain

        explain(session, book, job, files[0], explain_row)
    return 0


# ---- arguments -----------------------------------------------------------------------------


def _records(given: tuple[str, ...]) -> Mapping[str, Path]:
    found: dict[str, Path] = {}
    for each in given:
        fact, equals, file = each.partition("=")
        if not equals or not fact or not file:
            raise wrong_usage("RB9624", given=each)
        if not Path(file).is_file():
            raise wrong_usage("RB9607", file=file)
        found[fact] = Path(file)
    return found


def _is_folder(out: Path) -> bool:
    return out.is_dir() or not out.suffix


def _outputs(files: list[Path], out: Path) -> list[tuple[Path, Path]]:
    if _is_folder(out):
        return [(each, out / each.name) for each in files]
    if len(files) > 1:
        raise wrong_usage("RB9626", count=str(len(files)), out=str(out))
    return [(files[0], out)]


# ---- what is said --------------------------------------------------------------------------


@contextlib.contextmanager
def _rejects(path: Path | None, lang: Language, values: bool) -> Iterator[Rejects | None]:
    if path is None:
        yield None
        return
    from rulebook.batch.files import writing
    from rulebook.batch.rejects import Rejects

    with writing(path) as part:
        target: IO[str]
        with part.open("w", encoding="utf-8-sig", newline="") as target:
            yield Rejects(target, lang, values=values)


@contextlib.contextmanager
def _progress(session: Session, file: Path) -> Iterator[Progress | None]:
    """A bar in a terminal, nothing elsewhere."""
    if not is_terminal(sys.stderr):
        yield None
        return
    from rich.progress import Progress as Bar

    with Bar(console=console(sys.stderr), transient=True) as bar:
        task = bar.add_task(session.say(f"正在算 {file.name}", f"answering {file.name}"), total=1)
        yield lambda share: bar.update(task, completed=share)


def _told_skipped(session: Session, file: Path) -> None:
    say(session.say(f"{file.name}：上次已写好，跳过", f"{file.name}: finished before, passed over"))
