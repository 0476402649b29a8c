"""``rulebook sources check DIR``: citations held against the texts of the documents."""

from __future__ import annotations

from pathlib import Path

import click

from rulebook.cli.group import subcommand
from rulebook.cli.options import json_option
from rulebook.cli.output import say, say_json
from rulebook.cli.review_files import read_texts, sources_folder
from rulebook.cli.session import Session
from rulebook.cli.usage import wrong_usage
from rulebook.diagnostics import Bilingual, Language


def command(lang: Language) -> click.Command:
    """The command, speaking ``lang``."""
    return subcommand(
        "sources",
        lang,
        sources,
        [
            click.Argument(["action"], type=_action, metavar="check"),
            click.Argument(["folder"], type=Path, required=False, metavar="DIR"),
            json_option(lang),
        ],
        help=(
            "核对引用的章节和片段是否在原文里",
            "Check that cited sections and fragments stand in the documents' texts",
        ),
        details=(
            "DIR 放着 `sources.yaml` 登记的文本；不写时看 RULEBOOK_SOURCES。有不符时退出码为 1。",
            "DIR, else RULEBOOK_SOURCES, holds the registered texts. Exit code 1 on errors.",
        ),
    )


def _action(text: str) -> str:
    if text != "check":
        words = Bilingual("`check`", "`check`")
        raise wrong_usage("RB9019", name="sources", value=text, words=words)
    return text


def sources(session: Session, action: str, folder: Path | None, as_json: bool) -> int:
    """Write what does not agree; 1 where one of it is an error."""
    from rulebook.review.sources import check_sources

    chosen = sources_folder(folder)
    if chosen is None:
        raise wrong_usage("RB9130")
    book = session.open()
    report = check_sources(book, read_texts(book, chosen), chosen.as_posix())
    if as_json:
        say_json(report.to_json(session.lang))
    else:
        session.show(report.diagnostics)
        say(
            session.say(
                f"文本 {len(report.documents)} 份；引用 {report.citations} 处，"
                f"{report.found} 处相符",
                f"{len(report.documents)} texts; {report.citations} citations, "
                f"{report.found} found as cited",
            )
        )
    return 0 if report.sound else 1
