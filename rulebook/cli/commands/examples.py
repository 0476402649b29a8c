"""``rulebook examples``: the examples of the rules, in the form that ``eval`` takes."""

from __future__ import annotations

from typing import Any

import click

from rulebook.cli.group import subcommand
from rulebook.cli.options import json_option, rules_argument
from rulebook.cli.output import say, say_json
from rulebook.cli.session import Session
from rulebook.diagnostics import Language


def command(lang: Language) -> click.Command:
    """The command, speaking ``lang``."""
    return subcommand(
        "examples",
        lang,
        examples,
        [rules_argument(), json_option(lang)],
        help=("列出示例：事实和应有的答案", "List the examples: facts and expected answers"),
    )


def examples(session: Session, rules: tuple[str, ...], as_json: bool) -> int:
    """Write the examples of the named rules, or of all."""
    book = session.open()
    wanted = session.known(book, rules) or tuple(book.rules)
    found = [each.to_json() for rule in wanted for each in book.examples(rule)]
    if as_json:
        say_json(found)
        return 0
    for each in found:
        say(_text(session, each))
    return 0


def _text(session: Session, example: dict[str, Any]) -> str:
    facts = session.say("、", ", ").join(f"{k} = {v}" for k, v in example["facts"].items())
    expected = example["expected"]
    results = session.say("、", ", ").join(f"{k} = {v}" for k, v in expected["results"].items())
    return "\n".join(
        [
            f"{example['rule']}  {example['as_of']}  “{example['name']}”",
            f"  {session.say('设', 'given')} {facts}",
            f"  {session.say('得', 'gives')} {results or expected['status']}",
        ]
    )
