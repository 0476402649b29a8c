"""Figures of places side by side: what differs, what is equal, and what one place alone has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from rulebook.book.model import Figure
from rulebook.diagnostics import Bilingual
from rulebook.review.dates import value_on
from rulebook.site import paths
from rulebook.site.comparing import ABSENT, folded
from rulebook.site.html import (
    NOTHING,
    Row,
    beside,
    bullets,
    fill,
    fold,
    late,
    of,
    paragraph,
    row,
    table,
    tag,
    two,
)
from rulebook.site.labels import unset_badge
from rulebook.site.names import Links
from rulebook.site.side_by_side import (
    FigureLine,
    Held,
    families_of_figure,
    figure_line,
)
from rulebook.site.standing import today
from rulebook.site.view import View


@dataclass(frozen=True, slots=True)
class FigureGrid:
    """The figures of a family over the columns, in the order of the list's items."""

    lines: Sequence[FigureLine]
    places: Sequence[str]

    @property
    def differing(self) -> list[FigureLine]:
        """What at least two places have, and not alike; where most values are known first."""
        differ = [each for each in self.lines if each.likeness == "differs"]
        return sorted(
            differ, key=lambda each: -sum(h.same is not None for h in each.cells.values())
        )

    @property
    def alone(self) -> list[FigureLine]:
        """What one place has, or the nation."""
        return [each for each in self.lines if each.likeness == "one"]

    @property
    def equal(self) -> list[FigureLine]:
        """What all that have it have alike, with a value."""
        return [each for each in self._alike if _known(each)]

    @property
    def unset(self) -> list[FigureLine]:
        """What several places have and none has a value for."""
        return [each for each in self._alike if not _known(each)]

    @property
    def _alike(self) -> list[FigureLine]:
        return [each for each in self.lines if each.likeness == "same"]


def figure_grid(view: View, family: str, places: Sequence[str]) -> FigureGrid:
    """All figures that belong to a family."""
    ids = dict.fromkeys(
        figure.id
        for figure in view.contents.figures.values()
        if family in families_of_figure(view, figure)
    )
    order = {item: number for number, item in enumerate(view.contents.items)}
    lines = [figure_line(view, each, places) for each in ids]
    lines.sort(key=lambda each: order.get(item_of(each) or "", len(order)))
    return FigureGrid(lines, places)


def item_of(line: FigureLine) -> str | None:
    """The item of the list that a figure stands under."""
    return next((each.figure.item for each in line.cells.values() if each.figure.item), None)


def _known(line: FigureLine) -> int:
    """How many places have a value."""
    return sum(each.same is not None for each in line.cells.values())


# ---- what differs


def differences(grid: FigureGrid, links: Links) -> Markup:
    """A line for each figure that differs, with the day since when; what is equal is folded."""
    if not grid.lines:
        return NOTHING
    # Columns that say nothing in any line only push the others off a small screen.
    shown = [p for p in grid.places if any(p in each.cells for each in grid.differing)]
    heads = _heads(beside(two("数字", "figure")), shown, links)
    rows = [_line(each, shown, links) for each in grid.differing]
    caption = beside(two("不同的数字", "figures that differ"))
    whole = table(caption, heads, rows, quiet=True, class_="rb-pinned rb-compare")
    none = two("各地没有名称相同而数值不同的数字。", "No figure of one name differs.")
    return (
        (late(whole) or paragraph(beside(none)))
        + _folded(grid.equal, grid.places, links)
        + _folded(grid.unset, grid.places, links, known=False)
    )


def _heads(first: str, places: Sequence[str], links: Links) -> list[str]:
    return [first, *(beside(links.place(each)) for each in places)]


def _folded(
    lines: Sequence[FigureLine], places: Sequence[str], links: Links, *, known: bool = True
) -> Markup:
    shown = [p for p in places if any(p in each.cells for each in lines)]
    heads = _heads(beside(two("数字", "figure")), shown, links)
    return late(folded(heads, [_line(each, shown, links) for each in lines], known=known))


def _line(line: FigureLine, places: Sequence[str], links: Links) -> Row:
    first = next(iter(line.cells.values())).figure
    item = item_of(line)
    under = NOTHING
    if item is not None and item in links.view.contents.items:
        title = of(links.view.contents.items[item].title)
        under = tag("small", links.to(paths.item_page(item), title).zh, class_="rb-under")
    name = beside(of(first.label)) + under
    return row(name, *(_named(line.cells.get(each), each, first.label, links) for each in places))


def _named(cell: Held | None, place: str, common: Bilingual, links: Links) -> Markup:
    """What a place has, under the name that it has there where that is another one."""
    shown = _cell(cell, place, links)
    if cell is None or cell.figure.label.zh == common.zh:
        return shown
    own = beside(fill("这里叫“{}”", "here “{}”", of(cell.figure.label)))
    return shown + Markup("<br>") + tag("small", own, class_="rb-reason")


def _cell(cell: Held | None, place: str, links: Links) -> Markup:
    """The value, since when, and whose it is where a place above has set it."""
    if cell is None:
        return tag("span", "–", class_="rb-absent", title="没有写 · says nothing")
    figure = cell.figure
    below = [_since(figure, links), _from_above(figure, place, links)]
    small = Markup("<br>").join(each for each in below if each)
    # Why nobody has published it stands where the link leads to.
    value = value_on(figure, links.view.day)
    unset = value is not None and value.unset is not None
    said = unset_badge() if unset else today(figure, links)
    shown = Markup("{}&nbsp;{}").format(said, _more(figure, links))
    return shown + (tag("small", small, class_="rb-since") if small else NOTHING)


def _since(figure: Figure, links: Links) -> Markup:
    value = value_on(figure, links.view.day)
    if value is None or value.value is None or value.since is None:
        return NOTHING
    return Markup("{} {}").format(beside(two("自", "from")), value.since)


def _from_above(figure: Figure, place: str, links: Links) -> Markup:
    if figure.place == place:
        return NOTHING
    home = of(links.view.contents.places[figure.place].label)
    return beside(fill("{}的", "of {}", home))


def _more(figure: Figure, links: Links) -> Markup:
    address = paths.href(
        links.origin, paths.figures_page(figure.place), paths.anchor("figure", figure.id)
    )
    return Markup('<a class="rb-how" href="{}" title="{}">›</a>').format(
        address, "沿革和出处 · history and sources"
    )


# ---- what one place alone has


def alone(grid: FigureGrid, links: Links) -> Markup:
    """A line an item of the list, each figure in the column of the place that has it; folded."""
    by_item: dict[str | None, list[FigureLine]] = {}
    for each in grid.alone:
        by_item.setdefault(item_of(each), []).append(each)
    if not by_item:
        return NOTHING
    heads = _heads(beside(two("条目", "item")), grid.places, links)
    rows = [_listed(item, lines, grid.places, links) for item, lines in by_item.items()]
    count = beside(
        two(
            f"只有一地有的 {len(grid.alone)} 个数字",
            f"{len(grid.alone)} figures that one place alone has",
        )
    )
    whole = table(count, heads, rows, quiet=True, class_="rb-pinned rb-compare")
    return late(fold(count, whole, class_="rb-more"))


def _listed(
    item: str | None, lines: Sequence[FigureLine], places: Sequence[str], links: Links
) -> Row:
    known = links.view.contents.items.get(item or "")
    name = (
        beside(two("没有清单条目", "no list item"))
        if known is None
        else beside(links.to(paths.item_page(known.id), of(known.title)))
    )
    return row(name, *(_own(lines, each, links) for each in places))


def _own(lines: Sequence[FigureLine], place: str, links: Links) -> Markup:
    mine = [each.cells[place] for each in lines if place in each.cells]
    listed = (
        Markup("{}：{}").format(beside(of(each.figure.label)), _cell(each, place, links))
        for each in mine
    )
    return bullets(listed) or ABSENT
