"""``rulebook export``: the program of some rules as a file, for the evaluator in JavaScript."""

from __future__ import annotations

from pathlib import Path

import click

from rulebook.cli.group import subcommand
from rulebook.cli.options import rules_argument
from rulebook.cli.output import say
from rulebook.cli.session import Session
from rulebook.cli.speech import pick
from rulebook.cli.usage import Stop
from rulebook.diagnostics import NOWHERE, Language, finding


def command(lang: Language) -> click.Command:
    """The command, speaking ``lang``."""
    return subcommand(
        "export",
        lang,
        export,
        [
            rules_argument(),
            click.Option(
                ["--out"],
                type=Path,
                metavar="FILE",
                help=pick(
                    lang, "写到哪个文件，默认标准输出", "the file; standard output if left out"
                ),
            ),
            click.Option(
                ["--script"],
                type=Path,
                metavar="FILE",
                help=pick(
                    lang,
                    "同时写出 JavaScript 求值程序，一个文件，可从网页直接引用",
                    "write the evaluator too, as one script that any page can load",
                ),
            ),
            click.Option(
                ["--no-texts"],
                is_flag=True,
                help=pick(
                    lang,
                    "不带规则原文，文件更小；解释里就没有原文",
                    "without the rules' words: smaller, and explanations quote nothing",
                ),
            ),
        ],
        help=(
            "导出规则的程序（JSON），供 JavaScript 求值",
            "Write the program of rules as JSON, to be run in JavaScript",
        ),
        details=(
            "不写规则名就导出全部。只含这些规则用到的内容。",
            "All rules where none is named. Only what these rules need is in it.",
        ),
    )


def export(
    session: Session,
    rules: tuple[str, ...],
    out: Path | None,
    script: Path | None,
    no_texts: bool,
) -> int:
    """Write the program, and the script where asked for; 1 where a file can't be written."""
    from rulebook.browser import export_text, script_text

    book = session.open()
    named = session.chosen_rules(book, rules)
    if len(named) != 1:
        session.count_broken(book, named)
    wanted = session.sound(book, named)
    text = export_text(book.export(wanted, texts=not no_texts))
    if out is None:
        say(text)
    else:
        _write(out, text + "\n")
    if script is not None:
        _write(script, script_text())
    return 0


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        reason = error.strerror or ""
        raise Stop(1, finding("RB9015", NOWHERE, file=path.as_posix(), reason=reason)) from None
