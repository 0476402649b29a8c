"""``rulebook batch``: whole tables of cases answered."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path

import click

from rulebook.book.model import EvidenceLevel, Vocabulary
from rulebook.book.platform import Names
from rulebook.cli.group import subcommand
from rulebook.cli.options import choice, evidence_option, json_option, names_option
from rulebook.cli.output import say_json
from rulebook.cli.session import Session
from rulebook.cli.speech import pick
from rulebook.cli.tables.options import (
    DUCKDB,
    SPARK,
    as_of_option,
    encoding_option,
    insist_on_components,
    key_option,
    memory,
    today,
)
from rulebook.cli.usage import Stop, wrong_usage
from rulebook.diagnostics import Language


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
                metavar="FILE|DIR",
                help=pick(
                    lang,
                    "答案写到哪里；几个输入文件时是文件夹，用 Spark 时总是文件夹",
                    "where the answers go; a folder for several files, and always with Spark",
                ),
            ),
            as_of_option(lang),
            *_more_options(lang),
            json_option(lang),
        ],
        help=("用整张表求规则的答案", "Answer rules for every row of a table"),
        details=(
            (
                "每一行输入有一行答案，次序不变（Spark 不保证）：结果、状态、原因、依据等级、版次。"
                "写好后才放到 --out，中断不留半个文件。"
            ),
            (
                "Every row gets a row with status, reasons and evidence, in the same order "
                "save on Spark. The output is moved to --out when it is whole; a run that is "
                "stopped leaves none."
            ),
        ),
    )


def _more_options(lang: Language) -> list[click.Parameter]:
    return [
        choice(
            "--engine",
            ("duckdb", "spark"),
            lang,
            ("用什么算；默认 duckdb，就在本机", "what computes; else duckdb, in this process"),
            default="duckdb",
        ),
        click.Option(
            ["--master"],
            metavar="URL",
            help=pick(
                lang,
                "Spark 集群，如 spark://主机:7077；默认本机",
                "the Spark cluster, such as spark://host:7077; else this machine",
            ),
        ),
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
    out: str,
    as_of: datetime.date | str | None,
    engine: str,
    master: str | None,
    names: Names,
    evidence: EvidenceLevel,
    key: tuple[str, ...],
    records: tuple[str, ...],
    rejects: Path | None,
    rejects_values: bool,
    explain_row: int | None,
    encoding: str | None,
    bom: bool,
    memory: str | None,
    resume: bool,
    as_json: bool,
) -> int:
    """Answer every row; 0 where all files were answered, whatever the rows' statuses."""
    on_spark = engine == "spark"
    insist_on_components(SPARK if on_spark else DUCKDB)
    from rulebook.batch.duck import MEMORY
    from rulebook.batch.files import Refused
    from rulebook.batch.jobs import Job
    from rulebook.cli.tables.engines import Files, insist_on_fitting, on_duckdb, with_spark
    from rulebook.cli.tables.summary import say_summary, summary_json

    insist_on_fitting(
        engine, master=master, memory=memory, bom=bom, resume=resume, explain_row=explain_row
    )
    book = session.open()
    known = session.known(book, rules)
    job = Job(
        rules=known,
        as_of=today() if as_of is None else as_of,
        level=evidence,
        names=names,
        key=key,
        records=_records(records, book.contents.vocabulary),
        encoding=encoding,
        memory=memory or MEMORY,
        bom=bom,
        edition=book.contents.edition.id,
        rulebook=book.contents.digest,
    )
    files = Files(source, out, rejects, rejects_values)
    try:
        if on_spark:
            done = with_spark(session, book, job, files, master)
        else:
            done = on_duckdb(session, book, job, files, resume=resume)
    except Refused as error:
        raise Stop(1, *error.findings) from None
    session.show(each for summary in done for each in summary.warnings)
    if as_json:
        say_json([summary_json(each) for each in done])
    else:
        for each in done:
            say_summary(session, each)
    if explain_row is not None:
        from rulebook.batch.files import inputs
        from rulebook.cli.tables.row import explain

        explain(session, book, job, inputs(source)[0], explain_row)
    return 0


# ---- arguments -----------------------------------------------------------------------------


def _records(given: tuple[str, ...], vocabulary: Vocabulary) -> Mapping[str, Path]:
    """The file of each fact, by id; the fact may be named in Chinese."""
    ids = {each.label.zh: each.id for each in vocabulary.facts.values()}
    found: dict[str, Path] = {}
    for each in given:
        fact, equals, file = each.partition("=")
        if not equals or not fact or not file:
            raise wrong_usage("RB9624", given=each)
        if not Path(file).is_file():
            raise wrong_usage("RB9607", file=file)
        found[ids.get(fact, fact)] = Path(file)
    return found
