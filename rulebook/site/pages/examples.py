"""The worked examples of a rule: facts, the answer at build, why, and how to reuse it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from rulebook.answers.decision import MissingFigure, Outcome
from rulebook.answers.examples import ExampleRun, facts_json
from rulebook.book.model import DEFAULT_EVIDENCE
from rulebook.book.types import NUMBER
from rulebook.meaning.typed import TypedRule
from rulebook.site.html import (
    NOTHING,
    Row,
    Tab,
    Two,
    beside,
    bullets,
    code,
    fold,
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
from rulebook.site.view import latest
from rulebook.site.why import Why


def examples(rule: TypedRule, links: Links) -> Markup:
    """All examples, the first one open."""
    worked = links.view.worked.get(rule.id, ())
    if not worked:
        return NOTHING
    lead = two(
        f"这一版网页生成时，{len(worked)} 个例子都由程序算过，结果与规则里写的一致。点开看理由。",
        f"All {len(worked)} examples were worked out when these pages were made and gave what the "
        "rule expects. Open one to see why.",
    )
    told = (_example(rule, number, each, links) for number, each in enumerate(worked, 1))
    return paragraph(beside(lead)) + Markup("").join(told)


def _example(rule: TypedRule, number: int, run: ExampleRun, links: Links) -> Markup:
    anchor = f"example-{number}"
    head = Markup('<span id="{}">{}</span> {} {}').format(
        anchor, run.example.name, status_badge(run.decision.status), _short(rule, run, links)
    )
    both = tag("div", _facts(run, links), _results(rule, run, links), class_="rb-side")
    return fold(
        head,
        _conditions(run),
        both,
        _missing(run, links),
        _failed(run),
        _why(run, links),
        _reuse(rule.id, number, run),
        open_=number == 1,
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
    known = links.view.contents.vocabulary.facts
    rows = []
    for fact, value in run.example.facts.items():
        spec = known[fact]
        shown = links.view.values.show(value, spec.type, spec.units)
        rows.append(row(beside(links.fact(fact)), beside(shown)))
    heads = (beside(two("事实", "fact")), beside(two("值", "value")))
    return table(beside(two("已知", "given")), heads, rows)


def _results(rule: TypedRule, run: ExampleRun, links: Links) -> Markup:
    rows = [
        _result(rule, output, each, links) for output, each in run.decision.answer.outcomes.items()
    ]
    heads = (beside(two("结果", "result")), beside(two("值", "value")))
    return table(beside(two("答案", "answer")), heads, rows)


def _result(rule: TypedRule, output: str, outcome: Outcome, links: Links) -> Row:
    if outcome.value is None:
        shown = status_badge(outcome.status)
    else:
        shown = tag("span", beside(_value(rule, output, outcome, links)), class_="rb-value")
    return row(beside(_label(rule, output, links)), shown)


def _label(rule: TypedRule, output: str, links: Links) -> Two:
    definition = latest(rule).definitions.get(output)
    return links.fact(output) if definition is None else of(definition.label)


def _value(rule: TypedRule, output: str, outcome: Outcome, links: Links) -> Two:
    assert outcome.value is not None
    definition = latest(rule).definitions.get(output)
    if definition is None:
        return links.view.values.show(outcome.value, NUMBER)
    return links.view.values.show(outcome.value, definition.type, definition.units)


def _missing(run: ExampleRun, links: Links) -> Markup:
    if run.decision.status != "undetermined":
        return NOTHING
    lines = [beside(links.fact(each)) for each in run.decision.answer.missing_facts]
    lines += [_missing_figure(each, links) for each in run.decision.answer.missing_figures]
    return paragraph(beside(two("还缺：", "what is missing:"))) + bullets(lines)


def _missing_figure(missing: MissingFigure, links: Links) -> Markup:
    homes = [place for place, id_ in links.view.contents.figures if id_ == missing.id]
    name = beside(links.figure(homes[0], missing.id)) if homes else code(missing.id)
    if missing.level is None:
        return Markup("{} {}").format(name, unset_badge())
    why = beside(two("证据太弱，没有采用", "too weak to be used"))
    return Markup("{} {} {}").format(name, badge(missing.level), why)


def _failed(run: ExampleRun) -> Markup:
    if not run.decision.failed_conditions:
        return NOTHING
    lines = [beside(of(each.label)) for each in run.decision.failed_conditions]
    return paragraph(beside(two("没有满足的条件：", "conditions that failed:"))) + bullets(lines)


def _why(run: ExampleRun, links: Links) -> Markup:
    inside = Why(links).steps(run.decision.explanation)
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
