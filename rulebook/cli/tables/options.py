"""Options of the commands over whole tables, and the kinds of values they take."""

from __future__ import annotations

import codecs
import datetime
import re
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import click

from rulebook.arguments import day_of
from rulebook.batch.memory import size
from rulebook.cli.options import day
from rulebook.cli.speech import pick
from rulebook.cli.usage import Stop, wrong_usage
from rulebook.diagnostics import NOWHERE, Language, finding

DUCKDB = ("duckdb", "sqlglot", "pyarrow")
SPARK = ("pyspark", "sqlglot")


def insist_on_components(modules: Sequence[str] = DUCKDB) -> None:
    """Stop where a component of the extra ``batch`` or ``spark`` is not installed."""
    missing = [name for name in modules if find_spec(name) is None]
    if missing:
        python = Path(sys.executable).name or "python"
        extra = "spark" if modules is SPARK else "batch"
        told = ", ".join(missing)
        raise Stop(2, finding("RB9621", NOWHERE, missing=told, python=python, extra=extra))


def as_of_option(lang: Language, otherwise: tuple[str, str] = ("今天", "today")) -> click.Option:
    """``--as-of``; ``otherwise`` says in Chinese and English what holds without it."""
    return click.Option(
        ["--as-of"],
        type=day_or_column,
        metavar="DATE|COLUMN",
        help=pick(
            lang,
            f"基准日，或放着基准日的列；默认{otherwise[0]}",
            f"the case day, or the column that holds it; else {otherwise[1]}",
        ),
    )


def key_option(lang: Language) -> click.Option:
    """``--key``."""
    return click.Option(
        ["--key"],
        multiple=True,
        metavar="COLUMN",
        help=pick(lang, "照抄到答案里的列，可写几次", "a column passed on; may be repeated"),
    )


def encoding_option(lang: Language) -> click.Option:
    """``--encoding``."""
    return click.Option(
        ["--encoding"],
        type=encoding,
        metavar="NAME",
        help=pick(lang, "CSV 的编码，如 gb18030；默认 UTF-8", "encoding of CSV files; else UTF-8"),
    )


def day_or_column(text: str) -> datetime.date | str:
    """A day written ``2025-09-01``, else the name of a column."""
    return day(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII) else text


def today() -> datetime.date:
    """The day where the user is, which is that of a case unless it is said otherwise."""
    return day_of(None)


def encoding(name: str) -> str:
    """The encoding that is called so."""
    try:
        "".encode(name)  # not so with what codecs has beside encodings of texts, such as base64
        return codecs.lookup(name).name
    except (LookupError, ValueError):
        raise wrong_usage("RB9625", encoding=name) from None


def memory(text: str) -> str:
    """A size such as ``500MB``."""
    if size(text) is None:
        raise wrong_usage("RB9629", given=text)
    return text
