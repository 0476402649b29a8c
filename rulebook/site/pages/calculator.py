"""The calculator of a rule's page: the rule's program in the page, worked by the browser alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from rulebook.answers.examples import ExampleRun
from rulebook.answers.outline import UNKNOWN, WORDS
from rulebook.book.evidence import EVIDENCE, TENTATIVE
from rulebook.book.model import DEFAULT_EVIDENCE
from rulebook.book.types import Records
from rulebook.diagnostics import Bilingual
from rulebook.meaning.typed import TypedRule
from rulebook.site import paths
from rulebook.site.html import NOTHING, both_paragraphs, late, paragraph, tag, two
from rulebook.site.labels import STATUS
from rulebook.site.names import Links
from rulebook.site.page import Section
from rulebook.site.pages.reuse import given
from rulebook.site.view import View, inputs_of, outputs_of

TITLE = Bilingual("算一算", "Try a case")
EVALUATOR, CALCULATOR = "assets/rulebook.js", "assets/calculator.js"
"""Where the scripts are in the site."""


def calculator_section(rule: TypedRule, links: Links) -> Section:
    """A form for the rule's facts; nothing where it reads records, which a form can't hold."""
    if not has_calculator(rule, links.view):
        return Section("calculator", TITLE, NOTHING)
    program = links.view.programs[rule.id]
    lead = two(
        "填已知的事实，答案马上算出，理由在下面；不知道的不填。在浏览器里算，不联网，什么也不传出去；"
        "与程序算的一样，精确到分。",
        "Fill in what is known; the answer appears at once with its reasons. It is worked out in "
        "this browser, without a network, and is the one that the program gives, to the fen.",
    )
    return Section("calculator", TITLE, both_paragraphs(lead) + late(_form(rule, program, links)))


def has_calculator(rule: TypedRule, view: View) -> bool:
    """Whether a form can hold the facts of the rule."""
    return rule.id in view.programs and _scalar(rule, view)


def _scalar(rule: TypedRule, view: View) -> bool:
    facts = view.contents.vocabulary.facts
    return not any(isinstance(facts[each].type, Records) for each in inputs_of(rule))


def _form(rule: TypedRule, program: Mapping[str, Any], links: Links) -> Markup:
    runs = links.view.worked.get(rule.id, ())
    data = {
        "rule": rule.id,
        "weakest": DEFAULT_EVIDENCE,
        "program": program,
        "examples": [_example(each) for each in runs],
        "outputs": {each: _label(each, links.view) for each in outputs_of(rule)},
        "status": {each: _both(label) for each, label in STATUS.items()},
        "evidence": {each: _both(label) for each, label in EVIDENCE.items()},
        "tentative": list(TENTATIVE),
        "words": {"unknown": UNKNOWN.zh, **{op: word.zh for op, word in WORDS.items()}},
    }
    waiting = two("这里要打开脚本才能算。", "This needs scripts to be switched on.")
    place = tag("div", paragraph(waiting.zh, " ", waiting.en), id="rb-calculator")
    # A script ends at "</" whatever stands there, so no text may have it.
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
    kept = Markup('<script type="application/json" id="rb-program">{}</script>').format(
        Markup(text.replace("<!--", "<\\u0021--"))
    )
    scripts = Markup("").join(
        Markup('<script src="{}" defer></script>').format(paths.file_href(links.origin, each))
        for each in (EVALUATOR, CALCULATOR)
    )
    return place + kept + scripts


def _example(run: ExampleRun) -> dict[str, Any]:
    example = run.example
    return {
        "name": example.name,
        "as_of": example.day.isoformat(),
        "evidence": example.evidence,
        "facts": given(run),
    }


def _label(output: str, view: View) -> dict[str, str]:
    return _both(view.contents.vocabulary.facts[output].label)


def _both(label: Bilingual) -> dict[str, str]:
    return {"zh": label.zh, "en": label.en}
