"""An answer as a clerk reads it in a terminal."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rulebook.book.evidence import evidence_text
from rulebook.cli.output import console, say
from rulebook.cli.speech import pick
from rulebook.cli.wording import Wording
from rulebook.diagnostics import Language

if TYPE_CHECKING:
    from rulebook import Decision
    from rulebook.answers.decision import MissingFigure
    from rulebook.answers.results import FailedCondition

STATUS = {
    "determined": ("已确定", "determined"),
    "undetermined": ("未定", "undetermined"),
    "not-in-force": ("未施行", "not in force"),
    "not-applicable": ("不适用", "not applicable"),
}
_STYLE = {"determined": "bold green", "undetermined": "bold yellow"}


def show_answer(decision: Decision, words: Wording) -> None:
    """Write rule, day and status, the results, and what is missing or failed."""
    out = console()
    day = pick(words.lang, f"基准日 {decision.as_of}", f"as of {decision.as_of}")
    out.print(f"{decision.rule}  {day}  ", end="")
    status = pick(words.lang, *STATUS[decision.status])
    out.print(status, style=_STYLE.get(decision.status, "bold red"))
    if decision.status == "not-in-force":
        say(_in_force(decision, words.lang))
    for line in (*_results(decision, words), *_reasons(decision, words)):
        say(line)


def _in_force(decision: Decision, lang: Language) -> str:
    """From when to when there is a rule, as its versions say."""
    day = datetime.date.fromordinal
    said = [
        pick(lang, f"自 {day(each.since)} 起", f"from {day(each.since)}")
        + (
            pick(lang, f"至 {day(each.until)} 止", f" until {day(each.until)}")
            if each.until
            else ""
        )
        for each in decision.program.rules[decision.rule]
    ]
    return pick(lang, "施行：", "in force: ") + pick(lang, "；", "; ").join(said)


def _results(decision: Decision, words: Wording) -> list[str]:
    from rich.cells import cell_len

    called = decision.outward(decision.answer.outcomes)
    fields = max(map(len, called.values()), default=0) if decision.names == "platform" else 0
    named = [
        (
            f"{called[id_]:{fields}}  {words.fact(id_)}" if fields else words.fact(id_),
            pick(words.lang, *STATUS[outcome.status])
            if outcome.value is None
            else words.value(id_, outcome.value),
        )
        for id_, outcome in decision.answer.outcomes.items()
    ]
    widest = max((cell_len(name) for name, _ in named), default=0)
    return [f"  {name}{' ' * (widest - cell_len(name))}  {value}" for name, value in named]


def _reasons(decision: Decision, words: Wording) -> Iterator[str]:
    lang, missing = words.lang, decision.missing
    if missing.facts:
        called = decision.outward(decision.answer.missing_facts)
        facts = words.listed([words.named_fact(id_, name) for id_, name in called.items()])
        yield pick(lang, "缺少的事实：", "missing facts: ") + facts
    for figure in missing.figures:
        yield pick(lang, "缺少的数字：", "missing figure: ") + _figure(figure, decision, words)
    for failed in decision.failed_conditions:
        yield pick(lang, "未满足的条件：", "failed condition: ") + _failed(failed, decision, lang)
    if decision.evidence:
        yield pick(lang, "依据等级：", "evidence: ") + evidence_text(decision.evidence, lang)


def _failed(failed: FailedCondition, decision: Decision, lang: Language) -> str:
    """A condition that is not met, with the values that it read."""
    from rulebook.answers.outline import shown_text

    values = [
        f"{each.label.text(lang)} = {shown_text(each.shown, decision.vocabulary, lang)}"
        for each in failed.read
    ]
    text = failed.label.text(lang)
    if failed.label.zh == failed.label.en:
        text = decision.text_in(failed.span, lang) or text
    told = [each for each in values if each != text]
    joined = pick(lang, "、", ", ").join(told)
    return pick(lang, f"{text}（{joined}）", f"{text} ({joined})") if told else text


def _figure(figure: MissingFigure, decision: Decision, words: Wording) -> str:
    name = decision.figure_label(figure.id).text(words.lang)
    if figure.reason == "unset":
        why = decision.why_unset(figure)
        return pick(words.lang, f"{name}（{why.zh}）", f"{name} ({why.en})")
    return pick(
        words.lang,
        f"{name}（依据只有 {figure.level} 级，要采用请加 --evidence {figure.level}）",
        f"{name} (only {figure.level}; --evidence {figure.level} lets it in)",
    )
