"""Every link, anchor and loaded file of a built site resolves, and nothing comes over a network."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from rulebook.diagnostics import Diagnostic, Span, finding

_LOADING = {
    "img": ("src", "srcset"),
    "script": ("src",),
    "iframe": ("src",),
    "source": ("src", "srcset"),
    "video": ("src", "poster"),
    "audio": ("src",),
    "object": ("data",),
    "embed": ("src",),
    "use": ("href", "xlink:href"),
    "image": ("href", "xlink:href"),
    "link": ("href",),
    "form": ("action",),
}
_CSS_ADDRESS = re.compile(r"url\(\s*['\"]?([^'\")]+)|@import\s+['\"]([^'\"]+)")
# The theme's scripts make these targets when the page opens.
_MADE_LATER = ("__search", "__drawer", "__nav", "__toc", "__skip")


@dataclass(slots=True)
class _Seen(HTMLParser):
    """The ids of a page, what it links to and what it loads, with the line of each."""

    ids: set[str] = field(default_factory=set)
    links: list[tuple[str, int]] = field(default_factory=list)
    loads: list[tuple[str, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        HTMLParser.__init__(self, convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.ids.add(given["id"])
        if tag == "a":
            if "name" in given:
                self.ids.add(given["name"])
            if "href" in given:
                self.links.append((given["href"], self.getpos()[0]))
        for name in _LOADING.get(tag, ()):
            if name in given and not (tag == "link" and given.get("rel") in ("prev", "next")):
                for address in _addresses(name, given[name]):
                    self.loads.append((address, self.getpos()[0]))
        if tag == "link" and given.get("rel") in ("prev", "next"):
            self.links.append((given.get("href", ""), self.getpos()[0]))


def _addresses(attribute: str, value: str) -> list[str]:
    if attribute != "srcset":
        return [value]
    return [part.split()[0] for part in value.split(",") if part.split()]


@dataclass(frozen=True, slots=True)
class CheckedSite:
    """How much was looked at."""

    pages: int
    links: int


def check_site(folder: Path) -> tuple[CheckedSite, tuple[Diagnostic, ...]]:
    """Look at every page and style sheet under ``folder``."""
    pages = {path.relative_to(folder).as_posix(): _read(path) for path in _files(folder, ".html")}
    files = {path.relative_to(folder).as_posix() for path in _files(folder, "")}
    found = [
        problem
        for page, seen in sorted(pages.items())
        for problem in _problems(page, seen, pages, files)
    ]
    for path in _files(folder, ".css"):
        found += _style_problems(path.relative_to(folder).as_posix(), path, files)
    count = sum(len(seen.links) + len(seen.loads) for seen in pages.values())
    return CheckedSite(len(pages), count), tuple(found)


def _files(folder: Path, ending: str) -> list[Path]:
    return sorted(path for path in folder.rglob(f"*{ending}") if path.is_file())


def _read(path: Path) -> _Seen:
    seen = _Seen()
    seen.feed(path.read_text(encoding="utf-8"))
    seen.close()
    return seen


def _problems(
    page: str, seen: _Seen, pages: Mapping[str, _Seen], files: set[str]
) -> Iterator[Diagnostic]:
    for address, line in dict.fromkeys(seen.loads):
        if _is_elsewhere(address):
            yield finding("RB9504", _at(page, line), address=address)
        else:
            yield from _broken(page, address, line, pages, files)
    for address, line in dict.fromkeys(seen.links):
        if not _is_elsewhere(address):
            yield from _broken(page, address, line, pages, files)


def _broken(
    page: str, address: str, line: int, pages: Mapping[str, _Seen], files: set[str]
) -> Iterator[Diagnostic]:
    parts = urlsplit(address)
    if parts.scheme in ("data", "mailto", "tel", "javascript"):
        return
    target = page
    if parts.path:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(parts.path)))
        if parts.path.startswith("/") or target.startswith(".."):
            yield finding("RB9502", _at(page, line), target=address)
            return
        if target not in files:
            yield finding("RB9502", _at(page, line), target=address)
            return
    anchor = unquote(parts.fragment)
    if not anchor or anchor.startswith(_MADE_LATER) or target not in pages:
        return
    if anchor not in pages[target].ids:
        yield finding("RB9503", _at(page, line), target=address, anchor=anchor)


def _style_problems(name: str, path: Path, files: set[str]) -> Iterable[Diagnostic]:
    for match in _CSS_ADDRESS.finditer(path.read_text(encoding="utf-8")):
        address = match[1] or match[2]
        if _is_elsewhere(address):
            yield finding("RB9504", Span.point(name), address=address)
        elif not address.startswith(("data:", "#")):
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), address))
            if urlsplit(target).path not in files:
                yield finding("RB9502", Span.point(name), target=address)


def _is_elsewhere(address: str) -> bool:
    return address.startswith(("http://", "https://", "//"))


def _at(page: str, line: int) -> Span:
    return Span.point(page, line)
