"""Compiling a book and keeping it: the whole of it, or what a change touches of a kept one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rulebook.book.choice import is_book
from rulebook.book.layers import stack
from rulebook.book.loading import load
from rulebook.book.model import BookContents
from rulebook.depth import uncollected
from rulebook.diagnostics import Diagnostic, has_errors
from rulebook.meaning.typed import TypedRule
from rulebook.pipeline import Built, build, compile_trees, parse_all
from rulebook.stored.book import Stored, value_in
from rulebook.stored.codec import Encoder
from rulebook.stored.files import File, file_for, line_of, put_together, write
from rulebook.stored.headings import broken_rules, heading_of
from rulebook.stored.inventory import Inventory, Written, inventory, written
from rulebook.stored.keys import NotKeptError, code_key, key_of
from rulebook.stored.lazily import LazyMapping
from rulebook.stored.touching import Readings, changed_files, rule_files, touched


@dataclass(frozen=True, slots=True)
class Before:
    """What a book is about to be compiled from: its layers' folders, their key, and our code's."""

    folders: tuple[Path, ...]
    key: str
    code: str


def before(folder: Path) -> Before | None:
    """What the book in a folder is made from now; None where it would not be kept."""
    if file_for(folder) is None or not is_book(folder):
        return None
    stacked = stack(folder)
    folders = tuple(layer.folder.resolve() for layer in stacked.layers)
    code = code_key()
    try:
        return Before(folders, key_of(folders, code), code) if stacked.whole else None
    except NotKeptError:
        return None


def compiled(
    folder: Path, last: File | None
) -> tuple[Built | Stored | None, tuple[Diagnostic, ...]]:
    """The book in a folder, compiled and kept; ``last`` is the file of the last time.

    Of a kept book only the files are compiled that the changes touch; None comes back where the
    folder holds no book that can be read.
    """
    made_from = before(folder)
    if made_from is None:
        return build(folder)
    with uncollected():
        if last is not None and last.head.get("code") == made_from.code:
            stored = renewed(folder, last, made_from)
            if stored is not None:
                keep(folder, stored.file, made_from)
                return stored, stored.diagnostics
        built, found = build(folder)
        if built is not None:
            texts = {each.path: each for each in built.contents.rules}
            files = {path: written(each, built.trees.get(path)) for path, each in texts.items()}
            keep(folder, _file(built, made_from, files), made_from)
    return built, found


def keep(folder: Path, file: File, made_from: Before) -> bool:
    """Keep a compiled book for the next time; False where it can't or mustn't be.

    A file that was changed while the book was compiled is found by its key.
    """
    path = file_for(folder)
    try:
        if path is None or key_of(made_from.folders, made_from.code) != made_from.key:
            return False
    except NotKeptError:
        return False
    return write(path, file)


# ---- after a change ----------------------------------------------------------------------------


def renewed(folder: Path, last: File, made_from: Before) -> Stored | None:
    """The book of the last time with what has changed since; None where that can't be told.

    What only follows from broken YAML files is held back by looking at all that was found, so that
    a book which has any, or had them the last time, is compiled as a whole.
    """
    if not last.head["renewable"]:
        return None
    contents, unread = load(folder)
    if contents is None or has_errors(unread):
        return None
    known = Inventory.from_json(last.section("inventory"))
    texts = {each.path: each for each in contents.rules}
    changed = changed_files(known, contents.rules)
    trees, unparsed = parse_all(texts[path] for path in changed)
    anew = {path: written(texts[path], trees.get(path)) for path in changed}
    now = inventory(contents, {path: anew.get(path) or known.files[path] for path in texts})
    files = touched(known, now, contents)
    read = Readings(contents, now.files).needed(files)
    more, unparsed_too = parse_all(texts[path] for path in sorted(read - anew.keys()))
    stubs = {path: now.files[path].stub() for path in texts if path not in read | anew.keys()}
    kept = _kept(last, contents, files)
    if kept is None:
        return None
    found = (*unread, *unparsed, *unparsed_too)
    built = compile_trees(contents, {**stubs, **trees, **more}, found, kept.rules)
    return Stored(_file(built, made_from, now.files, kept), files)


@dataclass(frozen=True, slots=True)
class _Kept:
    """What stays of the last time: the rules of files that no change touches."""

    file: File
    rules: Mapping[str, TypedRule]


def _kept(last: File, contents: BookContents, files: Collection[str]) -> _Kept | None:
    """What stays of a file where ``files`` are compiled again; None where any of it is missing."""
    ids = {id_ for id_, path in rule_files(contents).items() if path not in files}
    typed, sound = last.names("typed"), last.names("rule")
    if not (ids <= typed.keys() and ids <= sound.keys()):
        return None
    return _Kept(last, LazyMapping({id_: typed[id_] for id_ in sorted(ids)}, value_in(last)))


# ---- what is written ---------------------------------------------------------------------------


def _file(
    built: Built, made_from: Before, files: Mapping[str, Written], kept: _Kept | None = None
) -> File:
    """A compiled book as a file: what was compiled, and what is kept of the last time."""
    ids = frozenset(kept.rules) if kept else frozenset()
    sound = {*built.program.rules, *ids}
    homes = rule_files(built.contents)
    noted = built.noted | {path for id_, path in homes.items() if id_ not in sound}
    files = {path: replace(each, noted=path in noted) for path, each in files.items()}
    head = {
        "key": made_from.key,
        "code": made_from.code,
        "folders": [str(each) for each in made_from.folders],
        "digest": built.contents.digest,
        "broken": broken_rules(built, ids),
        "renewable": not any(_is_broken_yaml(each) for each in built.diagnostics),
    }
    lines = {name: line_of(value) for name, value in _common(built).items()}
    lines["inventory"] = line_of(inventory(built.contents, files).to_json())
    lines["rules"] = line_of(_headings(built, kept))
    for name, rules in (("rule", built.program.rules), ("typed", built.typed.rules)):
        for id_ in sorted({*rules, *ids}):
            section = f"{name} {id_}"
            line = kept.file.line(section) if kept and id_ in ids else line_of(_coded(rules[id_]))
            lines[section] = line
    return put_together(head, lines)


def _is_broken_yaml(each: Diagnostic) -> bool:
    return each.severity == "error" and not each.file.endswith(".rule")


def _headings(built: Built, kept: _Kept | None) -> list[Any]:
    """The headings of all sound rules, in alphabetical order of their ids."""
    found = {
        id_: heading_of(built.typed.rules[id_], versions).to_json()
        for id_, versions in built.program.rules.items()
    }
    if kept:
        found |= {each[0]: each for each in kept.file.section("rules") if each[0] in kept.rules}
    return [found[id_] for id_ in sorted(found)]


def _common(built: Built) -> dict[str, Any]:
    """All sections that are not of one rule."""
    contents, program = built.contents, built.program
    encoder = Encoder()
    figures = [[list(key), encoder.encode(value)] for key, value in contents.figures.items()]
    return {
        "texts": [[t.path, t.place, t.family, t.stem, t.text] for t in contents.rules],
        "diagnostics": _coded(built.diagnostics),
        "edition": _coded(contents.edition),
        "facts": _entries(contents.vocabulary.facts),
        "enumerations": _entries(contents.vocabulary.enumerations),
        "records": _entries(contents.vocabulary.records),
        "places": _entries(contents.places),
        "sources": _entries(contents.sources),
        "items": _entries(contents.items),
        "figures": [encoder.table, figures],
        "program facts": _entries(program.facts),
        "program figures": _entries(program.figures),
        "program enumerations": {name: list(ids) for name, ids in program.enumerations.items()},
    }


def _coded(value: Any) -> list[Any]:
    encoder = Encoder()
    coded = encoder.encode(value)
    return [encoder.table, coded]


def _entries(entries: Mapping[str, Any]) -> list[Any]:
    encoder = Encoder()
    coded = {id_: encoder.encode(each) for id_, each in entries.items()}
    return [encoder.table, coded]
