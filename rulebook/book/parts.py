"""What the YAML files of a book say, before it is known to hold together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rulebook.book.model import Edition, Figure, ListItem, Place, SourceDocument, Vocabulary
from rulebook.book.nodes import Entries, Text


@dataclass(frozen=True, slots=True)
class Parts:
    """The contents read so far; ``nodes`` are the files themselves, by path.

    References in entries that could not be built are checked through the nodes all the same.
    """

    edition: Edition
    vocabulary: Vocabulary
    places: Mapping[str, Place]
    sources: tuple[SourceDocument, ...]
    figures: tuple[Figure, ...]
    items: tuple[ListItem, ...]
    nodes: Mapping[str, Entries]

    def declared(self, file: str, key: str) -> Iterator[Text]:
        """The ids under ``key`` in every file of this name, also of broken entries."""
        for path, node in self.nodes.items():
            inside = node.get(key) if path.rpartition("/")[2] == file else None
            if isinstance(inside, Entries):
                yield from (name for name, _ in inside.pairs)
