"""What the parts of a gathering over records come to: the definition of ``ForEach``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from rulebook.answers.specials import NOT_APPLICABLE, Held

Pair = tuple[Held, Held]
"""Of one record: whether it counts (its 其中 condition), and what is gathered of it."""


def gather(
    op: Literal["sum", "count", "max", "min", "all", "any"],
    pairs: Sequence[Pair] | None,
    otherwise: Held,
) -> Held:
    """The value of a gathering; ``pairs`` is None where the list is unknown.

    ``otherwise`` is the extreme of no records; it is not read where there is one.
    """
    if pairs is None:
        return None
    match op:
        case "any":
            return junction([element(pair) for pair in pairs], decisive=True)
        case "all":
            return junction([implied(pair) for pair in pairs], decisive=False)
        case "count":
            return _count([element(pair) for pair in pairs])
        case _:
            return _numbers(op, pairs, otherwise)


def _count(values: Sequence[Held]) -> Held:
    wrong = _unusable(values)
    return wrong[0] if wrong else sum(1 for value in values if value is True)


def _numbers(op: str, pairs: Sequence[Pair], otherwise: Held) -> Held:
    values: list[Held] = [which for which, _ in pairs if which is not True and which is not False]
    values += [item for which, item in pairs if which is True]
    wrong = _unusable(values)
    if wrong:
        return wrong[0]
    numbers = [item for which, item in pairs if which is True and isinstance(item, int)]
    if op == "sum":
        return sum(numbers)
    if not numbers:
        return otherwise
    return max(numbers) if op == "max" else min(numbers)


def _unusable(values: Sequence[Held]) -> list[Held]:
    """不适用 first, then unknown, where one of the values is."""
    if any(value is NOT_APPLICABLE for value in values):
        return [NOT_APPLICABLE]
    return [None] if any(value is None for value in values) else []


def element(pair: Pair) -> Held:
    """Whether a record counts and its condition holds."""
    return junction(list(pair), decisive=False)


def implied(pair: Pair) -> Held:
    """Whether a record doesn't count, or its condition holds."""
    which, holds = pair
    opposite = (not which) if isinstance(which, bool) else which
    return junction([opposite, holds], decisive=True)


def junction(values: Sequence[Held], *, decisive: bool) -> Held:
    """且 (decisive False) and 或 (decisive True): decided, else unknown, else not applicable."""
    if any(value is decisive for value in values):
        return decisive
    if any(value is None for value in values):
        return None
    if any(value is NOT_APPLICABLE for value in values):
        return NOT_APPLICABLE
    return not decisive
