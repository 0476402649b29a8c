"""``rulebook rules``: which rules there are."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import click

from rulebook.cli.group import subcommand
from rulebook.cli.options import json_option
from rulebook.cli.output import say_json, say_table
from rulebook.cli.session import Session
from rulebook.cli.wording import Wording
from rulebook.diagnostics import Language

if TYPE_CHECKING:
    from rulebook import RuleInfo


def command(lang: Language) -> click.Command:
    """The command, speaking ``lang``."""
    return subcommand(
        "rules",
        lang,
        rules,
        [json_option(lang)],
        help=("列出全部规则", "List all rules"),
    )


def rules(session: Session, as_json: bool) -> int:
    """Write every rule of the book with its title, dates and number of examples."""
    book = session.open()
    infos = list(book.rules.values())
    session.count_broken(book)
    if as_json:
        say_json([_as_json(info, session.lang) for info in infos])
        return 0
    heads = ("规则", "标题", "施行", "示例") if session.lang == "zh" else (
        "rule", "title", "in force", "examples"
    )  # fmt: skip
    words = Wording(book.contents, session.lang)
    say_table(heads, (_row(words, info) for info in infos))
    return 0


def _row(words: Wording, info: RuleInfo) -> tuple[str, str, str, str]:
    dates = words.listed([words.period(*each) for each in info.in_force])
    return info.id, info.title.text(words.lang), dates, str(len(info.examples))


def _as_json(info: RuleInfo, lang: Language) -> dict[str, Any]:
    return {
        "id": info.id,
        "title": info.title.text(lang),
        "place": info.place,
        "family": info.family,
        "in_force": [{"from": _day(since), "until": _day(until)} for since, until in info.in_force],
        "inputs": list(info.inputs),
        "outputs": list(info.outputs),
        "examples": len(info.examples),
    }


def _day(day: datetime.date | None) -> str | None:
    return day.isoformat() if day else None
