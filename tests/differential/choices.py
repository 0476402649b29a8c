"""Where generated programs get their choices from."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Protocol, TypeVar

T = TypeVar("T")


class Choices(Protocol):
    """A source of whole numbers; 0 is the simplest choice."""

    def below(self, count: int) -> int:
        """A number from 0 to ``count - 1``."""


class Seeded:
    """Even choices from a seed, recorded so that they can be replayed.

    Even ones find planted faults several times sooner than choices that favour the simple.
    """

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.taken: list[int] = []

    def below(self, count: int) -> int:
        self.taken.append(self.random.randrange(count))
        return self.taken[-1]


class Replayed:
    """Choices as recorded, as near as the program lets them be; the simplest after their end."""

    def __init__(self, recorded: Sequence[int]) -> None:
        self.recorded = recorded
        self.taken: list[int] = []

    def below(self, count: int) -> int:
        place = len(self.taken)
        chosen = self.recorded[place] if place < len(self.recorded) else 0
        self.taken.append(min(chosen, count - 1))
        return self.taken[-1]


def pick(choices: Choices, options: Sequence[T]) -> T:
    """One of the options; the first is the simplest."""
    return options[choices.below(len(options))]


def likely(choices: Choices, percent: int) -> bool:
    """True in that many cases of a hundred; False is the simpler."""
    return choices.below(100) >= 100 - percent


def shuffled(choices: Choices, items: Sequence[T]) -> list[T]:
    """The items in some order; the written one is the simplest."""
    left = list(items)
    order: list[T] = []
    while left:
        order.append(left.pop(choices.below(len(left))))
    return order


def some(choices: Choices, items: Sequence[T], count: int) -> list[T]:
    """That many different items, or all where there are fewer."""
    left = list(items)
    chosen: list[T] = []
    while left and len(chosen) < count:
        chosen.append(left.pop(choices.below(len(left))))
    return chosen
