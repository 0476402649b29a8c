"""``rulebook test``: runs the examples and compares."""

from __future__ import annotations

import click

from rulebook.cli.group import subcommand
from rulebook.cli.options import SOME_RULES, json_option, rules_argument
from rulebook.cli.output import say, say_json, working
from rulebook.cli.session import Session
from rulebook.diagnostics import Language


def command(lang: Language) -> click.Command:
    """The command, speaking ``lang``."""
    return subcommand(
        "test",
        lang,
        run_examples,
        [rules_argument(), json_option(lang)],
        help=("运行示例，与写明的答案比较", "Run the examples and compare their answers"),
        details=(
            f"{SOME_RULES[0]}有示例不符，或有规则不能作答时，退出码为 1。",
            f"{SOME_RULES[1]} Exit code 1 where an example fails or a rule gives no answer.",
        ),
    )


def run_examples(session: Session, rules: tuple[str, ...], as_json: bool) -> int:
    """Run the examples of the named rules, or of all; 1 where one fails."""
    book = session.open()
    wanted = session.chosen_rules(book, rules)
    broken = session.count_broken(book, wanted) if len(wanted) != 1 else 0
    with working(session.say("正在运行示例……", "running the examples ...")):
        report = book.run_examples(session.sound(book, wanted))
    if as_json:
        say_json(report.to_json())
    else:
        for failure in report.failures:
            say(failure.text(session.lang))
            say()
        say(
            session.say(
                f"示例 {report.examples} 个：{report.passed} 个相符，{report.failed} 个不符",
                f"{report.examples} examples: {report.passed} passed, {report.failed} failed",
            )
        )
        session.say_whose()
    return 1 if report.failed or broken else 0
