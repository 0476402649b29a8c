"""``national/treatment-list.yaml``: what may be granted, who decides it, within which bounds."""

from __future__ import annotations

from typing import cast, get_args

from rulebook.book.fields import (
    bilingual,
    entries,
    evidence,
    fact_rows,
    first_span,
    label,
    listed,
    text,
)
from rulebook.book.model import Level, ListBound, ListItem, SourceDocument, Strength
from rulebook.book.nodes import Entries
from rulebook.diagnostics import Bilingual


def read_items(node: Entries, sources: dict[str, SourceDocument]) -> tuple[ListItem, ...]:
    """The items of the list; one whose form is broken is left out."""
    found: list[ListItem] = []
    for name, entry in entries(node, "items"):
        decides = text(entry, "decides")
        block = text(entry, "block")
        if decides not in get_args(Level) or block is None:
            continue
        found.append(
            ListItem(
                id=name.value,
                label=Bilingual(label(entry, name.value).zh, name.value),
                title=bilingual(entry, "title") or label(entry, name.value),
                block=block,
                decides=cast("Level", decides),
                bounds=tuple(_bounds(entry, sources)),
                facts=fact_rows(entry),
                source=text(entry, "source"),
                evidence=evidence(entry),
                span=name.span,
                section=text(entry, "section"),
                note=bilingual(entry, "note"),
                exists=_exists(entry),
            )
        )
    return tuple(found)


def _exists(item: Entries) -> ListBound | None:
    condition = text(item, "in_force_if")
    if condition is None:
        return None
    span = first_span(item, "in_force_if")
    return ListBound(
        text=Bilingual("有施行的制度", "something is in force"),
        condition=condition,
        strength="must",
        source=None,
        section=None,
        evidence="official",
        facts=(),
        span=span,
        condition_span=span,
    )


def _bounds(item: Entries, sources: dict[str, SourceDocument]) -> list[ListBound]:
    found: list[ListBound] = []
    for entry in listed(item, "bounds"):
        statement = bilingual(entry, "text")
        strength = text(entry, "strength")
        condition = text(entry, "condition")
        source = text(entry, "source") or text(item, "source")
        cited = sources.get(source or "")
        level = evidence(entry) or evidence(item) or (cited.evidence if cited else None)
        if statement is None or level is None or strength not in get_args(Strength):
            continue
        found.append(
            ListBound(
                text=statement,
                condition=condition,
                strength=cast("Strength", strength),
                source=source,
                section=text(entry, "section"),
                evidence=level,
                facts=fact_rows(entry),
                span=first_span(entry, "text"),
                condition_span=first_span(entry, "condition") if condition else None,
                burden=text(entry, "more_is") == "worse",
            )
        )
    return found
