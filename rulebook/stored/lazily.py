"""Mappings and sequences whose values are read when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Generic, TypeVar, overload

K = TypeVar("K")
V = TypeVar("V")


class LazyMapping(Mapping[K, V], Generic[K, V]):
    """A mapping of known keys; ``read`` gives a value, once."""

    def __init__(self, keys: Mapping[K, Any], read: Callable[[Any], V]) -> None:
        self._raw = keys
        self._read = read
        self._ready: dict[K, V] = {}

    def __getitem__(self, key: K) -> V:
        try:
            return self._ready[key]
        except KeyError:
            value = self._ready[key] = self._read(self._raw[key])
            return value

    def __contains__(self, key: object) -> bool:
        return key in self._raw

    def __iter__(self) -> Iterator[K]:
        return iter(self._raw)

    def __len__(self) -> int:
        return len(self._raw)


class LazySequence(Sequence[V]):
    """A sequence that is read as a whole, once."""

    def __init__(self, read: Callable[[], Sequence[V]]) -> None:
        self._read = read
        self._ready: Sequence[V] | None = None

    def _whole(self) -> Sequence[V]:
        if self._ready is None:
            self._ready = self._read()
        return self._ready

    @overload
    def __getitem__(self, place: int) -> V: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[V]: ...

    def __getitem__(self, place: int | slice) -> V | Sequence[V]:
        return self._whole()[place]

    def __len__(self) -> int:
        return len(self._whole())
