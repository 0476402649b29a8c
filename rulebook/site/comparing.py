"""What the grids of places side by side share."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from rulebook.diagnostics import Bilingual
from rulebook.meaning.typed import TypedRule
from rulebook.site.html import NOTHING, Row, beside, fold, table, tag, two
from rulebook.site.side_by_side import Likeness

TITLE = Bilingual("各地对比", "Places compared")
ABSENT = tag("span", "–", class_="rb-absent")
"""The place says nothing here."""


def title_of(rules: Sequence[TypedRule]) -> Bilingual:
    """What rules of one name are called: the name in rules, where the places share it.

    In English that name is an identifier, so that a title all places share comes before it.
    """
    labels = {each.label.zh for each in rules}
    first = rules[0]
    if len(rules) == 1 or len(labels) > 1:
        return first.title
    english = {each.title.en for each in rules}
    name = first.label.en.replace("_", " ").capitalize()
    return Bilingual(first.label.zh, first.title.en if len(english) == 1 else name)


def mark(likeness: Likeness) -> Markup:
    """The sign of what differs."""
    if likeness == "differs":
        return tag("span", "≠", class_="rb-differs", title="各地不同 · places differ")
    return NOTHING


def folded(heads: Sequence[str], rows: Sequence[Row], *, known: bool = True) -> Markup:
    """What is equal everywhere, or has no value anywhere; closed until it is asked for."""
    if not rows:
        return NOTHING
    equal = two(f"相同的 {len(rows)} 项", f"{len(rows)} that are equal")
    nowhere = two(f"各地都没有数的 {len(rows)} 项", f"{len(rows)} that no place has a value for")
    count = equal if known else nowhere
    grid = table(beside(count), heads, rows, quiet=True, class_="rb-pinned rb-compare")
    return fold(beside(count), grid, class_="rb-more")
