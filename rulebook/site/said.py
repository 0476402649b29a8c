"""What the book says at a line of its files, in its own words: figures, list items and rules."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from rulebook.diagnostics import Span
from rulebook.site import paths
from rulebook.site.html import NOTHING, beside, of
from rulebook.site.names import Links
from rulebook.site.pages.figures import shown

Line = tuple[str, int]


class Said:
    """The entries of a book by the line on which they stand."""

    def __init__(self, links: Links) -> None:
        self.links = links
        self.entries = {**dict(self._figures()), **dict(self._items())}

    def of(self, span: Span) -> Markup:
        """The figure with its value, the item or bound, or the rule and what it works out there."""
        return self.entries.get((span.file, span.line)) or self._rule(span)

    def _figures(self) -> Iterator[tuple[Line, Markup]]:
        for (place, id_), figure in self.links.view.contents.figures.items():
            name = beside(self.links.figure(place, id_))
            for value in figure.values:
                said = Markup("{} ＝ {}").format(name, shown(figure, value, self.links.view))
                yield (value.span.file, value.span.line), said
            for conflict in figure.conflicts:
                said = Markup("{} ＝ {}").format(name, conflict.value)
                yield (conflict.span.file, conflict.span.line), said

    def _items(self) -> Iterator[tuple[Line, Markup]]:
        for item in self.links.view.contents.items.values():
            name = beside(self.links.to(paths.item_page(item.id), of(item.title)))
            yield (item.span.file, item.span.line), name
            for bound in item.bounds:
                said = Markup("{}：{}").format(name, beside(of(bound.text)))
                yield (bound.span.file, bound.span.line), said

    def _rule(self, span: Span) -> Markup:
        rule = self.links.view.rules.get(self.links.view.rule_of(span.file) or "")
        if rule is None:
            return NOTHING
        title = beside(self.links.to(paths.rule_page(rule.id), of(rule.title)))
        definitions = (each for version in rule.versions for each in version.definitions.values())
        here = [
            each
            for each in definitions
            if each.span.file == span.file and each.span.line <= span.line <= each.span.end_line
        ]
        return Markup("{} · {}").format(title, beside(of(here[0].label))) if here else title
