"""Figures of a place: dated, unset and weak ones, beside those of the nation above it."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from tests.differential.choices import Choices, likely, pick
from tests.differential.kinds import AGE, HOURS, MARKS, MONEY, NUMBER, RATE, Kind, decimals, written
from tests.differential.named import DAYS_NAMED, GRADES, GROUPS
from tests.differential.pieces import ATOM, NOTHING, Number, size_of
from tests.differential.scope import Of, Scope, with_lists

LEVELS = ("official", "reprinted", "reported", "code", "weak", "recalled")
NAMED: dict[str, tuple[str, ...]] = {
    "grade": GRADES,
    "group": tuple(each.strip("“”") for each in GROUPS),
    "truth": ("是", "否"),
    "day": tuple(day.isoformat() for day in DAYS_NAMED),
}
"""What figures that are no measures may be."""
FIGURES: tuple[Of, ...] = (MONEY, MONEY, RATE, MARKS, HOURS, NUMBER, AGE, *NAMED)


def national() -> Scope:
    """What rules of every place may read."""
    scope = with_lists(Scope())
    for name, kind, high, scale in (("全国限额", MONEY, 500, 2), ("全国比例", RATE, 1, 3)):
        size = size_of(Fraction(high), scale)
        scope.enter(name, kind, size)
        scope.figures.append((kind, name, size))
    scope.positive["money"] = list(scope.numbers["money"])
    return scope


def figures(choices: Choices) -> tuple[Scope, str, set[date]]:
    """Dated, unset and weak figures of the place, and those of the nation above it."""
    scope = national()
    lines = ["format: rulebook/figures/1", "figures:"]
    edges: set[date] = {date(2021, 6, 30)}
    for place in range(2 + choices.below(4)):
        name, id_ = f"指标{place + 1}", f"figure_{place + 1}"
        of = pick(choices, FIGURES)
        lines += [f"  {id_}:", f"    zh: {name}", *_type_lines(of), "    values:"]
        values, periods = _figure_values(choices, of, edges)
        lines += [f"      - {{{each}}}" for each in periods]
        if isinstance(of, Kind):
            scale = max(map(decimals, values), default=0)
            size = size_of(max(values, default=Fraction(1)), scale)
            if all(value > 0 for value in values):
                read = Number(name, ATOM, NOTHING, size)
                scope.positive.setdefault(of.name, []).append(read)
        else:
            size = None
        scope.enter(name, of, size)
        scope.figures.append((of, name, size))
    return scope, "\n".join(lines) + "\n", edges


def _type_lines(of: Of) -> list[str]:
    match of:
        case Kind(name="money" | "rate" | "number" as name):
            return [f"    type: {name}"]
        case Kind(units=((unit, _), *_)):
            return ["    type: quantity", f"    unit: {unit}"]
        case "truth":
            return ["    type: yes_no"]
        case "day":
            return ["    type: date"]
        case _:
            return ["    type: enum", f"    enum: {of}"]


def _figure_values(choices: Choices, of: Of, edges: set[date]) -> tuple[list[Fraction], list[str]]:
    values: list[Fraction] = []
    lines: list[str] = []
    day: date | None = None if likely(choices, 50) else date(2020, 1, 1)
    for left in reversed(range(1 + choices.below(3))):
        parts_ = []
        if likely(choices, 12):
            parts_.append("unset: {zh: 没有公布, en: never published}")
        elif isinstance(of, Kind):
            value = Fraction(0) if likely(choices, 8) else pick(choices, of.amounts)
            values.append(value)
            parts_.append(f'value: "{written(value, pick(choices, of.units))}"')
        else:
            parts_.append(f'value: "{pick(choices, NAMED[str(of)])}"')
        parts_.append(f"source: {pick(choices, ('gazette', 'gazette', 'reprint', 'report'))}")
        if likely(choices, 25):
            parts_.append(f"evidence: {pick(choices, LEVELS)}")
        if day is not None:
            parts_.append(f"from: {day}")
            edges.add(day)
        if left or likely(choices, 20):
            last = (day or date(2020, 6, 30)) + timedelta(days=pick(choices, (400, 0, 1000)))
            parts_.append(f"until: {last}")
            edges.add(last)
            day = last + timedelta(days=pick(choices, (1, 1, 60)))
        lines.append(", ".join(parts_))
    return values, lines
