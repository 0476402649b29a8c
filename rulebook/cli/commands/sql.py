"""``rulebook sql``: a rule as SQL, for those who run it in their own warehouse."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import click

from rulebook.book.model import EVIDENCE_LEVELS, EvidenceLevel
from rulebook.book.platform import NAMES, Names
from rulebook.cli.group import subcommand
from rulebook.cli.options import choice
from rulebook.cli.output import say
from rulebook.cli.session import Session
from rulebook.cli.speech import pick
from rulebook.cli.usage import Stop
from rulebook.diagnostics import NOWHERE, Language, finding

if TYPE_CHECKING:
    from rulebook.batch.dialects import Name


def command(lang: Language) -> click.Command:
    """The command, speaking ``lang``."""
    return subcommand(
        "sql",
        lang,
        sql,
        [
            click.Argument(["rules"], nargs=-1, required=True, metavar="RULE..."),
            choice(
                "--dialect",
                ("duckdb", "spark", "postgres"),
                lang,
                ("哪种数据库；默认 duckdb", "of which engine; else duckdb"),
                default="duckdb",
            ),
            click.Option(
                ["--from", "table"],
                default="cases",
                metavar="TABLE",
                help=pick(lang, "放着事实的表；默认 cases", "the table of facts; else cases"),
            ),
            click.Option(
                ["--as-of"],
                metavar="DATE|COLUMN",
                help=pick(
                    lang,
                    "基准日，或放着基准日的列；默认 as_of",
                    "the case day, or the column that holds it; else as_of",
                ),
            ),
            click.Option(
                ["--key"],
                multiple=True,
                metavar="COLUMN",
                help=pick(lang, "照抄到答案里的列", "a column passed on"),
            ),
            choice(
                "--names",
                NAMES,
                lang,
                ("列的名称；默认 id", "names of columns; else id"),
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
        ],
        help=("把规则写成 SQL", "Write rules as SQL"),
        details=(
            "表里每个事实一列：金额和比例是 DECIMAL，日期是 DATE，枚举是编号的文字。",
            (
                "The table has a column for each fact: money and rates as DECIMAL, days as DATE, "
                "values of enumerations as texts of their ids."
            ),
        ),
    )


def sql(
    session: Session,
    rules: tuple[str, ...],
    dialect: Name,
    table: str,
    as_of: str | None,
    key: tuple[str, ...],
    names: Names,
    evidence: EvidenceLevel,
) -> int:
    """Write the statement, a comment of its columns before it."""
    from rulebook.cli.commands.batch import _day_or_column, _insist_on_components

    _insist_on_components()
    from rulebook.batch.dialects import NoRecords
    from rulebook.batch.printing import printed

    book = session.open()
    known = session.known(book, rules)
    day: datetime.date | str = "as_of" if as_of is None else _day_or_column(as_of)
    try:
        say(
            printed(
                book.program,
                book.contents,
                known,
                day,
                evidence,
                names,
                key,
                table,
                dialect,
            )
        )
    except NoRecords:
        wrong = finding("RB9622", NOWHERE, rule=", ".join(known), dialect=dialect)
        raise Stop(1, wrong) from None
    return 0
