"""``rulebook examples``: the examples of the rules, in the form that ``eval`` takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from rulebook.cli.answer import STATUS
from rulebook.cli.group import subcommand
from rulebook.cli.options import SOME_RULES, json_option, rules_argument
from rulebook.cli.output import say, say_json
from rulebook.cli.session import Session
from rulebook.cli.speech import pick
from rulebook.cli.wording import Wording
from rulebook.diagnostics import Language

if TYPE_CHECKING:
    from rulebook.meaning.typed import TypedExample


def command(lang: Language) -> click.Command:
    """The command, speaking ``lang``."""
    return subcommand(
        "examples",
        lang,
        examples,
        [rules_argument(), json_option(lang)],
        help=("列出示例：事实和应有的答案", "List the examples: facts and expected answers"),
        details=SOME_RULES,
    )


def examples(session: Session, rules: tuple[str, ...], as_json: bool) -> int:
    """Write the examples of the named rules, or of all."""
    book = session.open()
    wanted = session.chosen_rules(book, rules)
    if len(wanted) != 1:
        session.count_broken(book, wanted)
    wanted = session.sound(book, wanted) or tuple(book.rules)
    runs = [run for rule in wanted for run in book.examples(rule)]
    if as_json:
        say_json([run.to_json() for run in runs])
        return 0
    words = Wording(book.contents, session.lang)
    for run in runs:
        say(_text(run.example, words))
    return 0


def _text(example: TypedExample, words: Wording) -> str:
    facts = [f"{words.fact(id_)} = {words.value(id_, v)}" for id_, v in example.facts.items()]
    results = [
        f"{words.fact(id_)} = "
        + (
            pick(words.lang, *STATUS["undetermined"])
            if expected.value is None
            else words.value(id_, expected.value)
        )
        for id_, expected in example.expected.items()
    ]
    if example.status:
        results.insert(0, pick(words.lang, *STATUS[example.status]))
    return "\n".join(
        [
            f"{example.rule}  {example.day}  “{example.name}”",
            f"  {pick(words.lang, '设', 'given')} {words.listed(facts)}",
            f"  {pick(words.lang, '得', 'gives')} {words.listed(results)}",
        ]
    )
