"""What people call a rule on the command line: its id, its names, or the path of its file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rulebook.book.place_names import place_called

if TYPE_CHECKING:
    from rulebook import Book

_SUFFIX = ".rule"
_HEAD = re.compile(r"^(?:规则\s+(\w+)|rule\s+\w+\s+(\w+))", re.MULTILINE)


def rules_called(given: str, book: Book) -> tuple[str, ...]:
    """The ids of the rules that ``given`` may mean; a name may be that of rules of several places.

    A name may stand behind its place, ``上海/居民住院`` or ``shanghai/居民住院``.
    """
    text = unicodedata.normalize("NFC", given.strip())
    known = (*book.rules, *book.broken)
    if text in known:
        return (text,)
    if text.endswith(_SUFFIX):
        return _of_file(text, book, known)
    place, _, name = text.rpartition("/")
    stem = name.replace("_", "-")
    asked = place_called(place, book.contents.places) if place else None
    return tuple(
        id_
        for id_ in known
        if (not place or id_.partition("/")[0] == asked)
        and (id_.rpartition("/")[2] == stem or _chinese(id_, book) == name)
    )


def own_rules(rules: Sequence[str], book: Book) -> tuple[str, ...]:
    """Those rules that the book itself has, where it stands on another (``extends``)."""
    own = {each.id for each in book.contents.rules if each.path == f"{each.id}{_SUFFIX}"}
    return tuple(each for each in rules if each in own)


def rules_of_place(given: str, book: Book) -> tuple[str, ...] | None:
    """The ids of all rules of a place, or of one family there: ``上海``, ``shanghai/benefit-list``.

    None where no place is called so.
    """
    name, _, family = given.strip().rstrip("/").partition("/")
    place = place_called(name, book.contents.places)
    if place is None:
        return None
    before = f"{place}/{family}/" if family else f"{place}/"
    found = tuple(each for each in (*book.rules, *book.broken) if each.startswith(before))
    return found if found or not family else None


def _of_file(text: str, book: Book, known: tuple[str, ...]) -> tuple[str, ...]:
    """The rule of a file, by a path from here, from the book's folder, or above it."""
    path = Path(text)
    if path.is_file() and path.resolve().is_relative_to(book.folder.resolve()):
        path = path.resolve().relative_to(book.folder.resolve())
    id_ = "/".join(unicodedata.normalize("NFC", path.as_posix()).split("/")[-3:])
    return (id_.removesuffix(_SUFFIX),) if id_.removesuffix(_SUFFIX) in known else ()


def _chinese(id_: str, book: Book) -> str | None:
    rule = book.typed.rules.get(id_)
    if rule is not None:
        return rule.label.zh
    # A rule with errors has its name in its first line all the same.
    texts = (each.text for each in book.contents.rules if each.id == id_)
    head = _HEAD.search(next(texts, ""))
    return None if head is None else head[1] or head[2]
