"""The worked examples of a rule: facts, the answer at build, why, and how to reuse it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from markupsafe import Markup, escape

from rulebook.answers.decision import MissingFigure, Outcome
from rulebook.answers.examples import ExampleRun, facts_json
from rulebook.book.model import DEFAULT_EVIDENCE
from rulebook.book.types import NUMBER
from rulebook.meaning.typed import TypedRule
from rulebook.site import paths
from rulebook.site.html import (
    NOTHING,
    Tab,
    Two,
    beside,
    both_paragraphs,
    bullets,
    code,
    fold,
    link,
    of,
    paragraph,
    row,
    table,
    tabs,
    tag,
    two,
)
from rulebook.site.labels import EVIDENCE, badge, status_badge, unset_badge
from rulebook.site.names import Links
from rulebook.site.view import latest, version_on
from rulebook.site.why import Why


def examples(rule: TypedRule, links: Links) -> Markup:
    """All examples; those that are the rows of one table stand together. One is open."""
    worked = links.view.worked.get(rule.id, ())
    if not worked:
        return NOTHING
    lead = two(
        f"这一版网页生成时，{len(worked)} 个例子都由程序算过，结果与规则里写的一致。点开看理由。",
        f"All {len(worked)} examples were worked out when these pages were made and gave what the "
        "rule expects. Open one to see why.",
    )
    shown = next((run for run in worked if run.decision.status == "determined"), worked[0])
    told, number = NOTHING, 1
    for title, runs in groupby(worked, key=lambda run: group_of(run.example.name)):
        together = [_Numbered(place, run, run is shown) for place, run in enumerate(runs, number)]
        number += len(together)
        told += _group(title, together, rule, links)
    return both_paragraphs(lead) + told


@dataclass(frozen=True, slots=True)
class _Numbered:
    """An example with its number on the page; ``open`` for the one that is shown at once."""

    number: int
    run: ExampleRun
    open: bool


def group_of(name: str) -> str:
    """The title of an example; the rows of its table are told apart by ``#1``, ``#2`` …"""
    return re.sub(r" #\d+$", "", name)


def _group(title: str, together: list[_Numbered], rule: TypedRule, links: Links) -> Markup:
    if len(together) == 1:
        return _example(rule, together[0], links, title)
    count = two(f"{len(together)} 个例子", f"{len(together)} examples")
    head = Markup("{} <small>{}</small>").format(title, beside(count))
    inside = Markup("").join(
        _example(rule, each, links, f"#{place}") for place, each in enumerate(together, 1)
    )
    open_ = any(each.open for each in together)
    return fold(
        head, _compared(title, together, rule, links), inside, open_=open_, class_="rb-example"
    )


def _compared(title: str, together: list[_Numbered], rule: TypedRule, links: Links) -> Markup:
    """What differs between the rows, and what each gave."""
    facts = dict.fromkeys(fact for each in together for fact in each.run.example.facts)
    runs = [each.run for each in together]
    varying = [each for each in facts if len({run.example.facts.get(each) for run in runs}) > 1]
    wanted = dict.fromkeys(output for run in runs for output in run.example.expected)
    outputs = [each for each in wanted if any(each in run.decision.answer.outcomes for run in runs)]
    heads = [
        "#",
        *(beside(links.fact(each)) for each in varying),
        *(
            Markup("<strong>{}</strong>").format(beside(_label(rule, each, links)))
            for each in outputs
        ),
    ]
    rows = [
        row(
            link(f"#example-{each.number}", f"#{place}"),
            *(_given(each.run, fact, links) for fact in varying),
            *(_outcome(each.run, output, rule, links) for output in outputs),
        )
        for place, each in enumerate(together, 1)
    ]
    return table(title, heads, rows, quiet=True)


def _given(run: ExampleRun, fact: str, links: Links) -> Markup:
    if fact not in run.example.facts:
        return escape("–")
    spec = links.view.contents.vocabulary.facts[fact]
    return _shown(links.view.answers.show(run.example.facts[fact], spec.type, spec.units))


def _outcome(run: ExampleRun, output: str, rule: TypedRule, links: Links) -> Markup:
    outcome = run.decision.answer.outcomes.get(output)
    if outcome is None:
        return status_badge(run.decision.status)
    if outcome.value is None:
        return status_badge(outcome.status)
    return _shown(_value(rule, output, outcome, links), strong=True)


def _shown(value: Two, strong: bool = False) -> Markup:
    return tag("span", beside(value), class_="rb-value" if strong else "rb-given")


def _example(rule: TypedRule, each: _Numbered, links: Links, title: str) -> Markup:
    run = each.run
    head = Markup('<span id="{}">{}</span> {} {}').format(
        f"example-{each.number}",
        title,
        status_badge(run.decision.status),
        _short(rule, run, links),
    )
    both = tag("div", _facts(run, links), _results(rule, run, links), class_="rb-side")
    return fold(
        head,
        _conditions(run),
        both,
        _missing(run, links),
        _failed(run),
        _why(rule, run, links),
        _reuse(rule.id, each.number, run),
        open_=each.open,
        class_="rb-example",
    )


def _short(rule: TypedRule, run: ExampleRun, links: Links) -> Markup:
    """The first determined result, to tell the examples apart while they are closed."""
    for output, outcome in reversed(list(run.decision.answer.outcomes.items())):
        if outcome.value is not None:
            name = _label(rule, output, links)
            value = _value(rule, output, outcome, links)
            return tag("small", f"{name.zh} ＝ {value.zh}")
    return NOTHING


def _conditions(run: ExampleRun) -> Markup:
    day = two(f"基准日 {run.example.day}", f"as of {run.example.day}")
    parts = [beside(day)]
    if run.example.evidence != DEFAULT_EVIDENCE:
        level = EVIDENCE[run.example.evidence]
        parts.append(
            beside(two(f"接受到“{level.zh}”的证据", f"evidence down to “{level.en}” accepted"))
        )
    if run.decision.evidence is not None:
        parts.append(
            beside(two("答案的证据", "evidence of the answer")) + " " + badge(run.decision.evidence)
        )
    return paragraph(Markup(" · ").join(parts))


def _facts(run: ExampleRun, links: Links) -> Markup:
    rows = [row(beside(links.fact(each)), _given(run, each, links)) for each in run.example.facts]
    heads = (beside(two("事实", "fact")), beside(two("值", "value")))
    return table(beside(two("已知", "given")), heads, rows)


def _results(rule: TypedRule, run: ExampleRun, links: Links) -> Markup:
    outputs = run.decision.answer.outcomes
    rows = [
        row(beside(_label(rule, each, links)), _outcome(run, each, rule, links)) for each in outputs
    ]
    heads = (beside(two("结果", "result")), beside(two("值", "value")))
    return table(beside(two("答案", "answer")), heads, rows)


def _label(rule: TypedRule, output: str, links: Links) -> Two:
    definition = latest(rule).definitions.get(output)
    return links.fact(output) if definition is None else of(definition.label)


def _value(rule: TypedRule, output: str, outcome: Outcome, links: Links) -> Two:
    assert outcome.value is not None
    definition = latest(rule).definitions.get(output)
    if definition is None:
        return links.view.answers.show(outcome.value, NUMBER)
    return links.view.answers.show(outcome.value, definition.type, definition.units)


def _missing(run: ExampleRun, links: Links) -> Markup:
    if run.decision.status != "undetermined":
        return NOTHING
    lines = [beside(links.fact(each)) for each in run.decision.answer.missing_facts]
    lines += [_missing_figure(each, links) for each in run.decision.answer.missing_figures]
    return paragraph(beside(two("还缺：", "what is missing:"))) + bullets(lines)


def _missing_figure(missing: MissingFigure, links: Links) -> Markup:
    name = _missing_name(missing.id, links)
    if missing.level is None:
        return Markup("{} {}").format(name, unset_badge())
    why = beside(two("证据太弱，没有采用", "too weak to be used"))
    return Markup("{} {} {}").format(name, badge(missing.level), why)


def _missing_name(id_: str, links: Links) -> Markup:
    """A figure by its id, or a clause by ``rule.definition``."""
    home = links.home_of(id_)
    if home is not None:
        return beside(links.figure(home, id_))
    rule, _, definition = id_.partition(".")
    known = links.view.rules.get(rule)
    if known is None or definition not in latest(known).definitions:
        return code(id_)
    label = of(latest(known).definitions[definition].label)
    return beside(links.to(paths.rule_page(rule), label, paths.anchor("def", definition)))


def _failed(run: ExampleRun) -> Markup:
    if not run.decision.failed_conditions:
        return NOTHING
    lines = [beside(of(each.label)) for each in run.decision.failed_conditions]
    return paragraph(beside(two("没有满足的条件：", "conditions that failed:"))) + bullets(lines)


def _why(rule: TypedRule, run: ExampleRun, links: Links) -> Markup:
    inside = Why(links, version_on(rule, run.example.day)).steps(run.decision.explanation)
    if not inside:
        return NOTHING
    return fold(
        beside(two("为什么是这个答案", "why this is the answer")), inside, class_="rb-because"
    )


def _reuse(rule: str, number: int, run: ExampleRun) -> Markup:
    head = beside(two("重用这个计算", "reuse this calculation"))
    choices = (
        Tab("命令行 command line", _copied(command_line(rule, run))),
        Tab("JSON", _copied(case_json(run))),
        Tab("Python", _copied(python_lines(rule, run))),
    )
    return fold(head, tabs(f"reuse-{number}", choices), class_="rb-reuse")


def _copied(text: str) -> Markup:
    return tag("div", tag("pre", tag("code", text)), class_="highlight")


def command_line(rule: str, run: ExampleRun) -> str:
    """The command that gives the same answer; the facts are in ``case.json``."""
    weaker = (
        f" --evidence {run.example.evidence}" if run.example.evidence != DEFAULT_EVIDENCE else ""
    )
    return f"rulebook eval {rule} --facts case.json --as-of {run.example.day}{weaker} --explain\n"


def case_json(run: ExampleRun) -> str:
    """The facts, as ``case.json`` holds them."""
    return json.dumps(given(run), ensure_ascii=False, indent=2) + "\n"


def python_lines(rule: str, run: ExampleRun) -> str:
    """Three lines of Python that give the same answer."""
    weaker = (
        f', min_evidence="{run.example.evidence}"'
        if run.example.evidence != DEFAULT_EVIDENCE
        else ""
    )
    return (
        "from rulebook import open_book\n\n"
        f"facts = {_literal(given(run))}\n"
        f'decision = open_book().decide("{rule}", facts, as_of="{run.example.day}"{weaker})\n'
        'print(decision.explain("zh"))\n'
    )


def given(run: ExampleRun) -> dict[str, Any]:
    """The facts in the form that the command line takes."""
    return facts_json(run.example.facts, run.decision.vocabulary)


def _literal(given: Mapping[str, Any]) -> str:
    lines = "".join(f"    {key!r}: {value!r},\n" for key, value in given.items())
    return "{\n" + lines.replace("'", '"') + "}"
