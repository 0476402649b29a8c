"""``rulebook fidelity``: what became of each row of the facts and of each section."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from rulebook.cli.group import subcommand
from rulebook.cli.options import json_option
from rulebook.cli.output import say, say_json, say_table
from rulebook.cli.review_files import (
    read_facts_tables,
    read_texts,
    sources_folder,
    sources_option,
)
from rulebook.cli.session import Session
from rulebook.cli.speech import pick
from rulebook.cli.usage import Stop
from rulebook.diagnostics import Bilingual, Language, has_errors

if TYPE_CHECKING:
    from rulebook.review.fidelity import FidelityReport

WORDS = {
    "encoded": Bilingual("已编码", "encoded"),
    "unset": Bilingual("未公布", "unset"),
    "conflict": Bilingual("有冲突未用", "conflict"),
    "left-out": Bilingual("不编码", "left out"),
    "missing": Bilingual("没有着落", "missing"),
}


def command(lang: Language) -> click.Command:
    """The command, speaking ``lang``."""
    return subcommand(
        "fidelity",
        lang,
        fidelity,
        [
            click.Argument(["places"], nargs=-1, metavar="[PLACE]..."),
            json_option(lang),
            click.Option(
                ["--facts-dir"],
                type=Path,
                metavar="DIR",
                help=pick(
                    lang,
                    "事实表所在的文件夹；给了就核对有没有漏掉的行",
                    "folder of the tables of facts; given, rows that the book misses are told",
                ),
            ),
            sources_option(lang),
        ],
        help=(
            "列出每一行事实、每一节规划在规则里的着落",
            "Tell what became of each row of the facts and each section of the plans",
        ),
        details=(
            "有漏掉的行，或引用了不存在的行时，退出码为 1。",
            "Exit code 1 where a row is missing, or one is named that the facts don't have.",
        ),
    )


def fidelity(
    session: Session,
    places: tuple[str, ...],
    as_json: bool,
    facts_dir: Path | None,
    sources_dir: Path | None,
) -> int:
    """Write the state of all rows and sections; 1 where a row is missing or unknown."""
    from rulebook.book.place_names import places_called, unknown_place
    from rulebook.review.fidelity import fidelity as review

    folder = sources_folder(sources_dir)
    facts = read_facts_tables(facts_dir) if facts_dir is not None else None
    book = session.open()
    places = tuple(places_called(places, book.contents))
    known = book.contents.places
    unknown = [each for each in places if each not in known]
    if unknown:
        raise Stop(2, *(unknown_place("RB9115", each, (*known.values(),)) for each in unknown))
    report = review(book, places, facts, read_texts(book, folder))
    if as_json:
        say_json(report.to_json(session.lang))
    else:
        _say(session, report)
        session.show(each for each in report.diagnostics if each.code != "RB9111")
    return 1 if has_errors(report.diagnostics) else 0


def _say(session: Session, report: FidelityReport) -> None:
    lang = session.lang
    say_table(
        pick(lang, "事实 地方 着落 位置 理由", "fact place state where reason").split(),
        (
            (each.row, each.place, WORDS[each.state].text(lang), each.where[0], each.reason(lang))
            for each in report.rows
        ),
    )
    if report.missing:
        say()
        say(session.say("没有着落的行：", "missing rows:"))
        for place, row in report.missing:
            say(f"  {row.id}  {place}  {row.file}:{row.line}  {row.text}")
    if report.sections:
        say()
        say_table(
            pick(lang, "规划 章节 引用 位置 标题", "document section cited where title").split(),
            (
                (
                    each.document,
                    each.section,
                    pick(lang, "有", "yes") if each.where else pick(lang, "无", "no"),
                    each.where[0] if each.where else "",
                    each.title,
                )
                for each in report.sections
            ),
        )
    say()
    counts = [
        f"{WORDS[state].text(lang)} {number}"
        for state, number in report.counts().items()
        if number or state != "missing"
    ]
    say(pick(lang, "，", ", ").join(counts))
