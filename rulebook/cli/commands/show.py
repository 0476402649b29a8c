"""``rulebook show``: one rule with its dates, facts and text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from rulebook.cli.group import subcommand
from rulebook.cli.output import say
from rulebook.cli.session import Session
from rulebook.cli.wording import Wording
from rulebook.diagnostics import Language

if TYPE_CHECKING:
    from rulebook import Book
    from rulebook.book.model import RuleText


def command(lang: Language) -> click.Command:
    """The command, speaking ``lang``."""
    return subcommand(
        "show",
        lang,
        show,
        [click.Argument(["rule"])],
        help=(
            "显示一条规则：施行、输入、输出和原文",
            "Show a rule: dates, facts and text",
        ),
        details=(
            "原文用 --lang 所选的语言写出。",
            "The text is written in the language that --lang chooses.",
        ),
    )


def show(session: Session, rule: str) -> int:
    """Write the rule's title, dates, inputs, outputs, and its text in the session's language."""
    book = session.open()
    (rule,) = session.known(book, [rule])
    text = _text(book, rule, session.lang)
    info = book.rules.get(rule)
    if info is None:
        path = _written(book, rule).path
        session.show(each for each in book.check() if each.file == path)
        say(text)
        return 1
    words = Wording(book.contents, session.lang)
    dates = words.listed([words.period(*each) for each in info.in_force])
    inputs = words.listed([words.named_fact(each) for each in info.inputs])
    outputs = words.listed([words.named_fact(each) for each in info.outputs])
    say(f"{info.id}  {info.title.text(session.lang)}")
    say(session.say("施行：", "in force: ") + dates)
    say(session.say("输入：", "inputs: ") + inputs)
    say(session.say("输出：", "outputs: ") + outputs)
    say()
    say(text)
    return 0


def _text(book: Book, rule: str, lang: Language) -> str:
    """The rule's text in ``lang``; a text with errors is shown as it stands."""
    from rulebook.language.format import format_text
    from rulebook.lexicon import lexicon_of

    written = _written(book, rule)
    lexicon = lexicon_of(book.contents, book.trees.values())
    text, _ = format_text(written.text, written.path, lang, lexicon)
    return (text or written.text).rstrip("\n")


def _written(book: Book, rule: str) -> RuleText:
    return next(each for each in book.contents.rules if each.id == rule)
