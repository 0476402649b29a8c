"""All generated pages of a book, as a list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rulebook.diagnostics.mistakes import Mistake
from rulebook.site.labels import FAMILIES
from rulebook.site.page import SitePage
from rulebook.site.pages.compare import compare_pages
from rulebook.site.pages.conformity import conformity_page
from rulebook.site.pages.dates import dates_page
from rulebook.site.pages.errors import error_pages
from rulebook.site.pages.fidelity import fidelity_page
from rulebook.site.pages.figures import figures_page
from rulebook.site.pages.items import item_pages
from rulebook.site.pages.overview import families_page, family_page, home_page
from rulebook.site.pages.places import place_page, places_page
from rulebook.site.pages.rule import rule_page
from rulebook.site.pages.sources import sources_page
from rulebook.site.pages.treatment_list import treatment_list_page
from rulebook.site.pages.vocabulary import vocabulary_page
from rulebook.site.view import View


def generated_pages(view: View, errors: Mapping[str, Mistake]) -> Iterator[SitePage]:
    """Every page that comes from the book itself; ``errors`` are examples of codes."""
    yield home_page(view)
    yield places_page(view)
    for place in view.contents.places.values():
        yield place_page(view, place)
        if any(home == place.id for home, _ in view.contents.figures):
            yield figures_page(view, place.id)
        if view.changes.get(place.id):
            yield dates_page(view, place.id)
    yield families_page(view)
    for family in FAMILIES:
        yield family_page(view, family)
    for rule in view.rules.values():
        yield rule_page(view, rule)
    yield from compare_pages(view)
    yield treatment_list_page(view)
    yield from item_pages(view)
    if view.conformity is not None and view.conformity.findings:
        yield conformity_page(view, view.conformity)
    yield vocabulary_page(view)
    yield sources_page(view)
    if view.fidelity is not None and view.fidelity.rows:
        yield fidelity_page(view, view.fidelity)
    yield from error_pages(errors)
