"""Gathering over the records of a list, as text."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.differential import pieces
from tests.differential.choices import likely, pick
from tests.differential.kinds import LISTS, NUMBER, Kind, Listed
from tests.differential.pieces import ATOM, Number, Other, Size, Truth

if TYPE_CHECKING:
    from tests.differential.values import Values

ABSENT = "不适用"


def number(writer: Values, kind: Kind, depth: int) -> Number:
    """A sum, an extreme or a count over records."""
    choices = writer.choices
    if kind is NUMBER and likely(choices, 70):
        return _count(writer, depth)
    listed = _list_with(writer, kind)
    inner = _inside(writer, listed)
    word = pick(choices, ("合计", "最高", "最低"))
    item = inner.number(kind, min(depth, 1))
    where = _filter(inner, listed, depth, item.text)
    reads = item.reads | where.reads | {listed.id}
    if word == "合计":
        return Number(f"{word}({item.text}{where.text})", ATOM, reads, pieces.many(item.size))
    other = writer.number(kind, min(depth, 1))
    text = ABSENT if likely(choices, 15) else other.text
    size = pieces.together(item.size, other.size)
    return Number(f"{word}({item.text}{where.text} 否则 {text})", ATOM, reads | other.reads, size)


def _count(writer: Values, depth: int) -> Number:
    listed = pick(writer.choices, LISTS)
    inner = _inside(writer, listed)
    if likely(writer.choices, 50):
        item = Truth(listed.name, ATOM, frozenset({listed.id}))
    else:
        item = inner.truth(min(depth, 1))
    where = _filter(inner, listed, depth, item.text)
    reads = item.reads | where.reads | {listed.id}
    return Number(f"计数({item.text}{where.text})", ATOM, reads, Size(3.1, 0))


def extreme(writer: Values, of: str, word: str, otherwise: Other, depth: int) -> Other:
    """The latest or earliest day, the highest or lowest grade of the records."""
    listed = LISTS[0] if of == "grade" else pick(writer.choices, LISTS)
    inner = _inside(writer, listed)
    items = inner.scope.items[listed.name].known(of)
    item = pick(writer.choices, items)
    where = _filter(inner, listed, depth, item.text)
    text = f"{word}({item.text}{where.text} 否则 {otherwise.text})"
    return Other(text, item.reads | where.reads | otherwise.reads | {listed.id})


def truth(writer: Values, depth: int) -> Truth:
    """全部 or 任一 over records."""
    listed = pick(writer.choices, LISTS)
    inner = _inside(writer, listed)
    item = inner.truth(min(depth, 1))
    where = _filter(inner, listed, depth, item.text)
    word = pick(writer.choices, ("全部", "任一"))
    return Truth(f"{word}({item.text}{where.text})", ATOM, item.reads | where.reads | {listed.id})


def _list_with(writer: Values, kind: Kind) -> Listed:
    """A list whose records have an item of that kind, if there is one."""
    fit = [each for each in LISTS if writer.scope.items[each.name].known(kind)]
    return pick(writer.choices, fit or LISTS)


def _inside(writer: Values, listed: Listed) -> Values:
    return replace(writer, inside=listed.name)


def _filter(inner: Values, listed: Listed, depth: int, item: str) -> Truth:
    """其中 and a condition, or nothing where what is gathered already tells the list."""
    needed = listed.name not in item
    if not needed and not likely(inner.choices, 60):
        return Truth("", ATOM, frozenset())
    found = inner.truth(min(depth, 1))
    if needed and listed.name not in found.text:
        items = inner.scope.items[listed.name].known("truth")
        own = pick(inner.choices, items)
        text = f" 其中 {own.text} 或 {found.at(pieces.CLOSE)}"
        return Truth(text, ATOM, found.reads | own.reads)
    return Truth(f" 其中 {found.text}", ATOM, found.reads)
