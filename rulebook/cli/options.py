"""Options that several commands share, and the kinds of values they take.

A value is read by a function that refuses what it cannot read in the user's language.
"""

from __future__ import annotations

import contextlib
import datetime
import re
from pathlib import Path
from typing import Any

import click

from rulebook.book.evidence import EVIDENCE
from rulebook.book.levels import EVIDENCE_LEVELS
from rulebook.cli.speech import pick
from rulebook.cli.usage import wrong_usage
from rulebook.diagnostics import Bilingual, Language


def day(text: str) -> datetime.date:
    """The day written ``2025-09-01``; no other form is read."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        with contextlib.suppress(ValueError):
            return datetime.date.fromisoformat(text)
    raise wrong_usage("RB9009", value=text)


def choice(
    name: str, words: tuple[str, ...], lang: Language, help: tuple[str, str], **more: Any
) -> click.Option:
    """An option that takes one of a few words; ``help`` is Chinese and English.

    A word is taken in Chinese, too, where it has a Chinese name.
    """

    def one_of(text: str) -> str:
        word = text.strip().lower()
        word = chinese_words(name).get(word, word)
        if word in words:
            return word
        zh = {english: chinese for chinese, english in chinese_words(name).items()}
        known = Bilingual(
            "、".join(f"`{each}` {zh[each]}" if each in zh else f"`{each}`" for each in words),
            _quoted(words, ", "),
        )
        raise wrong_usage("RB9019", name=name, value=text, words=known)

    more.setdefault("metavar", "|".join(words))
    return click.Option([name, *more.pop("names", ())], type=one_of, help=pick(lang, *help), **more)


def chinese_words(option: str) -> dict[str, str]:
    """The Chinese words that an option takes, with those that it stands for."""
    match option:
        case "--evidence":
            return {text.zh: level for level, text in EVIDENCE.items()}
        case "--lang" | "--to":
            return {"中文": "zh", "英文": "en"}
        case "--names":
            return {"编号": "id", "中文": "zh", "平台": "platform"}
        case "--format":
            return {"文字": "text"}
        case "--level":
            return {"省": "province", "省级": "province", "统筹区": "pooling_area"}
        case _:
            return {}


def _quoted(words: tuple[str, ...], comma: str) -> str:
    return comma.join(f"`{word}`" for word in words)


def common(lang: Language) -> list[click.Parameter]:
    """The options that every command takes."""
    return [
        click.Option(
            ["--book"],
            type=Path,
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
    return choice(
        "--lang",
        ("zh", "en"),
        lang,
        (
            "用哪种语言；默认看 RULEBOOK_LANG，再看系统",
            "else by RULEBOOK_LANG or the locale",
        ),
        expose_value=False,
    )


def json_option(lang: Language) -> click.Option:
    """``--json``."""
    return click.Option(
        ["--json", "as_json"], is_flag=True, help=pick(lang, "输出 JSON", "print JSON")
    )


def evidence_option(lang: Language) -> click.Option:
    """``--evidence``."""
    levels = "、".join(f"{each} {EVIDENCE[each].zh}" for each in EVIDENCE_LEVELS)
    return choice(
        "--evidence",
        EVIDENCE_LEVELS,
        lang,
        (
            f"接受的最低依据等级：{levels}；默认 code",
            f"weakest evidence accepted: {', '.join(EVIDENCE_LEVELS)}; else code",
        ),
        default="code",
        metavar="LEVEL",
    )


def names_option(lang: Language, of: tuple[str, str]) -> click.Option:
    """``--names``; ``of`` says in Chinese and English what is called so."""
    from rulebook.book.platform import NAMES  # late: most commands have no such option

    zh = f"{of[0]}的名称：{'、'.join(NAMES)}（国家平台的字段）；默认 id"
    en = f"names of {of[1]}: {', '.join(NAMES)} (national fields); else id"
    return choice("--names", NAMES, lang, (zh, en), default="id")


SOME_RULES = (
    (
        "RULE 是规则的编号、名称或文件；PLACE 是地方，如 上海 或 shanghai，"
        "等于它的全部规则；都不写就是全部。"
    ),
    "RULE is a rule's id, name or file; PLACE, such as shanghai, stands for its rules; else all.",
)
"""What ``rules_argument`` takes, Chinese and English."""


def rules_argument() -> click.Argument:
    """``[RULE|PLACE…]``."""
    return click.Argument(["rules"], nargs=-1, metavar="[RULE|PLACE]...")
