"""Rows of facts for a program: its bounds and a step beside them, ends of domains, gaps, edges."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import assert_never

from rulebook.book.model import EVIDENCE_LEVELS, BookContents, EvidenceLevel, Fact
from rulebook.book.types import CalendarDay, Measure, OneOf, Records, SetOf, Truth
from rulebook.meaning.typed import FactValue, Value
from tests.differential.kinds import kind_of
from tests.differential.programs import Program

ONE_DAY = timedelta(days=1)
HALF_FEN = tuple(
    Fraction(text) for text in ("0.01", "0.03", "0.05", "1.01", "99.99", "2.5", "0.5", "0.005", "1")
)
"""Amounts and rates whose products fall on half a fen."""
ODD_DAYS = tuple(
    date.fromisoformat(day)
    for day in (
        *("2020-02-29", "2024-02-29", "2023-02-28", "2023-03-01", "2025-02-28", "2025-03-01"),
        *("2020-01-31", "2023-08-31", "2024-01-31", "2024-06-30", "2024-07-01", "2025-01-31"),
        *("2021-12-31", "2022-01-01", "2026-03-31", "2024-02-28"),
    )
)
"""Leap days, ends of months, edges of years."""
RECORDS = (0, 0, 1, 1, 2, 3, 5)
"""How many records a list has."""
MISSING = (0, 0, 0, 0, 0, 8, 8, 25, 25, 60)
"""How many facts of a hundred are missing; one of these for each row."""


@dataclass(frozen=True, slots=True)
class Row:
    """A case: facts in base units, a day, and the evidence asked for."""

    facts: Mapping[str, FactValue]
    day: date
    min_evidence: EvidenceLevel


def rows(program: Program, book: BookContents, seed: int, count: int) -> Iterator[Row]:
    """Rows that touch on what the program names."""
    random = Random(seed)
    givers = {
        name: _giver(random, program, book, book.vocabulary.facts[name])
        for name in sorted(program.reads)
    }
    near, inside = _days(program)
    levels: tuple[EvidenceLevel, ...] = ("code", random.choice(EVIDENCE_LEVELS))
    for _ in range(count):
        missing = random.choice(MISSING)
        facts = {
            name: giver(missing)
            for name, giver in givers.items()
            if random.randrange(100) >= missing
        }
        days = near if random.randrange(100) < 30 else inside
        day = random.choice(days)
        for name, value in facts.items():
            if isinstance(value, date) and random.randrange(5) == 0:
                facts[name] = _anniversary(random, day, book.vocabulary.facts[name])
        yield Row(facts, day, random.choice(levels))


def _anniversary(random: Random, day: date, fact: Fact) -> date:
    """The day of the case, or a day on which it is so many full years."""
    assert fact.first is not None and fact.last is not None
    year = max(fact.first.year + 1, day.year - random.choice((0, 1, 17, 18, 60)))
    return min(date(year, day.month, min(day.day, 28)), fact.last)


def _giver(
    random: Random, program: Program, book: BookContents, fact: Fact
) -> Callable[[int], FactValue]:
    """What gives a fact its values; the argument is how many of a hundred fields are missing."""
    if not isinstance(fact.type, Records):
        pool = _pool(program, book, fact)
        return lambda _: _chosen(random, fact, pool)
    fields = book.vocabulary.records[fact.type.record].fields
    pools = [(each, _pool(program, book, each)) for each in fields]

    def records(missing: int) -> FactValue:
        return tuple(
            {
                each.id: _chosen(random, each, pool)
                for each, pool in pools
                if random.randrange(100) >= missing / 3
            }
            for _ in range(random.choice(RECORDS))
        )

    return records


def _chosen(random: Random, fact: Fact, pool: list[Value]) -> Value:
    if isinstance(fact.type, Measure) and random.randrange(4) == 0:
        assert fact.low is not None and fact.high is not None
        steps = int((fact.high - fact.low) / fact.step)
        return fact.low + random.randint(0, steps) * fact.step
    if isinstance(fact.type, CalendarDay) and random.randrange(3):
        return random.choice(ODD_DAYS)
    return random.choice(pool)


def _pool(program: Program, book: BookContents, fact: Fact) -> list[Value]:
    match fact.type:
        case Measure():
            return list(_measures(program, fact))
        case Truth():
            return [False, True]
        case OneOf(enumeration):
            return [each.id for each in book.vocabulary.enumerations[enumeration].values]
        case SetOf(enumeration):
            ids = [each.id for each in book.vocabulary.enumerations[enumeration].values]
            return [
                frozenset(id_ for place, id_ in enumerate(ids) if bits >> place & 1)
                for bits in range(1 << len(ids))
            ]
        case CalendarDay():
            assert fact.first is not None and fact.last is not None
            around = [
                day + ONE_DAY * by for day in (*program.days, *program.edges) for by in (-1, 0, 1)
            ]
            around += [fact.first, fact.last, *ODD_DAYS]
            return sorted({day for day in around if fact.first <= day <= fact.last})
        case Records():
            raise AssertionError("records hold no records")
        case _:
            assert_never(fact.type)


def _measures(program: Program, fact: Fact) -> list[Fraction]:
    """Inside the domain: its ends, zero, every bound named and one step to its sides."""
    low, high, step = fact.low, fact.high, fact.step
    assert low is not None and high is not None
    kind = kind_of(fact.id)
    named = (*program.constants.get(kind.name, ()), *HALF_FEN, low, high, Fraction(0))
    values: set[Fraction] = set()
    for value in named:
        below = low + (value - low) // step * step
        values.update((below - step, below, below + step))
    return sorted(value for value in values if low <= value <= high)


def _days(program: Program) -> tuple[list[date], list[date]]:
    """Days around every edge of versions and figures, and days on which the rule is in force."""
    edges = sorted(program.edges)
    around = [day + ONE_DAY * by for day in edges for by in (-1, 0, 1)]
    between = [day + timedelta(days=100) for day in edges]
    days = sorted({*around, *between, *program.days, *ODD_DAYS})
    inside = [
        day
        for day in days
        for since, until in program.periods
        if since <= day and (until is None or day <= until)
    ]
    return around, inside
