"""``rulebook coverage``: which parts of the rules no example goes through."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

import click

from rulebook.cli.group import subcommand
from rulebook.cli.options import SOME_RULES, json_option, rules_argument
from rulebook.cli.output import say, say_json, show_diagnostics, working
from rulebook.cli.session import Session
from rulebook.cli.speech import pick
from rulebook.cli.usage import wrong_usage
from rulebook.diagnostics import NOWHERE, Language, finding

if TYPE_CHECKING:
    from rulebook.review.report import RuleCoverage


def command(lang: Language) -> click.Command:
    """The command, speaking ``lang``."""
    return subcommand(
        "coverage",
        lang,
        coverage,
        [
            rules_argument(),
            json_option(lang),
            click.Option(
                ["--fail-under"],
                type=_percent,
                metavar="PERCENT",
                help=pick(lang, "低于这个百分数时退出码为 1", "exit code 1 below this percentage"),
            ),
        ],
        help=(
            "列出没有示例走过的分支、表行、条件和版本",
            "Tell which cases, rows, conditions and versions no example goes through",
        ),
        details=SOME_RULES,
    )


def _percent(text: str) -> Decimal:
    try:
        percent = Decimal(text.strip().removesuffix("%"))
    except InvalidOperation:
        raise wrong_usage("RB9102", value=text) from None
    if not percent.is_finite() or not 0 <= percent <= 100:
        raise wrong_usage("RB9102", value=text)
    return percent


def coverage(
    session: Session, rules: tuple[str, ...], as_json: bool, fail_under: Decimal | None
) -> int:
    """Write what the examples go through; 1 where that is less than asked for."""
    from rulebook.review.coverage import coverage as review

    book = session.open()
    wanted = session.chosen_rules(book, rules)
    broken = session.count_broken(book, wanted) if len(wanted) != 1 else 0
    with working(session.say("正在运行示例……", "running the examples ...")):
        report = review(book, session.sound(book, wanted))
    if as_json:
        say_json(report.to_json())
    else:
        for rule in report.rules:
            _say(session, rule)
        total = f"{report.hit}/{report.points}，{report.percent}%"
        say(session.say(f"共 {total}", f"in all {total.replace('，', ', ')}"))
    if fail_under is not None and report.is_under(fail_under):
        asked = f"{fail_under:f}"
        low = finding("RB9101", NOWHERE, percent=str(report.percent), asked=asked)
        show_diagnostics([low], session.lang)
        return 1
    return 1 if broken and fail_under is not None else 0


def _say(session: Session, rule: RuleCoverage) -> None:
    """A line for the rule, then one for each point that is not hit."""
    say(f"{rule.rule}  {rule.hit}/{rule.points}")
    for version in rule.versions:
        for point in version.points:
            if not point.hit:
                kind = point.kind_in(session.lang)
                say(f"    {point.file}:{point.line}  {kind}  {point.text}")
