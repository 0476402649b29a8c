"""The two special values of an evaluation; an unknown value is None."""

from __future__ import annotations

from enum import Enum


class SpecialValue(Enum):
    """不适用 and 无上限."""

    NOT_APPLICABLE = "not applicable"
    NO_LIMIT = "no limit"


NOT_APPLICABLE = SpecialValue.NOT_APPLICABLE
NO_LIMIT = SpecialValue.NO_LIMIT

Held = int | bool | SpecialValue | None
"""What a node may hold: an integer or truth, a special value, or None where it is unknown."""

Given = int | tuple[tuple[int | None, ...], ...] | None
"""What a fact is given as: an integer, records of integers, or None where it is missing."""
