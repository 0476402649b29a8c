"""``rulebook sql``: a rule as SQL, for those who run it in their own warehouse."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import click

from rulebook.book.model import EvidenceLevel
from rulebook.book.platform import Names
from rulebook.cli.group import subcommand
from rulebook.cli.options import choice, evidence_option, names_option
from rulebook.cli.output import say
from rulebook.cli.session import Session
from rulebook.cli.speech import pick
from rulebook.cli.tables.options import as_of_option, insist_on_components, key_option
from rulebook.cli.usage import Stop
from rulebook.diagnostics import NOWHERE, Language, finding

if TYPE_CHECKING:
    from rulebook.batch.dialects import Name


AS_OF = "as_of"
"""The column of the case day, unless another is named."""


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
            as_of_option(lang, (f" {AS_OF} 列", f"the column {AS_OF}")),
            key_option(lang),
            names_option(lang, ("列", "columns")),
            evidence_option(lang),
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
    as_of: datetime.date | str | None,
    key: tuple[str, ...],
    names: Names,
    evidence: EvidenceLevel,
) -> int:
    """Write the statement, a comment of its columns before it."""
    insist_on_components()
    from rulebook.batch.dialects import NoRecords
    from rulebook.batch.printing import printed

    book = session.open()
    known = session.known(book, rules)
    try:
        say(
            printed(
                book.program,
                book.contents,
                known,
                as_of or AS_OF,
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
