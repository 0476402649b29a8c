"""``place.yaml``, ``sources.yaml`` and ``book.yaml``."""

from __future__ import annotations

import datetime
from typing import get_args

from rulebook.book.fields import (
    bilingual,
    entries,
    evidence,
    label,
    listed,
    text,
    text_node,
    texts,
)
from rulebook.book.measured import read_calendar_day
from rulebook.book.model import Edition, Level, Place, RowsLeftOut, SourceDocument
from rulebook.book.nodes import Entries
from rulebook.diagnostics import Bilingual, Diagnostic

UNKNOWN_EDITION = Edition("", datetime.date.min, Bilingual("", ""), None)
"""Stands in where ``book.yaml`` can't be read, so that the other files can be checked."""


def read_edition(node: Entries) -> tuple[Edition, tuple[Diagnostic, ...]]:
    """The edition of the book."""
    findings: list[Diagnostic] = []
    extends = text_node(node, "extends")
    written = text_node(node, "date")
    day = None if written is None else read_calendar_day(written, findings)
    edition = Edition(
        id=text(node, "edition") or UNKNOWN_EDITION.id,
        date=day or UNKNOWN_EDITION.date,
        note=bilingual(node, "note") or UNKNOWN_EDITION.note,
        extends=None if extends is None else extends.value,
    )
    return edition, tuple(findings)


def read_place(place: str, node: Entries) -> Place:
    """A place; its id is the name of its folder."""
    return Place(
        id=place,
        label=label(node, place),
        code=text(node, "code"),
        parent=text(node, "parent"),
        adopts=tuple(item.value for item in texts(node, "adopts")),
        span=node.pairs[0][0].span if node.pairs else node.span,
        note=bilingual(node, "note"),
        levels=_levels(node),
        rows=tuple(item.value for item in texts(node, "rows")),
        left_out=tuple(
            RowsLeftOut(
                facts=tuple(row.value for row in texts(each, "rows")),
                reason=bilingual(each, "reason") or Bilingual("", ""),
                span=each.pairs[0][0].span if each.pairs else each.span,
            )
            for each in listed(node, "left_out")
        ),
    )


def _levels(node: Entries) -> tuple[Level, ...]:
    """The levels at which a place decides; without a word, those above all are the state's."""
    one = text_node(node, "level")
    given = [each.value for each in ((one,) if one is not None else texts(node, "level"))]
    levels = tuple(level for level in get_args(Level) if level in given)
    if levels:
        return levels
    return ("state",) if text(node, "parent") is None else ("pooling_area",)


def read_sources(place: str, node: Entries) -> tuple[SourceDocument, ...]:
    """The documents that a place's files cite."""
    found = []
    for name, entry in entries(node, "sources"):
        level = evidence(entry)
        if level is None:
            continue
        found.append(
            SourceDocument(
                id=name.value,
                label=label(entry, name.value),
                title=text(entry, "title") or text(entry, "zh") or name.value,
                number=text(entry, "number"),
                issuer=text(entry, "issuer") or "",
                date=text(entry, "date"),
                evidence=level,
                address=text(entry, "address"),
                place=place,
                span=name.span,
                note=bilingual(entry, "note"),
                text=text(entry, "text"),
                sha256=text(entry, "sha256"),
            )
        )
    return tuple(found)
