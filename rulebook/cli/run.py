"""Runs a command line, and sees that no traceback reaches a user.

Exit codes: 0 done; 1 the book, the facts or the examples are at fault; 2 wrong usage;
70 a fault of ours; 130 interrupted; 141 the reader of the output has gone.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from rulebook.cli.group import command_line
from rulebook.cli.output import is_terminal, remark, show_diagnostics, speak_utf8
from rulebook.cli.speech import chosen_language, pick
from rulebook.cli.usage import Stop, usage_diagnostic
from rulebook.diagnostics import NOWHERE, Diagnostic, Language, finding

INTERNAL, INTERRUPTED, READER_GONE = 70, 130, 141


def run_process() -> None:
    """Run the process's own arguments and end it."""
    if sys.stdout is None or sys.stderr is None:
        # Started without a terminal or a log: there is nobody to tell anything.
        sys.stdout = sys.stdout or Path(os.devnull).open("w")  # noqa: SIM115 - until the end
        sys.stderr = sys.stderr or Path(os.devnull).open("w")  # noqa: SIM115 - until the end
    speak_utf8()
    code = run(sys.argv[1:])
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        code = READER_GONE
    if code == READER_GONE:
        # Python flushes once more at its end, into what is no longer there.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run one command line and give its exit code; whatever goes wrong is said on stderr."""
    lang = chosen_language(arguments, os.environ)
    try:
        return _run(arguments, lang)
    except (KeyboardInterrupt, click.Abort):
        if is_terminal(sys.stderr):
            remark("")  # the terminal has just shown ^C
        remark(pick(lang, "已中断", "interrupted"))
        return INTERRUPTED
    except BrokenPipeError:
        return READER_GONE
    except OSError as error:
        return _tell(lang, 1, _unreadable(error))
    except UnicodeError:
        _trace()
        return _tell(lang, 1, finding("RB9016", NOWHERE))
    except Exception as error:  # noqa: BLE001 - the last guard: a sentence instead of a traceback
        _trace()
        remark(_our_fault(error, lang))
        return INTERNAL


def _run(arguments: Sequence[str], lang: Language) -> int:
    line = command_line(lang)
    if os.environ.get("_RULEBOOK_COMPLETE"):
        line.main(prog_name="rulebook")  # a shell asks for completions; click answers and exits
    try:
        # Not line.main(): that would turn a closed pipe and an interruption into its own endings.
        with line.make_context("rulebook", list(arguments)) as context:
            code = line.invoke(context)
    except click.exceptions.Exit as done:
        return done.exit_code
    except Stop as stop:
        return _tell(lang, stop.code, *stop.diagnostics)
    except click.UsageError as error:
        return _tell(lang, 2, usage_diagnostic(error))
    return code if isinstance(code, int) else 0


def _trace() -> None:
    if os.environ.get("RULEBOOK_DEBUG") == "1":
        import traceback

        traceback.print_exc()


def _tell(lang: Language, code: int, *diagnostics: Diagnostic) -> int:
    show_diagnostics(diagnostics, lang)
    return code


def _unreadable(error: OSError) -> Diagnostic:
    name = error.filename
    file = os.fsdecode(name) if isinstance(name, (str, bytes)) else ""
    return finding("RB9011", NOWHERE, file=Path(file).as_posix(), reason=error.strerror or "")


def _our_fault(error: Exception, lang: Language) -> str:
    """A sentence that leans on nothing of ours: the catalogue itself may be what failed."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    file = Path(trace.tb_frame.f_code.co_filename).name if trace else ""
    kind = f"{type(error).__name__}, {file}:{trace.tb_lineno if trace else 0}"
    return pick(
        lang,
        f"rulebook 内部出错（{kind}），这不是您的文件的问题；请把命令和文件发给维护者，"
        "设置 RULEBOOK_DEBUG=1 再运行一次可得到详细记录",
        f"rulebook itself failed ({kind}), which is not the fault of your files; please report the "
        "command and the files to the maintainers, RULEBOOK_DEBUG=1 shows the details",
    )
