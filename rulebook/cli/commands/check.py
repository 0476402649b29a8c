"""``rulebook check``: everything that is wrong with a book."""

from __future__ import annotations

from collections.abc import Sequence

import click

from rulebook.cli.group import subcommand
from rulebook.cli.options import choice
from rulebook.cli.output import say, say_json
from rulebook.cli.session import Session
from rulebook.diagnostics import Diagnostic, Language, has_errors
from rulebook.diagnostics.render import as_json, summary


def command(lang: Language) -> click.Command:
    """The command, speaking ``lang``."""
    return subcommand(
        "check",
        lang,
        check,
        [
            choice(
                "--format",
                ("text", "json"),
                lang,
                ("输出文字（默认）或 JSON", "print text, as it does if left out, or JSON"),
                names=("output",),
                default="text",
            )
        ],
        help=("检查整本规则书", "Check the whole book"),
        details=(
            "违反国家清单必须界限的是警告。有错误时退出码为 1，没有为 0。",
            "Violated must bounds of the list are warnings. Exit code 1 on errors, else 0.",
        ),
    )


def check(session: Session, output: str) -> int:
    """Write the book's diagnostics; 1 where one of them is an error."""
    found, rules = _found(session)
    found = session.located(found)
    if output == "json":
        severities = [each.severity for each in found]
        say_json(
            {
                "errors": severities.count("error"),
                "warnings": severities.count("warning"),
                "diagnostics": [as_json(each, session.lang) for each in found],
            }
        )
    else:
        session.show(found)
        counted = session.say(f"已检查 {rules} 条规则：", f"{rules} rules checked: ")
        say(counted + summary(found, session.lang))
    return 1 if has_errors(found) else 0


def _found(session: Session) -> tuple[Sequence[Diagnostic], int]:
    """What there is to tell, and of how many rules; a book that can't be opened has none."""
    from rulebook import BrokenBook

    try:
        book = session.open()
    except BrokenBook as error:
        return error.diagnostics, 0
    found = book.check()
    if not has_errors(found):
        # What has errors is left out of the comparison, which would then say the wrong things.
        found += book.violations()
    return found, len(book.rules) + len(book.broken)
