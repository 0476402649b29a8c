"""``figures.yaml``: the dated figures of a place."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from rulebook.book.fields import (
    bilingual,
    entries,
    evidence,
    fact_rows,
    first_span,
    label,
    listed,
    text,
    text_node,
)
from rulebook.book.measured import (
    FEN,
    Known,
    Typed,
    read_calendar_day,
    read_measure,
    read_type,
)
from rulebook.book.model import (
    Conflict,
    Enumeration,
    EvidenceLevel,
    Figure,
    FigureValue,
    SourceDocument,
)
from rulebook.book.nodes import Entries, Text
from rulebook.book.numerals import amount_text, decimal_text
from rulebook.book.types import MONEY, RATE, CalendarDay, Measure, OneOf, Truth
from rulebook.diagnostics import Bilingual, Diagnostic, finding
from rulebook.diagnostics.nearest import did_you_mean

YES = frozenset(("true", "是", "yes"))
NO = frozenset(("false", "否", "no"))


@dataclass(frozen=True, slots=True)
class Context:
    """What a figure may refer to."""

    enumerations: Mapping[str, Enumeration]
    known_enumerations: Mapping[str, str]
    sources: Mapping[str, SourceDocument]


def read_figures(
    place: str, node: Entries, context: Context
) -> tuple[tuple[Figure, ...], tuple[Diagnostic, ...]]:
    """The figures of a place; one that isn't sound is left out."""
    findings: list[Diagnostic] = []
    found = [
        _figure(place, name, entry, context, findings) for name, entry in entries(node, "figures")
    ]
    return tuple(each for each in found if each is not None), tuple(findings)


def _figure(
    place: str, name: Text, node: Entries, context: Context, findings: list[Diagnostic]
) -> Figure | None:
    typed = read_type(node, Known(context.known_enumerations, {}), findings)
    if typed is None:
        return None
    values = [_value(entry, typed, context, findings) for entry in listed(node, "values")]
    return Figure(
        id=name.value,
        label=label(node, name.value),
        type=typed.type,
        units=typed.units,
        place=place,
        item=text(node, "item"),
        values=tuple(value for value in values if value is not None),
        conflicts=tuple(_conflicts(node, context)),
        span=name.span,
        note=bilingual(node, "note"),
        replaces=_replaced(node),
    )


def _replaced(node: Entries) -> tuple[str, str] | None:
    place, mark, figure = (text(node, "replaces") or "").partition("/")
    return (place, figure) if mark else None


def _conflicts(node: Entries, context: Context) -> list[Conflict]:
    return [
        Conflict(
            value=text(entry, "value") or "",
            source=text(entry, "source"),
            evidence=_evidence(entry, context),
            facts=fact_rows(entry),
            note=bilingual(entry, "note") or Bilingual("", ""),
            span=first_span(entry, "value"),
        )
        for entry in listed(node, "conflicts")
    ]


def _value(
    node: Entries, typed: Typed, context: Context, findings: list[Diagnostic]
) -> FigureValue | None:
    told = len(findings)
    since, until = _period(node, findings)
    period_is_sound = len(findings) == told
    written = text_node(node, "value")
    unset = bilingual(node, "unset")
    value = None if written is None else read_value(written, typed, context, findings)
    if written is not None and isinstance(value, Fraction):
        _odd(written, value, typed, findings)
    if not period_is_sound or (value is None and unset is None):
        return None
    return FigureValue(
        value=value,
        unset=unset if value is None else None,
        since=since,
        until=until,
        source=text(node, "source"),
        section=text(node, "section"),
        evidence=None if value is None else _evidence(node, context),
        facts=fact_rows(node),
        span=first_span(node, "value" if written is not None else "unset"),
    )


def _odd(written: Text, value: Fraction, typed: Typed, findings: list[Diagnostic]) -> None:
    """A rate above 100%, or an amount or rate below 0: hardly ever meant."""
    if typed.type == RATE and value > 1:
        findings.append(finding("RB2338", written.span, times=decimal_text(value)))
    elif typed.type in (RATE, MONEY) and value < 0:
        findings.append(finding("RB2339", written.span))


def _evidence(node: Entries, context: Context) -> EvidenceLevel | None:
    """The entry's own level, else that of its source."""
    source = context.sources.get(text(node, "source") or "")
    return evidence(node) or (None if source is None else source.evidence)


def _period(
    node: Entries, findings: list[Diagnostic]
) -> tuple[datetime.date | None, datetime.date | None]:
    since, until = _day(node, "from", findings), _day(node, "until", findings)
    if since is not None and until is not None and since > until:
        span = first_span(node, "until")
        findings.append(finding("RB2313", span, since=str(since), until=str(until)))
    return since, until


def _day(node: Entries, key: str, findings: list[Diagnostic]) -> datetime.date | None:
    written = text_node(node, key)
    return None if written is None else read_calendar_day(written, findings)


def read_value(
    written: Text, typed: Typed, context: Context, findings: list[Diagnostic]
) -> Fraction | str | None:
    """A figure's value: an exact measure, or the ISO day, the value's id, ``yes`` or ``no``."""
    match typed.type:
        case Measure():
            value = read_measure(written, typed, findings)
            if value is not None and typed.type == MONEY and value % FEN:
                step = amount_text(FEN, ("yuan",))
                findings.append(finding("RB2310", written.span, given=written.value, step=step))
            return value
        case CalendarDay():
            day = read_calendar_day(written, findings)
            return None if day is None else day.isoformat()
        case Truth():
            if written.value in YES | NO:
                return "yes" if written.value in YES else "no"
            findings.append(finding("RB2329", written.span, given=written.value))
            return None
        case OneOf(enumeration):
            return _one_of(written, context.enumerations.get(enumeration), findings)
        case _:
            return None


def _one_of(
    written: Text, enumeration: Enumeration | None, findings: list[Diagnostic]
) -> str | None:
    if enumeration is None:
        return None
    for value in enumeration.values:
        if written.value in (value.id, value.label.zh):
            return value.id
    names = [name for value in enumeration.values for name in (value.id, value.label.zh)]
    findings.append(
        finding(
            "RB2330",
            written.span,
            given=written.value,
            name=enumeration.label.zh,
            guess=did_you_mean(written.value, names),
        )
    )
    return None
