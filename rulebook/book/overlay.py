"""Lay what one book says over what the book below it says: entry by entry, by id."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce

from rulebook.book.nodes import Entries, Node, Text
from rulebook.book.schemas import Kind

_SECTIONS: Mapping[Kind, tuple[str, ...]] = {
    "vocabulary": ("enumerations", "facts", "records"),
    "sources": ("sources",),
    "figures": ("figures",),
    "treatment-list": ("items",),
}
"""Where the entries of a file stand; a file of another kind is taken whole."""


def laid_over(kind: Kind, files: Sequence[Entries]) -> Entries | None:
    """The files of one path as one, the lowest layer first; None where there are none.

    An entry with the id of a lower one takes its place, whole; the others are added behind. Every
    entry keeps the place where it is written.
    """
    if not files:
        return None
    return reduce(lambda below, above: _two(kind, below, above), files)


def _two(kind: Kind, below: Entries, above: Entries) -> Entries:
    sections = _SECTIONS.get(kind, ())
    if not sections:
        return above
    merged: dict[str, tuple[Text, Node]] = {key.value: (key, value) for key, value in below.pairs}
    for key, value in above.pairs:
        entry = merged.get(key.value)
        if key.value in sections and entry is not None:
            value = _entries(entry[1], value)
        merged[key.value] = (key, value)
    return Entries(tuple(merged.values()), above.span)


def _entries(below: Node, above: Node) -> Node:
    if not isinstance(below, Entries):
        return above
    if not isinstance(above, Entries):
        return below
    merged = {key.value: (key, value) for key, value in below.pairs}
    merged |= {key.value: (key, value) for key, value in above.pairs}
    return Entries(tuple(merged.values()), above.span)
