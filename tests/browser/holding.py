"""Cases in Python and in JavaScript: the whole answers have to be equal."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from rulebook import Book, Decision, FactsError
from rulebook.answers.fact_text import write_fact
from rulebook.answers.specials import Held
from rulebook.book.model import BookContents, EvidenceLevel
from rulebook.diagnostics import Diagnostic, Language
from rulebook.meaning.show import show_value
from rulebook.meaning.typed import FactValue
from rulebook.pipeline import build_from
from tests.browser.conftest import Evaluator
from tests.meaning.books import HERE

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Case:
    """A case as a page gives it: facts in JSON."""

    rule: str
    facts: Mapping[str, object]
    day: str
    evidence: EvidenceLevel = "code"
    lang: str = "zh"
    ignore_extra: bool = False


class Mismatch(AssertionError):
    """JavaScript answered otherwise."""


def opened(contents: BookContents) -> Book:
    """A book of these contents, rules and all."""
    return Book(build_from(contents), HERE)


def facts_json(facts: Mapping[str, FactValue], contents: BookContents) -> Json:
    """Exact facts in the form of JSON."""
    known = contents.vocabulary
    return {id_: write_fact(value, known.facts[id_], known) for id_, value in facts.items()}


def in_python(book: Book, case: Case) -> Json:
    """What JavaScript has to answer."""
    lang: Language = "zh" if case.lang == "zh" else "en"
    try:
        decision = book.decide(
            case.rule, case.facts, case.day, case.evidence, ignore_extra=case.ignore_extra
        )
    except FactsError as error:
        return {"problems": [told_in_python(each) for each in error.diagnostics]}
    answer = decision.to_json(lang)
    for id_, result in answer["results"].items():
        result["display"] = _display(decision, id_, lang)
    return {"decision": {**answer, "checks": _checks(decision)}}


TOLD = ("code", "key", "name", "message")


def told_in_python(finding: Diagnostic) -> Json:
    """A finding as the problem of JavaScript."""
    message = {"zh": finding.sentence("zh"), "en": finding.sentence("en")}
    names = {key: finding.arguments.get(key) for key in ("key", "name")}
    return {"code": finding.code, **names, "message": message}


def _display(decision: Decision, id_: str, lang: Any) -> str:
    value = decision.answer.outcomes[id_].value
    known = decision.vocabulary
    fact = known.facts[id_]
    if value is None:
        return ""
    return show_value(value, fact.type, fact.units, lang, known.enumerations)


def _checks(decision: Decision) -> list[Json]:
    trace = decision.trace
    if trace is None:
        return []
    version = trace.plan.version
    if version.applies is not None and trace.value(version.applies) is not True:
        return []
    return [
        {"title": each.title, "holds": _truth(trace.value(each.node))} for each in version.checks
    ]


def _truth(held: Held) -> bool | None:
    return held if isinstance(held, bool) else None


def request(case: Case) -> Json:
    """A case as a line for JavaScript."""
    options = {
        "asOf": case.day,
        "evidence": case.evidence,
        "lang": case.lang,
        "ignoreExtra": case.ignore_extra,
    }
    return {"rule": case.rule, "facts": case.facts, "options": options}


def hold(
    evaluator: Evaluator, book: Book, cases: Iterable[Case], text: str = "", *, texts: bool = True
) -> list[Json]:
    """Ask both; raises at the first answer that differs. Gives the answers."""
    asked = list(cases)
    program = book.export(sorted({each.rule for each in asked}), texts=texts)
    head, *answers = evaluator.ask([{"program": program}, *map(request, asked)])
    assert "rules" in head, head
    for case, given in zip(asked, answers, strict=True):
        wanted = json.loads(json.dumps(in_python(book, case)))
        told = given
        if "problems" in given:
            told = {
                "problems": [{key: each.get(key) for key in TOLD} for each in given["problems"]]
            }
        if told != wanted:
            raise Mismatch(difference(case, wanted, given, text))
    return answers


def difference(case: Case, wanted: Json, given: Json, text: str) -> str:
    """Program, facts and both answers."""
    parts = {
        key: (wanted["decision"][key], given["decision"][key])
        for key in wanted.get("decision", {})
        if "decision" in given and wanted["decision"][key] != given["decision"].get(key)
    }
    lines = [
        text,
        f"case: {case}",
        f"different: {', '.join(parts)}" if parts else "",
        "Python:",
        json.dumps({key: each[0] for key, each in parts.items()} or wanted, ensure_ascii=False),
        "JavaScript:",
        json.dumps({key: each[1] for key, each in parts.items()} or given, ensure_ascii=False),
    ]
    return "\n".join(each for each in lines if each)
