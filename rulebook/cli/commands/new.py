"""``rulebook new place NAME``: the skeleton of a place, in a book or in an empty folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import click

from rulebook.arguments import day_of
from rulebook.book.choice import PACKAGED, is_book
from rulebook.book.files import FAMILIES
from rulebook.book.hints import instead_of
from rulebook.book.model import Level
from rulebook.cli.books import choose_book
from rulebook.cli.group import spoken
from rulebook.cli.options import choice
from rulebook.cli.output import say, show_diagnostics
from rulebook.cli.skeleton import (
    FOLDER,
    TAKEN_BY_WINDOWS,
    NewPlace,
    Skeleton,
    places_of,
    skeleton,
    write_skeleton,
)
from rulebook.cli.speech import pick
from rulebook.cli.usage import Stop, wrong_usage
from rulebook.diagnostics import NOWHERE, Bilingual, Language, finding
from rulebook.language.words import words

_EN_LENGTH = 60
LEVELS: tuple[Level, ...] = ("province", "pooling_area")
"""The levels of a new place; the state's is taken."""


def command(lang: Language) -> click.Command:
    """The command, speaking ``lang``."""

    def run(
        kind: str,
        name: str,
        zh: str,
        en: str | None,
        parent: str,
        levels: tuple[Level, ...],
        book: Path | None,
    ) -> int:
        return new(lang, name, zh, en, parent, levels, book)

    return spoken(
        "new",
        lang,
        run,
        [
            click.Argument(["kind"], type=_kind, metavar="place"),
            click.Argument(["name"], metavar="NAME"),
            click.Option(
                ["--zh"],
                required=True,
                metavar="NAME",
                help=pick(lang, "中文名，如 杭州", "Chinese name, such as 杭州"),
            ),
            click.Option(
                ["--en"],
                metavar="NAME",
                help=pick(lang, "英文名，如 Hangzhou", "English name, such as Hangzhou"),
            ),
            click.Option(
                ["--parent"],
                default="national",
                metavar="PLACE",
                help=pick(
                    lang, "上级地方的文件夹名；默认 national", "the place above; else national"
                ),
            ),
            choice(
                "--level",
                LEVELS,
                lang,
                (
                    "能决定到哪一级：统筹区（默认）或省；直辖市和省级统筹两个都写",
                    "the level it decides at, pooling_area if left out; both for a municipality",
                ),
                names=("levels",),
                multiple=True,
            ),
        ],
        help=("新建一个地方的骨架", "Make the skeleton of a place"),
        details=(
            "放进 `--book` 或最近的规则书；都没有时在 rules/ 新建一本，依托随软件带来的规则书。",
            "It goes into `--book` or the nearest book, else into a new one in rules/",
        ),
    )


def _kind(text: str) -> str:
    if text != "place":
        raise wrong_usage("RB9019", name="new", value=text, words=Bilingual("`place`", "`place`"))
    return text


def new(
    lang: Language,
    name: str,
    zh: str,
    en: str | None,
    parent: str,
    levels: tuple[Level, ...],
    named: Path | None,
) -> int:
    """Write the skeleton and say what to do next; 2 for a wrong name, 1 where nothing passes."""
    folder, there = _home(named)
    base = str(folder.resolve()) if there else PACKAGED
    place = NewPlace(
        _folder_name(name),
        _word(zh.strip()),
        _english(en.strip() if en else name.replace("-", " ").title()),
        parent,
        day_of(None),
        tuple(each for each in LEVELS if each in levels) or ("pooling_area",),
    )
    known = dict(places_of(base))
    if name in known or (folder / name).exists():
        raise wrong_usage("RB9141", name=name)
    if place.zh in known.values():
        raise wrong_usage("RB9141", name=place.zh)
    if parent not in known:
        parent = next((id_ for id_, chinese in known.items() if chinese == parent.strip()), parent)
        place = replace(place, parent=parent)
    if parent not in known:
        raise wrong_usage("RB9142", parent=parent, guess=instead_of(parent, known))
    made = skeleton(place, base, with_book=not there)
    if made.findings:
        texts: Mapping[str, str] = {}
        show_diagnostics(made.findings, lang, texts.get)
        raise Stop(1, finding("RB9145", NOWHERE, name=name))
    try:
        write_skeleton(folder, name, made.files)
    except FileExistsError:
        raise wrong_usage("RB9141", name=name) from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise Stop(1, finding("RB9015", NOWHERE, file=folder.as_posix(), reason=reason)) from None
    _told(lang, folder, place, made)
    return 0


def _home(named: Path | None) -> tuple[Path, bool]:
    """The folder of the book, and whether the book is there already."""
    if named is None:
        chosen = choose_book(None)
        return (chosen.folder, True) if chosen.how == "nearest" else (Path("rules"), False)
    for folder in (named, named / "rules"):
        if is_book(folder):
            return folder, True
    if named.exists() and not named.is_dir():
        raise wrong_usage("RB9010", folder=named.as_posix())
    return named, False


def _folder_name(name: str) -> str:
    if not FOLDER.fullmatch(name) or name in FAMILIES or TAKEN_BY_WINDOWS.fullmatch(name):
        raise wrong_usage("RB9140", name=name)
    return name


def _word(zh: str) -> str:
    if not words().is_name(zh) or zh.isascii():
        raise wrong_usage("RB9143", name=zh)
    return zh


def _english(en: str) -> str:
    plain = en.isascii() and en.isprintable() and not set(en) & set('"\\`{}[]#:$')
    if not plain or not 0 < len(en) <= _EN_LENGTH:
        raise wrong_usage("RB9144", name=en)
    return en


def _told(lang: Language, folder: Path, place: NewPlace, made: Skeleton) -> None:
    where, here = _shown(folder), place.folder
    say(pick(lang, f"新建了 {place.zh}：", f"made {place.en}:"))
    for path in made.files:
        say(f"  {where}/{path}")
    if made.left_out:
        families = pick(lang, "、", ", ").join(made.left_out)
        zh = f"没有放进 {families} 的规则：这本规则书里没有它们要用的事实或规则"
        en = f"no rules in {families}: this book lacks the facts or rules that they need"
        say(pick(lang, zh, en))
    if "pooling_area" not in place.levels:
        zh = "没有放进待遇和长期护理的规则：它们由统筹区决定，写在下级的地方"
        en = "no rules of benefits and long-term care: pooling areas decide them, below this place"
        say(pick(lang, zh, en))
    option = "" if folder.name == "rules" else f" --book {where}"
    steps = (
        (f"{where}/{here}/sources.yaml：写上真的文件、文号和等级",
         f"{where}/{here}/sources.yaml: put in the real documents, numbers and levels"),
        (f"{where}/{here}/figures.yaml：查到的数写上出处，没有查到的留着 unset",
         f"{where}/{here}/figures.yaml: what you found, with its source; leave the rest unset"),
        (f"{where}/{here}/*/*.rule：照文件改规则和示例",
         f"{where}/{here}/*/*.rule: make the rules and examples those of the documents"),
    )  # fmt: skip
    commands = (f"check{option}", f"test{option}", f"conform {here}{option}")
    listed = pick(lang, "、", ", ").join(f"`rulebook {each}`" for each in commands)
    say(pick(lang, "接下来：", "next:"))
    for number, step in enumerate((*steps, (listed, listed)), 1):
        say(f"  {number}. {pick(lang, *step)}")


def _shown(folder: Path) -> str:
    """A folder as seen from here where it is below, else as it is."""
    absolute = folder.resolve()
    here = Path.cwd().resolve()
    return (absolute.relative_to(here) if absolute.is_relative_to(here) else folder).as_posix()
