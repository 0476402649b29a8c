"""Where every page of the site is, and how one page links to another."""

from __future__ import annotations

import posixpath
from urllib.parse import quote

from rulebook.meaning.typed import TypedVersion

HOME = "index.md"
VOCABULARY = "vocabulary.md"
SOURCES = "sources.md"
FIDELITY = "fidelity.md"
CONFORMITY = "conformity.md"
COMPARE = "compare/index.md"
TREATMENT_LIST = "treatment-list.md"
FAMILIES = "families/index.md"
PLACES = "places/index.md"
ERRORS = "errors/index.md"
READER_GUIDE = "reader-guide.md"


def rule_page(rule: str) -> str:
    """The page of a rule; its id is ``place/family/stem``."""
    return f"rules/{rule}.md"


def place_page(place: str) -> str:
    """The page of a place."""
    return f"places/{place}/index.md"


def figures_page(place: str) -> str:
    """The page of a place's figures."""
    return f"places/{place}/figures.md"


def dates_page(place: str) -> str:
    """The page of the days on which something changes in a place."""
    return f"places/{place}/dates.md"


def item_page(item: str) -> str:
    """The page of an item of the national list."""
    return f"items/{item}.md"


def compare_page(family: str) -> str:
    """The page with the places side by side."""
    return f"compare/{family}.md"


def compare_rule_page(family: str, stem: str) -> str:
    """The page with the rules of one file name side by side."""
    return f"compare/{family}/{stem}.md"


def family_page(family: str) -> str:
    """The page of a family of rules."""
    return f"families/{family}.md"


def error_page(code: str) -> str:
    """The page of a diagnostic code."""
    return f"errors/{code}.md"


def html_of(page: str) -> str:
    """The built file of a Markdown page."""
    return page.removesuffix(".md") + ".html"


def href(origin: str, target: str, anchor: str | None = None) -> str:
    """A link from one page to another, relative, so that the site works wherever it lies."""
    behind = f"#{quote(anchor, safe='')}" if anchor else ""
    if origin == target and anchor:
        return behind
    relative = posixpath.relpath(html_of(target), posixpath.dirname(origin) or ".")
    return quote(relative) + behind


def file_href(origin: str, target: str) -> str:
    """A relative link from a page to a file that is no page."""
    return quote(posixpath.relpath(target, posixpath.dirname(origin) or "."))


def anchor(kind: str, name: str) -> str:
    """An anchor that is the same in every edition: what it is, and its id."""
    return f"{kind}-{name}".replace(" ", "-")


def version_mark(version: TypedVersion, newest: TypedVersion) -> str:
    """What stands before the anchors of an older version; nothing before those of the newest."""
    return "" if version is newest else f"from-{version.since}-"
