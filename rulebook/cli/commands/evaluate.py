"""``rulebook eval``: one answer with its reasons."""

from __future__ import annotations

import datetime
import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rulebook.book.model import EvidenceLevel
from rulebook.book.platform import RECORD, Names
from rulebook.cli.answer import show_answer
from rulebook.cli.facts_file import LARGEST, FactsFile, read_facts
from rulebook.cli.group import subcommand
from rulebook.cli.options import day, evidence_option, json_option, names_option
from rulebook.cli.output import remark, say, say_json, show_diagnostics
from rulebook.cli.session import Session
from rulebook.cli.speech import pick
from rulebook.cli.usage import Stop
from rulebook.cli.wording import Wording
from rulebook.diagnostics import NOWHERE, Bilingual, Diagnostic, Language, finding

if TYPE_CHECKING:
    from rulebook import Book, Decision


def command(lang: Language) -> click.Command:
    """The command, speaking ``lang``."""
    return subcommand(
        "eval",
        lang,
        evaluate,
        [
            click.Argument(["rule"]),
            click.Option(
                ["--facts", "source"],
                required=True,
                metavar="FILE|-",
                help=pick(lang, "JSON 事实文件；- 是标准输入", "JSON file of facts; - is stdin"),
            ),
            click.Option(
                ["--as-of"],
                type=day,
                metavar="DATE",
                help=pick(lang, "基准日，如 2025-09-01；默认今天", "the case day; else today"),
            ),
            evidence_option(lang),
            click.Option(
                ["--ignore-extra"],
                is_flag=True,
                help=pick(lang, "不理会规则不认识的事实", "pass over facts that are not known"),
            ),
            names_option(lang, ("事实和结果", "facts and results")),
            json_option(lang),
            click.Option(
                ["--explain"],
                is_flag=True,
                help=pick(lang, "逐条说明理由和依据", "say why, clause by clause"),
            ),
        ],
        help=("用一份事实求一条规则的答案", "Answer one rule for one set of facts"),
        details=(
            "RULE 是规则的编号、名称或文件路径，见 `rulebook rules`。",
            "RULE is a rule's id, name or file; see `rulebook rules`.",
        ),
    )


def evaluate(
    session: Session,
    rule: str,
    source: str,
    as_of: datetime.date | None,
    evidence: EvidenceLevel,
    ignore_extra: bool,
    names: Names,
    as_json: bool,
    explain: bool,
) -> int:
    """Write the answer; 0 whatever its status is."""
    name, data = _bytes(source)
    book = session.open()
    (rule,) = session.known(book, [rule])
    file = _facts(session, name, data)
    if as_of is None and names == "platform":
        _remark_settled_on(session, file)
    decision = _decide(session, book, rule, file, as_of, evidence, ignore_extra, names)
    if as_json:
        say_json(decision.to_json(session.lang))
        return 0
    show_answer(decision, Wording(book.contents, session.lang))
    if explain:
        say()
        say(decision.explain(session.lang))
    return 0


def _remark_settled_on(session: Session, file: FactsFile) -> None:
    """That today is taken, where the record says when it was settled: the day is not guessed."""
    record = file.facts.get(RECORD, file.facts)
    settled = record.get("setl_time") if isinstance(record, dict) else None
    on = settled[:10] if isinstance(settled, str) else ""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", on, re.ASCII):
        zh = f"基准日取今天；结算时间是 {on}，按那天算请加 `--as-of {on}`"
        en = f"as of today; the record was settled on {on}: `--as-of {on}` asks as of that day"
        remark(session.say(zh, en))


def _bytes(source: str) -> tuple[str, bytes]:
    """The file's name as shown to people, and what is in it."""
    if source == "-":
        if sys.stdin is None:
            nothing = Bilingual("没有标准输入", "there is no standard input")
            raise Stop(2, finding("RB9011", NOWHERE, file="<stdin>", reason=nothing))
        return "<stdin>", sys.stdin.buffer.read(LARGEST + 1)
    name = Path(source).as_posix()
    try:
        with Path(source).open("rb") as file:
            return name, file.read(LARGEST + 1)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise Stop(2, finding("RB9011", NOWHERE, file=name, reason=reason)) from None


def _facts(session: Session, name: str, data: bytes) -> FactsFile:
    facts, problems = read_facts(data, name)
    if facts is None:
        text = data.decode("utf-8", "replace")
        show_diagnostics(problems, session.lang, lambda file: text if file == name else None)
        raise Stop(1)
    return facts


def _decide(
    session: Session,
    book: Book,
    rule: str,
    file: FactsFile,
    as_of: datetime.date | None,
    evidence: EvidenceLevel,
    ignore_extra: bool,
    names: Names,
) -> Decision:
    from rulebook import FactsError

    try:
        return book.decide(
            rule, file.facts, as_of, evidence, ignore_extra=ignore_extra, names=names
        )
    except FactsError as error:
        found = [_placed(each, file) for each in error.diagnostics]
        show_diagnostics(found, session.lang, lambda _: file.text)
        raise Stop(1) from None


def _placed(diagnostic: Diagnostic, file: FactsFile) -> Diagnostic:
    """The diagnostic at the value that it speaks of, where it has no place of its own.

    A record, or a field of one, stands at its own line; what is not found there at its outer key.
    """
    ways = (diagnostic.arguments.get(each) for each in ("name", "key"))
    places = (file.places.get(way) for way in ways if isinstance(way, str))
    place = next((each for each in places if each is not None), None)
    return diagnostic if diagnostic.span.file or place is None else replace(diagnostic, span=place)
