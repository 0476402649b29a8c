"""Why a figure has no value on the day: nobody published one, it is not yet there, or no longer."""

from __future__ import annotations

import datetime

from rulebook.answers.plan import every_node
from rulebook.diagnostics import Bilingual
from rulebook.meaning import program as p

NOT_PUBLISHED = Bilingual("尚未公布", "not published")


def why_unset(program: p.Program, version: p.Version, figure: str, day: datetime.date) -> Bilingual:
    """The reason for a figure that a version reads by this id without having its value.

    A figure that is read as of another day has that day's reason, which is told without the day.
    """
    reads = [
        node
        for _, node in every_node(version)
        if isinstance(node, p.ReadFigure) and node.figure.partition("/")[2] == figure
    ]
    if not reads:
        return NOT_PUBLISHED
    values = program.figures[reads[0].figure].values
    if not any(each.value is not None for each in values):
        return NOT_PUBLISHED
    if any(node.day is not None for node in reads):
        return Bilingual("所问的那一天没有值", "no value on the day that is asked for")
    return _on(values, day)


def _on(values: tuple[p.ProgramFigureValue, ...], day: datetime.date) -> Bilingual:
    number = day.toordinal()
    known = [each for each in values if each.value is not None]
    begins = [each.since for each in known if each.since is not None and each.since > number]
    ended = [each.until for each in known if each.until is not None and each.until < number]
    unset = any(
        (each.since is None or each.since <= number)
        and (each.until is None or number <= each.until)
        for each in values
    )
    if begins:
        first = datetime.date.fromordinal(min(begins))
        return Bilingual(
            f"{first} 起才有值，{day} 还没有", f"has a value from {first} on, none on {day}"
        )
    if ended and not unset:
        last = datetime.date.fromordinal(max(ended))
        return Bilingual(f"值只到 {last}，{day} 没有", f"had a value until {last}, none on {day}")
    return NOT_PUBLISHED
