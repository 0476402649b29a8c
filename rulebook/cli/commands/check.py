"""``rulebook check``: everything that is wrong with a book."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from rulebook.book.choice import PACKAGED
from rulebook.book.place_names import place_called, unknown_place
from rulebook.cli.group import subcommand
from rulebook.cli.options import choice
from rulebook.cli.output import remark, say, say_json
from rulebook.cli.session import Session
from rulebook.cli.usage import Stop
from rulebook.diagnostics import Diagnostic, Language, has_errors
from rulebook.diagnostics.render import as_json, summary

if TYPE_CHECKING:
    from rulebook import Book


def command(lang: Language) -> click.Command:
    """The command, speaking ``lang``."""
    return subcommand(
        "check",
        lang,
        check,
        [
            click.Argument(["places"], nargs=-1, metavar="[PLACE]..."),
            choice(
                "--format",
                ("text", "json"),
                lang,
                ("输出文字（默认）或 JSON", "print text, as it does if left out, or JSON"),
                names=("output",),
                default="text",
            ),
        ],
        help=("检查整本规则书，或几个地方", "Check the whole book, or some places of it"),
        details=(
            (
                "写了地方（如 上海 或 shanghai），就只说它们的文件和各地共用的文件。"
                "违反国家清单必须界限的是警告。有错误时退出码为 1，没有为 0。"
            ),
            (
                "Of places, such as shanghai, their files and those that all share are told. "
                "Violated must bounds of the list are warnings. Exit code 1 on errors, else 0."
            ),
        ),
    )


def check(session: Session, places: tuple[str, ...], output: str) -> int:
    """Write the diagnostics of the book, or of some places; 1 where one of them is an error."""
    checked = _checked(session, places)
    found = session.located(checked.found)
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
        rules = checked.rules
        counted = session.say(f"已检查 {rules} 条规则：", f"{rules} rules checked: ")
        say(counted + summary(found, session.lang))
        session.say_whose()
        if checked.elsewhere:
            zh = f"别的地方还有 {checked.elsewhere} 处；见 `rulebook check`"
            en = f"{checked.elsewhere} more in other places; see `rulebook check`"
            remark(session.say(zh, en))
    return 1 if has_errors(found) else 0


@dataclass(frozen=True, slots=True)
class _Checked:
    """What there is to tell, of how many rules, and how many findings lie elsewhere."""

    found: Sequence[Diagnostic]
    rules: int
    elsewhere: int = 0


def _checked(session: Session, given: Sequence[str]) -> _Checked:
    """The findings; a book that can't be opened has no rules."""
    from rulebook import BrokenBook

    try:
        book = session.open()
    except BrokenBook as error:
        return _Checked(error.diagnostics, 0)
    known = book.contents.places
    places = [place_called(each, known) for each in given]
    wrong = [each for each, place in zip(given, places, strict=True) if place is None]
    if wrong:
        raise Stop(2, *(unknown_place("RB9115", each, (*known.values(),)) for each in wrong))
    found = book.check()
    if not has_errors(found):
        # What has errors is left out of the comparison, which would then say the wrong things.
        found += book.violations()
    rules = (*book.rules, *book.broken)
    if not places:
        return _Checked(found, len(rules))
    told = [each for each in found if _place_of(each, book) in (None, *places)]
    of_places = [each for each in rules if each.partition("/")[0] in places]
    return _Checked(told, len(of_places), len(found) - len(told))


def _place_of(diagnostic: Diagnostic, book: Book) -> str | None:
    """The place in whose folder a finding's file lies; None for files that all places share."""
    folders = diagnostic.file.removeprefix(f"{PACKAGED}:").split("/")[:-1]
    return next((each for each in folders if each in book.contents.places), None)
