"""Facts in their usual forms, read straight to the integers that the program holds.

What is not in a usual form, or wrong, is left to ``rulebook.answers.facts``, which reads every form
and says what is wrong: a reader here raises ``AsideError`` and never judges.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from rulebook.answers.fact_values import Given, read_value
from rulebook.answers.facts import MAX_RECORDS
from rulebook.book.model import Fact, Vocabulary
from rulebook.book.types import MONEY, RATE, CalendarDay, Measure, OneOf, Records, SetOf, Truth
from rulebook.book.units import factor
from rulebook.diagnostics import NOWHERE, Diagnostic
from rulebook.meaning.program import Program, ProgramFact

LONGEST = 24
"""No amount in its usual form is longer."""

MOST_KEPT = 1_000
"""How many texts a reader keeps with what they came to."""

Read = Callable[[Any], Any]


class AsideError(Exception):
    """A value that the general reading has to look at."""


class FactReaders:
    """Readers of a book's facts, by id and by Chinese name; made when first asked for."""

    def __init__(self, vocabulary: Vocabulary, program: Program) -> None:
        self.vocabulary = vocabulary
        self.program = program
        facts = vocabulary.facts
        self.ids = {fact.label.zh: id_ for id_, fact in facts.items()} | {id_: id_ for id_ in facts}
        self.made: dict[str, tuple[str, Read]] = {}

    def held(self, facts: Mapping[str, object]) -> dict[str, Any] | None:
        """The facts as the program holds them, by id, missing ones left out; None: look again."""
        made, held, missing = self.made, dict[str, Any](), 0
        try:
            for key, raw in facts.items():
                id_, read = made[key] if key in made else self.reader(key)
                if raw is None:
                    missing += 1
                else:
                    held[id_] = read(raw)
        except (AsideError, AttributeError, KeyError, TypeError, ValueError):
            return None
        if len(held) + missing != len(facts) or (missing and self._doubled(facts)):
            return None
        return held

    def _doubled(self, facts: Mapping[str, object]) -> bool:
        """Whether two keys are one fact."""
        return len({self.ids[key] for key in facts}) != len(facts)

    def reader(self, key: str) -> tuple[str, Read]:
        """A fact's id and how it is read; KeyError for a name that is not written as usual."""
        id_ = self.ids[key]
        fact, spec = self.vocabulary.facts[id_], self.program.facts[id_]
        self.made[key] = id_, self.made_for(fact, spec)
        return self.made[key]

    def made_for(self, fact: Fact, spec: ProgramFact) -> Read:
        """How a fact is read."""
        match fact.type:
            case Measure():
                return measure_reader(fact, spec, self.vocabulary)
            case Truth():
                return _TRUTHS.__getitem__
            case CalendarDay():
                return day_reader(fact)
            case OneOf(name):
                return self.names(name).__getitem__
            case SetOf(name):
                return set_reader(self.names(name))
            case Records(name):
                fields = {each.id: each for each in self.vocabulary.records[name].fields}
                readers = {each.id: self.made_for(fields[each.id], each) for each in spec.fields}
                chinese = {each.label.zh: id_ for id_, each in fields.items()}
                return records_reader(readers, chinese)

    def names(self, enumeration: str) -> dict[str, int]:
        """The values of an enumeration as they may be called, with their numbers."""
        values = self.vocabulary.enumerations[enumeration].values
        return {
            name: number
            for number, value in enumerate(values)
            for name in (value.label.zh, value.id)
        }


class _Truths(dict[Any, bool]):
    """Only true and false themselves: 1 equals True, and is no truth."""

    def __getitem__(self, raw: Any) -> bool:
        if raw is True or raw is False:
            return raw is True
        if raw.__class__ is str:
            return super().__getitem__(raw)
        raise AsideError


_TRUTHS = _Truths({"是": True, "yes": True, "否": False, "no": False})


def measure_reader(fact: Fact, spec: ProgramFact, vocabulary: Vocabulary) -> Read:
    """Plain decimal texts and whole numbers at once; other texts by the general reading, kept."""
    unit = Fraction(1) if fact.type in (MONEY, RATE) else factor(fact.units)
    exact = unit * 10**spec.shape.scale
    low, high, step = spec.shape.low, spec.shape.high, spec.step
    bounded = fact.low is not None and fact.high is not None
    one = exact.numerator if exact.denominator == 1 and bounded else 0
    places = 0
    while one and one % 10 ** (places + 1) == 0:
        places += 1
    parts = [one // 10**each if one else 0 for each in range(places + 1)]
    kept: dict[str, int] = {}

    def read(raw: Any) -> int:
        if raw.__class__ is str:
            whole, _, rest = raw.partition(".")
            digits = len(rest)
            if (
                not one
                or digits > places
                or not whole.isdigit()
                or not (raw.isdigit() or rest.isdigit())
                or not raw.isascii()
                or len(raw) > LONGEST
            ):
                return other(raw)
            held = int(whole) * one
            if digits:
                held += int(rest) * parts[digits]
        elif raw.__class__ is int and one:
            held = int(raw) * one
        else:
            return other(raw)
        if held < low or held > high or (step != 1 and held % step):
            raise AsideError
        return held

    def other(raw: Any) -> int:
        if raw.__class__ is str and raw in kept:
            return kept[raw]
        value = read_value(Given("", "", raw, NOWHERE), fact, vocabulary)
        if isinstance(value, Diagnostic) or not isinstance(value, Fraction):
            raise AsideError
        scaled = value * 10**spec.shape.scale
        if scaled.denominator != 1:
            raise AsideError
        number: int = scaled.numerator
        if raw.__class__ is str and len(kept) < MOST_KEPT:
            kept[raw] = number
        return number

    return read


def day_reader(fact: Fact) -> Read:
    """``2025-09-01``, or a ``date``."""
    low = (fact.first or datetime.date.min).toordinal()
    high = (fact.last or datetime.date.max).toordinal()

    def read(raw: Any) -> int:
        if raw.__class__ is str:
            if len(raw) != 10 or raw[4] != "-" or raw[7] != "-" or not raw.isascii():
                raise AsideError
            held = datetime.date.fromisoformat(raw).toordinal()
        elif raw.__class__ is datetime.date:
            held = raw.toordinal()
        else:
            raise AsideError
        if held < low or held > high:
            raise AsideError
        return held

    return read


def set_reader(names: Mapping[str, int]) -> Read:
    """A list or set of an enumeration's values, each once, as bits."""

    def read(raw: Any) -> int:
        if not isinstance(raw, list | tuple | set | frozenset):
            raise AsideError
        held = 0
        for each in raw:
            bit = 1 << names[each]
            if held & bit:
                raise AsideError
            held |= bit
        return held

    return read


def records_reader(readers: Mapping[str, Read], chinese: Mapping[str, str]) -> Read:
    """A list of records whose fields are all given, each as a mapping."""
    names = {**chinese, **{id_: id_ for id_ in readers}}

    def read(raw: Any) -> tuple[tuple[int, ...], ...]:
        if not isinstance(raw, list | tuple) or len(raw) > MAX_RECORDS:
            raise AsideError
        rows = []
        for record in raw:
            if not isinstance(record, Mapping) or len(record) != len(readers):
                raise AsideError
            held = {names[key]: readers[names[key]](value) for key, value in record.items()}
            rows.append(tuple(held[id_] for id_ in readers))
        return tuple(rows)

    return read
