"""What only shows when the files of a book are held against each other: small checks in a list."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from itertools import pairwise

from rulebook.book.amounts import read_day
from rulebook.book.fields import (
    entries,
    evidence,
    first_span,
    listed,
    strength_of,
    text,
    text_node,
    texts,
)
from rulebook.book.files import anywhere
from rulebook.book.hints import instead_of, nearest_or_all
from rulebook.book.model import Figure, FigureValue
from rulebook.book.names import check_names, places_above
from rulebook.book.nodes import Entries
from rulebook.book.parts import Parts
from rulebook.book.replacements import replacements
from rulebook.diagnostics import Bilingual, Diagnostic, Related, finding

# ---- places --------------------------------------------------------------------------------


def parents(parts: Parts) -> Iterator[Diagnostic]:
    """Each parent is a place, and nobody stands under himself."""
    for place in parts.places.values():
        if place.parent is None:
            continue
        span = first_span(parts.nodes[f"{place.id}/place.yaml"], "parent")
        if place.parent not in parts.places:
            if f"{place.parent}/place.yaml" in parts.unread:
                continue
            names = {each.id: each.label.zh for each in parts.places.values()}
            guess = instead_of(place.parent, names)
            yield finding("RB2301", span, parent=place.parent, guess=guess)
            continue
        path = _line_up(parts, place.id)
        if path[-1] == place.id and len(path) > 1 and place.id == min(path):
            yield finding("RB2302", span, path=" → ".join(path))


def _line_up(parts: Parts, start: str) -> list[str]:
    """From a place up through its parents, ending where a place comes again."""
    path = [start]
    while (place := parts.places.get(path[-1])) is not None and place.parent is not None:
        path.append(place.parent)
        if place.parent in path[:-1]:
            break
    return path


def adoptions(parts: Parts) -> Iterator[Diagnostic]:
    """Each rule that is taken over is there, and belongs to a place above."""
    for place in parts.places.values():
        above = places_above(parts, place.id)
        for adopted in texts(parts.nodes[f"{place.id}/place.yaml"], "adopts"):
            offered = [rule for rule in parts.rules if rule.partition("/")[0] in above]
            if adopted.value not in offered:
                guess = nearest_or_all(adopted.value, offered)
                yield finding("RB2333", adopted.span, rule=adopted.value, guess=guess)


# ---- references ----------------------------------------------------------------------------


def citations(parts: Parts) -> Iterator[Diagnostic]:
    """Each cited source is known; a value stands on a source unless it is only recalled."""
    known = parts.declared("sources.yaml", "sources")
    for node in () if known is None else _grounded(parts):
        source = text_node(node, "source")
        if known is not None and source is not None and source.value not in known:
            guess = instead_of(source.value, known)
            yield finding("RB2305", source.span, source=source.value, guess=guess)
    for figure in parts.figures:
        for value in figure.values:
            if value.value is not None and value.source is None and value.evidence != "recalled":
                yield finding("RB2331", value.span, name=figure.label)


def _grounded(parts: Parts) -> Iterator[Entries]:
    """Every entry that may cite a source."""
    for path, node in parts.nodes.items():
        match path.rpartition("/")[2]:
            case "figures.yaml":
                for _, figure in entries(node, "figures"):
                    yield from listed(figure, "values")
                    yield from listed(figure, "conflicts")
            case "treatment-list.yaml":
                for _, item in entries(node, "items"):
                    yield item
                    yield from listed(item, "bounds")
            case _:
                pass


def list_items(parts: Parts) -> Iterator[Diagnostic]:
    """Each list item that a figure names is on the national list."""
    known = parts.declared("treatment-list.yaml", "items")
    for path, node in parts.nodes.items():
        if known is None or not path.endswith("/figures.yaml"):
            continue
        for _, figure in entries(node, "figures"):
            item = text_node(figure, "item")
            if item is not None and item.value not in known:
                guess = instead_of(item.value, known)
                yield finding("RB2306", item.span, item=item.value, guess=guess)


# ---- time ----------------------------------------------------------------------------------


def periods(parts: Parts) -> Iterator[Diagnostic]:
    """A figure has one value a day; days between two values without one are told."""
    for figure in parts.figures:
        in_order = sorted(figure.values, key=lambda value: value.since or datetime.date.min)
        for earlier, later in pairwise(in_order):
            yield from _meeting(figure, earlier, later)


def _meeting(figure: Figure, earlier: FigureValue, later: FigureValue) -> Iterator[Diagnostic]:
    since = later.since or datetime.date.min
    if earlier.until is None or earlier.until >= since:
        last = min(earlier.until or datetime.date.max, later.until or datetime.date.max)
        other = Related(earlier.span, Bilingual("与这里重叠", "overlaps with this one"))
        days = _days(later.since, last)
        yield finding(
            "RB2314", later.span, other, name=figure.label, days=days, advice=_apart(earlier, later)
        )
    elif (since - earlier.until).days > 1:
        day = datetime.timedelta(days=1)
        gap = _days(earlier.until + day, since - day)
        yield finding("RB2315", later.span, name=figure.label, days=gap)


def _apart(earlier: FigureValue, later: FigureValue) -> Bilingual:
    """How two values of the same days are kept apart: by days, or one as a conflict."""
    if earlier.since == later.since or later.since is None:
        return Bilingual(
            "只留一个；另一处来源的说法写进它的 `conflicts:`，写明 `value`、`source` 和 `note`",
            "keep one; what another source says goes under the figure's `conflicts:`, with its"
            " `value`, `source` and `note`",
        )
    last = later.since - datetime.timedelta(days=1)
    return Bilingual(
        f"`until` 是最后一天，当天仍有效；前一个值写 `until: {last}`",
        f"`until` is the last day in force; write `until: {last}` with the value before",
    )


def _days(first: datetime.date | None, last: datetime.date | None) -> Bilingual:
    begins = None if first in (None, datetime.date.min) else first
    ends = None if last in (None, datetime.date.max) else last
    if begins is not None and begins == ends:
        return Bilingual(str(begins), str(begins))
    zh = " ".join(f"{word} {day}" for word, day in (("自", begins), ("至", ends)) if day)
    en = " ".join(f"{word} {day}" for word, day in (("from", begins), ("until", ends)) if day)
    return Bilingual(zh or "任何一天", en or "on any day")


def source_days(parts: Parts) -> Iterator[Diagnostic]:
    """The date of a document, ``2020``, ``2020-12`` or ``2020-12-31``, is one of the calendar."""
    for path, node in parts.nodes.items():
        if path.rpartition("/")[2] != "sources.yaml":
            continue
        for _, source in entries(node, "sources"):
            date = text_node(source, "date")
            if date is not None and _DATE.fullmatch(date.value) and not _in_calendar(date.value):
                yield finding("RB2322", date.span, given=date.value)


_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")


def _in_calendar(date: str) -> bool:
    """Whether a year, month or day is there: its first day is."""
    year, month, day = (*date.split("-"), "01", "01")[:3]
    return read_day(f"{year}-{month}-{day}") is not None


# ---- evidence ------------------------------------------------------------------------------


def evidence_levels(parts: Parts) -> Iterator[Diagnostic]:
    """An entry that claims to be surer than its source is told."""
    by_id = {source.id: source for source in reversed(parts.sources)}
    for node in _grounded(parts):
        source = by_id.get(text(node, "source") or "")
        claimed = evidence(node)
        if source is None or claimed is None:
            continue
        if strength_of(claimed) < strength_of(source.evidence):
            note = Bilingual("来源的等级", "the source's level")
            yield finding(
                "RB2332",
                first_span(node, "evidence"),
                Related(source.span, note),
                given=claimed,
                level=source.evidence,
                source=source.label,
            )


def emptiness(parts: Parts) -> Iterator[Diagnostic]:
    """A book without places has nothing to answer."""
    if not parts.places and not any(path.endswith("/place.yaml") for path in parts.nodes):
        yield finding("RB2219", anywhere("book.yaml"))


# ---- all of them -------------------------------------------------------------------------

CHECKS = (
    parents,
    adoptions,
    citations,
    list_items,
    replacements,
    periods,
    source_days,
    evidence_levels,
    emptiness,
)


def cross_check(parts: Parts) -> Iterator[Diagnostic]:
    """Every finding about the files together."""
    for check in CHECKS:
        yield from check(parts)
    yield from check_names(parts)
