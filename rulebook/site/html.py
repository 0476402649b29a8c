"""Pieces of HTML in both languages; whatever a book says is escaped on its way in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import unescape

from markupsafe import Markup, escape

from rulebook.diagnostics import Bilingual, Language

NOTHING = Markup("")
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Two:
    """A piece of HTML in both languages."""

    zh: Markup
    en: Markup

    def text(self, lang: Language) -> Markup:
        """The piece in one language."""
        return self.zh if lang == "zh" else self.en


def two(zh: str, en: str | None = None) -> Two:
    """Plain text in both languages; the same in both where only one is given."""
    return Two(escape(zh), escape(zh if en is None else en))


def of(text: Bilingual) -> Two:
    """A bilingual text; where English is missing, the Chinese stands for it."""
    return two(text.zh, text.en or text.zh)


def fill(zh: str, en: str, *pieces: Two) -> Two:
    """Two templates with the same pieces in their ``{}``."""
    return Two(
        Markup(zh).format(*(piece.zh for piece in pieces)),
        Markup(en).format(*(piece.en for piece in pieces)),
    )


def join(pieces: Sequence[Two], zh: str = "、", en: str = ", ") -> Two:
    """Pieces one after the other."""
    return Two(
        escape(zh).join(piece.zh for piece in pieces),
        escape(en).join(piece.en for piece in pieces),
    )


def plain(html: str) -> str:
    """What a reader sees of a piece of HTML."""
    return unescape(_TAG.sub("", html))


def tag(name: str, *children: str, **attributes: str | None) -> Markup:
    """An element; ``class_`` gives ``class``, ``data_x`` gives ``data-x``, None leaves one out."""
    # Put together by hand: a page has tens of thousands, and ``Markup.format`` is slow.
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    inside = "".join([escape(each) for each in children])
    return Markup(f"<{name}{given}>{inside}</{name}>")


def link(href: str, text: str, title: str | None = None) -> Markup:
    """A link; ``href`` is final, as the browser reads it."""
    return tag("a", text, href=href, title=title)


def code(text: str) -> Markup:
    """An id, a path, a code."""
    return tag("code", text)


def english(text: str) -> Markup:
    """An English text that stands beside a Chinese one."""
    return tag("span", text, lang="en", class_="rb-en") if text else NOTHING


def beside(piece: Two, apart: str = " ") -> Markup:
    """Chinese first, English beside it; once only where both are the same."""
    if piece.zh == piece.en or not piece.en:
        return piece.zh
    return piece.zh + apart + english(piece.en)


def paragraph(*children: str, class_: str | None = None) -> Markup:
    """A paragraph."""
    return tag("p", *children, class_=class_)


def both_paragraphs(piece: Two) -> Markup:
    """A Chinese paragraph and the English one below it."""
    return tag("p", piece.zh) + tag("p", piece.en, lang="en", class_="rb-en")


def bullets(items: Iterable[str], ordered: bool = False, class_: str | None = None) -> Markup:
    """A list; nothing where it is empty."""
    rows = [tag("li", item) for item in items]
    return tag("ol" if ordered else "ul", *rows, class_=class_) if rows else NOTHING


def pairs(rows: Iterable[tuple[str, str]]) -> Markup:
    """Terms with what belongs to them."""
    parts = [tag("dt", term) + tag("dd", text) for term, text in rows if text]
    return tag("dl", *parts, class_="rb-pairs") if parts else NOTHING


def crumbs(above: Sequence[Two]) -> Markup:
    """Links to the pages above one, over its title."""
    links = [tag("li", beside(each)) for each in above]
    return tag("nav", tag("ol", *links), class_="rb-crumbs", aria_label="上级页面 pages above")


def fold(summary: str, *children: str, open_: bool = False, class_: str | None = None) -> Markup:
    """Something to open; printing opens all."""
    head = Markup("<details{}{}>").format(
        Markup(' class="{}"').format(class_) if class_ else "", Markup(" open") if open_ else ""
    )
    return head + tag("summary", summary) + Markup("").join(children) + Markup("</details>")


LATE, LATE_END = Markup("<!--rb-late-->"), Markup("<!--rb-late-end-->")


def late(inside: Markup) -> Markup:
    """A block that the builder of pages need not read, and the search leaves out."""
    return LATE + inside + LATE_END if inside else NOTHING


@dataclass(frozen=True, slots=True)
class Row:
    """A table's row; ``anchor`` makes it a target of links."""

    cells: tuple[str, ...]
    anchor: str | None = None


def row(*cells: str, anchor: str | None = None) -> Row:
    """A table's row."""
    return Row(cells, anchor)


def table(
    caption: str,
    heads: Sequence[str],
    rows: Sequence[Row],
    *,
    firsts: int = 1,
    quiet: bool = False,
    class_: str | None = None,
) -> Markup:
    """A table in a box of its own that scrolls where the page is narrow.

    The first ``firsts`` cells of a row are its headings. A ``quiet`` caption is only read aloud,
    because the line above says the same. ``class_`` is of the box; ``rb-pinned`` keeps headings in
    sight.
    """
    if not rows:
        return NOTHING
    top = tag("tr", *(tag("th", head, scope="col") for head in heads))
    body = (
        tag(
            "tr",
            *(
                tag("th", cell, scope="row") if place < firsts else tag("td", cell)
                for place, cell in enumerate(each.cells)
            ),
            id=each.anchor,
        )
        for each in rows
    )
    above = tag("caption", caption, class_="rb-quiet" if quiet else None)
    return scrolling(
        tag("table", above, tag("thead", top), tag("tbody", *body), class_="rb-table"),
        plain(caption),
        class_,
    )


def scrolling(inside: Markup, label: str, class_: str | None = None) -> Markup:
    """A box that scrolls sideways, also by the keyboard."""
    classes = f"rb-wide {class_}" if class_ else "rb-wide"
    return tag("div", inside, class_=classes, role="region", aria_label=label, tabindex="0")


@dataclass(frozen=True, slots=True)
class Tab:
    """One of several things that take turns in one place."""

    label: str
    content: Markup
    lang: Language | None = None


def tabs(name: str, choices: Sequence[Tab]) -> Markup:
    """Content tabs as the theme knows them; ``name`` is unique on its page. Printing shows all."""
    inputs = [
        Markup('<input{} id="__tabbed_{}_{}" name="__tabbed_{}" type="radio">').format(
            Markup(' checked="checked"') if number == 1 else "", name, number, name
        )
        for number in range(1, len(choices) + 1)
    ]
    labels = [
        tag("label", each.label, for_=f"__tabbed_{name}_{number}")
        for number, each in enumerate(choices, 1)
    ]
    blocks = [
        tag("div", each.content, class_="tabbed-block", lang=_html_language(each.lang))
        for each in choices
    ]
    return tag(
        "div",
        *inputs,
        tag("div", *labels, class_="tabbed-labels"),
        tag("div", *blocks, class_="tabbed-content"),
        class_="tabbed-set tabbed-alternate",
        data_tabs=f"{name}:{len(choices)}",
    )


def _html_language(lang: Language | None) -> str | None:
    return {"zh": "zh-Hans", "en": "en", None: None}[lang]


def in_both(name: str, zh: Markup, en: Markup) -> Markup:
    """The same thing in both languages, in turns."""
    return tabs(name, (Tab("中文", zh, "zh"), Tab("English", en, "en")))
