"""A rule file as it was written, in both languages, with a line number to link to each line."""

from __future__ import annotations

import re
from functools import cache

from markupsafe import Markup, escape

from rulebook.diagnostics import Language
from rulebook.language.words import words
from rulebook.site.html import Tab, late, tabs, tag
from rulebook.site.view import Surfaces


def line_anchor(line: int, lang: Language = "zh") -> str:
    """The anchor of a line of the source."""
    return f"L{line}" if lang == "zh" else f"E{line}"


def source_tabs(surfaces: Surfaces) -> Markup:
    """Both surfaces, in turns."""
    return tabs(
        "source",
        (
            Tab("中文", late(listing(surfaces.zh, "zh")), "zh"),
            Tab("English", late(listing(surfaces.en, "en")), "en"),
        ),
    )


def listing(text: str, lang: Language, anchors: bool = True) -> Markup:
    """A rule's text with its lines counted and its keywords coloured."""
    lines = text.rstrip("\n").split("\n")
    # Each line ends with its own break, so that what is copied is the file.
    inside = Markup("").join(
        tag(
            "span",
            _coloured(line),
            Markup("\n"),
            class_="rb-line",
            id=line_anchor(number, lang) if anchors else None,
        )
        for number, line in enumerate(lines, 1)
    )
    return tag("div", tag("pre", tag("code", inside)), class_="rb-source highlight")


def _coloured(line: str) -> Markup:
    done, shown = 0, Markup("")
    for match in _pattern().finditer(line):
        kind = match.lastgroup
        shown += escape(line[done : match.start()])
        shown += tag("span", match.group(), class_=f"rb-{kind}") if kind else match.group()
        done = match.end()
    return shown + escape(line[done:])


@cache
def _pattern() -> re.Pattern[str]:
    forms = sorted(
        {form for each in words().keywords.values() for form in each.every}, key=len, reverse=True
    )
    keywords = "|".join(re.escape(form) for form in forms)
    return re.compile(
        rf"(?P<c>#.*$)|(?P<s>“[^”]*”|「[^」]*」|\"[^\"]*\")|(?<!\w)(?P<k>{keywords})(?!\w)"
    )
