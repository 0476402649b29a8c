"""Places side by side: what each has under the same name, and whether it is the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from rulebook.book.model import BookContents, Figure, FigureValue
from rulebook.meaning import typed as t
from rulebook.review.dates import value_on
from rulebook.site.labels import FAMILIES
from rulebook.site.view import View
from rulebook.site.walk import every_node

Likeness = Literal["differs", "one", "same"]
"""Places disagree, only one of them has it, or all that have it agree."""

BLOCK_FAMILY = {"credit": "credit-scoring", "long_term_care": "long-term-care"}
"""Where items of the list belong that no rule stands under; others are benefits."""


def by_rank(contents: BookContents) -> list[str]:
    """All places, each followed by those that stand under it."""
    found: list[str] = []
    waiting = [id_ for id_, each in contents.places.items() if each.parent is None][::-1]
    while waiting:
        here = waiting.pop()
        found.append(here)
        below = [id_ for id_, each in contents.places.items() if each.parent == here]
        waiting.extend(reversed(below))
    return found


def columns(contents: BookContents) -> list[str]:
    """The places that are compared: those above all, then those that none stands under."""
    parents = {each.parent for each in contents.places.values()}
    top = tops(contents)
    return [each for each in by_rank(contents) if each in top or each not in parents]


def tops(contents: BookContents) -> set[str]:
    """The places above all."""
    return {id_ for id_, each in contents.places.items() if each.parent is None}


def compared_families(view: View) -> list[str]:
    """The families that have rules, in a book with more than one place to compare."""
    if len(columns(view.contents)) < 2:
        return []
    return [f for f in FAMILIES if any(each.family == f for each in view.rules.values())]


@dataclass(frozen=True, slots=True)
class Held:
    """What a place has for a figure: the figure, its own or inherited, and its value on the day."""

    figure: Figure
    value: FigureValue | None

    @property
    def same(self) -> object:
        """What two places have to share to be alike: a value, or that there is none."""
        return None if self.value is None else self.value.value


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One figure id over all columns; a column that is absent has no such figure."""

    id: str
    cells: Mapping[str, Held]
    likeness: Likeness


def figure_line(view: View, id_: str, places: Iterable[str]) -> FigureLine:
    """A figure in each place, taken from the nearest place at or above it, the nation's apart."""
    above = tops(view.contents)
    cells: dict[str, Held] = {}
    for place in places:
        figure = _nearest(view, place, id_, set() if place in above else above)
        if figure is not None:
            cells[place] = Held(figure, value_on(figure, view.day))
    local = [each for place, each in cells.items() if place not in above]
    return FigureLine(id_, cells, _likeness([each.same for each in local]))


def _nearest(view: View, place: str, figure: str, above: set[str]) -> Figure | None:
    current: str | None = place
    while current is not None and current not in above:
        if (current, figure) in view.contents.figures:
            return view.contents.figures[current, figure]
        current = view.contents.places[current].parent
    return None


def _likeness(values: list[object]) -> Likeness:
    if len(values) < 2:
        return "one"
    return "differs" if any(each != values[0] for each in values) else "same"


def likeness_of(texts: Iterable[str | None]) -> Likeness:
    """How alike some texts are; None is of a place that has none."""
    present: list[object] = [each for each in texts if each is not None]
    return _likeness(present)


def families_of_figure(view: View, figure: Figure) -> set[str]:
    """The families of the rules that read a figure, else that of its item."""
    rules = view.uses.figures.get((figure.place, figure.id), ())
    found = {view.rules[each].family for each in rules}
    if found or figure.item is None:
        return found
    return families_of_item(view, figure.item)


def families_of_item(view: View, item: str) -> set[str]:
    """The families of the rules under an item, else the one of its part of the list."""
    found = {view.rules[each].family for each in view.uses.items.get(item, ())}
    known = view.contents.items.get(item)
    if found or known is None:
        return found
    return {BLOCK_FAMILY.get(known.block, "benefit-list")}


def telling(version: t.TypedVersion) -> list[t.TypedDefinition]:
    """The definitions that say what a place decides: its outputs, and whatever sets amounts."""
    return [
        each
        for id_, each in version.definitions.items()
        if id_ in version.outputs or _sets_amounts(each)
    ]


def _sets_amounts(definition: t.TypedDefinition) -> bool:
    return any(
        isinstance(node, t.Lookup | t.Brackets)
        or (isinstance(node, t.Literal) and node.clause is not None)
        for node in every_node(definition.value)
    )
