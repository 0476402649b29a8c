"""Which rule files a change touches: those that name what changed, and those that name them.

A rule reads by name: facts, and the figures, sources and rules of its place and of those above it.
So what a file's words don't name, however far, can't change what comes of it. What everything
stands on (enumerations, records, places, the national list) touches all files.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from rulebook.book.model import BookContents, RuleText
from rulebook.meaning.scope import lineage
from rulebook.stored.inventory import Entry, Inventory, Written, text_hash

Named = dict[str, set[str | None]]
"""Words, each with the places in which it names something; None: in all."""


def changed_files(before: Inventory, texts: Iterable[RuleText]) -> list[str]:
    """The paths of the files that are new or say something else than before."""
    known = before.files
    return [
        each.path
        for each in texts
        if each.path not in known or known[each.path].hash != text_hash(each)
    ]


def touched(before: Inventory, now: Inventory, contents: BookContents) -> frozenset[str]:
    """The paths of the files that have to be compiled again."""
    if before.common != now.common:
        return frozenset(now.files)
    readings = Readings(contents, now.files)
    changed = {path for path, each in now.files.items() if before.files.get(path) != each}
    gone = before.files.keys() - now.files.keys()
    named = _changed(before.entries, now.entries)
    found = changed | {path for path, each in now.files.items() if each.noted}
    for place, path in _given_back(contents, gone | (now.files.keys() - before.files.keys())):
        found.add(path)
        _name(named, now.files[path].names, (place,))
    for path in found | gone:
        for side in (before, now):
            if path in side.files:
                _name(named, side.files[path].names, readings.homes.get(path, {None}))
    return readings.with_readers(found, named)


def _name(named: Named, names: Iterable[str], places: Iterable[str | None]) -> None:
    for name in names:
        named.setdefault(name, set()).update(places)


def _given_back(contents: BookContents, others: Collection[str]) -> Iterator[tuple[str, str]]:
    """Files that a place adopts or no longer does, because its own file has gone or come."""
    files = rule_files(contents)
    for place in contents.places.values():
        for base in place.adopts:
            own = f"{place.id}/{base.partition('/')[2]}.rule"
            if base in files and any(path.endswith(own) for path in others):
                yield place.id, files[base]


def _changed(before: Mapping[str, Entry], now: Mapping[str, Entry]) -> Named:
    """The names of entries that are new, gone, or say something else."""
    named: Named = {}
    for key in before.keys() | now.keys():
        if before.get(key) != now.get(key):
            for side in (before, now):
                if key in side:
                    _name(named, side[key].names, (side[key].place,))
    return named


def rule_files(contents: BookContents) -> dict[str, str]:
    """The path of the file of every rule by the rule's id, also of those that places adopt."""
    files = {text.id: text.path for text in contents.rules}
    for place in sorted(contents.places, key=lambda each: len(lineage(contents, each))):
        for base in contents.places[place].adopts:
            if base in files:
                files.setdefault(f"{place}/{base.partition('/')[2]}", files[base])
    return files


class Readings:
    """Which files may read which: by the words in them, in the places where they are read.

    ``homes`` are the places in which the rules of a file answer: its own, and those that adopt
    them. The words of a rule that stands on another (沿用) are the other's as well.
    """

    def __init__(self, contents: BookContents, files: Mapping[str, Written]) -> None:
        self._files = files
        self.homes: dict[str, set[str | None]] = {}
        for id_, path in rule_files(contents).items():
            self.homes.setdefault(path, set()).add(id_.partition("/")[0])
        above = {place: {None, place, *lineage(contents, place)} for place in self._all_homes()}
        self._seen = {
            path: {each for home in homes if home for each in above[home]}
            for path, homes in self.homes.items()
        }
        self._owners: dict[str, list[str]] = {}
        for path, each in files.items():
            for name in each.names:
                self._owners.setdefault(name, []).append(path)
        self._words = {path: each.words for path, each in files.items()}
        self._take_words()

    def _all_homes(self) -> set[str]:
        return {home for homes in self.homes.values() for home in homes if home}

    def _take_words(self) -> None:
        """Give every rule the words of those on which it stands, however far."""
        stands = [
            (path, base)
            for path, each in self._files.items()
            for base in self._read(path, each.bases)
        ]
        growing = True
        while growing:
            growing = False
            for path, base in stands:
                if not self._words[base] <= self._words[path]:
                    self._words[path] |= self._words[base]
                    growing = True

    def _read(self, path: str, words: Collection[str]) -> list[str]:
        """The files that words in a file may name."""
        return [
            owner
            for word in words
            for owner in self._owners.get(word, ())
            if owner != path and not self.homes[owner].isdisjoint(self._seen[path])
        ]

    def with_readers(self, found: Iterable[str], named: Named) -> frozenset[str]:
        """The files, and all that name one of the names or, however far, one of such files."""
        files = set(found)
        while True:
            more = {
                path
                for path, words in self._words.items()
                if path not in files
                for word in named.keys() & words
                if not named[word].isdisjoint(self._seen[path])
            }
            if not more:
                return frozenset(files)
            files |= more
            named = {}
            for path in more:
                _name(named, self._files[path].names, self.homes[path])

    def needed(self, wanted: Iterable[str]) -> frozenset[str]:
        """The files whose trees some files need: themselves and, however far, those they name."""
        found: set[str] = set()
        waiting = list(wanted)
        while waiting:
            path = waiting.pop()
            if path not in found:
                found.add(path)
                waiting.extend(self._read(path, self._words[path]))
        return frozenset(found)
