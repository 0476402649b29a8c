"""Cases as text: a rule, the facts of a case, and the answer that every evaluator has to give.

A file holds a list of cases. ``rule`` is rule text; a body without its heading gets the one of
:data:`HEADING`. ``rules`` are the other rules that it reads, by path; one that begins with a line
``# 采用`` is adopted by the place of the case. Amounts are written as in the language, facts by
either name; a set is a list of values, records are a list of their fields. What is not said is the
usual: nothing missing, nothing failed, no evidence, ``determined``.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass, field
from dataclasses import replace as changed
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, assert_never, cast

import yaml

from rulebook.answers.decision import Answer, MissingFigure, Outcome, Status, UnsetReason
from rulebook.book.amounts import read_amount
from rulebook.book.figures import Context, read_figures
from rulebook.book.loading import load
from rulebook.book.model import BookContents, EvidenceLevel, Fact, RuleText
from rulebook.book.nodes import Entries
from rulebook.book.numerals import amount_text
from rulebook.book.types import CalendarDay, Measure, OneOf, Records, SetOf, Truth
from rulebook.book.yamlfile import read_yaml
from rulebook.diagnostics import Diagnostic
from rulebook.meaning.typed import FactValue, TypedBook, Value

PLACE, FAMILY, STEM = "city", "benefit-list", "trial"
RULE = f"{PLACE}/{FAMILY}/{STEM}"
HEADING = """\
规则 试 trial “试”
    依据 公报
    施行 自 2020-01-01
"""
ADOPTED = "# 采用\n"
"""The first line of another place's rule that the place of the case adopts as it stands."""
TRUTHS = {True: "是", False: "否"}
UNDETERMINED, NOT_APPLICABLE = "未定", "不适用"
NO_RULES: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Case:
    """A rule, a case, and the answer to it."""

    rule: str
    facts: Mapping[str, FactValue]
    day: date
    min_evidence: EvidenceLevel
    answer: Answer
    figures: str | None = None
    others: Mapping[str, str] = field(default_factory=dict)
    """The texts of the other rules, by path."""
    sentence: str = ""
    file: str = field(default="", compare=False)


# ---- books


@cache
def book_in(folder: Path) -> BookContents:
    """The book in a folder, which has to be sound."""
    contents, findings = load(folder)
    assert contents is not None
    assert not findings, [f"{each.span} {each.code} {each.message}" for each in findings]
    return contents


def with_rule(
    book: BookContents,
    rule: str,
    figures: str | None = None,
    others: Mapping[str, str] = NO_RULES,
) -> BookContents:
    """A book with the rule of a case and those it reads; ``figures`` is its place's as text."""
    texts = {**others, RULE: rule}
    contents = changed(book, rules=tuple(_rule_text(*each) for each in texts.items()))
    contents = _with_adopted(contents, others)
    if figures is None:
        return contents
    node, findings = read_yaml(f"{PLACE}/figures.yaml", figures)
    assert isinstance(node, Entries), findings
    enumerations = book.vocabulary.enumerations
    names = {each.id: each.label.zh for each in enumerations.values()}
    read, findings = read_figures(PLACE, node, Context(enumerations, names, book.sources))
    errors = [each for each in findings if each.severity == "error"]
    assert not errors, [f"{each.code} {each.message}" for each in errors]
    above = {key: figure for key, figure in book.figures.items() if key[0] != PLACE}
    own = {(PLACE, figure.id): figure for figure in read}
    return changed(contents, figures={**above, **own})


def _with_adopted(book: BookContents, others: Mapping[str, str]) -> BookContents:
    """The book where the place of the case adopts the rules that begin with :data:`ADOPTED`."""
    adopted = tuple(path for path, text in others.items() if text.startswith(ADOPTED))
    place = changed(book.places[PLACE], adopts=(*book.places[PLACE].adopts, *adopted))
    return changed(book, places={**book.places, PLACE: place})


def _rule_text(path: str, text: str) -> RuleText:
    place, family, stem = path.split("/")
    return RuleText(f"{path}.rule", place, family, stem, text)


def typed(contents: BookContents) -> tuple[TypedBook, tuple[Diagnostic, ...]]:
    """All stages up to the typed tree."""
    from rulebook.language.parser import parse
    from rulebook.meaning.rules import type_book

    trees = {}
    found: list[Diagnostic] = []
    for rule in contents.rules:
        tree, findings = parse(rule.text, rule.path)
        found.extend(findings)
        if tree is not None:
            trees[rule.path] = tree
    book, findings = type_book(contents, trees)
    return book, (*found, *findings)


def full_rule(body: str) -> str:
    """Rule text as it is, or a body under the heading that all bodies share."""
    return body if body.lstrip().startswith("规则") else HEADING + textwrap.indent(body, "    ")


# ---- reading


def read_cases(path: Path, book: BookContents) -> list[Case]:
    """The cases of a file."""
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [_case(entry, book, path.name) for entry in entries]


def _case(entry: dict[str, Any], book: BookContents, file: str) -> Case:
    day = entry.get("day", date(2025, 1, 1))
    return Case(
        rule=full_rule(entry["rule"]),
        facts=dict(_value(book, name, written) for name, written in entry.get("facts", {}).items()),
        day=day,
        min_evidence=entry.get("min_evidence", "code"),
        answer=_answer(entry, book, day),
        figures=entry.get("figures"),
        others=entry.get("rules", {}),
        sentence=entry.get("sentence", ""),
        file=file,
    )


def _answer(entry: dict[str, Any], book: BookContents, day: date) -> Answer:
    missing = [each.split(" ") for each in entry.get("missing", [])]
    outcomes = {}
    for name, written in entry.get("gives", {}).items():
        if written == UNDETERMINED:
            outcomes[fact_named(book, name).id] = Outcome("undetermined", None)
        elif written == NOT_APPLICABLE:
            outcomes[fact_named(book, name).id] = Outcome("not-applicable", None)
        else:
            output, value = _value(book, name, written)
            assert not isinstance(value, tuple), "records are no result"
            outcomes[output] = Outcome("determined", value)
    return Answer(
        status=cast(Status, entry.get("status", "determined")),
        outcomes=outcomes,
        missing_facts=tuple(_missing_fact(book, each[0]) for each in missing if len(each) == 1),
        missing_figures=tuple(_missing_figure(each) for each in missing if len(each) > 1),
        failed=tuple(entry.get("failed", ())),
        evidence=entry.get("evidence"),
        day=day,
    )


def _missing_fact(book: BookContents, name: str) -> str:
    """The id of a fact, or of a record's field written ``records.field``."""
    owner, _, part = name.partition(".")
    fact = fact_named(book, owner)
    if not part:
        return fact.id
    assert isinstance(fact.type, Records)
    fields = book.vocabulary.records[fact.type.record].fields
    return f"{fact.id}.{next(each.id for each in fields if part in (each.id, each.label.zh))}"


def _missing_figure(words: list[str]) -> MissingFigure:
    level = cast(EvidenceLevel, words[2]) if len(words) > 2 else None
    return MissingFigure(words[0], cast(UnsetReason, words[1]), level)


def fact_named(book: BookContents, name: str) -> Fact:
    """The fact with that id or Chinese name."""
    for fact in book.vocabulary.facts.values():
        if name in (fact.id, fact.label.zh):
            return fact
    raise KeyError(name)


def _value(book: BookContents, name: str, written: object) -> tuple[str, FactValue]:
    fact = fact_named(book, name)
    if isinstance(fact.type, Records):
        assert isinstance(written, list), written
        fields = book.vocabulary.records[fact.type.record].fields
        return fact.id, tuple(_record(book, fields, record) for record in written)
    return fact.id, _read(book, fact, written)


def _record(
    book: BookContents, fields: tuple[Fact, ...], written: Mapping[str, object]
) -> Mapping[str, Value]:
    named = {name: each for each in fields for name in (each.id, each.label.zh)}
    return {named[name].id: _read(book, named[name], value) for name, value in written.items()}


def _read(book: BookContents, fact: Fact, written: object) -> Value:
    match fact.type:
        case Measure():
            amount = read_amount(str(written))
            if amount is None:
                return Fraction(str(written))
            assert amount.dimension == fact.type.dimension, written
            return amount.value
        case Truth():
            assert written in ("是", "否"), written
            return written == "是"
        case CalendarDay():
            assert isinstance(written, date)
            return written
        case OneOf(enumeration):
            return _id_of(book, enumeration, written)
        case SetOf(enumeration):
            assert isinstance(written, list), written
            return frozenset(_id_of(book, enumeration, each) for each in written)
        case Records():
            raise AssertionError("records hold no records")
        case _:
            assert_never(fact.type)


def _id_of(book: BookContents, enumeration: str, written: object) -> str:
    values = book.vocabulary.enumerations[enumeration].values
    return next(each.id for each in values if written in (each.id, each.label.zh))


# ---- writing


def written_case(case: Case, book: BookContents) -> str:
    """A case as text that :func:`read_cases` reads, a list of one."""
    return yaml.dump(
        [_entry(case, book)],
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=1000,
    )


class _Dumper(yaml.SafeDumper):
    """Writes texts of several lines as blocks."""


def _block(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else "")


_Dumper.add_representer(str, _block)


def _entry(case: Case, book: BookContents) -> dict[str, object]:
    answer = case.answer
    facts = book.vocabulary.facts
    entry: dict[str, object] = {"rule": case.rule}
    if case.others:
        entry["rules"] = dict(case.others)
    if case.figures is not None:
        entry["figures"] = case.figures
    entry |= {
        "facts": {
            facts[name].label.zh: _text(book, facts[name], value)
            for name, value in case.facts.items()
        },
        "day": case.day,
        "min_evidence": case.min_evidence,
        "status": answer.status,
        "gives": {
            facts[name].label.zh: _outcome_text(book, facts[name], outcome)
            for name, outcome in answer.outcomes.items()
        },
        "missing": [
            *(facts[name].label.zh for name in answer.missing_facts),
            *(
                " ".join(filter(None, (each.id, each.reason, each.level)))
                for each in answer.missing_figures
            ),
        ],
        "failed": list(answer.failed),
        "evidence": answer.evidence,
    }
    return entry


def _outcome_text(book: BookContents, fact: Fact, outcome: Outcome) -> object:
    if outcome.value is None:
        return NOT_APPLICABLE if outcome.status == "not-applicable" else UNDETERMINED
    return _text(book, fact, outcome.value)


def _text(book: BookContents, fact: Fact, value: FactValue) -> object:
    match value:
        case tuple():
            assert isinstance(fact.type, Records)
            fields = book.vocabulary.records[fact.type.record].fields
            return [
                {
                    each.label.zh: _text(book, each, record[each.id])
                    for each in fields
                    if each.id in record
                }
                for record in value
            ]
        case bool():
            return TRUTHS[value]
        case Fraction():
            return amount_text(value, fact.units).zh if _is_decimal(value) else str(value)
        case date():
            return value
        case str():
            assert isinstance(fact.type, OneOf)
            return _label_of(book, fact.type.enumeration, value)
        case frozenset():
            assert isinstance(fact.type, SetOf)
            return [_label_of(book, fact.type.enumeration, each) for each in sorted(value)]
        case _:
            assert_never(value)


def _label_of(book: BookContents, enumeration: str, id_: str) -> str:
    values = book.vocabulary.enumerations[enumeration].values
    return next(each.label.zh for each in values if each.id == id_)


def _is_decimal(value: Fraction) -> bool:
    """Whether a value has an exact decimal, whatever decimal factor its unit has."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1
