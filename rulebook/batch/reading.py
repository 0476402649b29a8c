"""Columns as users have them → checked integers: what ``answers.fact_values`` does, in SQL.

A value that can't be read, or lies outside its fact's domain, becomes NULL, and its row is told to
be rejected with the code of what is wrong. Arithmetic so never sees a value that the bounds of the
program do not cover. Expressions are written as DuckDB writes them and printed for other engines.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor
from typing import assert_never

from rulebook.batch.columns import Column
from rulebook.batch.quoting import quoted_name, quoted_text
from rulebook.book.model import Enumeration, Fact, Vocabulary
from rulebook.book.platform import Names, values_of_codes
from rulebook.book.types import MONEY, RATE, CalendarDay, Measure, OneOf, Records, SetOf, Truth
from rulebook.book.units import factor
from rulebook.meaning.foreach import MOST_RECORDS
from rulebook.meaning.program import ProgramFact

Problem = tuple[str, str]
"""The code of what may be wrong with a value, and the condition under which it is."""

LONGEST = 18
"""The digits of a decimal that engines hold in 64 bits."""
TEXT_DIGITS = "TRY_CAST({} AS DECIMAL(28, 9))"
FIRST_DAY = "DATE '0001-01-01'"
UNREADABLE, TOO_FINE, OUTSIDE, NEGATIVE = "RB8109", "RB8113", "RB8114", "RB9630"
NOT_TRUTH, NOT_A_NAME, NOT_A_DAY, MARKS = "RB8115", "RB8116", "RB8118", "RB8125"
TOO_MANY, TWICE, WRONG_KIND = "RB8124", "RB8121", "RB8107"


@dataclass(frozen=True, slots=True)
class Plain:
    """A value worked out without looking at what it is; ``unless`` is where it is given otherwise.

    A missing value is given otherwise, too.
    """

    value: str
    unless: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A fact's value, NULL where it is missing or wrong, and what may be wrong, the first first.

    ``given`` is what the column gives, NULL where it is missing: an empty text is. ``plain`` are
    ways in which a column may be given throughout, the simplest first.
    """

    value: str
    problems: tuple[Problem, ...]
    given: str = ""
    plain: tuple[Plain, ...] = ()


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the facts of a book by the names that its user chose."""

    vocabulary: Vocabulary
    names: Names

    def read(self, written: str, column: Column, fact: Fact, spec: ProgramFact) -> Reading:
        """The reading of a column, whose value is ``written`` in SQL."""
        given = f"NULLIF(TRIM({written}), '')" if column.kind == "text" else written
        found = self._read(given, column, fact, spec)
        plain = found.plain
        if not plain and not isinstance(fact.type, Records | SetOf):
            plain = (Plain(found.value, f"({found.value}) IS NULL"),)
        if isinstance(fact.type, OneOf) and column.kind == "text":
            plain = self._as_written(written, self.vocabulary.enumerations[fact.type.enumeration])
        return replace(found, given=given, plain=plain)

    def _as_written(self, written: str, enumeration: Enumeration) -> tuple[Plain, ...]:
        """A text that is a name as it stands: an id, a Chinese name, or any that is known."""
        places = {each.id: place for place, each in enumerate(enumeration.values)}
        chinese = {each.label.zh: places[each.id] for each in enumeration.values}

        def by(called: Mapping[str, int]) -> Plain:
            known = ", ".join(quoted_text(name) for name in called)
            unless = f"{written} IS NULL OR {written} NOT IN ({known})"
            return Plain(_by_name(written, called), unless)

        called = self._called(enumeration)
        some = (each for each in (places, chinese) if each.items() <= called.items())
        return (*map(by, some), by(called))

    def _read(self, written: str, column: Column, fact: Fact, spec: ProgramFact) -> Reading:
        match fact.type:
            case Measure():
                return _number(written, column, fact, spec)
            case Truth():
                return _truth(written, column)
            case CalendarDay():
                return _day(written, column, spec)
            case OneOf(name):
                return self._one_of(written, column, self.vocabulary.enumerations[name])
            case SetOf(name):
                return self._set_of(written, column, self.vocabulary.enumerations[name])
            case Records(name):
                return self._records(written, column, name, spec)
            case _:
                assert_never(fact.type)

    def _called(self, enumeration: Enumeration) -> Mapping[str, int]:
        """The texts that stand for each value; under platform names its codes too."""
        places = {each.id: place for place, each in enumerate(enumeration.values)}
        called = {each.label.zh: places[each.id] for each in enumeration.values}
        called |= places
        if self.names == "platform":
            codes = values_of_codes(enumeration)
            called |= {code: places[v[0].id] for code, v in codes.items() if len(v) == 1}
        return called

    def _one_of(self, written: str, column: Column, enumeration: Enumeration) -> Reading:
        if column.kind not in ("text", "integer"):
            return _wrong_kind("BIGINT", written)
        called = self._called(enumeration)
        text = written if column.kind == "text" else f"CAST({written} AS VARCHAR)"
        value = _by_name(text, called)
        known = ", ".join(quoted_text(name) for name in called)
        return Reading(value, ((NOT_A_NAME, f"NOT {text} IN ({known})"),))

    def _set_of(self, written: str, column: Column, enumeration: Enumeration) -> Reading:
        """A list of names, or a text of them with 、 or ; between."""
        if column.kind == "text":
            items = f"STRING_SPLIT(REPLACE({written}, '、', ';'), ';')"
        elif column.kind == "list":
            items = written
        else:
            return _wrong_kind("BIGINT", written)
        called = self._called(enumeration)
        groups: dict[int, list[str]] = {}
        for name, place in called.items():
            groups.setdefault(place, []).append(name)

        def held(names: Sequence[str]) -> str:
            ways = [f"LIST_CONTAINS({items}, {quoted_text(each)})" for each in names]
            return f"({' OR '.join(ways)})"

        def times(names: Sequence[str]) -> str:
            known = ", ".join(quoted_text(name) for name in names)
            return f"LEN(LIST_FILTER({items}, LAMBDA e : e IN ({known})))"

        bits = " + ".join(
            f"CASE WHEN {held(names)} THEN {1 << place} ELSE 0 END"
            for place, names in groups.items()
        )
        known = times(list(called))
        unknown = f"{known} <> LEN({items})"
        twice = " OR ".join(f"{times(names)} > 1" for names in groups.values())
        value = (
            f"CASE WHEN {written} IS NULL OR {unknown} OR {twice} THEN NULL "
            f"ELSE CAST({bits} AS BIGINT) END"
        )
        return Reading(value, ((NOT_A_NAME, unknown), (TWICE, twice)))

    def _records(self, written: str, column: Column, name: str, spec: ProgramFact) -> Reading:
        """Records with checked fields; one wrong field makes the whole list wrong."""
        if column.kind != "records":
            return _wrong_kind("BIGINT[]", written)
        there = {each.name.strip(): each for each in column.fields}
        facts = {each.id: each for each in self.vocabulary.records[name].fields}
        entries: list[str] = []
        wrong: list[Problem] = [
            (TOO_MANY, f"LEN({written}) > {MOST_RECORDS}"),
            (WRONG_KIND, f"LEN(LIST_FILTER({written}, LAMBDA x : x IS NULL)) > 0"),
        ]
        for each in spec.fields:
            fact = facts[each.id]
            inner = there.get(each.id) or there.get(fact.label.zh)
            if inner is None:
                kind = "BOOLEAN" if each.shape.kind == "truth" else "BIGINT"
                entries.append(f"'{each.id}': CAST(NULL AS {kind})")
                continue
            own = f"x.{quoted_name(inner.name)}"
            reading = self.read(own, inner, fact, each)
            entries.append(f"'{each.id}': {reading.value}")
            for code, condition in reading.problems:
                met = f"LEN(LIST_FILTER({written}, LAMBDA x : {condition})) > 0"
                wrong.append((f"{code}:{each.id}", met))
        mapped = f"LIST_TRANSFORM({written}, LAMBDA x : {{{', '.join(entries)}}})"
        bad = " OR ".join(f"({condition})" for _, condition in wrong)
        return Reading(f"CASE WHEN {bad} THEN NULL ELSE {mapped} END", tuple(wrong))


def _by_name(text: str, called: Mapping[str, int]) -> str:
    whens = " ".join(f"WHEN {quoted_text(name)} THEN {place}" for name, place in called.items())
    return f"CAST(CASE {text} {whens} END AS BIGINT)"


def _wrong_kind(type_: str, written: str) -> Reading:
    return Reading(f"CAST(NULL AS {type_})", ((WRONG_KIND, f"{written} IS NOT NULL"),))


# ---- measures ------------------------------------------------------------------------------


def _number(written: str, column: Column, fact: Fact, spec: ProgramFact) -> Reading:
    one = Fraction(1) if fact.type in (MONEY, RATE) else factor(fact.units)
    scaled = one * 10**spec.shape.scale
    match column.kind:
        case "integer" | "decimal":
            return _typed_number(written, column, spec, scaled)
        case "text":
            return _text_number(written, fact, spec, scaled)
        case _:
            return _wrong_kind("BIGINT", written)


def _typed_number(written: str, column: Column, spec: ProgramFact, scaled: Fraction) -> Reading:
    """A number of an exact type: bounds first, so that no product passes its type."""
    low, high = Fraction(spec.shape.low) / scaled, Fraction(spec.shape.high) / scaled
    lowest, highest = _decimal(low, column.scale, up=True), _decimal(high, column.scale, up=False)
    inside = f"{written} BETWEEN {lowest} AND {highest}"
    times, over = scaled.numerator, scaled.denominator * spec.step
    if column.kind == "integer":
        product = f"CAST({written} AS BIGINT)" + ("" if times == 1 else f" * {times}")
    else:
        narrow = written
        if not 0 < column.digits + len(str(times)) <= LONGEST:
            width = len(str(max(abs(floor(low)), abs(ceil(high))))) + column.scale
            narrow = f"CAST({written} AS DECIMAL({width}, {column.scale}))"
        product = f"{narrow} * CAST({times} AS DECIMAL({len(str(times))}, 0))"
    whole = over == 1 and times % 10**column.scale == 0
    test = inside if whole else f"{inside} AND ({product}) % {over} = 0"
    value = product if column.kind == "integer" else f"CAST({product} AS BIGINT)"
    if scaled.denominator != 1:
        value = f"({value}) // {scaled.denominator}"
    finer = () if whole else ((TOO_FINE, f"{inside} AND ({product}) % {over} <> 0"),)
    return Reading(
        f"CASE WHEN {test} THEN {value} END",
        (*_negative(written, spec), (OUTSIDE, f"NOT ({inside})"), *finer),
        plain=(Plain(value, f"{written} IS NULL OR NOT ({inside})"),) if whole else (),
    )


def _text_number(written: str, fact: Fact, spec: ProgramFact, scaled: Fraction) -> Reading:
    """A number as text, such as ``12300.00``; a rate may be ``85%``."""
    form = "^[+-]?[0-9]{1,18}([.][0-9]{1,9})?"
    if fact.type == MONEY:
        written = f"REGEXP_REPLACE({written}, ' ?元$', '')"
    form += "%?$" if fact.type == RATE else "$"
    well = f"REGEXP_MATCHES({written}, '{form}')"
    over = f"CAST({scaled.denominator} AS BIGINT)"
    digits = written
    if fact.type == RATE:
        digits = f"REPLACE({written}, '%', '')"
        percent = f"ENDS_WITH({written}, '%')"
        over = f"CASE WHEN {percent} THEN {scaled.denominator * 100} ELSE {scaled.denominator} END"
    number = TEXT_DIGITS.format(digits)
    product = f"{number} * CAST({scaled.numerator} AS DECIMAL({len(str(scaled.numerator))}, 0))"
    inside = f"({product}) BETWEEN {spec.shape.low} * ({over}) AND {spec.shape.high} * ({over})"
    fits = f"({product}) % ({spec.step} * ({over})) = 0"
    value = f"CAST({product} AS BIGINT) // ({over})"
    marks = f"REGEXP_MATCHES({written}, '^[+-]?[0-9]{{1,3}}(,[0-9]{{3}})+([.][0-9]+)?$')"
    return Reading(
        f"CASE WHEN {well} AND {inside} AND {fits} THEN {value} END",
        (
            (MARKS, marks),
            (UNREADABLE, f"NOT {well}"),
            *_negative(number, spec),
            (OUTSIDE, f"NOT ({inside})"),
            (TOO_FINE, f"NOT ({fits})"),
        ),
    )


def _negative(written: str, spec: ProgramFact) -> tuple[Problem, ...]:
    """An amount below zero where none can be: a reversal or refund, which no rule answers."""
    return ((NEGATIVE, f"{written} < 0"),) if spec.shape.low >= 0 else ()


def _decimal(value: Fraction, scale: int, *, up: bool) -> str:
    """A bound as a literal of ``scale`` decimals, rounded inward."""
    number = value * 10**scale
    whole = ceil(number) if up else floor(number)
    sign, digits = ("-" if whole < 0 else ""), str(abs(whole)).rjust(scale + 1, "0")
    return sign + (f"{digits[:-scale]}.{digits[-scale:]}" if scale else digits)


# ---- yes and no, days ----------------------------------------------------------------------


def _truth(written: str, column: Column) -> Reading:
    if column.kind == "boolean":
        return Reading(written, ())
    yes, no = ("'是'", "'yes'", "'true'", "'1'"), ("'否'", "'no'", "'false'", "'0'")
    if column.kind == "integer":
        written = f"CAST({written} AS VARCHAR)"
    elif column.kind != "text":
        return _wrong_kind("BOOLEAN", written)
    low = f"LOWER({written})"
    value = (
        f"CASE WHEN {low} IN ({', '.join(yes)}) THEN TRUE "
        f"WHEN {low} IN ({', '.join(no)}) THEN FALSE END"
    )
    return Reading(value, ((NOT_TRUTH, f"NOT {low} IN ({', '.join((*yes, *no))})"),))


def _day(written: str, column: Column, spec: ProgramFact) -> Reading:
    read = day_number(written, column)
    if read is None:
        return _wrong_kind("BIGINT", written)
    number, readable = read
    inside = f"{number} BETWEEN {spec.shape.low} AND {spec.shape.high}"
    return Reading(
        f"CASE WHEN {readable} AND {inside} THEN {number} END",
        ((NOT_A_DAY, f"NOT ({readable})"), (OUTSIDE, f"NOT ({inside})")),
    )


def day_number(written: str, column: Column) -> tuple[str, str] | None:
    """A day's number, and the condition under which it is one; None for a column of no days."""
    match column.kind:
        case "date":
            return f"CAST(DATE_DIFF('day', {FIRST_DAY}, {written}) AS BIGINT) + 1", "TRUE"
        case "text":
            day = f"TRY_CAST({_iso(written)} AS DATE)"
            number = f"CAST(DATE_DIFF('day', {FIRST_DAY}, {day}) AS BIGINT) + 1"
            return number, f"{day} IS NOT NULL"
        case _:
            return None


DAY_FORM = (
    "^([0-9]{4})(?:-|/|年)([0-9]{1,2})(?:-|/|月)([0-9]{1,2})(?:日)?( 0{1,2}:00(:00)?)?$",
    "^([0-9]{4})([0-9]{2})([0-9]{2})$",
)
"""How tables write days: year first, always; Excel writes ``2026/3/1``."""


def _iso(written: str) -> str:
    """A text as an ISO day, NULL where it is in no known form."""
    ways = []
    for form in DAY_FORM:
        year, month, day = (f"REGEXP_EXTRACT({written}, '{form}', {n})" for n in (1, 2, 3))
        iso = f"CONCAT({year}, '-', LPAD({month}, 2, '0'), '-', LPAD({day}, 2, '0'))"
        ways.append(f"WHEN REGEXP_MATCHES({written}, '{form}') THEN {iso}")
    return f"CASE {' '.join(ways)} END"


def iso_day(text: str) -> str:
    """A day as tables write it in its ISO form; any other text as it is."""
    for form in DAY_FORM:
        found = re.match(form, text.strip(), re.ASCII)
        if found:
            return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}"
    return text
