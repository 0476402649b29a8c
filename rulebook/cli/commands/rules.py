"""``rulebook rules``: which rules there are."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import click

from rulebook.cli.group import subcommand
from rulebook.cli.options import SOME_RULES, json_option, rules_argument
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
        list_rules,
        [rules_argument(), json_option(lang)],
        help=("列出规则", "List the rules"),
        details=SOME_RULES,
    )


def list_rules(session: Session, rules: tuple[str, ...], as_json: bool) -> int:
    """Write the named rules, or all, with their titles, dates and numbers of examples."""
    book = session.open()
    wanted = session.chosen_rules(book, rules)
    session.count_broken(book, wanted)
    infos = [each for id_, each in book.rules.items() if not wanted or id_ in wanted]
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
