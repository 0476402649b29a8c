"""``vocabulary.yaml``: every fact, enumeration and record type that rules may name."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from fractions import Fraction

from rulebook.book.fields import bilingual, entries, first_span, label, text, text_node, texts
from rulebook.book.measured import (
    BASIS_POINT,
    FEN,
    HUNDRED_MILLION,
    Known,
    Typed,
    read_calendar_day,
    read_measure,
    read_type,
)
from rulebook.book.model import Enumeration, EnumerationValue, Fact, RecordType, Vocabulary
from rulebook.book.nodes import Entries, Text
from rulebook.book.numerals import amount_text
from rulebook.book.parts import declared_in
from rulebook.book.types import MONEY, RATE, CalendarDay, Measure, Records
from rulebook.book.units import factor
from rulebook.diagnostics import Diagnostic, finding

FIRST_DAY = datetime.date(1900, 1, 1)
LAST_DAY = datetime.date(2199, 12, 31)


def read_vocabulary(node: Entries) -> tuple[Vocabulary, tuple[Diagnostic, ...]]:
    """The vocabulary; an entry that isn't sound is left out."""
    findings: list[Diagnostic] = []
    known = known_names(node)
    enumerations = [_enumeration(name, entry) for name, entry in entries(node, "enumerations")]
    facts = [_fact(name, entry, known, findings) for name, entry in entries(node, "facts")]
    records = [_record(name, entry, known, findings) for name, entry in entries(node, "records")]
    vocabulary = Vocabulary(
        facts={fact.id: fact for fact in facts if fact is not None},
        enumerations={each.id: each for each in enumerations},
        records={each.id: each for each in records},
    )
    return vocabulary, tuple(findings)


def known_names(node: Entries) -> Known:
    """The ids of enumerations and record types, sound or not."""
    return Known(declared_in(node, "enumerations"), declared_in(node, "records"))


def _enumeration(name: Text, node: Entries) -> Enumeration:
    values = tuple(
        EnumerationValue(
            key.value,
            label(value, key.value),
            key.span,
            text(value, "platform"),
            tuple(each.value for each in texts(value, "platform_also")),
        )
        for key, value in entries(node, "values")
    )
    ordered = text(node, "ordered") in ("true", "是", "yes")
    return Enumeration(name.value, label(node, name.value), ordered, values, name.span)


def _record(name: Text, node: Entries, known: Known, findings: list[Diagnostic]) -> RecordType:
    fields: list[Fact] = []
    for key, entry in entries(node, "fields"):
        field = _fact(key, entry, known, findings)
        if field is None:
            continue
        if isinstance(field.type, Records):
            findings.append(finding("RB2325", first_span(entry, "type"), name=key.value))
        else:
            fields.append(field)
    return RecordType(name.value, label(node, name.value), tuple(fields), name.span)


@dataclass(frozen=True, slots=True)
class _Domain:
    step: Fraction = Fraction(1)
    low: Fraction | None = None
    high: Fraction | None = None
    first: datetime.date | None = None
    last: datetime.date | None = None


def _fact(name: Text, node: Entries, known: Known, findings: list[Diagnostic]) -> Fact | None:
    typed = read_type(node, known, findings)
    if typed is None:
        return None
    if isinstance(typed.type, Measure):
        domain = _measure_domain(node, typed, findings)
    elif isinstance(typed.type, CalendarDay):
        domain = _day_domain(node, findings)
    else:
        domain = _Domain()
        _no_domain(node, findings, "min", "max", "step")
    return Fact(
        id=name.value,
        label=label(node, name.value),
        type=typed.type,
        span=name.span,
        units=typed.units,
        step=domain.step,
        low=domain.low,
        high=domain.high,
        first=domain.first,
        last=domain.last,
        platform=text(node, "platform"),
        note=bilingual(node, "note"),
    )


def _measure_domain(node: Entries, typed: Typed, findings: list[Diagnostic]) -> _Domain:
    low, high, step = _defaults(typed)
    given = {
        key: _bound(node, key, typed, findings)
        for key in ("min", "max", "step")
        if text_node(node, key) is not None
    }
    step_given = given.get("step")
    if step_given is not None and step_given <= 0:
        findings.append(finding("RB2326", first_span(node, "step")))
        step_given = None
    step = step if step_given is None else step_given
    least, greatest = given.get("min"), given.get("max")
    low = low if least is None else least
    high = high if greatest is None else greatest
    if high is not None and low > high:
        findings.append(_upside_down(node, typed, low, high))
    for key, value in (("min", least), ("max", greatest)):
        if value is not None and value % step:
            span = first_span(node, key)
            findings.append(
                finding(
                    "RB2310",
                    span,
                    given=amount_text(value, typed.units),
                    step=amount_text(step, typed.units),
                )
            )
    return _Domain(step, low, high)


def _defaults(typed: Typed) -> tuple[Fraction, Fraction | None, Fraction]:
    """Least value, greatest value and step where the vocabulary says nothing."""
    if typed.type == MONEY:
        return Fraction(0), HUNDRED_MILLION, FEN
    if typed.type == RATE:
        return Fraction(0), Fraction(1), BASIS_POINT
    return Fraction(0), None, factor(typed.units)


def _bound(node: Entries, key: str, typed: Typed, findings: list[Diagnostic]) -> Fraction | None:
    written = text_node(node, key)
    return None if written is None else read_measure(written, typed, findings)


def _upside_down(node: Entries, typed: Typed, low: Fraction, high: Fraction) -> Diagnostic:
    key = "max" if text_node(node, "max") is not None else "min"
    return finding(
        "RB2312",
        first_span(node, key),
        low=amount_text(low, typed.units),
        high=amount_text(high, typed.units),
    )


def _day_domain(node: Entries, findings: list[Diagnostic]) -> _Domain:
    _no_domain(node, findings, "step")
    first = _day(node, "min", findings) or FIRST_DAY
    last = _day(node, "max", findings) or LAST_DAY
    if first > last:
        key = "max" if text_node(node, "max") is not None else "min"
        span = first_span(node, key)
        findings.append(finding("RB2312", span, low=str(first), high=str(last)))
    return _Domain(first=first, last=last)


def _day(node: Entries, key: str, findings: list[Diagnostic]) -> datetime.date | None:
    written = text_node(node, key)
    return None if written is None else read_calendar_day(written, findings)


def _no_domain(node: Entries, findings: list[Diagnostic], *keys: str) -> None:
    kind = text(node, "type") or ""
    findings.extend(
        finding("RB2328", written.span, key=key, type=kind)
        for key in keys
        if (written := text_node(node, key)) is not None
    )
