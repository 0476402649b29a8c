"""Columns as users have them → checked integers: what ``answers.fact_values`` does, in SQL.

A value that can't be read, or lies outside its fact's domain, becomes NULL, and its row is told to
be rejected with the code of what is wrong. Arithmetic so never sees a value that the bounds of the
program do not cover. A text that can't be read as it stands is tidied and read again
(``rulebook/batch/spellings.py``), in columns of its own, so that it is tidied once. Expressions are
written as DuckDB writes them and printed for other engines.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import ceil, floor
from typing import assert_never

from rulebook.batch.columns import Column
from rulebook.batch.quoting import quoted_name, quoted_text
from rulebook.batch.spellings import (
    NUMBER,
    amount,
    has_text,
    iso,
    tidied,
    tidied_amount,
    tidied_name,
    tidied_names,
)
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
UNREADABLE, NO_UNIT, TOO_FINE, OUTSIDE, NEGATIVE = "RB8109", "RB8112", "RB8113", "RB8114", "RB9630"
NOT_TRUTH, NOT_A_NAME, NOT_A_DAY, MARKS = "RB8115", "RB8116", "RB8118", "RB8125"
TOO_MANY, TWICE, WRONG_KIND = "RB8124", "RB8121", "RB8107"


@dataclass(frozen=True, slots=True)
class Plain:
    """A value worked out without looking at what it is; ``unless`` is where it is given otherwise.

    A missing value is given otherwise, too. ``place`` is that of a name among its fact's, from 1.
    """

    value: str
    unless: str
    place: str = ""


Step = tuple[str, str]
"""The name of a column, and what it is worked out from."""


@dataclass(slots=True)
class Steps:
    """Gathers the steps of a fact; within a record they are fields of ``owner``."""

    fact: str
    owner: str = ""
    made: list[Step] = field(default_factory=list)

    def column(self, mark: str, written: str) -> str:
        """A further column, as those after it call it."""
        name = f"{mark}_{self.fact}"
        self.made.append((name, written))
        return self.owner + quoted_name(name)


@dataclass(frozen=True, slots=True)
class Reading:
    """A fact's value, NULL where it is missing or wrong, and what may be wrong, the first first.

    ``steps`` are columns that ``value`` and ``problems`` are worked out from, each from those
    before it. ``given`` is what the column gives, NULL where it is missing: an empty text is.
    ``wrong`` tells, where the value is NULL, that something was given. ``plain`` are ways in which
    a column may be given throughout, the simplest first.
    """

    value: str
    problems: tuple[Problem, ...]
    given: str = ""
    wrong: str = ""
    plain: tuple[Plain, ...] = ()
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the facts of a book by the names that its user chose."""

    vocabulary: Vocabulary
    names: Names

    def read(
        self, written: str, column: Column, fact: Fact, spec: ProgramFact, owner: str = ""
    ) -> Reading:
        """The reading of a column, whose value is ``written`` in SQL; of a record's field where
        it has an ``owner``.
        """
        steps = Steps(fact.id, owner)
        found = self._read(written, column, fact, spec, steps)
        given = has_text(written) if column.kind == "text" else written
        plain = found.plain
        if isinstance(fact.type, OneOf) and column.kind == "text":
            plain = self._as_written(written, self.vocabulary.enumerations[fact.type.enumeration])
        elif not plain and not isinstance(fact.type, Records | SetOf):
            plain = (Plain(found.value, f"({found.value}) IS NULL"),)
        wrong = found.wrong or f"{given} IS NOT NULL"
        return replace(found, given=given, wrong=wrong, plain=plain, steps=tuple(steps.made))

    def _as_written(self, written: str, enumeration: Enumeration) -> tuple[Plain, ...]:
        """A text that is a name as it stands: an id, a Chinese name, or any that is known."""
        places = {each.id: place for place, each in enumerate(enumeration.values)}
        chinese = {each.label.zh: places[each.id] for each in enumeration.values}

        def by(called: Mapping[str, int]) -> Plain:
            known = ", ".join(quoted_text(name) for name in called)
            unless = f"{written} IS NULL OR {written} NOT IN ({known})"
            place = _place(written, called)
            return Plain(f"CAST({place} - 1 AS BIGINT)", unless, place)

        called = self._called(enumeration)
        some = (each for each in (places, chinese) if each.items() <= called.items())
        return (*map(by, some), by(called))

    def _read(
        self, written: str, column: Column, fact: Fact, spec: ProgramFact, steps: Steps
    ) -> Reading:
        match fact.type:
            case Measure():
                return _number(written, column, fact, spec, steps)
            case Truth():
                return _truth(written, column, steps)
            case CalendarDay():
                return read_day(written, column, spec.shape.low, spec.shape.high, steps)
            case OneOf(name):
                return self._one_of(written, column, self.vocabulary.enumerations[name], steps)
            case SetOf(name):
                return self._set_of(written, column, self.vocabulary.enumerations[name], steps)
            case Records(name):
                return self._records(written, column, name, spec, steps)
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

    def _one_of(
        self, written: str, column: Column, enumeration: Enumeration, steps: Steps
    ) -> Reading:
        if column.kind not in ("text", "integer"):
            return _wrong_kind("BIGINT", written)
        called = self._called(enumeration)
        known = ", ".join(quoted_text(name) for name in called)
        if column.kind == "integer":
            text = f"CAST({written} AS VARCHAR)"
            return Reading(_by_name(text, called), ((NOT_A_NAME, f"NOT {text} IN ({known})"),))
        first = steps.column("v", _by_name(written, called))
        text = steps.column("t", _where_null(first, tidied_name(written)))
        value = f"COALESCE({first}, {_by_name(text, called)})"
        return Reading(value, ((NOT_A_NAME, "TRUE"),), wrong=f"{text} IS NOT NULL")

    def _set_of(
        self, written: str, column: Column, enumeration: Enumeration, steps: Steps
    ) -> Reading:
        """A list of names, or a text of them with 、 or ; between."""
        if column.kind == "list":
            items = f"LIST_TRANSFORM({written}, LAMBDA e : {tidied_name('e')})"
            return self._set(written, items, enumeration)
        if column.kind != "text":
            return _wrong_kind("BIGINT", written)
        text = steps.column("t", tidied_names(written))
        found = self._set(text, f"STRING_SPLIT({text}, ';')", enumeration)
        return replace(found, wrong=f"{text} IS NOT NULL")

    def _set(self, written: str, items: str, enumeration: Enumeration) -> Reading:
        """The names of a list."""
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

    def _records(
        self, written: str, column: Column, name: str, spec: ProgramFact, steps: Steps
    ) -> Reading:
        """Records with checked fields; one wrong field makes the whole list wrong."""
        if column.kind != "records":
            return _wrong_kind("BIGINT[]", written)
        there = {each.name.strip(): each for each in column.fields}
        facts = {each.id: each for each in self.vocabulary.records[name].fields}
        texts = any(each.kind == "text" for each in column.fields)
        entries: list[str] = []
        held: dict[str, str] = {}
        found: list[tuple[str, Reading]] = []
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
            if texts:
                held[f"c_{each.id}"], own = own, f"x.{quoted_name(f'c_{each.id}')}"
            reading = self.read(own, inner, fact, each, "x.")
            entries.append(f"'{each.id}': {reading.value}")
            found.append((each.id, reading))
        records = written
        if texts:
            records = _stepped(written, held, [each for _, each in found], steps)
        for id_, reading in found:
            amiss = f"({reading.value}) IS NULL AND {reading.wrong}"
            whens = [f"{amiss} AND ({condition})" for _, condition in reading.problems]
            for place, (code, _) in enumerate(reading.problems):
                met = f"LEN(LIST_FILTER({records}, LAMBDA x : {whens[place]})) > 0"
                wrong.append((f"{code}:{id_}", met))
        mapped = f"LIST_TRANSFORM({records}, LAMBDA x : {{{', '.join(entries)}}})"
        bad = " OR ".join(f"({condition})" for _, condition in wrong)
        return Reading(f"CASE WHEN {bad} THEN NULL ELSE {mapped} END", tuple(wrong))


def _stepped(
    written: str, held: Mapping[str, str], readings: Sequence[Reading], steps: Steps
) -> str:
    """Records with what the fields are read from, and with the steps of their readings."""
    entries = dict(held)
    for level in range(max((len(each.steps) for each in readings), default=0) + 1):
        shown = ", ".join(f"{quoted_text(name)}: {each}" for name, each in entries.items())
        mapped = f"LIST_TRANSFORM({written}, LAMBDA x : {{{shown}}})"
        written = steps.column(f"r{level}", mapped)
        entries = {name: f"x.{quoted_name(name)}" for name in entries}
        entries |= {
            each.steps[level][0]: each.steps[level][1]
            for each in readings
            if level < len(each.steps)
        }
    return written


def _where_null(first: str, written: str) -> str:
    """What is worked out only where the first look found nothing."""
    return f"CASE WHEN {first} IS NULL THEN {written} END"


def _by_name(text: str, called: Mapping[str, int]) -> str:
    whens = " ".join(f"WHEN {quoted_text(name)} THEN {place}" for name, place in called.items())
    return f"CAST(CASE {text} {whens} END AS BIGINT)"


def _place(text: str, called: Mapping[str, int]) -> str:
    """The place from 1 of a name that is known to be one of ``called``."""
    found = f"LIST_POSITION([{', '.join(map(quoted_text, called))}], {text})"
    if list(called.values()) == list(range(len(called))):
        return found
    return f"[{', '.join(str(each + 1) for each in called.values())}][{found}]"


def _wrong_kind(type_: str, written: str) -> Reading:
    return Reading(f"CAST(NULL AS {type_})", ((WRONG_KIND, f"{written} IS NOT NULL"),))


# ---- measures ------------------------------------------------------------------------------


def _number(written: str, column: Column, fact: Fact, spec: ProgramFact, steps: Steps) -> Reading:
    one = Fraction(1) if fact.type in (MONEY, RATE) else factor(fact.units)
    scaled = one * 10**spec.shape.scale
    match column.kind:
        case "integer" | "decimal":
            return _typed_number(written, column, spec, scaled)
        case "text":
            return _text_number(written, fact, spec, one, steps)
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


def _text_number(
    written: str, fact: Fact, spec: ProgramFact, one: Fraction, steps: Steps
) -> Reading:
    """A number as text: plain, such as ``12300.00`` or ``85%``, else tidied and with its unit."""
    plainly = _plain_number(written, fact, spec, one * 10**spec.shape.scale)
    first = steps.column("v", plainly)
    text = steps.column("t", _where_null(first, tidied_amount(written, fact)))
    made, over = amount(text, fact, one, 10**spec.shape.scale)
    number = steps.column("n", f"CASE WHEN {text} IS NOT NULL THEN {made} END")
    inside = f"{number} BETWEEN {spec.shape.low * over} AND {spec.shape.high * over}"
    fits = f"{number} % {spec.step * over} = 0"
    value = f"CASE WHEN {inside} AND {fits} THEN CAST({number} AS BIGINT) // {over} END"
    digits = f"REGEXP_EXTRACT({text}, '{NUMBER}', 1)"
    known = f"{text} IS NOT NULL"
    marks = f"REGEXP_MATCHES({text}, '^[+-]?[0-9]+(,[0-9]+)+([.][0-9]+)?[^0-9]*$')"
    return Reading(
        f"COALESCE({first}, {value})",
        (
            (MARKS, marks),
            (UNREADABLE, f"NOT REGEXP_MATCHES({text}, '{NUMBER}( *[^0-9 .,￥¥][^0-9]*)?$')"),
            *_negative(number, spec),
            (TOO_FINE, f"REGEXP_MATCHES({digits}, '[.][0-9]{{9,}}[1-9]') OR NOT ({fits})"),
            (OUTSIDE, f"REGEXP_MATCHES({digits}, '^[+-]?0*[1-9][0-9]{{15,}}') OR NOT ({inside})"),
            (NO_UNIT, known),
        ),
        wrong=known,
        plain=(Plain(plainly, f"({plainly}) IS NULL"),),
    )


def _plain_number(written: str, fact: Fact, spec: ProgramFact, scaled: Fraction) -> str:
    """The value of a plain number within its domain, NULL of any other text."""
    form = "^[+-]?[0-9]{1,18}([.][0-9]{1,9})?"
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
    return f"CASE WHEN {well} AND {inside} AND {fits} THEN {value} END"


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


def _truth(written: str, column: Column, steps: Steps) -> Reading:
    if column.kind == "boolean":
        return Reading(written, ())
    if column.kind == "integer":
        value = f"CASE {written} WHEN 1 THEN TRUE WHEN 0 THEN FALSE END"
        return Reading(value, ((NOT_TRUTH, f"{written} NOT IN (0, 1)"),))
    if column.kind != "text":
        return _wrong_kind("BOOLEAN", written)
    first = steps.column("v", _said(written))
    text = steps.column("t", _where_null(first, tidied(written)))
    known = f"{text} IS NOT NULL"
    return Reading(
        f"COALESCE({first}, {_said(text)})",
        ((NOT_TRUTH, known),),
        wrong=known,
        plain=(Plain(_said(written), f"({_said(written)}) IS NULL"),),
    )


def _said(text: str) -> str:
    """Whether a text says yes or no; tables without truth values have 1 and 0."""
    yes, no = ("'是'", "'yes'", "'true'", "'1'"), ("'否'", "'no'", "'false'", "'0'")
    low = f"LOWER({text})"
    return (
        f"CASE WHEN {low} IN ({', '.join(yes)}) THEN TRUE "
        f"WHEN {low} IN ({', '.join(no)}) THEN FALSE END"
    )


def holds_days(column: Column) -> bool:
    """Whether a column may hold days."""
    return column.kind in ("date", "text", "integer")


def read_day(written: str, column: Column, low: int, high: int, steps: Steps) -> Reading:
    """Days by their numbers, from ``low`` to ``high``."""
    if not holds_days(column):
        return _wrong_kind("BIGINT", written)
    if column.kind == "date":
        number = _day_number(written)
        inside = f"{number} BETWEEN {low} AND {high}"
        return Reading(f"CASE WHEN {inside} THEN {number} END", ((OUTSIDE, f"NOT ({inside})"),))
    if column.kind == "integer":
        written = f"CAST({written} AS VARCHAR)"  # 20250901
    number = _day_number(f"TRY_CAST({written} AS DATE)")
    iso_form = f"REGEXP_MATCHES({written}, '^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}$')"
    plainly = f"CASE WHEN {iso_form} AND {number} BETWEEN {low} AND {high} THEN {number} END"
    first = steps.column("v", plainly)
    text = steps.column("t", _where_null(first, tidied(written)))
    day = _day_number(f"TRY_CAST({iso(text)} AS DATE)")
    again = steps.column("n", f"CASE WHEN {text} IS NOT NULL THEN {day} END")
    return Reading(
        f"COALESCE({first}, CASE WHEN {again} BETWEEN {low} AND {high} THEN {again} END)",
        ((NOT_A_DAY, f"{again} IS NULL"), (OUTSIDE, f"{again} IS NOT NULL")),
        wrong=f"{text} IS NOT NULL",
        plain=(Plain(plainly, f"({plainly}) IS NULL"),),
    )


def _day_number(day: str) -> str:
    return f"CAST(DATE_DIFF('day', {FIRST_DAY}, {day}) AS BIGINT) + 1"
