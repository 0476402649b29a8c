"""Gathering over records: what the parts of each record come to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

from rulebook.language.tree import GatherOp
from rulebook.reference.logic import conjunction, disjunction, negation
from rulebook.reference.measures import total
from rulebook.reference.results import (
    Held,
    Known,
    Result,
    evidence_of,
    is_true,
    resting_on,
    strict,
)


@dataclass(frozen=True, slots=True)
class Share:
    """Of one record: whether it counts (其中), and what is gathered of it."""

    where: Result
    item: Result


def gathered(
    op: GatherOp,
    shares: Sequence[Share],
    otherwise: Callable[[], Result],
    extreme: Callable[..., Held],
) -> Result:
    """The value over all records; ``extreme`` chooses what 最高 or 最低 takes of some values.

    任一 is 或 over the records of ``其中 且 条件``, 计数 counts those, and 全部 is 且 of
    ``非 其中 或 条件``: in evidence and in what is missing as well. The others read the item of a
    record only where it surely counts. ``otherwise`` is read where no record counts.
    """
    match op:
        case "any":
            return disjunction([conjunction([each.where, each.item]) for each in shares])
        case "all":
            return conjunction([disjunction([negation(each.where), each.item]) for each in shares])
        case "count":
            holds = [conjunction([each.where, each.item]) for each in shares]
            return strict(holds, lambda *values: Fraction(values.count(True)))
        case "sum":
            return _counted(shares, total)
        case "max" | "min":
            if any(is_true(each.where) for each in shares):
                return _counted(shares, lambda values: extreme(*values))
            none = strict([each.where for each in shares], lambda *_: False)
            if not isinstance(none, Known):
                return none
            return resting_on(otherwise(), evidence_of([none]))
        case _:
            assert_never(op)


def _counted(shares: Sequence[Share], work: Callable[[Sequence[Held]], Held]) -> Result:
    """Work on the items of the records that count; strict in every filter and in those items."""
    read = [part for each in shares for part in _read(each)]
    items = [each.item for each in shares if is_true(each.where)]
    values = [item.value for item in items if isinstance(item, Known)]
    return strict(read, lambda *_: work(values))


def _read(share: Share) -> list[Result]:
    return [share.where, share.item] if is_true(share.where) else [share.where]
