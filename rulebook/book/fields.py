"""Take texts, mappings and lists out of a node where they are sound.

Wrong forms have been reported from the schemas by then, so these helpers answer None in silence.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast, get_args

from rulebook.book.model import EVIDENCE_LEVELS, EvidenceLevel
from rulebook.book.nodes import Entries, Items, Node, Text
from rulebook.diagnostics import Bilingual, Span


def text(node: Entries, key: str) -> str | None:
    """The text under ``key``; None where there is none or it is empty."""
    value = node.get(key)
    return value.value if isinstance(value, Text) and value.value else None


def text_node(node: Entries, key: str) -> Text | None:
    """The text under ``key`` with its place."""
    value = node.get(key)
    return value if isinstance(value, Text) and value.value else None


def entries(node: Node | None, key: str) -> Iterator[tuple[Text, Entries]]:
    """The named mappings under ``key``, those that are mappings."""
    inside = node.get(key) if isinstance(node, Entries) else None
    for name, value in inside.pairs if isinstance(inside, Entries) else ():
        if isinstance(value, Entries):
            yield name, value


def listed(node: Entries, key: str) -> Iterator[Entries]:
    """The mappings in the list under ``key``."""
    inside = node.get(key)
    for item in inside.items if isinstance(inside, Items) else ():
        if isinstance(item, Entries):
            yield item


def texts(node: Entries, key: str) -> tuple[Text, ...]:
    """The texts in the list under ``key``."""
    inside = node.get(key)
    items = inside.items if isinstance(inside, Items) else ()
    return tuple(item for item in items if isinstance(item, Text))


def fact_rows(node: Entries) -> tuple[str, ...]:
    """The ids of rows of facts."""
    return tuple(item.value for item in texts(node, "facts"))


def label(node: Entries, fallback: str) -> Bilingual:
    """``zh`` and ``en`` of the thing itself; without ``en`` its id serves as the English name."""
    return Bilingual(text(node, "zh") or fallback, text(node, "en") or fallback)


def bilingual(node: Entries, key: str) -> Bilingual | None:
    """A text in both languages; one alone serves both."""
    inside = node.get(key)
    if not isinstance(inside, Entries):
        return None
    zh, en = text(inside, "zh"), text(inside, "en")
    if zh is None and en is None:
        return None
    return Bilingual(zh or en or "", en or zh or "")


def evidence(node: Entries) -> EvidenceLevel | None:
    """The evidence level."""
    given = text(node, "evidence")
    return cast("EvidenceLevel", given) if given in get_args(EvidenceLevel) else None


def strength_of(level: EvidenceLevel) -> int:
    """The place of a level among all, 0 the strongest."""
    return EVIDENCE_LEVELS.index(level)


def first_span(node: Entries, key: str) -> Span:
    """The place of ``key``'s value, else of the mapping's first line."""
    value = node.get(key)
    if isinstance(value, Text):
        return value.span
    name = node.key(key)
    if name is not None:
        return name.span
    return node.pairs[0][0].span if node.pairs else node.span
