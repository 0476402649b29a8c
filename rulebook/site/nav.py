"""The navigation: places with their rules, families, the list, vocabulary, sources, guides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import escape

from rulebook.site import paths
from rulebook.site.handwritten import Written, in_folder
from rulebook.site.labels import FAMILIES
from rulebook.site.side_by_side import by_rank, compared_families
from rulebook.site.view import View

Item = dict[str, Any]

_ENGLISH = ".en.md"
_ORDER = (
    "first-rule",
    "hour",
    "from-excel",
    "whole-tables",
    "mistakes",
    "cheat-sheet",
    "reference",
)
"""The pages for drafters in the order of reading; others follow."""


def navigation(view: View, written: Sequence[Written]) -> list[Item]:
    """What the side bar shows. Error pages are reached from their index."""
    guides = [each for each in written if each.title and "/" not in each.path]
    guide = [*(_page(each) for each in guides), *_both(in_folder(written, "guide"))]
    language = _both(in_folder(written, "language"))
    developer = [_page(each) for each in in_folder(written, "developer")]
    decisions = [_page(each) for each in in_folder(written, "decisions")]
    items: list[Item | None] = [
        {"首页": paths.HOME},
        {"地方": [paths.PLACES, *(_place(view, each) for each in by_rank(view.contents))]},
        {
            "类别": [
                paths.FAMILIES,
                *({label.zh: paths.family_page(f)} for f, label in FAMILIES.items()),
            ]
        },
        {"各地对比": _compare(view)} if _compare(view) else None,
        {"国家待遇清单": paths.TREATMENT_LIST},
        {"与清单对照": paths.CONFORMITY} if view.conformity and view.conformity.findings else None,
        {"词汇": paths.VOCABULARY},
        {"来源": paths.SOURCES},
        {"事实的着落": paths.FIDELITY} if view.fidelity and view.fidelity.rows else None,
        {"指南": guide} if guide else None,
        {"语言": language} if language else None,
        {"开发": developer} if developer else None,
        {"设计决定": decisions} if decisions else None,
        {"检查时的提示": paths.ERRORS},
    ]
    return [each for each in items if each is not None]


def _compare(view: View) -> list[Any]:
    families = compared_families(view)
    if not families:
        return []
    return [paths.COMPARE, *({FAMILIES[f].zh: paths.compare_page(f)} for f in families)]


def _place(view: View, place: str) -> Item:
    pages: list[Any] = [paths.place_page(place)]
    pages += [
        {_title(rule.title.zh): paths.rule_page(rule.id)}
        for rule in view.rules.values()
        if rule.place == place
    ]
    if any(home == place for home, _ in view.contents.figures):
        pages.append({"数字": paths.figures_page(place)})
    if view.changes.get(place):
        pages.append({"何时变": paths.dates_page(place)})
    return {_title(view.contents.places[place].label.zh): pages}


def _both(pages: Sequence[Written]) -> list[Item]:
    """The Chinese pages in the order of reading, and their English twins under a heading."""
    ordered = sorted(pages, key=lambda each: (_reading(each), each.path))
    english = [_page(each) for each in ordered if each.path.endswith(_ENGLISH)]
    chinese = [_page(each) for each in ordered if not each.path.endswith(_ENGLISH)]
    return [*chinese, {"English": english}] if english else chinese


def _reading(written: Written) -> int:
    stem = written.path.rpartition("/")[2].removesuffix(".md").removesuffix(".en")
    return _ORDER.index(stem) if stem in _ORDER else len(_ORDER)


def _page(written: Written) -> Item:
    return {_title(str(written.title)): written.path}


def _title(text: str) -> str:
    """The theme writes titles into the page as they are."""
    return str(escape(text))
