"""What is new, laid over what is kept: two mappings as one, without reading either."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Generic, TypeVar

V = TypeVar("V")


class Laid(Mapping[str, V], Generic[V]):
    """``new`` where it has a key, else ``kept``; keys in alphabetical order."""

    def __init__(self, new: Mapping[str, V], kept: Mapping[str, V]) -> None:
        self._new = new
        self._kept = kept
        self._keys = sorted({*new, *kept})

    def __getitem__(self, key: str) -> V:
        return self._new[key] if key in self._new else self._kept[key]

    def __contains__(self, key: object) -> bool:
        return key in self._new or key in self._kept

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)
