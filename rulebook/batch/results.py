"""Integers of an answer → columns as people read them: yuan, per cent, names, days, reasons."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from rulebook.batch.answering import NOT_APPLICABLE, STATUSES, UNDETERMINED, Answered
from rulebook.batch.cells import BITS
from rulebook.batch.quoting import quoted_text
from rulebook.batch.speaking import Speaking
from rulebook.book.model import EVIDENCE_LEVELS, Enumeration, Fact, Vocabulary
from rulebook.book.platform import Names, code_of, outward
from rulebook.book.types import MONEY, RATE, CalendarDay, Measure, OneOf, SetOf, Truth
from rulebook.book.units import factor
from rulebook.meaning import program as p
from rulebook.meaning.typed import Value

REJECTED = len(STATUSES)
ALL_STATUSES = (*STATUSES, "rejected")


@dataclass(frozen=True, slots=True)
class Shown:
    """How results are called and shown."""

    vocabulary: Vocabulary
    names: Names

    def result(self, written: str, fact: Fact, shape: p.Shape) -> str:
        """A result in its fact's unit: money in yuan, a rate in per cent."""
        match fact.type:
            case Measure():
                return _measure(written, fact, shape)
            case Truth():
                return written
            case CalendarDay():
                return f"DATE '0001-01-01' + CAST({written} - 1 AS INTEGER)"
            case OneOf(name):
                texts = self.texts(self.vocabulary.enumerations[name])
                return pick(texts, written)
            case SetOf(name):
                texts = self.texts(self.vocabulary.enumerations[name])
                held = ", ".join(
                    f"CASE WHEN {written} & {1 << place} <> 0 THEN {quoted_text(text)} END"
                    for place, text in enumerate(texts)
                )
                some = f"LIST_FILTER([{held}], LAMBDA e : e IS NOT NULL)"
                return f"CASE WHEN {written} IS NOT NULL THEN {some} END"
            case _:
                raise AssertionError("records are no result")

    def texts(self, enumeration: Enumeration) -> list[str]:
        """What the values of an enumeration are called."""
        match self.names:
            case "zh":
                return [each.label.zh for each in enumeration.values]
            case "platform":
                return [code_of(enumeration, each.id) or each.id for each in enumeration.values]
            case _:
                return [each.id for each in enumeration.values]

    def plain(self, output: str, value: Value | None) -> object:
        """A value in base units as its column holds it: yuan, per cent, a name."""
        fact = self.vocabulary.facts[output]
        match value:
            case Fraction():
                unit = Fraction(1, 100) if fact.type == RATE else factor(fact.units)
                shown = value if fact.type == MONEY else value / unit
                return Decimal(shown.numerator) / Decimal(shown.denominator)
            case str() | frozenset():
                assert isinstance(fact.type, OneOf | SetOf)
                enumeration = self.vocabulary.enumerations[fact.type.enumeration]
                ids = [each.id for each in enumeration.values]
                called = dict(zip(ids, self.texts(enumeration), strict=True))
                return called[value] if isinstance(value, str) else [called[v] for v in value]
            case _:
                return value

    def columns(self, outputs: Sequence[str]) -> dict[str, str]:
        """The names of the columns of some results."""
        return dict(outward(self.names, outputs, self.vocabulary))


def _measure(written: str, fact: Fact, shape: p.Shape) -> str:
    """An exact decimal; a number of whole steps is an integer."""
    unit = Fraction(1, 100) if fact.type == RATE else factor(fact.units)
    if fact.type == MONEY:
        unit = Fraction(1)
    held = Fraction(1, 10**shape.scale) / unit
    whole_steps = fact.type != MONEY and (fact.step / unit).denominator == 1
    if whole_steps and held.numerator == 1:
        return written if held.denominator == 1 else f"{written} // {held.denominator}"
    places = max(_places(held), 2 if fact.type == MONEY else 0)
    times = held.numerator * 10**places // held.denominator
    digits = len(str(max(abs(shape.low), abs(shape.high)))) + len(str(times))
    whole = f"CAST({written} AS DECIMAL({18 if digits <= 17 else 38 - places - 1}, 0))"
    return (
        f"{whole} * CAST({_plain(times, places)} AS DECIMAL({len(str(times)) + places}, {places}))"
    )


def _places(value: Fraction) -> int:
    places = 0
    while (value * 10**places).denominator != 1:
        places += 1
        if places > 12:
            raise ValueError(f"{value} is no decimal")
    return places


def _plain(number: int, places: int) -> str:
    digits = str(number).rjust(places + 1, "0")
    return f"{digits[:-places]}.{digits[-places:]}" if places else digits


def pick(texts: Sequence[str], written: str, places: Collection[int] | None = None) -> str:
    """One of some texts by its place, NULL where the place is or lies before the first.

    ``places`` are those that may be, where that is known.
    """
    there = {
        place: quoted_text(text)
        for place, text in enumerate(texts)
        if places is None or place in places
    }
    if places is not None and len(places) == 1:
        (place,) = places
        return there.get(place, "CAST(NULL AS VARCHAR)")
    whens = " ".join(f"WHEN {place} THEN {text}" for place, text in there.items())
    return f"CASE {written} {whens} END"


def status(written: str, places: Collection[int] | None) -> str:
    """A status as text; ``places`` are the statuses that may be."""
    return pick(ALL_STATUSES, written, places)


def evidence(written: str, places: Collection[int] | None) -> str:
    """A level of evidence as text; ``places`` are the levels that may be."""
    return pick(EVIDENCE_LEVELS, written, places)


def reasons(
    status_: str,
    places: Collection[int] | None,
    words: Sequence[str | None],
    answer: Answered,
    failed: Sequence[str],
    speaking: Speaking,
) -> str:
    """Why a row has no full answer: codes with blanks between, NULL where it has one.

    ``places`` are the statuses that may be; a word that is None has no bits.
    """
    codes = [quoted_text(speaking.missing(leaf)) for leaf in answer.missing]
    missing = [
        f"CASE WHEN {word} & {1 << place % BITS} <> 0 THEN {code} END"
        for place, code in enumerate(codes)
        if (word := words[place // BITS]) is not None
    ]
    conditions = [
        f"CASE WHEN {column} THEN {quoted_text(speaking.failed(name))} END"
        for column, (name, _) in zip(failed, answer.failed, strict=True)
    ]
    told = {REJECTED: "problem"}
    if missing:
        told[UNDETERMINED] = f"CONCAT_WS(' ', {', '.join(missing)})"
    if conditions:
        told[NOT_APPLICABLE] = f"NULLIF(CONCAT_WS(' ', {', '.join(conditions)}), '')"
    ways = [
        f"WHEN {place} THEN {each}"
        for place, each in told.items()
        if places is None or place in places
    ]
    return f"CASE {status_} {' '.join(ways)} END" if ways else "CAST(NULL AS VARCHAR)"
