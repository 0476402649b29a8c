"""What holds on a day: the version of a rule, the value of a figure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from rulebook.answers.decision import MissingFigure
from rulebook.book.model import EvidenceLevel, Figure, FigureValue
from rulebook.book.types import CalendarDay, Truth, Type
from rulebook.meaning.typed import TypedVersion, Value
from rulebook.reference.results import Known, Result, Unknown, weaker


def version_in_force(versions: Sequence[TypedVersion], day: date) -> TypedVersion | None:
    """The version whose 施行 period holds the day; ``until`` is its last day in force."""
    for version in versions:
        if _holds(version.since, version.until, day):
            return version
    return None


def figure_on(figure: Figure, day: date, min_evidence: EvidenceLevel) -> Result:
    """A figure as of a day; unknown where it is unset, or weaker than the evidence asked for."""
    found = _value_on(figure.values, day)
    if found is None or found.value is None:
        return Unknown((MissingFigure(figure.id, "unset", None),))
    if found.evidence is not None and weaker(found.evidence, min_evidence):
        return Unknown((MissingFigure(figure.id, "too-weak", found.evidence),))
    return Known(_read(found.value, figure.type), found.evidence)


def _read(value: Fraction | str, of_type: Type) -> Value:
    """A figure's value: books hold days and yes and no as text."""
    match of_type, value:
        case CalendarDay(), str():
            return date.fromisoformat(value)
        case Truth(), str():
            return value == "yes"
        case _:
            return value


def _value_on(values: Sequence[FigureValue], day: date) -> FigureValue | None:
    for value in values:
        if _holds(value.since, value.until, day):
            return value
    return None


def _holds(since: date | None, until: date | None, day: date) -> bool:
    return (since is None or since <= day) and (until is None or day <= until)
