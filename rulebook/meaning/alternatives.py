"""Where a condition holds, as a union of boxes: each says of some facts what they may be.

且 and 全部 meet boxes, 或 and 任一 put them side by side, 非 goes down to single conditions. What
says nothing of a single fact or definition leaves a box as it is: the union is never too small.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import product

from rulebook.book.model import Vocabulary
from rulebook.book.types import Truth
from rulebook.meaning import typed as t
from rulebook.meaning.stretches import (
    ALL,
    OPPOSITE,
    Key,
    Stretch,
    complement,
    meet,
    restriction,
)
from rulebook.meaning.walking import innermost_first

MOST_BOXES = 64
"""More than a policy text has ways to be met; beyond them 或 says nothing."""

Box = Mapping[Key, tuple[Stretch, ...]]
EVERYTHING: tuple[Box, ...] = ({},)


def alternatives(
    node: t.Typed | None,
    definitions: Mapping[str, t.TypedDefinition],
    vocabulary: Vocabulary,
    keys: frozenset[Key],
) -> tuple[Box, ...]:
    """The boxes over ``keys`` in which a condition may hold; none where it never does."""
    if node is None or not keys:
        return EVERYTHING
    return _Boxes(definitions, vocabulary, keys).of(node, True)


@dataclass(frozen=True, slots=True)
class _Boxes:
    definitions: Mapping[str, t.TypedDefinition]
    vocabulary: Vocabulary
    keys: frozenset[Key]
    known: dict[tuple[str, bool], tuple[Box, ...]] = field(default_factory=dict)
    """Of definitions, where they are true and where they are false."""

    def of(self, node: t.Typed, holds: bool) -> tuple[Box, ...]:
        """Where a condition is true, or where it is false."""
        match node:
            case t.Not(operand):
                return self.of(operand, not holds)
            case t.Junction(op, operands):
                return self._joined(operands, holds, meeting=(op == "and") == holds)
            case t.Gather("all" | "any" as op_, items):
                values = [item.value for item in items]
                return self._joined(values, holds, meeting=(op_ == "all") == holds)
            case t.DefinitionRead(id_) if id_ in self.definitions:
                return self._met([self._single(node, holds), self._defined(id_, holds)])
            case _:
                return self._single(node, holds)

    def _defined(self, id_: str, holds: bool) -> tuple[Box, ...]:
        """Where a definition is so; what it rests on is opened before it, each once."""
        if self._is_known(id_):
            return self.known[id_, holds]
        for each in innermost_first(id_, self.definitions, self._is_known):
            value = self.definitions[each].value
            for side in (True, False):
                truth = isinstance(value.type, Truth)
                self.known[each, side] = self.of(value, side) if truth else EVERYTHING
        return self.known[id_, holds]

    def _is_known(self, id_: str) -> bool:
        return (id_, True) in self.known

    def _joined(self, parts: Iterable[t.Typed], holds: bool, *, meeting: bool) -> tuple[Box, ...]:
        found = [self.of(each, holds) for each in parts]
        return self._met(found) if meeting else self._beside(found)

    def _met(self, parts: Iterable[tuple[Box, ...]]) -> tuple[Box, ...]:
        """Every part holds; one that would make too many boxes is left out."""
        boxes = EVERYTHING
        for each in parts:
            if len(boxes) * len(each) <= MOST_BOXES:
                boxes = _distinct(_both(one, other) for one, other in product(boxes, each))
        return boxes

    def _beside(self, parts: Iterable[tuple[Box, ...]]) -> tuple[Box, ...]:
        """Some part holds; one that says nothing makes the whole say nothing."""
        boxes = _distinct(box for each in parts for box in each)
        return EVERYTHING if len(boxes) > MOST_BOXES or {} in boxes else boxes

    def _single(self, node: t.Typed, holds: bool) -> tuple[Box, ...]:
        said: tuple[Key, tuple[Stretch, ...]] | None
        match node:
            case t.Compare(op, left, right, type_, span) if not holds:
                said = restriction(
                    t.Compare(OPPOSITE[op], left, right, type_, span), self.vocabulary
                )
            case _ if holds:
                said = restriction(node, self.vocabulary)
            case _:
                one = restriction(node, self.vocabulary)
                said = None if one is None else (one[0], complement(one[1]))
        if said is None or said[0] not in self.keys:
            return EVERYTHING
        return ({said[0]: said[1]},)


def _both(one: Box, other: Box) -> Box:
    found = dict(one)
    for key, stretches in other.items():
        found[key] = meet(found.get(key, ALL), stretches)
    return found


def _distinct(boxes: Iterable[Box]) -> tuple[Box, ...]:
    """The boxes that hold anything, each once."""
    found: list[Box] = []
    for box in boxes:
        if box not in found and all(box.values()):
            found.append(box)
    return tuple(found)
