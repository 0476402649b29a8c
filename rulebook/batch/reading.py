"""Columns as users have them → checked integers: what ``answers.fact_values`` does, in SQL.

A value that can't be read, or lies outside its fact's domain, becomes NULL, and its row is told to
be rejected with the code of what is wrong. Arithmetic so never sees a value that the bounds of the
program do not cover. A text that can't be read as it stands is tidied and read again
(``rulebook/batch/spellings.py``), in columns of its own, so that it is tidied once. Expressions are
written as DuckDB writes them and printed for other engines.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from rulebook.batch.columns import Column
from rulebook.batch.measures import read_number
from rulebook.batch.quoting import quoted_name, quoted_text
from rulebook.batch.readings import (
    WRONG_KIND,
    Plain,
    Problem,
    Reading,
    Steps,
    where_null,
    wrong_kind,
)
from rulebook.batch.spellings import has_text, tidied_name, tidied_names
from rulebook.batch.truths_and_days import read_day, read_truth
from rulebook.book.model import Enumeration, Fact, Vocabulary
from rulebook.book.platform import Names, values_of_codes
from rulebook.book.types import CalendarDay, Measure, OneOf, Records, SetOf, Truth
from rulebook.meaning.foreach import MOST_RECORDS
from rulebook.meaning.program import ProgramFact

NOT_A_NAME, TOO_MANY, TWICE = "RB8116", "RB8124", "RB8121"


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
                return read_number(written, column, fact, spec, steps)
            case Truth():
                return read_truth(written, column, steps)
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
            return wrong_kind("BIGINT", written)
        called = self._called(enumeration)
        known = ", ".join(quoted_text(name) for name in called)
        if column.kind == "integer":
            text = f"CAST({written} AS VARCHAR)"
            return Reading(_by_name(text, called), ((NOT_A_NAME, f"NOT {text} IN ({known})"),))
        first = steps.column("v", _by_name(written, called))
        text = steps.column("t", where_null(first, tidied_name(written)))
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
            return wrong_kind("BIGINT", written)
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
            return wrong_kind("BIGINT[]", written)
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


def _by_name(text: str, called: Mapping[str, int]) -> str:
    whens = " ".join(f"WHEN {quoted_text(name)} THEN {place}" for name, place in called.items())
    return f"CAST(CASE {text} {whens} END AS BIGINT)"


def _place(text: str, called: Mapping[str, int]) -> str:
    """The place from 1 of a name that is known to be one of ``called``."""
    found = f"LIST_POSITION([{', '.join(map(quoted_text, called))}], {text})"
    if list(called.values()) == list(range(len(called))):
        return found
    return f"[{', '.join(str(each + 1) for each in called.values())}][{found}]"
