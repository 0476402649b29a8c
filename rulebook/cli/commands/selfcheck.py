"""``rulebook selfcheck``: do all evaluators say the same on the user's own data?"""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rulebook.book.model import EvidenceLevel
from rulebook.book.platform import Names
from rulebook.cli.group import subcommand
from rulebook.cli.options import evidence_option, json_option, names_option
from rulebook.cli.output import say, say_json
from rulebook.cli.session import Session
from rulebook.cli.speech import pick
from rulebook.cli.tables.options import (
    as_of_option,
    encoding_option,
    insist_on_components,
    today,
)
from rulebook.cli.usage import Stop, wrong_usage
from rulebook.diagnostics import Language

if TYPE_CHECKING:
    from rulebook.batch.selfcheck import Difference

MOST = 20
"""How many differences are told one by one."""


def command(lang: Language) -> click.Command:
    """The command, speaking ``lang``."""
    return subcommand(
        "selfcheck",
        lang,
        selfcheck,
        [
            click.Argument(["rule"]),
            click.Option(
                ["--in", "source"],
                required=True,
                type=Path,
                metavar="FILE",
                help=pick(lang, "Parquet 或 CSV 文件", "a Parquet or CSV file"),
            ),
            click.Option(
                ["--expected"],
                type=Path,
                metavar="FILE",
                help=pick(lang, "应有的答案，行序相同", "the answers wanted, row for row"),
            ),
            as_of_option(lang),
            names_option(lang, ("列", "columns")),
            evidence_option(lang),
            encoding_option(lang),
            json_option(lang),
        ],
        help=("用自己的数据核对各种算法是否一致", "Hold all evaluators against each other"),
        details=(
            "每一行分别由参照、编译和数据库三种算法求值，逐项比较；有不同时退出码为 1。",
            "Each row is answered by reference, compiled evaluator and database; 1 if any differ.",
        ),
    )


def selfcheck(
    session: Session,
    rule: str,
    source: Path,
    expected: Path | None,
    as_of: datetime.date | str | None,
    names: Names,
    evidence: EvidenceLevel,
    encoding: str | None,
    as_json: bool,
) -> int:
    """Write what differs; 1 where anything does."""
    insist_on_components()
    from rulebook.batch.files import Refused
    from rulebook.batch.jobs import Job
    from rulebook.batch.selfcheck import Checked, Checker

    for file in (source, *([expected] if expected else [])):
        if not file.is_file():
            raise wrong_usage("RB9607", file=str(file))
    book = session.open()
    (known,) = session.known(book, [rule])
    job = Job((known,), as_of or today(), evidence, names, encoding=encoding)
    checker = Checker(book.program, book.contents, book.typed, job)
    checked, found, count = Checked(), list["Difference"](), 0
    try:
        for each in checker.differences(source, expected, checked):
            count += 1
            found += [each] if count <= MOST else []
    except Refused as error:
        raise Stop(1, *error.findings) from None
    if as_json:
        say_json(
            {
                "rule": known,
                "rows": checked.rows,
                "rejected": checked.rejected,
                "expected": checked.expected,
                "differences": count,
                "first": [_json(each) for each in found],
            }
        )
    else:
        for each in found:
            _say(session, each)
        if count > MOST:
            say(session.say(f"……共 {count} 处不同", f"... {count} differences in all"))
        rows = f"{checked.rows:,}"
        said = session.say(
            f"{rows} 行，其中 {checked.rejected:,} 行拒收；{count} 处不同",
            f"{rows} rows, {checked.rejected:,} of them rejected; {count} differences",
        )
        say(said)
    return 1 if count else 0


def _say(session: Session, each: Difference) -> None:
    say(
        session.say(
            f"第 {each.row} 行 {each.what}：{each.one} {each.first}，{each.other} {each.second}",
            f"row {each.row} {each.what}: {each.one} {each.first}, {each.other} {each.second}",
        )
    )


def _json(each: Difference) -> dict[str, object]:
    return {
        "row": each.row,
        "what": each.what,
        each.one: str(each.first),
        each.other: str(each.second),
    }
