"""Whole programs: figures of a place, rules that others read, and a rule in several versions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from tests.cases import ADOPTED, FAMILY, PLACE
from tests.differential import pieces
from tests.differential.choices import Choices, likely, pick, some
from tests.differential.expressions import Writer
from tests.differential.figures import figures, national
from tests.differential.kinds import AGE, DAYS, HOURS, MARKS, MONEY, MONTHS, NUMBER, RATE
from tests.differential.pieces import NOTHING, Size, Truth
from tests.differential.scope import Callee, Scope, gathers
from tests.differential.versions import Output, Period, Version

Form = tuple[Truth | None, int, bool]
"""A given 适用, how many definitions, and whether there may be exceptions."""

OUTPUTS = (
    Output("得额一", "pay", MONEY, 2),
    Output("得额二", "rest", MONEY, 2),
    Output("得率", "ratio", RATE, 4),
    Output("得分", "points", MARKS, 0),
    Output("得小时", "served", HOURS, 1),
    Output("得项数", "number", "count"),
    Output("得是一", "verdict", "truth"),
    Output("得是二", "other_verdict", "truth"),
    Output("得程度", "result_grade", "grade"),
    Output("得类别", "result_group", "group"),
    Output("得日", "result_day", "day"),
    Output("得数", "result_number", NUMBER, 2),
    Output("得岁", "result_age", AGE, 0),
    Output("得月", "result_months", MONTHS, 0),
    Output("得天", "result_days", DAYS, 0),
    Output("得集", "result_groups", "set"),
)
ABOVE = "national"
"""The place above, whose rules may be adopted, called and stood upon."""
HEADING = "规则 试 trial “试”"
NO_CONDITION = Truth("", pieces.ATOM, NOTHING)
ALWAYS: Period = (date(2010, 1, 1), None)


@dataclass(frozen=True, slots=True)
class Program:
    """A rule with what it may read, and what rows of facts should touch on."""

    rule: str
    others: Mapping[str, str]
    """The rules that it may read, by path."""
    figures: str
    reads: frozenset[str]
    constants: dict[str, set[Fraction]]
    days: frozenset[date]
    edges: frozenset[date]
    """First and last days in force, of versions and of figures."""
    periods: tuple[Period, ...]
    """When its versions are in force."""


@dataclass(slots=True)
class _Rule:
    """A rule of one or several versions."""

    text: str = ""
    reads: frozenset[str] = NOTHING
    sizes: dict[str, Size] = field(default_factory=dict)


def program(choices: Choices) -> Program:
    """A program of some figures, up to two rules to read, and one to three versions of a rule."""
    scope, text, edges = figures(choices)
    writer = Writer(choices, scope)
    twins = likely(choices, 50)
    others: dict[str, str] = {}
    for number in range(1, 1 + choices.below(3)):
        others.update(_callee(writer, scope, number, twins, edges))
    periods = _periods(choices, edges)
    outputs = some(choices, OUTPUTS, 1 + choices.below(3))
    if likely(choices, 15):
        periods = periods[-1:]
        form: Form = (None, 3, False)
        base = _rule(writer, national(), "规则 基 root “基”", outputs, twins, periods, form)
        others[f"{ABOVE}/{FAMILY}/root"] = base.text
        made = _based(writer, scope, base, outputs, twins, periods[0])
    else:
        made = _rule(writer, scope, HEADING, outputs, twins, periods, (None, 4, True))
    return Program(
        rule=made.text,
        others=others,
        figures=text,
        reads=made.reads.union(*(each.reads for each in scope.callees)),
        constants=writer.constants,
        days=frozenset(writer.days_named),
        edges=frozenset(edges),
        periods=tuple(periods),
    )


def _rule(
    writer: Writer,
    scope: Scope,
    heading: str,
    outputs: list[Output],
    twins: bool,
    periods: list[Period],
    form: Form,
) -> _Rule:
    """A rule with a version for each period."""
    rule = _Rule()
    for period in periods:
        version = Version(writer, heading, scope.copy(), outputs, twins)
        rule.text += version.text(period, *form)
        rule.reads |= version.reads
        for name, size in version.sizes.items():
            known = rule.sizes.get(name, size)
            rule.sizes[name] = pieces.together(known, size)
    return rule


def _based(
    writer: Writer,
    scope: Scope,
    base: _Rule,
    outputs: list[Output],
    twins: bool,
    period: Period,
) -> _Rule:
    """A rule that stands on another with exceptions of its own, in force as long or longer."""
    version = Version(writer, HEADING, scope.copy(), outputs, twins)
    until = period[1] if likely(writer.choices, 50) else None
    text = version.standing_on("基", period[0], until, base.sizes, base.reads)
    return _Rule(text, version.reads | base.reads, dict(version.sizes))


def _callee(
    writer: Writer, scope: Scope, number: int, twins: bool, edges: set[date]
) -> dict[str, str]:
    """A small rule that the others may read; its 适用 can be said in their own words.

    One of the place above knows only what is there, and may be adopted.
    """
    choices = writer.choices
    above = likely(choices, 25)
    own = national() if above else scope
    always = likely(choices, 65)
    periods = [ALWAYS] if always else _periods(choices, edges)
    guard: Truth | None = None
    if likely(choices, 50):
        plain = own.copy()
        plain.callees.clear()
        guard = Writer(choices, plain, writer.constants, writer.days_named).truth(2)
    outputs = some(choices, OUTPUTS, 1 + choices.below(3))
    name = f"副{number}"
    heading = f"规则 {name} callee_{number} “{name}”"
    form = (guard or NO_CONDITION, 2, True)
    made = _rule(writer, own, heading, outputs, twins, periods, form)
    results = tuple((each.name, each.of, made.sizes.get(each.name)) for each in outputs)
    goes_over = gathers(made.text) or any(
        each.gathers and each.name in made.text for each in scope.callees
    )
    scope.callees.append(Callee(name, results, made.reads, always, guard, gathers=goes_over))
    adopted = ADOPTED if above and likely(choices, 60) else ""
    return {f"{ABOVE if above else PLACE}/{FAMILY}/callee-{number}": adopted + made.text}


def _periods(choices: Choices, edges: set[date]) -> list[Period]:
    """One to three periods, which may leave days between them."""
    since = pick(choices, (date(2020, 1, 1), date(2021, 7, 1), date(2024, 2, 29)))
    periods: list[Period] = []
    for left in reversed(range(1 + choices.below(3))):
        until = since + timedelta(days=pick(choices, (0, 365, 30, 700)))
        closed = left > 0 or likely(choices, 40)
        periods.append((since, until if closed else None))
        edges |= {since, until} if closed else {since}
        since = until + timedelta(days=pick(choices, (1, 1, 2, 100)))
    return periods
