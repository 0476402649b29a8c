"""The worked examples of a rule: facts, the answer at build, and why."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup, escape

from rulebook.answers.decision import MissingFigure
from rulebook.answers.examples import ExampleRun
from rulebook.book.evidence import EVIDENCE
from rulebook.book.model import DEFAULT_EVIDENCE, Fact
from rulebook.book.types import Records
from rulebook.meaning.typed import RecordValues, TypedRule, Value
from rulebook.site import paths
from rulebook.site.html import (
    NOTHING,
    Two,
    beside,
    both_paragraphs,
    bullets,
    code,
    fold,
    late,
    link,
    of,
    paragraph,
    row,
    table,
    tag,
    two,
)
from rulebook.site.labels import badge, status_badge, unset_badge
from rulebook.site.names import Links
from rulebook.site.outcomes import given_value, outcome_of
from rulebook.site.pages.reuse import reuse
from rulebook.site.view import latest
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
    compared = late(_compared(title, together, links))
    return fold(head, compared, inside, open_=open_, class_="rb-example")


def _compared(title: str, together: list[_Numbered], links: Links) -> Markup:
    """What differs between the rows, and what each gave."""
    facts = dict.fromkeys(fact for each in together for fact in each.run.example.facts)
    runs = [each.run for each in together]
    first = runs[0].example.facts
    varying = [
        each
        for each in facts
        if any(run.example.facts.get(each) != first.get(each) for run in runs)
    ]
    wanted = dict.fromkeys(output for run in runs for output in run.example.expected)
    outputs = [each for each in wanted if any(each in run.decision.answer.outcomes for run in runs)]
    heads = [
        "#",
        *(beside(links.fact(each)) for each in varying),
        *(Markup("<strong>{}</strong>").format(beside(_name(each, links))) for each in outputs),
    ]
    rows = [
        row(
            link(f"#example-{each.number}", f"#{place}"),
            *(_given(each.run, fact, links) for fact in varying),
            *(outcome_of(each.run.decision.answer, output, links) for output in outputs),
        )
        for place, each in enumerate(together, 1)
    ]
    return table(title, heads, rows, quiet=True)


def _given(run: ExampleRun, fact: str, links: Links) -> Markup:
    if fact not in run.example.facts:
        return escape("–")
    value = run.example.facts[fact]
    if isinstance(value, tuple):
        return given_value(two(f"{len(value)} 条记录", f"{len(value)} records"))
    return _value_of(links.view.contents.vocabulary.facts[fact], value, links)


def _value_of(spec: Fact, value: Value, links: Links) -> Markup:
    return given_value(links.view.answers.show(value, spec.type, spec.units))


def _example(rule: TypedRule, each: _Numbered, links: Links, title: str) -> Markup:
    run = each.run
    head = Markup('<span id="{}">{}</span> {} {}').format(
        f"example-{each.number}",
        title,
        status_badge(run.decision.status),
        _short(run, links),
    )
    both = tag("div", _facts(run, links), _results(run, links), class_="rb-side")
    inside = (
        _conditions(run),
        both,
        _missing(run, links),
        _failed(run),
        _why(run, links),
        reuse(rule.id, each.number, run),
    )
    return fold(head, late(Markup("").join(inside)), open_=each.open, class_="rb-example")


def _short(run: ExampleRun, links: Links) -> Markup:
    """The first determined result, to tell the examples apart while they are closed."""
    for output, outcome in reversed(list(run.decision.answer.outcomes.items())):
        if outcome.value is not None:
            spec = links.view.contents.vocabulary.facts[output]
            value = links.view.answers.show(outcome.value, spec.type, spec.units)
            return tag("small", f"{spec.label.zh} ＝ {value.zh}")
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
    given_ = run.example.facts
    rows = [row(beside(links.fact(each)), _given(run, each, links)) for each in given_]
    heads = (beside(two("事实", "fact")), beside(two("值", "value")))
    lists = [
        _records(fact, value, links) for fact, value in given_.items() if isinstance(value, tuple)
    ]
    return table(beside(two("已知", "given")), heads, rows) + Markup("").join(lists)


def _records(fact: str, records: RecordValues, links: Links) -> Markup:
    """The records of a fact as a table."""
    words = links.view.contents.vocabulary
    kind = words.facts[fact].type
    assert isinstance(kind, Records)
    fields = words.records[kind.record].fields
    heads = ["#", *(beside(of(each.label)) for each in fields)]
    rows = [
        row(
            str(number),
            *(
                _value_of(each, record[each.id], links) if each.id in record else escape("–")
                for each in fields
            ),
        )
        for number, record in enumerate(records, 1)
    ]
    return table(beside(links.fact(fact)), heads, rows)


def _results(run: ExampleRun, links: Links) -> Markup:
    outputs = run.decision.answer.outcomes
    rows = [
        row(beside(_name(each, links)), outcome_of(run.decision.answer, each, links))
        for each in outputs
    ]
    heads = (beside(two("结果", "result")), beside(two("值", "value")))
    return table(beside(two("答案", "answer")), heads, rows)


def _name(output: str, links: Links) -> Two:
    return of(links.view.contents.vocabulary.facts[output].label)


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


def _why(run: ExampleRun, links: Links) -> Markup:
    inside = Why(links, run.example.day).steps(run.decision.explanation.children)
    if not inside:
        return NOTHING
    return fold(
        beside(two("为什么是这个答案", "why this is the answer")), inside, class_="rb-because"
    )
