"""``rulebook fmt``: one form for every rule file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from rulebook.cli.group import subcommand
from rulebook.cli.options import choice
from rulebook.cli.output import say, show_diagnostics
from rulebook.cli.rule_files import rewrite, rule_files
from rulebook.cli.session import Session
from rulebook.cli.speech import pick
from rulebook.cli.usage import wrong_usage
from rulebook.diagnostics import NOWHERE, Language, finding

if TYPE_CHECKING:
    from rulebook.language.naming import Lexicon

Outcome = Literal["same", "changed", "faulty"]

_DETAILS_ZH = (
    "PATH 是规则文件或文件夹；不写则是整本规则书。有错误的文件不动。"
    "有错误的文件，或 `--check` 发现要整理的文件，退出码为 1。"
)
_DETAILS_EN = (
    "PATH is a rule file or a folder; the whole book if left out. Files with errors are left "
    "alone. Exit code 1 on errors, and where `--check` finds a file that would change."
)


def command(lang: Language) -> click.Command:
    """The command, speaking ``lang``."""
    return subcommand(
        "fmt",
        lang,
        fmt,
        [
            click.Argument(["paths"], nargs=-1, type=Path, metavar="[PATH]..."),
            choice(
                "--to",
                ("zh", "en"),
                lang,
                ("译成中文或英文规则", "translate to Chinese or English rules"),
                names=("surface",),
            ),
            click.Option(
                ["--check"],
                is_flag=True,
                help=pick(lang, "只说哪些文件要改，不写入", "only tell which files would change"),
            ),
        ],
        help=("整理规则文件的格式", "Format rule files"),
        details=(_DETAILS_ZH, _DETAILS_EN),
    )


def fmt(session: Session, paths: tuple[Path, ...], surface: Language | None, check: bool) -> int:
    """Format the files in place; 1 where one is wrong or, with ``check``, would change."""
    files = _files(session, paths)
    lexicon = _lexicon(session) if surface else None
    outcomes = [_format(session, each, surface, lexicon, check) for each in files]
    changed, faulty = outcomes.count("changed"), outcomes.count("faulty")
    total = len(files)
    counted = "1 file" if total == 1 else f"{total} files"
    if check:
        zh = f"{total} 个文件：{changed} 个要整理，{faulty} 个有错误"
        en = f"{counted}: {changed} would change, {faulty} with errors"
    else:
        zh = f"{total} 个文件：{changed} 个已整理，{faulty} 个有错误未动"
        en = f"{counted}: {changed} formatted, {faulty} with errors left alone"
    say(session.say(zh, en))
    return 1 if faulty or (check and changed) else 0


def _files(session: Session, paths: tuple[Path, ...]) -> list[Path]:
    if paths:
        return rule_files(paths)
    if session.chosen.how == "packaged":
        raise wrong_usage("RB9013")
    session.chosen.announce(session.lang)
    files = rule_files([session.chosen.folder])
    if not files:
        folder = session.chosen.folder.as_posix()
        show_diagnostics([finding("RB9017", NOWHERE, folder=folder)], session.lang)
    return files


def _lexicon(session: Session) -> Lexicon:
    """The names of the book in both languages; a book with errors still has its vocabulary."""
    from rulebook.lexicon import lexicon_of

    book = session.open()
    return lexicon_of(book.contents, book.trees.values())


def _format(
    session: Session, path: Path, surface: Language | None, lexicon: Lexicon | None, check: bool
) -> Outcome:
    """Format one file, or tell whether it would change; what is wrong with it is told."""
    from rulebook.language.format import format_text
    from rulebook.language.reading import read_bytes

    name, data = path.as_posix(), path.read_bytes()
    text, found = read_bytes(data, name)
    formatted = None
    if text is not None:
        formatted, found = format_text(text, name, surface, lexicon)
    errors = [each for each in found if each.severity == "error"]
    if formatted is None:
        show_diagnostics(errors, session.lang, lambda _: text)
        return "faulty"
    if formatted.encode() == data:
        return "same"
    if check:
        say(session.say(f"要整理：{name}", f"would change: {name}"))
    else:
        rewrite(path, formatted)
    return "changed"
