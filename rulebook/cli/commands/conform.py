"""``rulebook conform``: whether places keep to the national list."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

import click

from rulebook.book.choice import PACKAGED
from rulebook.cli.group import subcommand
from rulebook.cli.options import choice, day
from rulebook.cli.output import say, say_json, working
from rulebook.cli.session import Session
from rulebook.cli.speech import pick
from rulebook.cli.usage import Stop
from rulebook.diagnostics import NOWHERE, Diagnostic, Language, finding, has_errors
from rulebook.diagnostics.nearest import did_you_mean

if TYPE_CHECKING:
    from rulebook import Book
    from rulebook.conformity import ConformityReport, Finding


def command(lang: Language) -> click.Command:
    """The command, speaking ``lang``."""
    return subcommand(
        "conform",
        lang,
        conform,
        [
            click.Argument(["places"], nargs=-1, metavar="[PLACE]..."),
            click.Option(
                ["--as-of"],
                type=day,
                metavar="DATE",
                help=pick(lang, "哪一天；默认今天", "the day; today if left out"),
            ),
            click.Option(
                ["--item", "items"],
                multiple=True,
                metavar="ITEM",
                help=pick(
                    lang,
                    "只看这一条目，如 职工医保.门诊；可以写几次",
                    "this item alone, such as employee.outpatient; may be repeated",
                ),
            ),
            choice(
                "--format",
                ("text", "json"),
                lang,
                ("输出文字（默认）或 JSON", "print text, as it does if left out, or JSON"),
                names=("output",),
                default="text",
            ),
        ],
        help=(
            "逐条对照国家待遇清单",
            "Hold places against each item of the national treatment list",
        ),
        details=(
            "违反有转载以上证据的“必须”界限时，退出码为 1。",
            "Exit code 1 where a must bound of reprinted evidence or better is violated.",
        ),
    )


def conform(
    session: Session,
    places: tuple[str, ...],
    as_of: datetime.date | None,
    items: tuple[str, ...],
    output: str,
) -> int:
    """Write the verdicts; 1 where a bound that must hold is violated."""
    from rulebook.book.place_names import places_called
    from rulebook.conformity import unknown_places

    book = session.open()
    places = tuple(places_called(places, book.contents))
    wanted, unknown = _items(book, items)
    wrong = [*unknown_places(book.contents, places), *unknown]
    if wrong:
        raise Stop(2, *wrong)
    session.count_broken(book)
    with working(session.say("正在对照清单……", "holding rules against the list ...")):
        report = book.conform(places or None, as_of)
    if items:
        kept = tuple(each for each in report.findings if each.item in wanted)
        report = replace(report, findings=kept)
    session.show(report.diagnostics)
    if output == "json":
        say_json(report.to_json(session.lang))
    else:
        say(session.say(f"基准日：{report.as_of}", f"as of {report.as_of}"))
        _say(session, book, report)
    return 1 if report.fails or has_errors(report.diagnostics) else 0


def _items(book: Book, names: tuple[str, ...]) -> tuple[set[str], list[Diagnostic]]:
    """The ids of items named by id or Chinese name, and what is wrong with the others."""
    known = {each.label.zh: id_ for id_, each in book.contents.items.items()}
    known |= {id_: id_ for id_ in book.contents.items}
    unknown = [
        finding("RB9210", NOWHERE, item=each, near=did_you_mean(each, known))
        for each in names
        if each not in known
    ]
    return {known[each] for each in names if each in known}, unknown


def _say(session: Session, book: Book, report: ConformityReport) -> None:
    """The findings place by place, then how many there are of each verdict."""
    from rulebook.conformity import VERDICTS

    lang = session.lang
    for place, findings in groupby(report.findings, key=lambda each: each.place):
        say(f"{book.contents.places[place].label.text(lang)} {place}")
        here = list(findings)
        for each in here:
            if each.verdict != "not-implemented":
                _say_finding(session, book, each)
        _say_without(session, book, [e for e in here if e.verdict == "not-implemented"])
        say()
    counts = (f"{VERDICTS[each].text(lang)} {n}" for each, n in report.counts().items())
    say(
        pick(lang, "，", ", ").join(counts) or session.say("没有要对照的地方", "no places to check")
    )


def _say_without(session: Session, book: Book, findings: Sequence[Finding]) -> None:
    """What is not implemented: the items of one reason together, since there is nothing more."""
    from rulebook.conformity import VERDICTS

    lang = session.lang
    by_reason: dict[str, list[str]] = {}
    for each in findings:
        item = book.contents.items[each.item or ""]
        by_reason.setdefault(each.why.text(lang), []).append(item.label.text(lang))
    for why, items in by_reason.items():
        verdict = VERDICTS["not-implemented"].text(lang)
        count = pick(lang, f"{len(items)} 条", f"({len(items)})")
        say(f"  {verdict} {count}  {pick(lang, '、', ', ').join(items)}")
        say(f"      {why}")


def _say_finding(session: Session, book: Book, finding: Finding) -> None:
    """The verdict with the item, then the reason, the bound and the place in the file."""
    from rulebook.conformity import VERDICTS

    lang = session.lang
    item = book.contents.items.get(finding.item or "")
    name = item.label.text(lang) if item else session.say("（无条目）", "(no item)")
    say(f"  {VERDICTS[finding.verdict].text(lang)}  {name}")
    say(f"      {finding.why.text(lang)}")
    bound = finding.grounds(lang)
    if bound:
        say(session.say(f"      界限：{bound}", f"      bound: {bound}"))
    say(f"      {_where(session, finding)}")


def _where(session: Session, finding: Finding) -> str:
    """The place in the file; of the packaged book below, that it is none of the user's own."""
    file = finding.where.file.removeprefix(f"{PACKAGED}:")
    place = f"{file}:{finding.where.line}"
    if file == finding.where.file:
        return place
    return session.say(f"{place}（随软件带来的规则书）", f"{place} (packaged book)")
