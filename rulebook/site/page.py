"""A page of the site before it is built: plain Markdown with a few lines in front."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from markupsafe import Markup, escape

from rulebook.diagnostics import Bilingual
from rulebook.site import paths
from rulebook.site.html import NOTHING, Two, beside, english, join, link, of, plain, tag

_AMOUNT = re.compile(
    r"\d+(?:\.\d+)?(?:[%‰]|万元|亿元|元|个百分点|岁|个月|年|天|小时|分钟|级|次|项|种|类|人)(?:/[小时天周月年次]+)?"
)
_MARK = re.compile(r"[\\`*_{}\[\]()#!|~^<>&\"'$:]")
_TAGS = re.compile(r"<[^>]*>")
_MOST_AMOUNTS = 60


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page under a heading of its own, of ``level`` 2 or 3."""

    anchor: str
    title: Bilingual
    body: Markup
    level: int = 2


@dataclass(frozen=True, slots=True)
class SitePage:
    """A page; ``path`` is its Markdown file, ``keywords`` are found by search and not shown.

    Of pages that a search finds, those with a higher ``boost`` come first. A ``wide`` page has the
    navigation beside it and no table of contents, which would take as much of its width. ``of`` is
    what tells pages of one title apart, such as the place; ``above`` are links to the pages that
    it belongs under, where the navigation doesn't show them.
    """

    path: str
    title: Bilingual
    opening: Markup
    sections: Sequence[Section] = ()
    keywords: tuple[str, ...] = ()
    description: str = ""
    boost: float = 1
    wide: bool = False
    of: Bilingual | None = None
    above: Markup = NOTHING

    @property
    def whole_title(self) -> Bilingual:
        """The title with what tells it apart."""
        if self.of is None:
            return self.title
        title, of = self.title, self.of
        return Bilingual(f"{title.zh} · {of.zh}", f"{title.en} · {of.en}" if title.en else "")

    def markdown(self) -> str:
        """The file's text."""
        blocks = [self.above, _heading(1, self.whole_title, "top"), self.opening]
        for section in self.sections:
            if section.body:
                blocks += [_heading(section.level, section.title, section.anchor), section.body]
        body = "\n\n".join(str(block) for block in blocks if block)
        return f"{self._front(body)}\n{body}\n"

    def _front(self, body: str) -> str:
        words = dict.fromkeys((*self.keywords, *amounts(body), *initials(self.title.zh)))
        # The theme writes both into the page as they are.
        front: dict[str, object] = {
            # The theme calls the first page by the site's name, and would say it twice.
            "title": escape(self.whole_title.zh) if self.path != paths.HOME else "",
            "description": escape(self.description),
        }
        front |= {"hide": ["toc"] if self.wide else []}
        front |= {"tags": list(words), "search": {"boost": self.boost}}
        # JSON is YAML too, and needs no thought about quotes.
        lines = (
            f"{key}: {json.dumps(value, ensure_ascii=False)}"
            for key, value in front.items()
            if value
        )
        return "\n".join(("---", *lines, "---"))


def ways_down(sections: Sequence[Section]) -> Markup:
    """Links to the parts of a page, on one line above them."""
    titles = [(f"#{each.anchor}", of(each.title)) for each in sections if each.body]
    here = [Two(link(to, title.zh), link(to, title.en)) for to, title in titles]
    return tag("p", beside(join(here, " · ", " · ")), class_="rb-ways")


def _heading(level: int, title: Bilingual, anchor: str) -> str:
    other = english(_unmarked(title.en)) if title.en and title.en != title.zh else ""
    # Raw HTML inside a Markdown heading: the table of contents and the search read it.
    shown = tag("span", _unmarked(title.zh))
    return f"{'#' * level} {shown} {other} {{#{anchor}}}"


def _unmarked(text: str) -> Markup:
    """A text in which Markdown finds no marks."""
    return Markup(_MARK.sub(lambda match: f"&#{ord(match[0])};", str(text)))


def amounts(body: str) -> list[str]:
    """The amounts on a page: the search splits ``300元`` in two unless it is a keyword."""
    found = dict.fromkeys(_AMOUNT.findall(plain(_TAGS.sub(" ", body))))
    return list(found)[:_MOST_AMOUNTS]


@cache
def initials(title: str) -> tuple[str, ...]:
    """The pinyin initials of a Chinese title, ``jmzy`` for 居民住院; nothing of another."""
    from pypinyin import Style, lazy_pinyin

    found = "".join(lazy_pinyin(title, style=Style.FIRST_LETTER, errors="ignore"))
    return (found,) if len(found) > 1 else ()
