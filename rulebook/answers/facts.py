"""The facts of a case, as a clerk or a program gives them, read to exact values.

Keys are vocabulary ids or Chinese names. Money is a decimal text or a number in yuan, never a
float; a rate ``"85%"`` or ``"0.85"``; a quantity a number in the fact's unit or a text with a unit;
yes/no ``true`` and ``false``, or the texts 是, 否, yes, no; a value of an enumeration its id or
Chinese name; a day its ISO form, or as tables write it. Texts are read as spreadsheets write them,
``"￥12,300.00"`` and ``"2025/9/1"``, and in full width. None means missing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from rulebook.answers.fact_values import Given, clean, kind_of, read_value
from rulebook.book.hints import nearest_or_all
from rulebook.book.model import Fact, RecordType, Vocabulary
from rulebook.book.types import Records
from rulebook.diagnostics import NOWHERE, Bilingual, Diagnostic, Span, finding
from rulebook.diagnostics.nearest import did_you_mean
from rulebook.language.words import words
from rulebook.meaning.values import FactValue, Value

MAX_RECORDS = 1000
MOST_GUESSES = 50
MOST_FINDINGS = 200
"""How many findings are told of one file of facts."""


def read_facts(
    raw: object,
    vocabulary: Vocabulary,
    wanted: Collection[str],
    ignore_extra: bool = False,
    where: Mapping[str, Span] | None = None,
) -> tuple[dict[str, FactValue], tuple[Diagnostic, ...]]:
    """The exact values of the ``wanted`` facts, by id; missing ones are absent.

    ``raw`` is a mapping, from JSON or a Python caller. A fact that the vocabulary has and this rule
    does not read is checked and left aside, so that one file of facts serves several rules. A key
    that nobody knows is an error unless ``ignore_extra``. ``where`` gives the place of each
    top-level key in the user's file.
    """
    reading = Reading(vocabulary, where or {})
    if not isinstance(raw, Mapping):
        return {}, (finding("RB8104", NOWHERE, kind=kind_of(raw)),)
    values: dict[str, FactValue] = {}
    for fact, given in reading.matched(raw, vocabulary.facts, ignore_extra):
        value = reading.value(fact, given)
        if value is not None and fact.id in wanted:
            values[fact.id] = value
    return values, tuple(reading.findings)


def is_case_day(key: str) -> bool:
    """Whether a key is the day of the case, which is asked for beside the facts."""
    return clean(key) in ("case_day", words().built_in["case_day"])


@dataclass(slots=True)
class Reading:
    """The work of reading one file of facts; ``findings`` gather what is wrong with it."""

    vocabulary: Vocabulary
    where: Mapping[str, Span]
    findings: list[Diagnostic] = field(default_factory=list)

    def matched(
        self,
        raw: Mapping[Any, object],
        facts: Mapping[str, Fact],
        ignore_extra: bool,
        outer: Given | None = None,
    ) -> Iterator[tuple[Fact, Given]]:
        """Each given value with its fact; keys that fit none are findings."""
        names = {name: fact for fact in facts.values() for name in (fact.label.zh, fact.id)}
        names |= {fact.id: fact for fact in facts.values()}
        seen: dict[str, str] = {}
        for key, value in raw.items():
            if not isinstance(key, str):
                self.findings.append(finding("RB8103", NOWHERE, key=kind_of(key)))
                continue
            given = self.given(key, value, outer)
            fact = names.get(clean(key))
            if fact is None and is_case_day(key):
                self.findings.append(given.problem("RB8131"))
            elif fact is None:
                if not ignore_extra and len(self.findings) < MOST_FINDINGS:
                    # Nearest names take time, and nobody reads hundreds of them.
                    few = len(self.findings) < MOST_GUESSES
                    fields = [each.label.zh for each in facts.values()]
                    guess = did_you_mean(key, names) if few else Bilingual("", "")
                    if few and outer is not None and not guess.zh:
                        guess = nearest_or_all(key, fields)
                    self.findings.append(given.problem("RB8101", guess=guess))
            elif fact.id in seen:
                self.findings.append(given.problem("RB8102", other=seen[fact.id]))
            else:
                seen[fact.id] = key
                yield fact, given

    def given(self, key: str, value: object, outer: Given | None) -> Given:
        """A value with its name and place; inside a record, those of the record before it."""
        if outer is None:
            return Given(key, key, value, self.where.get(key, NOWHERE))
        return Given(outer.key, f"{outer.name}.{key}", value, outer.span)

    def value(self, fact: Fact, given: Given) -> FactValue | None:
        """The exact value, or None where it is missing or a finding."""
        if given.raw is None:
            return None
        if isinstance(fact.type, Records):
            return self.records(self.vocabulary.records.get(fact.type.record), given)
        value = read_value(given, fact, self.vocabulary)
        if isinstance(value, Diagnostic):
            self.findings.append(value)
            return None
        return value

    def records(
        self, record: RecordType | None, given: Given
    ) -> tuple[Mapping[str, Value], ...] | None:
        """A list of records; an absent or empty field is missing in its record."""
        form = Bilingual("记录的列表", "a list of records")
        if not isinstance(given.raw, list | tuple):
            kind = kind_of(given.raw)
            self.findings.append(given.problem("RB8107", form=form, kind=kind))
            return None
        if len(given.raw) > MAX_RECORDS:
            self.findings.append(given.problem("RB8124", most=str(MAX_RECORDS)))
            return None
        fields = {} if record is None else {each.id: each for each in record.fields}
        found: list[Mapping[str, Value]] = []
        for number, item in enumerate(given.raw, 1):
            one = replace(given, name=f"{given.name}[{number}]", raw=item)
            if not isinstance(item, Mapping):
                form = Bilingual("一条记录（对象）", "a record, as an object")
                self.findings.append(one.problem("RB8107", form=form, kind=kind_of(item)))
                continue
            found.append(self.one_record(item, fields, one))
        return tuple(found)

    def one_record(
        self, raw: Mapping[Any, object], fields: Mapping[str, Fact], outer: Given
    ) -> Mapping[str, Value]:
        """The fields of one record."""
        values: dict[str, Value] = {}
        for fact, given in self.matched(raw, fields, False, outer):
            if given.raw is None:
                continue
            value = read_value(given, fact, self.vocabulary)
            if isinstance(value, Diagnostic):
                self.findings.append(value)
            else:
                values[fact.id] = value
        return values
