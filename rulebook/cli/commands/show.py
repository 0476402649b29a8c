"""``rulebook show``: one rule with its dates, facts and text."""

from __future__ import annotations

import click

from rulebook.cli.commands.rules import period
from rulebook.cli.group import subcommand
from rulebook.cli.output import say
from rulebook.cli.session import Session
from rulebook.diagnostics import Language


def command(lang: Language) -> click.Command:
    """The command, speaking ``lang``."""
    return subcommand(
        "show",
        lang,
        show,
        [click.Argument(["rule"])],
        help=("显示一条规则", "Show one rule"),
    )


def show(session: Session, rule: str) -> int:
    """Write the rule's title, dates, inputs, outputs and text."""
    book = session.open()
    info = book.rules[session.known(book, [rule])[0]]
    say(f"{info.id}  {info.title.text(session.lang)}")
    say(session.say("施行：", "in force: ") + ", ".join(period(*each) for each in info.in_force))
    say(session.say("输入：", "inputs: ") + ", ".join(info.inputs))
    say(session.say("输出：", "outputs: ") + ", ".join(info.outputs))
    say()
    return 0
