"""Options that several commands share, and the kinds of values they take."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import click

from rulebook.cli.speech import pick
from rulebook.cli.usage import wrong_usage
from rulebook.diagnostics import Language


class OneOf(click.Choice[str]):
    """One of a few words; a wrong one is refused in the user's language."""

    def __init__(self, words: tuple[str, ...], lang: Language) -> None:
        super().__init__(words)
        self.lang = lang

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The word, if it is one of them."""
        if value in self.choices:
            return str(value)
        words = ", ".join(f"`{word}`" for word in self.choices)
        zh = f"`{value}` 不在可选的值 {words.replace(', ', '、')} 之中"
        return self.fail(pick(self.lang, zh, f"`{value}` is not one of {words}"), param, ctx)


class Day(click.ParamType):
    """A day written ``2025-09-01``."""

    name = "date"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime.date:
        """The day; the short form with dashes is the only one that is read."""
        if isinstance(value, datetime.date):
            return value
        text = str(value)
        try:
            day = datetime.date.fromisoformat(text)
        except ValueError:
            raise wrong_usage("RB9009", value=text) from None
        if len(text) != len("2025-09-01") or "W" in text:
            raise wrong_usage("RB9009", value=text)
        return day


class Folder(click.ParamType):
    """A path, of a folder or a file; whether it's there is looked at where it is used."""

    name = "path"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The path."""
        return Path(value)


def common(lang: Language) -> list[click.Parameter]:
    """The options that every command takes."""
    return [
        click.Option(
            ["--book"],
            type=Folder(),
            metavar="DIR",
            help=pick(
                lang,
                "规则书的文件夹；默认向上找 rules/，再用随软件安装的",
                "the book's folder; otherwise the nearest rules/ upward, else the packaged book",
            ),
        ),
        language_option(lang),
    ]


def language_option(lang: Language) -> click.Option:
    """``--lang``: already acted upon before the arguments are parsed."""
    return click.Option(
        ["--lang"],
        type=OneOf(("zh", "en"), lang),
        expose_value=False,
        help=pick(
            lang,
            "用哪种语言说话；不写则看 RULEBOOK_LANG，再看系统的语言",
            "which language to speak; otherwise RULEBOOK_LANG, then the locale",
        ),
    )


def json_option(lang: Language) -> click.Option:
    """``--json``."""
    return click.Option(
        ["--json", "as_json"], is_flag=True, help=pick(lang, "输出 JSON", "print JSON")
    )


def rules_argument() -> click.Argument:
    """``[RULE…]``."""
    return click.Argument(["rules"], nargs=-1, metavar="[RULE]...")
