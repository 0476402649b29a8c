"""Figures on the day of the edition, and which figures and rules a place has under an item."""

from __future__ import annotations

from markupsafe import Markup

from rulebook.book.evidence import TENTATIVE
from rulebook.book.model import Figure, FigureValue, ListItem
from rulebook.meaning.typed import TypedRule
from rulebook.review.dates import value_on
from rulebook.site.html import Two, beside, fold, of, tag, two
from rulebook.site.labels import badge, period, unset_badge
from rulebook.site.names import Links
from rulebook.site.view import View

NO_VALUE_TODAY = two("当日没有值", "no value on the day")


def value_words(figure: Figure, value: FigureValue, view: View) -> Two:
    """A published value as text."""
    assert value.value is not None
    return view.values.show(value.value, figure.type, figure.units)


def held(figure: Figure, value: FigureValue | None, links: Links, *, marked: bool = True) -> Markup:
    """A value with what a reader has to know of it: that it is weak, or why there is none.

    ``marked``: its evidence stands beside it where that is weak.
    """
    if value is None:
        return tag("span", beside(NO_VALUE_TODAY), class_="rb-absent")
    if value.unset is not None:
        why = tag("small", beside(of(value.unset)), class_="rb-reason")
        return Markup("{} {}").format(unset_badge(), why)
    shown = tag("span", beside(value_words(figure, value, links.view)), class_="rb-value")
    if marked and (value.evidence in TENTATIVE or value.evidence == "code"):
        return Markup("{} {}").format(shown, badge(value.evidence))
    return shown


def today(figure: Figure, links: Links, *, marked: bool = True) -> Markup:
    """A figure's value on the day of the edition; where it has none, the nearest one, to open."""
    value = value_on(figure, links.view.day)
    if value is not None:
        return held(figure, value, links, marked=marked)
    dated = [each for each in figure.values if each.value is not None]
    if not dated:
        return held(figure, None, links)
    nearest = dated[-1]
    when = period(nearest.since, nearest.until)
    said = Markup("{}（{}）").format(beside(value_words(figure, nearest, links.view)), beside(when))
    return fold(beside(NO_VALUE_TODAY), said, class_="rb-more")


def figures_under(view: View, place: str, item: ListItem) -> list[Figure]:
    """The figures of a place that stand under an item, or that its rules under it read alone."""
    return [
        each
        for (home, _), each in view.contents.figures.items()
        if home == place and each.item == item.id
    ]


def rules_under(view: View, place: str, item: str) -> list[TypedRule]:
    """The rules of a place under an item, in any version."""
    ids = view.uses.items.get(item, ())
    return [view.rules[each] for each in ids if view.rules[each].place == place]
