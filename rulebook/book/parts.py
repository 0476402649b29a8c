"""What the YAML files of a book say, before it is known to hold together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rulebook.book.fields import text
from rulebook.book.model import Edition, Figure, ListItem, Place, SourceDocument, Vocabulary
from rulebook.book.nodes import Entries


@dataclass(frozen=True, slots=True)
class Parts:
    """The contents read so far; ``nodes`` are the files themselves, by path.

    References in entries that could not be built are checked through the nodes all the same.
    ``unread`` are the files that could not be read at all, ``rules`` the ids of all rules,
    ``layers`` what stands before the paths of each layer's files, the book's own first.
    """

    edition: Edition
    vocabulary: Vocabulary
    places: Mapping[str, Place]
    sources: tuple[SourceDocument, ...]
    figures: tuple[Figure, ...]
    items: tuple[ListItem, ...]
    nodes: Mapping[str, Entries]
    unread: frozenset[str] = frozenset()
    rules: tuple[str, ...] = ()
    layers: tuple[str, ...] = ("",)

    def declared(self, file: str, key: str) -> dict[str, str] | None:
        """The ids under ``key`` in every file of this name with their Chinese names.

        Broken entries count as well. None where such a file could not be read: then nobody can
        say that a name is unknown.
        """
        if any(path.rpartition("/")[2] == file for path in self.unread):
            return None
        found: dict[str, str] = {}
        for path, node in self.nodes.items():
            if path.rpartition("/")[2] == file:
                found |= declared_in(node, key)
        return found


def declared_in(node: Entries, key: str) -> dict[str, str]:
    """The ids under ``key`` with their Chinese names, sound or not."""
    inside = node.get(key)
    if not isinstance(inside, Entries):
        return {}
    return {
        name.value: (text(value, "zh") or "") if isinstance(value, Entries) else ""
        for name, value in inside.pairs
    }
