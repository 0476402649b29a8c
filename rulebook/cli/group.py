"""The command `rulebook` itself: its subcommands, loaded when asked for, and its help."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

import click

import rulebook
from rulebook.cli.books import choose_book
from rulebook.cli.options import common, language_option
from rulebook.cli.session import Session
from rulebook.cli.speech import pick
from rulebook.cli.usage import wrong_usage
from rulebook.diagnostics import Language
from rulebook.diagnostics.nearest import did_you_mean

# Name and module, in the order of the help.
COMMANDS = {
    "check": "check",
    "eval": "evaluate",
    "rules": "rules",
    "facts": "facts",
    "show": "show",
    "examples": "examples",
    "test": "run_examples",
    "coverage": "coverage",
    "fidelity": "fidelity",
    "sources": "sources",
    "conform": "conform",
    "batch": "batch",
    "sql": "sql",
    "selfcheck": "selfcheck",
    "explain": "explain",
    "fmt": "fmt",
    "new": "new",
    "book": "book",
    "export": "export",
}


class SpeakingCommand(click.Command):
    """A command whose help has its headings in the user's language."""

    lang: Language = "en"

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, pick(self.lang, "用法：", "Usage: "))

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """The parts of the usage line after the command's name."""
        options = pick(self.lang, "[选项]", "[OPTIONS]")
        pieces = super().collect_usage_pieces(ctx)
        return [options if piece == "[OPTIONS]" else piece for piece in pieces]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options."""
        records = [
            record
            for each in self.get_params(ctx)
            if isinstance(each, click.Option) and (record := each.get_help_record(ctx))
        ]
        required = pick(self.lang, "[必填]", "[required]")
        records = [(name, text.replace("[required]", required)) for name, text in records]
        with formatter.section(pick(self.lang, "选项", "Options")):
            formatter.write_dl(records)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """``--help``."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = pick(self.lang, "显示这段说明", "show this text")
        return option


class CommandLine(SpeakingCommand, click.Group):
    """`rulebook`, with subcommands that are imported when they are named."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """The subcommand of that name, in the user's language."""
        if name not in COMMANDS:
            return None
        module = import_module(f"rulebook.cli.commands.{COMMANDS[name]}")
        made: click.Command = module.command(self.lang)
        return made

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The subcommand that the arguments name; an unknown one gets the nearest names."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            near = did_you_mean(name, COMMANDS)
            raise wrong_usage("RB9002", command=name, near=near, help="rulebook --help")
        return super().resolve_command(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands, then the options."""
        rows = [
            (name, command.get_short_help_str(200))
            for name in self.list_commands(ctx)
            if (command := self.get_command(ctx, name)) is not None
        ]
        with formatter.section(pick(self.lang, "命令", "Commands")):
            formatter.write_dl(rows)
        super().format_options(ctx, formatter)


def command_line(lang: Language) -> CommandLine:
    """The whole command line, speaking ``lang``."""
    line = CommandLine(
        "rulebook",
        invoke_without_command=True,
        callback=_help_alone,
        subcommand_metavar=pick(lang, "命令 [参数]...", "COMMAND [ARGS]..."),
        help=pick(
            lang,
            "医疗保障规则：检查、求值、解释、成书。",
            "Medical-security rules: check, answer, explain, publish.",
        ),
        epilog=pick(
            lang,
            "每个命令的用法见 `rulebook 命令 --help`。",
            "See `rulebook COMMAND --help` for each of them.",
        ),
        params=[language_option(lang), _version_option(lang)],
    )
    line.lang = lang
    return line


def subcommand(
    name: str,
    lang: Language,
    run: Callable[..., int],
    params: list[click.Parameter],
    help: tuple[str, str],
    details: tuple[str, str] = ("", ""),
) -> click.Command:
    """A subcommand with the options that all have; ``run`` gets the session first.

    ``help`` and ``details`` are Chinese and English. ``run`` returns the exit code.
    """

    def callback(**given: Any) -> int:
        session = Session(lang, choose_book(given.pop("book")))
        with session.told():
            return run(session, **given)

    return spoken(name, lang, callback, params, help, details)


def spoken(
    name: str,
    lang: Language,
    callback: Callable[..., int],
    params: list[click.Parameter],
    help: tuple[str, str],
    details: tuple[str, str] = ("", ""),
) -> click.Command:
    """A subcommand that gets the options as they are, ``book`` among them."""
    text = pick(lang, *help)
    more = pick(lang, *details)
    made = SpeakingCommand(
        name,
        callback=callback,
        params=[*params, *common(lang)],
        help=f"{text}\n\n{more}" if more else text,
        short_help=text,
    )
    made.lang = lang
    return made


def _help_alone() -> None:
    context = click.get_current_context()
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def _version_option(lang: Language) -> click.Option:
    def show(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
        if wanted and not ctx.resilient_parsing:
            python = sys.version.split()[0]
            click.echo(f"rulebook {rulebook.__version__} (Python {python})")
            ctx.exit()

    return click.Option(
        ["--version"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=show,
        help=pick(lang, "显示版本", "show the version"),
    )
