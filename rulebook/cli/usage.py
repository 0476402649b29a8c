"""Wrong usage as diagnostics in the user's language; click itself speaks English only."""

from __future__ import annotations

import click

from rulebook.diagnostics import NOWHERE, Bilingual, Diagnostic, finding
from rulebook.diagnostics.nearest import did_you_mean


class Stop(click.ClickException):
    """Ends a command with an exit code, and tells why by diagnostics.

    Exit codes: 1 where the user's files are at fault, 2 where the arguments are.
    """

    def __init__(self, exit_code: int, *diagnostics: Diagnostic) -> None:
        super().__init__("; ".join(each.sentence("en") for each in diagnostics))
        self.code = exit_code
        self.diagnostics = diagnostics


def wrong_usage(code: str, /, **arguments: str | Bilingual) -> Stop:
    """A stop with exit code 2 for one wrong argument."""
    return Stop(2, finding(code, NOWHERE, **arguments))


def usage_diagnostic(error: click.UsageError) -> Diagnostic:
    """What click refused, as a diagnostic."""
    help_command = f"{error.ctx.command_path} --help" if error.ctx else "rulebook --help"
    match error:
        case click.NoSuchOption():
            known = [name for each in _parameters(error) for name in each.opts]
            near = did_you_mean(error.option_name, [*known, "--help"])
            return _usage("RB9003", help_command, option=error.option_name, near=near)
        case click.MissingParameter():
            return _usage("RB9004", help_command, name=_name(error))
        case click.BadOptionUsage() if "not take a value" in error.message:
            return _usage("RB9006", help_command, option=error.option_name)
        case click.BadOptionUsage():
            return _usage("RB9005", help_command, option=error.option_name)
        case _ if error.message.startswith("Got unexpected extra argument"):
            extra = error.message.rpartition("(")[2].rstrip(").")
            return _usage("RB9007", help_command, extra=extra or error.message)
        case _:
            return _usage("RB9008", help_command, message=error.message.rstrip("."))


def _usage(code: str, help_command: str, /, **arguments: str | Bilingual) -> Diagnostic:
    return finding(code, NOWHERE, help=help_command, **arguments)


def _parameters(error: click.UsageError) -> list[click.Parameter]:
    return error.ctx.command.params if error.ctx else []


def _name(error: click.BadParameter) -> str:
    parameter = error.param
    if parameter is None:
        return str(error.param_hint or "")
    if isinstance(parameter, click.Option):
        return parameter.opts[-1]
    return parameter.human_readable_name
