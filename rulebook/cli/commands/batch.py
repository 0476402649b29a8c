"""``rulebook batch``: whole tables of cases answered."""

from __future__ import annotations

import codecs
import contextlib
import datetime
import json
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from rulebook.book.model import EVIDENCE_LEVELS, EvidenceLevel
from rulebook.book.platform import NAMES, Names
from rulebook.cli.group import subcommand
from rulebook.cli.options import choice, json_option
from rulebook.cli.output import console, is_terminal, say, say_json
from rulebook.cli.session import Session
from rulebook.cli.speech import pick
from rulebook.cli.usage import Stop, wrong_usage
from rulebook.diagnostics import NOWHERE, Bilingual, Language, finding

if TYPE_CHECKING:
    from rulebook.batch.rejects import Rejects
    from rulebook.batch.running import Job, Progress, Summary

MANIFEST = "rulebook-batch.json"
"""In a folder of outputs: which were finished, from what, by which book."""


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
            click.Option(
                ["--as-of"],
                metavar="DATE|COLUMN",
                help=pick(
                    lang,
                    "基准日，或放着基准日的列；默认今天",
                    "the case day, or the column that holds it; else today",
                ),
            ),
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
        choice(
            "--names",
            NAMES,
            lang,
            ("列的名称：id、zh 或 platform；默认 id", "names of columns: id, zh or platform"),
            default="id",
        ),
        choice(
            "--evidence",
            EVIDENCE_LEVELS,
            lang,
            ("接受的最低依据等级；默认 code", "weakest evidence accepted; else code"),
            default="code",
            metavar="LEVEL",
        ),
        click.Option(
            ["--key"],
            multiple=True,
            metavar="COLUMN",
            help=pick(lang, "照抄到答案里的列，可写几次", "a column passed on; may be repeated"),
        ),
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
        click.Option(
            ["--encoding"],
            metavar="NAME",
            help=pick(lang, "CSV 的编码，如 gb18030；默认 UTF-8", "encoding of CSV files"),
        ),
        click.Option(
            ["--bom"],
            is_flag=True,
            help=pick(lang, "CSV 开头加 Excel 认得的标记", "mark a CSV output for Excel"),
        ),
        click.Option(
            ["--memory"],
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
    as_of: str | None,
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
    _insist_on_components()
    from rulebook.batch.files import Refused, inputs
    from rulebook.batch.running import Job, run

    book = session.open()
    known = session.known(book, rules)
    job = Job(
        rules=known,
        as_of=_day_or_column(as_of),
        level=evidence,
        names=names,
        key=key,
        records=_records(records),
        encoding=_encoding(encoding),
        memory=_memory(memory),
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
        say_json([_json(each) for each in done])
    else:
        for each in done:
            _say(session, each)
    if explain_row is not None:
        from rulebook.cli.commands.batch_row import explain

        explain(session, book, job, files[0], explain_row)
    return 0


# ---- arguments -----------------------------------------------------------------------------


def _insist_on_components() -> None:
    from importlib.util import find_spec

    missing = [name for name in ("duckdb", "sqlglot", "pyarrow") if find_spec(name) is None]
    if missing:
        python = Path(sys.executable).name or "python"
        raise Stop(2, finding("RB9621", NOWHERE, missing=", ".join(missing), python=python))


def _day_or_column(text: str | None) -> datetime.date | str:
    if text is None:
        return datetime.date.today()  # noqa: DTZ011 - the day where the user is
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        try:
            return datetime.date.fromisoformat(text)
        except ValueError:
            raise wrong_usage("RB9009", value=text) from None
    return text


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


def _encoding(name: str | None) -> str | None:
    if name is None:
        return None
    try:
        return codecs.lookup(name).name
    except LookupError:
        raise wrong_usage("RB9625", encoding=name) from None


def _memory(text: str) -> str:
    if not re.fullmatch(r"[1-9][0-9]*\s*[KMGT]i?B", text, re.ASCII | re.IGNORECASE):
        raise wrong_usage("RB9629", given=text)
    return text


def _is_folder(out: Path) -> bool:
    return out.is_dir() or not out.suffix


def _outputs(files: list[Path], out: Path) -> list[tuple[Path, Path]]:
    if _is_folder(out):
        return [(each, out / each.name) for each in files]
    if len(files) > 1:
        raise wrong_usage("RB9626", count=str(len(files)), out=str(out))
    return [(files[0], out)]


# ---- what was finished ---------------------------------------------------------------------


class Finished:
    """The files of a folder that were finished, so that a run can be taken up again.

    An output counts as finished while its input, the book and all options are the same.
    """

    def __init__(self, folder: Path | None, job: Job) -> None:
        self.path = None if folder is None else folder / MANIFEST
        self.job = {name: str(value) for name, value in asdict(job).items()}
        self.files: dict[str, dict[str, object]] = {}
        if self.path is not None:
            with contextlib.suppress(OSError, ValueError):
                found = json.loads(self.path.read_text(encoding="utf-8"))
                if found.get("job") == self.job:
                    self.files = dict(found["files"])

    def has(self, source: Path, out: Path) -> bool:
        """Whether the output of a file is there as it would be written again."""
        return out.is_file() and self.files.get(out.name) == _stamp(source)

    def add(self, source: Path, out: Path) -> None:
        """Note that an output is finished."""
        if self.path is None:
            return
        self.files[out.name] = _stamp(source)
        text = json.dumps({"job": self.job, "files": self.files}, ensure_ascii=False, indent=1)
        aside = self.path.with_suffix(".part")
        aside.write_text(text, encoding="utf-8")
        aside.replace(self.path)


def _stamp(source: Path) -> dict[str, object]:
    stat = source.stat()
    return {"from": source.resolve().as_posix(), "bytes": stat.st_size, "changed": stat.st_mtime_ns}


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


def _say(session: Session, summary: Summary) -> None:
    from rulebook.batch.rejects import MEANINGS

    rows = f"{summary.rows:,}"
    say(
        session.say(
            f"{summary.file.name}：{rows} 行，写到 {summary.out}",
            f"{summary.file.name}: {rows} rows, written to {summary.out}",
        )
    )
    for rule, statuses in summary.statuses.items():
        comma = session.say("，", ", ")
        counted = comma.join(
            f"{STATUS_WORDS[name].text(session.lang)} {count:,}" for name, count in statuses.items()
        )
        say(f"  {rule}  {counted or session.say('没有行', 'no rows')}")
    for told, count in summary.rejected.codes.items():
        code, _, column = told.partition(":")
        meaning = MEANINGS[code].text(session.lang)
        say(f"    {told}  {count:,}  {meaning}" if column else f"    {code}  {count:,}  {meaning}")


STATUS_WORDS = {
    "determined": Bilingual("已定", "determined"),
    "undetermined": Bilingual("未定", "undetermined"),
    "not-applicable": Bilingual("不适用", "not applicable"),
    "not-in-force": Bilingual("未施行", "not in force"),
    "rejected": Bilingual("拒收", "rejected"),
}


def _json(summary: Summary) -> dict[str, object]:
    return {
        "file": str(summary.file),
        "out": str(summary.out),
        "rows": summary.rows,
        "statuses": {rule: dict(counts) for rule, counts in summary.statuses.items()},
        "rejected": {
            "rows": summary.rejected.rows,
            "unreadable_lines": summary.rejected.unreadable,
            "codes": dict(summary.rejected.codes),
        },
    }
